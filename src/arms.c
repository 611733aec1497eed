/* Means, gaps and the stack of rewards of a bandit: see arms.h. */
#include "arms.h"

int arms_open(struct arms *a, struct env *e, int K)
{
    if (K < 2)
        return fail("%s: %d arm(s) given: a bandit needs at least 2; try means=0.9/0.6", e->type->name, K);
    if (K > MAX_KEYED)
        return fail("%s: %d arms given: at most %d", e->type->name, K, MAX_KEYED);
    a->K = e->n_actions = K;
    a->mean = rows_f64(e->mem, (size_t)K, e->width);
    a->gap = rows_f64(e->mem, (size_t)K, e->width);
    a->pulls = rows_i32(e->mem, (size_t)K, e->width);
    a->u = rows_f64(e->mem, 1, e->width);
    a->v = rows_f64(e->mem, 1, e->width);
    a->value = rows_f64(e->mem, 1, e->width);
    e->mean = a->mean;
    return 0;
}

void arms_truth(struct arms *a, struct env *e)
{
    int L = e->width;
    strip(r) {
        vd best = ld(a->mean + r);
        for (int k = 1; k < a->K; k++)
            best = vmax(best, ld(a->mean + k * L + r));
        st(e->best + r, best);
        for (int k = 0; k < a->K; k++)
            st(a->gap + k * L + r, best - ld(a->mean + k * L + r));
    }
}

void arms_pull(struct arms *a, struct env *e)
{
    int L = e->width;
    /* look the chosen arm up: one row access a lane */
    int32_t nth[1024];
    for (int from = 0; from < L; from += 1024) {
        int n = L - from < 1024 ? L - from : 1024;
        for (int l = 0; l < n; l++) {
            size_t at = (size_t)e->io.action[from + l] * (size_t)L + (size_t)(from + l);
            nth[l] = a->pulls[at]++;
            e->io.gap[from + l] = a->gap[at];
            a->value[from + l] = a->mean[at];
        }
        for (int r = 0; r < n; r += LANES) {
            vd u, v;
            vu arm = ldi_u(e->io.action + from + r) + usplat(KEYED);
            u01_at(e->rng, from + r, ldi_u(nth + r), usplat(0), arm, &u, &v);
            st(a->u + from + r, u), st(a->v + from + r, v);
        }
    }
}

void arms_flip(struct arms *a, struct env *e)
{
    int L = e->width;
    arms_pull(a, e);
    strip(r)
        st(e->io.reward + r, vsel(lt(ld(a->u + r), ld(a->value + r)), splat(1), splat(0)));
}

int arms_from(struct arms *a, struct env *e, const list *means, long arms, double top, double gap, double least)
{
    int K = means->n ? (int)means->n : (int)arms, L = e->width;
    if (!means->n && top - gap < least)
        return fail("%s: gap=%g below top=%g: no mean may be less than %g; try gap=%g", e->type->name, gap, top, least,
                    (top - least) / 2);
    if (arms_open(a, e, K))
        return -1;
    for (int k = 0; k < K; k++)
        each(l)
            a->mean[k * L + l] = means->n ? means->v[k] : k ? top - gap : top;
    arms_truth(a, e);
    return 0;
}

int arms_draw(struct arms *a, struct env *e, const list *means, double lo, double hi)
{
    int L = e->width;
    if (means->n)
        return fail("%s: draw=yes and %ld means: they are either drawn or given; try arms=%ld draw=yes", e->type->name, means->n,
                    means->n);
    if (lo > hi)
        return fail("%s: lo=%g is above hi=%g: means are drawn from lo to hi", e->type->name, lo, hi);
    for (int k = 0; k < a->K; k++)
        each(l)
            a->mean[k * L + l] = lo + (hi - lo) * u01_once(e->rng, l, (uint64_t)k, 0, INSTANCE);
    arms_truth(a, e);
    return 0;
}

void arms_set(struct arms *a, struct env *e, const double *mean)
{
    int L = e->width;
    for (int k = 0; k < a->K; k++)
        strip(r)
            st(a->mean + k * L + r, splat(mean[k]));
    arms_truth(a, e);
}

void arms_walk(struct arms *a, struct env *e, double sd, double lo, double hi)
{
    int L = e->width, K = a->K;
    strip(r)
        for (int k = 0; k < K; k += 2) {
            vd u, v, step[2];
            u01_at(e->rng, r, usplat((uint64_t)k / 2), usplat((uint64_t)e->t + 1), usplat(INSTANCE), &u, &v);
            box_muller(u, v, &step[0], &step[1]);
            for (int i = 0; i < 2 && k + i < K; i++) {
                double *mean = a->mean + (k + i) * L + r;
                vd x = ld(mean) + splat(sd) * step[i];
                x = vsel(lt(x, splat(lo)), splat(2 * lo) - x, x);
                st(mean, vsel(gt(x, splat(hi)), splat(2 * hi) - x, x));
            }
        }
    arms_truth(a, e);
}
