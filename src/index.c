/* Counts, sums and means of the arms over lanes: see index.h. */
#include "index.h"

void stats_open(struct stats *s, struct run *u, int with)
{
    int K = s->K = u->env->n_actions, L = s->L = u->L;
    s->n = rows_f64(u->mem, (size_t)K, L);
    s->sum = rows_f64(u->mem, (size_t)K, L);
    s->mean = rows_f64(u->mem, (size_t)K, L);
    s->width = rows_f64(u->mem, (size_t)K, L);
    s->tie = rows_f64(u->mem, (size_t)K, L);
    s->square = with & SQUARES ? rows_f64(u->mem, (size_t)K, L) : NULL;
    for (int k = 0; k < K; k++)
        each(l)
            s->tie[k * L + l] = 0x1p-40 * u01_once(u->rng, l, (uint64_t)k, 0, TIES);
}

void stats_add(struct stats *s, const int32_t *action, const double *reward)
{
    int L = s->L;
    /* gather the chosen arm, compute in vectors, scatter it back */
    double n[64], sum[64], tie[64], mean[64], width[64];
    each(l) {
        int at = action[l] * L + l;
        n[l] = s->n[at], sum[l] = s->sum[at], tie[l] = s->tie[at];
    }
    strip(r) {
        vd count = ld(n + r) + splat(1), total = ld(sum + r) + ld(reward + r), inverse = splat(1) / count;
        st(n + r, count), st(sum + r, total);
        st(mean + r, total * inverse + ld(tie + r)), st(width + r, vsqrt(inverse));
    }
    each(l) {
        int at = action[l] * L + l;
        s->n[at] = n[l], s->sum[at] = sum[l], s->mean[at] = mean[l], s->width[at] = width[l];
    }
    if (s->square)
        each(l)
            s->square[action[l] * L + l] += reward[l] * reward[l];
}
