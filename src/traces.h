/* Eligibility traces over lanes: z[i*L + l] says how much of what is learned now is owed to row i, a state or a pair, visited before.
 *
 * With every step z shrinks by `decay` (gamma lambda; 0 where an episode begins anew) and the row visited grows,
 *     accumulating  z <- decay z + 1        replacing  z <- 1        dutch  z <- (1 - alpha) decay z + 1
 * and all values move by step z, step = alpha delta.  One pass over all rows, and the row visited set right afterwards. */
#ifndef TRACES_H
#define TRACES_H
#include "lane.h"

enum trace { ACCUMULATING, REPLACING, DUTCH };
#define TRACES_TEXT "accumulating|replacing|dutch"

/* v, z: n rows; row[l] was visited; step, decay [L] */
FN void traces_learn(double *restrict v, double *restrict z, int n, int L, const int32_t *row, enum trace kind, double alpha,
                     const double *step, const double *decay)
{
    double old[64], mine[64];
    each(l) {
        size_t at = place(row, L, l);
        old[l] = v[at], mine[l] = z[at];
    }
    for (int i = 0; i < n; i++)
        strip(r) {
            vd trace = ld(z + i * L + r) * ld(decay + r);
            st(z + i * L + r, trace);
            st(v + i * L + r, ld(v + i * L + r) + ld(step + r) * trace);
        }
    strip(r) {
        vd was = ld(mine + r) * ld(decay + r), now = was + splat(1);
        if (kind == REPLACING)
            now = splat(1);
        if (kind == DUTCH)
            now = splat(1 - alpha) * was + splat(1);
        st(mine + r, now), st(old + r, ld(old + r) + ld(step + r) * now);
    }
    each(l) {
        size_t at = place(row, L, l);
        v[at] = old[l], z[at] = mine[l];
    }
}
#endif
