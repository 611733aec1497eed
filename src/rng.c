/* Sequential draws over lanes: each Philox block gives two numbers, the second is kept for the next call. */
#include "rng.h"

void draw_u01(struct rng *g, double *out)
{
    int L = g->width;
    uint64_t draw = g->draws[0]++;
    if (draw & 1) {
        memcpy(out, g->spare, sizeof *out * (size_t)L);
        return;
    }
    strip(r) {
        vd a, b;
        u01_at(g, r, usplat(draw), usplat(draw >> 32), usplat(SEQUENCE), &a, &b);
        st(out + r, a), st(g->spare + r, b);
    }
}

void draw_normal(struct rng *g, double *out)
{
    int L = g->width;
    double *spare = g->spare + L;
    uint64_t draw = g->draws[1]++;
    if (draw & 1) {
        memcpy(out, spare, sizeof *out * (size_t)L);
        return;
    }
    strip(r) {
        vd u, v, a, b;
        u01_at(g, r, usplat(draw), usplat(draw >> 32), usplat(NORMALS), &u, &v);
        box_muller(u, v, &a, &b);
        st(out + r, a), st(spare + r, b);
    }
}

double u01_once(const struct rng *g, int lane, uint64_t draw, uint64_t attempt, uint64_t purpose)
{
    vd a, b;
    philox_u01(g, usplat(draw), usplat(attempt), usplat(g->replicate[lane]), usplat(purpose | g->copy[lane]), &a, &b);
    return first(a);
}

double normal_once(const struct rng *g, int lane, uint64_t draw, uint64_t attempt, uint64_t purpose)
{
    vd u, v, a, b;
    philox_u01(g, usplat(draw), usplat(attempt), usplat(g->replicate[lane]), usplat(purpose | g->copy[lane]), &u, &v);
    box_muller(u, v, &a, &b);
    return first(a);
}

void shuffle_once(const struct rng *g, int lane, uint64_t nth, int n, int32_t *out)
{
    static const uint64_t count[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    double a[LANES] = { 0 }, b[LANES] = { 0 };
    uint64_t draw = nth * (uint64_t)((n + 1) / 2);
    for (int i = 0; i < n; i++)
        out[i] = i;
    for (int done = 0; done < n; done++) {
        int k = done / 2 % LANES, last = n - 1 - done;
        if (done % (2 * LANES) == 0) {
            vu at = usplat(draw + (uint64_t)(done / 2)) + ldu(count);
            vd x, y;
            philox_u01(g, at, at >> 32, usplat(g->replicate[lane]), usplat(SHUFFLES | g->copy[lane]), &x, &y);
            st(a, x), st(b, y);
        }
        int j = (int)((done % 2 ? b[k] : a[k]) * (last + 1));
        int32_t swap = out[last];
        out[last] = out[j], out[j] = swap;
    }
}
