/* Counts, sums and means of the arms over lanes: see index.h. */
#include "index.h"

enum { FEW = 6 };      /* up to so many arms, masks beat one access a lane */

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

FN void average(vd n, vd sum, vd tie, vd *mean, vd *width)
{
    vd inverse = splat(1) / n;
    *mean = sum * inverse + tie, *width = vsqrt(inverse);
}

/* a few arms: all rows, under masks */
static void add_few(struct stats *s, const int32_t *action, const double *reward)
{
    int L = s->L, K = s->K;
    strip(r) {
        vd arm = ldi(action + r), n = splat(0), sum = n, tie = n, mean, width;
        for (int k = 0; k < K; k++) {
            vm mine = eq(arm, splat(k));
            n = vsel(mine, ld(s->n + k * L + r), n);
            sum = vsel(mine, ld(s->sum + k * L + r), sum);
            tie = vsel(mine, ld(s->tie + k * L + r), tie);
        }
        n = n + splat(1), sum = sum + ld(reward + r);
        average(n, sum, tie, &mean, &width);
        for (int k = 0; k < K; k++) {
            vm mine = eq(arm, splat(k));
            int at = k * L + r;
            stm(s->n + at, mine, n, ld(s->n + at)), stm(s->sum + at, mine, sum, ld(s->sum + at));
            stm(s->mean + at, mine, mean, ld(s->mean + at)), stm(s->width + at, mine, width, ld(s->width + at));
        }
    }
}

/* many arms: count and add up one by one, compute in vectors */
static void add_many(struct stats *s, const int32_t *action, const double *reward)
{
    int L = s->L;
    double n[64], sum[64], tie[64], mean[64], width[64];
    each(l) {
        size_t at = place(action, L, l);
        n[l] = s->n[at] += 1, sum[l] = s->sum[at] += reward[l], tie[l] = s->tie[at];
    }
    strip(r) {
        vd m, w;
        average(ld(n + r), ld(sum + r), ld(tie + r), &m, &w);
        st(mean + r, m), st(width + r, w);
    }
    each(l) {
        size_t at = place(action, L, l);
        s->mean[at] = mean[l], s->width[at] = width[l];
    }
}

void stats_add(struct stats *s, const int32_t *action, const double *reward)
{
    int L = s->L;
    if (s->K <= FEW)
        add_few(s, action, reward);
    else
        add_many(s, action, reward);
    if (s->square)
        each(l)
            s->square[place(action, L, l)] += reward[l] * reward[l];
}
