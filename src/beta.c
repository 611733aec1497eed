/* Gamma variables whose first pair of candidates was not accepted at sight: see beta.h. */
#include "beta.h"

/* not refused by the exact rule, with the uniform (low + more)/4096; NaN is not refused, or its lane would never end */
FN vm gamma_exact(vd d, vd s, vd low, vd more)
{
    vd one = splat(1), inside = vmax(one + s, splat(1e-300));
    vd chance = splat(3) * d * (vlog(inside) - s + s * s * (splat(0.5) - s * splat(1.0 / 3)));
    return not(either(le(one + s, splat(0)), ge(vlog((low + more) * splat(1.0 / 4096)), chance)));
}

void gammas_slow(const struct rng *g, int r, const vu *draw, const vu *purpose, const struct shape *a, const struct shape *b,
                 vd *x_out, vd *y_out)
{
    vd x = splat(0), y = x, p, q;
    vm no_x = eq(x, x), no_y = no_x;
    for (uint64_t attempt = 0; any(either(no_x, no_y)); attempt += 2) {
        struct trial t = trial_at(g, r, *draw, usplat(attempt), *purpose, *a, *b);
        u01_at(g, r, *draw, usplat(attempt + 1), *purpose, &p, &q);
        vm x_fits = both(no_x, gamma_exact(a->d, t.xs, t.x_low, p)), y_fits = both(no_y, gamma_exact(b->d, t.ys, t.y_low, q));
        x = vsel(x_fits, t.x, x), no_x = both(no_x, not(x_fits));
        y = vsel(y_fits, t.y, y), no_y = both(no_y, not(y_fits));
    }
    *x_out = x, *y_out = y;
}
