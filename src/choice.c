/* Choosing an arm at random from weights: see choice.h. */
#include "choice.h"

/* chance[l] of the arm chosen; total[l] is what its weight is divided by */
static void chances_of(const double *w, int L, const int32_t *action, const double *total, double *chance)
{
    each(l)
        chance[l] = w[place(action, L, l)];
    strip(r)
        st(chance + r, ld(chance + r) / ld(total + r));
}

void weights_choose(const double *w, int K, int L, const double *u, int32_t *action, double *chance)
{
    double total[64];
    strip(r) {
        vd sum = total_of(w, K, L, r);
        st(total + r, sum);
        sti(action + r, choose(w, K, L, r, sum, ld(u + r)));
    }
    chances_of(w, L, action, total, chance);
}

void weights_chances(const double *w, int K, int L, double *pi)
{
    strip(r) {
        vd total = total_of(w, K, L, r);
        for (int k = 0; k < K; k++)
            st(pi + k * L + r, ld(w + k * L + r) / total);
    }
}

void sure_choice(struct run *u, double *pi)
{
    int L = u->L;
    for (int k = 0; k < u->env->n_actions; k++)
        each(l)
            pi[k * L + l] = u->env->io.action[l] == k ? 1 : 0;
}

void scores_open(struct scores *s, struct run *u)
{
    int K = s->K = u->env->n_actions, L = s->L = u->L;
    s->a = rows_f64(u->mem, (size_t)K, L);
    s->w = rows_f64(u->mem, (size_t)K, L);
    s->shift = rows_f64(u->mem, 1, L);
    scores_weigh(s, 0);
}

/* move the shift of the lanes in `who` to their largest score */
FN void reweigh(struct scores *s, double scale, int r, vm who)
{
    int K = s->K, L = s->L;
    vd top = ld(s->a + r);
    for (int k = 1; k < K; k++)
        top = vmax(top, ld(s->a + k * L + r));
    for (int k = 0; k < K; k++) {
        vd w = vexp(splat(scale) * (ld(s->a + k * L + r) - top));
        st(s->w + k * L + r, vsel(who, w, ld(s->w + k * L + r)));
    }
    st(s->shift + r, vsel(who, top, ld(s->shift + r)));
}

void scores_weigh(struct scores *s, double scale)
{
    int L = s->L;
    strip(r)
        reweigh(s, scale, r, eq(splat(0), splat(0)));
}

void scores_set(struct scores *s, double scale, const int32_t *action, const double *score)
{
    int L = s->L;
    double w[64];
    strip(r)
        st(w + r, vexp(splat(scale) * (ld(score + r) - ld(s->shift + r))));
    each(l) {
        size_t at = place(action, L, l);
        s->a[at] = score[l], s->w[at] = w[l];
    }
}

void scores_choose(struct scores *s, double scale, const double *u, int32_t *action, double *chance)
{
    int K = s->K, L = s->L;
    double total[64];
    strip(r) {
        vd sum = total_of(s->w, K, L, r);
        vm lost = not(both(gt(sum, splat(0x1p-100)), lt(sum, splat(0x1p100))));
        /* rare, and without effect on the other lanes */
        if (any(lost)) {
            reweigh(s, scale, r, lost);
            sum = total_of(s->w, K, L, r);
        }
        st(total + r, sum);
        sti(action + r, choose(s->w, K, L, r, sum, ld(u + r)));
    }
    chances_of(s->w, L, action, total, chance);
}
