/* The beta distribution over lanes: samples, and the upper tail with its quantiles.
 *
 * X / (X + Y) is beta(a, b) when X and Y are gamma variables of shapes a and b.  Gamma variables by Marsaglia and Tsang 2000:
 * with d = a - 1/3, c = 1/(3 sqrt d), z normal and v = (1 + c z)^3, d v is one with chance
 *     exp(z^2/2 + d - d v + d ln v) = 1 - z^4/(108 d) - ...  >=  1 - (c z^2)^2 / 5          (a >= 1)
 * The bound on the right is ours: theirs with the shape in it, so that a large shape needs almost no logarithms.  The two
 * normals of a pair come from one block of random bits, whose lowest twelve on each side decide all but the closest
 * calls; those, and what is rejected, look further in blocks of the lane's own attempts. */
#ifndef BETA_H
#define BETA_H
#include "curve.h"
#include "rng.h"

/* ---- samples -------------------------------------------------------------------------------------------------------------------- */
struct shape { vd d, c; };                    /* of a gamma variable */
FN struct shape shape_of(vd a)                /* a >= 1 */
{
    vd d = a - splat(1.0 / 3);
    return (struct shape){ d, splat(1.0 / 3) / vsqrt(d) };
}

/* one try: the value, whether it is surely one, and the cube (not positive: surely none) */
FN vd gamma_try(struct shape g, vd z, vu low, vm *sure, vd *cube)
{
    vd w = splat(1) + g.c * z, s = g.c * z * z;
    *cube = w * w * w;
    *sure = lt(small_to_double(low) + splat(1), splat(4096) - splat(4096.0 / 5) * (s * s));
    return g.d * *cube;
}
/* the same call to the last bit: u is (low + more)/4096 */
FN vm gamma_exact(struct shape g, vd z, vd cube, vu low, vd more)
{
    vd log_cube = vlog(vmax(cube, splat(1e-300)));
    vd chance = splat(0.5) * z * z + g.d * (splat(1) - cube + log_cube);
    vd u = (small_to_double(low) + more) * splat(1.0 / 4096);
    return both(gt(cube, splat(0)), lt(vlog(u), chance));
}

/* beta(a, b), a, b >= 1, at a place of the random stream: lanes r .. r+LANES-1 of the width */
FN vd beta_at(const struct rng *g, int r, vu draw, vu purpose, struct shape a, struct shape b)
{
    vd x = splat(0), y = splat(0);
    vm no_x = eq(x, x), no_y = no_x;                                             /* who still lacks one: all */
    vu twelve = usplat(4095);
    for (uint64_t attempt = 0; any(either(no_x, no_y)); attempt += 2) {
        vu c[4] = { draw, usplat(attempt), ldu(g->replicate + r), purpose | ldu(g->copy + r) };
        philox(g->k0, g->k1, c);
        vd z, w, zc, wc;
        vm z_sure, w_sure;
        box_muller(u01_of((c[0] << 32) | (c[1] & usplat(0xffffffff))), u01_of((c[2] << 32) | (c[3] & usplat(0xffffffff))), &z, &w);
        vd zv = gamma_try(a, z, c[1] & twelve, &z_sure, &zc), wv = gamma_try(b, w, c[3] & twelve, &w_sure, &wc);
        if (any(either(both(no_x, not(z_sure)), both(no_y, not(w_sure))))) {
            vd p, q;
            u01_at(g, r, draw, usplat(attempt + 1), purpose, &p, &q);
            z_sure = either(z_sure, gamma_exact(a, z, zc, c[1] & twelve, p));
            w_sure = either(w_sure, gamma_exact(b, w, wc, c[3] & twelve, q));
        }
        x = vsel(both(no_x, z_sure), zv, x), no_x = both(no_x, not(z_sure));
        y = vsel(both(no_y, w_sure), wv, y), no_y = both(no_y, not(w_sure));
    }
    return x / (x + y);
}

/* ---- upper tail ------------------------------------------------------------------------------------------------------------------- */

/* P(X > q) / density(q), X of beta(a, b): q (1-q)/b times the continued fraction of DLMF 8.17.22, quick when q is above the
 * mean; each lane stops at its own last bit */
FN vd beta_mills(vd a, vd b, vd q)
{
    vd one = splat(1), x = one - q, sum = a + b;
    vd am = one, bm = one, az = one, bz = one - sum * x / (b + one);
    vd f = one / bz, out = f;
    vm todo = eq(one, one);
    az = f, bm = bm * f, am = am * f;
    for (int i = 1; i < 10000 && any(todo); i++) {
        vd m = splat(i), e = b + m + m;
        vd even = m * (a - m) * x / ((e - one) * e), odd = splat(0) - (b + m) * (sum + m) * x / (e * (e + one));
        vd ap = az + even * am, bp = one + even * bm, app = ap + odd * az, bpp = bp + odd;
        f = one / bpp;
        vd next = app * f;
        am = ap * f, bm = bp * f;
        out = vsel(todo, next, out);
        todo = both(todo, gt(vabs(next - az), splat(0x1p-52) * next));
        az = next;
    }
    return q * x / b * out;
}
#endif
