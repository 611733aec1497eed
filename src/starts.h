/* First states of environments with numbers as states: each number uniform on an interval, keyed by the number of the step, hence the
 * same for every algorithm that has taken as many. */
#ifndef STARTS_H
#define STARTS_H
#include "lockstep.h"
#include "rng.h"

/* x[i*W + w] for i = 0 .. n-1 where who[w]: uniform on (lo[i], hi[i]), with 32 bits each; n <= 4 */
FN void start_uniform(struct env *e, const int32_t *who, int n, const double *lo, const double *hi, double *x)
{
    int L = e->width;
    strip(r) {
        vm mine = gt(ldi(who + r), splat(0));
        if (!any(mine))                        /* usual, and without effect on the others */
            continue;
        uint64_t t = (uint64_t)e->t;
        vu word[4] = { usplat(t), usplat(t >> 32), ldu(e->rng->replicate + r), usplat(STARTS) | ldu(e->rng->copy + r) };
        philox(e->rng->key, word);
        for (int i = 0; i < n; i++)
            st(x + i * L + r, vsel(mine, splat(lo[i]) + splat(hi[i] - lo[i]) * u01_of(word[i] << 32), ld(x + i * L + r)));
    }
}

/* rows of what is observed, now and next */
FN void observe(struct env *e, int dims, const double *range)
{
    e->obs_dim = dims, e->obs_range = range;
    e->obs = rows_f64(e->mem, (size_t)dims, e->width), e->obs_next = rows_f64(e->mem, (size_t)dims, e->width);
}
#endif
