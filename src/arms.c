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

int arms_from(struct arms *a, struct env *e, const list *means, long arms, double top, double gap)
{
    int K = means->n ? (int)means->n : (int)arms, L = e->width;
    if (arms_open(a, e, K))
        return -1;
    for (int k = 0; k < K; k++)
        each(l)
            a->mean[k * L + l] = means->n ? means->v[k] : k ? top - gap : top;
    arms_truth(a, e);
    return 0;
}
