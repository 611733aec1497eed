/* Kullback-Leibler divergences between distributions of one family, and upper confidence bounds made of them, over lanes.
 *
 * Distributions of mean q whose variance is a polynomial V(q) of degree two or less (Morris 1982):
 *     bernoulli   V = q (1 - q)   D(p, q) = p ln(p/q) + (1-p) ln((1-p)/(1-q))
 *     gaussian    V = sd^2        D = (q - p)^2 / (2 sd^2)
 *     exponential V = q^2         D = p/q - 1 - ln(p/q)
 *     poisson     V = q           D = q - p + p ln(p/q)
 * all have dD/dq = (q - p)/V(q).  The upper bound at distance s is the q > p with D(p, q) = s^2/2.  Seen from s it is smooth
 * down to s = 0, where it is p, and its derivatives follow from u q' = s V with u = q - p by differentiating again:
 *     u q'' = V + s V' q' - q'^2       u q''' = 2 V' q' + s (V'' q'^2 + V' q'') - 3 q' q''
 * Errors: 1e-12 of a bound just solved, 1e-11 when its level n D has moved by 1/64 (tests/test_divergence.c). */
#ifndef DIVERGENCE_H
#define DIVERGENCE_H
#include "curve.h"

enum family { AUTO, BERNOULLI, GAUSSIAN, EXPONENTIAL, POISSON };
#define FAMILIES "auto|bernoulli|gaussian|exponential|poisson"       /* auto: bernoulli where rewards lie in [0, 1], else gaussian */
#define ALMOST_ONE (1 - 0x1p-53)

/* x ln(x/y), 0 where x is 0 */
FN vd xlogx(vd x, vd y) { return x * vlog(vmax(x, splat(1e-300)) / y); }

/* p, q in [0, 1], q in (0, 1), for bernoulli; positive for exponential; p >= 0, q > 0 for poisson.  sd: gaussian alone */
FN vd divergence(enum family family, vd sd, vd p, vd q)
{
    switch (family) {
    case BERNOULLI:   return xlogx(p, q) + xlogx(splat(1) - p, splat(1) - q);
    case GAUSSIAN:    return splat(0.5) * ((q - p) / sd) * ((q - p) / sd);
    case EXPONENTIAL: return p / q - splat(1) - vlog(p / q);
    default:          return q - p + xlogx(p, q);
    }
}

/* the bound's cubic around q > p, as a function of s */
FN struct curve divergence_about(enum family family, vd sd, vd p, vd q)
{
    vd one = splat(1), two = splat(2), zero = splat(0), v, v1, v2;
    switch (family) {
    case BERNOULLI:   v = q * (one - q), v1 = one - two * q, v2 = splat(-2); break;
    case GAUSSIAN:    v = sd * sd, v1 = zero, v2 = zero; break;
    case EXPONENTIAL: v = q * q, v1 = two * q, v2 = two; break;
    default:          v = q, v1 = one, v2 = zero;
    }
    vd s = vsqrt(vmax(zero, two * divergence(family, sd, p, q))), w = one / (q - p);
    vd a = s * v * w;
    vd b = (v + s * v1 * a - a * a) * w;
    vd c = (two * v1 * a + s * (v2 * a * a + v1 * b) - splat(3) * a * b) * w;
    return (struct curve){ s, q, a, b * splat(1.0 / 2), c * splat(1.0 / 6) };
}

/* x: mean, standard deviation */
FN struct curve bernoulli_about(const vd *x, vd q)   { return divergence_about(BERNOULLI, x[1], x[0], q); }
FN struct curve gaussian_about(const vd *x, vd q)    { return divergence_about(GAUSSIAN, x[1], x[0], q); }
FN struct curve exponential_about(const vd *x, vd q) { return divergence_about(EXPONENTIAL, x[1], x[0], q); }
FN struct curve poisson_about(const vd *x, vd q)     { return divergence_about(POISSON, x[1], x[0], q); }

/* The upper bound of mean p at distance s >= 0, as a cubic around a point so near that curve_value(.., s) is exact; start:
 * any guess.  p outside the family's range counts as the end of the range. */
FN struct curve upper_bound(enum family family, vd sd, vd p, vd s, vd start)
{
    vd zero = splat(0), d = splat(0.5) * s * s, near = splat(1.0 / 1024) * vmin(s, splat(1) / s), x[] = { p, sd };
    vm flat = le(s, zero);
    switch (family) {
    case BERNOULLI:          /* an arm that has always paid stays at 1 */
        x[0] = vmin(splat(1), vmax(zero, p));
        flat = either(flat, gt(p, splat(1 - 1e-12)));
        return curve_solve(bernoulli_about, x, s, near, x[0], splat(ALMOST_ONE), start, flat);
    case GAUSSIAN:
        return curve_solve(gaussian_about, x, s, near, p, p + splat(2) * sd * s, start, flat);
    case EXPONENTIAL:        /* ln(q/p) < 1 + d */
        x[0] = vmax(splat(1e-12), p);
        return curve_solve(exponential_about, x, s, near, x[0], x[0] * vexp(splat(1) + d), start, flat);
    default:                 /* D(p, q) > (q - p)^2 / (2 q) */
        x[0] = vmax(zero, p);
        return curve_solve(poisson_about, x, s, near, x[0], splat(1.0001) * (x[0] + d + vsqrt(d * (d + splat(2) * x[0]))), start, flat);
    }
}
#endif
