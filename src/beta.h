/* The gamma and beta distributions over lanes: samples, and the beta's upper tail, from which quantiles come.
 *
 * X / (X + Y) is beta(a, b) when X and Y are gamma variables of shapes a and b.  Gamma variables by Marsaglia and Tsang 2000:
 * with d = a - 1/3, c = 1/(3 sqrt d), z normal and s = c z, d (1 + s)^3 is one with chance
 *     exp(-3 d (s - s^2/2 + s^3/3 - ln(1 + s)))  >=  1 - (3/4) d s^4 (1 + 2 max(0, -s))          (d >= 2/3)
 * where the bound on the right, the first terms of the series, replaces theirs: it knows the shape, so that large shapes need
 * almost no logarithms.  The two normals come from one block of random bits, and the bits that these leave over, twelve for
 * each, settle all but the closest calls. */
#ifndef BETA_H
#define BETA_H
#include "curve.h"
#include "rng.h"

/* ---- samples -------------------------------------------------------------------------------------------------------------------- */
struct shape { vd d, c; };
FN struct shape shape_of(vd a)                /* a >= 1 */
{
    vd d = a - splat(1.0 / 3);
    return (struct shape){ d, splat(1.0 / 3) / vsqrt(d) };
}

/* a pair of candidates from one block of random bits; the uniforms of their trials are (x_low, y_low + something)/4096 */
struct trial { vd xs, ys, x, y, x_low, y_low; };
FN struct trial trial_at(const struct rng *g, int r, vu draw, vu attempt, vu purpose, struct shape a, struct shape b)
{
    vu c[4] = { draw, attempt, ldu(g->replicate + r), purpose | ldu(g->copy + r) }, low = usplat(0xffffffff), twelve = usplat(4095);
    philox(g->key, c);
    vd z, w;
    box_muller(u01_of((c[0] << 32) | (c[1] & low)), u01_of((c[2] << 32) | (c[3] & low)), &z, &w);
    vd xs = a.c * z, ys = b.c * w, x = splat(1) + xs, y = splat(1) + ys;
    return (struct trial){ xs, ys, a.d * (x * x * x), b.d * (y * y * y), small_to_double(c[1] & twelve), small_to_double(c[3] & twelve) };
}
/* surely accepted, whatever the rest of the uniform */
FN vm gamma_sure(vd d, vd s, vd low)
{
    vd q = s * s, far = q * q * d * (splat(0.75) + splat(1.5) * vmax(splat(0), splat(0) - s));
    return lt(low + splat(1), splat(4096) - splat(4096) * far);
}

/* two gamma variables at a place of the random stream, lanes r .. r+LANES-1 of the width: when the first pair will not do in all of
 * these lanes, gammas_slow() finds the same and better ones for the others */
void gammas_slow(const struct rng *, int r, const vu *draw, const vu *purpose, const struct shape *a, const struct shape *b, vd *x, vd *y);
FN void gammas_at(const struct rng *g, int r, vu draw, vu purpose, struct shape a, struct shape b, vd *x, vd *y)
{
    struct trial t = trial_at(g, r, draw, usplat(0), purpose, a, b);
    *x = t.x, *y = t.y;
    if (any(not(both(gamma_sure(a.d, t.xs, t.x_low), gamma_sure(b.d, t.ys, t.y_low)))))
        gammas_slow(g, r, &draw, &purpose, &a, &b, x, y);
}
/* beta(a, b) */
FN vd beta_at(const struct rng *g, int r, vu draw, vu purpose, struct shape a, struct shape b)
{
    vd x, y;
    gammas_at(g, r, draw, purpose, a, b, &x, &y);
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
