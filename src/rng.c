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
