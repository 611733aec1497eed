/* Confidence bounds that creep up with time: each is kept as a cubic around a point where it is known exactly.
 *
 * A bound q solves Y(q) = y, where Y is costly (logarithms, tails) and y grows slowly.  At an anchor q0 the derivatives of
 * the inverse function are cheap, and
 *     q(y) = q0 + a x + b x^2 + c x^3,   x = y - Y(q0)
 * is both the bound of a nearby y, without a logarithm, and the next guess when y is far (Schroeder's iteration of order
 * four, Traub 1964, section 5.1).  Bounds of all arms are renewed at the turns that curves_due() names, 64 times while t
 * doubles; in between an arm costs three multiplications. */
#ifndef CURVE_H
#define CURVE_H
#include "lockstep.h"
#include "lane.h"

struct curve { vd y, q, a, b, c; };

FN vd curve_value(struct curve f, vd y)
{
    vd x = y - f.y;
    return f.q + x * (f.a + x * (f.b + x * f.c));
}
FN struct curve curve_sel(vm m, struct curve f, struct curve g)
{
    return (struct curve){ vsel(m, f.y, g.y), vsel(m, f.q, g.q), vsel(m, f.a, g.a), vsel(m, f.b, g.b), vsel(m, f.c, g.c) };
}

/* An anchor with |y - Y(q)| <= near, where Y increases on (lo, hi) and the root lies inside; lanes in `flat` stay at lo for
 * ever.  `about` gives the anchor at q, where Y depends on numbers x of the lane.  Each lane walks alone: cubic steps from
 * start, and half of the bracket when one leaves it. */
FN struct curve curve_solve(struct curve (*about)(const vd *x, vd q), const vd *x, vd y, vd near, vd lo, vd hi, vd start, vm flat)
{
    struct curve out = { y, lo, splat(0), splat(0), splat(0) };
    vm todo = not(flat);
    vd q = start;
    for (int i = 0; i < 64 && any(todo); i++) {
        q = vsel(both(gt(q, lo), lt(q, hi)), q, splat(0.5) * (lo + hi));
        struct curve here = about(x, q);
        vm low = lt(here.y, y);
        out = curve_sel(todo, here, out);
        todo = both(todo, gt(vabs(y - here.y), near));
        lo = vsel(low, q, lo), hi = vsel(low, hi, q), q = curve_value(here, y);
    }
    /* a root too near an end to be told from it: the end, and no slope */
    struct curve end = { y, out.q, splat(0), splat(0), splat(0) };
    return curve_sel(todo, end, out);
}

/* ---- one curve for each arm and lane ------------------------------------------------------------------------------------------- */
struct curves { double *y, *q, *a, *b, *c; };      /* [K*L] each */

FN void curves_open(struct curves *f, struct run *u)
{
    size_t K = (size_t)u->env->n_actions;
    f->y = rows_f64(u->mem, K, u->L), f->q = rows_f64(u->mem, K, u->L);
    f->a = rows_f64(u->mem, K, u->L), f->b = rows_f64(u->mem, K, u->L), f->c = rows_f64(u->mem, K, u->L);
}
FN struct curve curve_load(const struct curves *f, int at)
{
    return (struct curve){ ld(f->y + at), ld(f->q + at), ld(f->a + at), ld(f->b + at), ld(f->c + at) };
}
FN void curve_store(const struct curves *f, int at, struct curve g)
{
    st(f->y + at, g.y), st(f->q + at, g.q), st(f->a + at, g.a), st(f->b + at, g.b), st(f->c + at, g.c);
}
/* the same for the arm that each lane chose; `at` are the places action[l]*L + l of lanes r .. r+LANES-1 */
FN struct curve curve_gather(const struct curves *f, vu at)
{
    return (struct curve){ gather(f->y, at), gather(f->q, at), gather(f->a, at), gather(f->b, at), gather(f->c, at) };
}
FN void scatter(double *x, vu at, vd a)
{
    uint64_t to[LANES];
    double from[LANES];
    stu(to, at), st(from, a);
    for (int l = 0; l < LANES; l++)
        x[to[l]] = from[l];
}
FN void curve_scatter(const struct curves *f, vu at, struct curve g)
{
    scatter(f->y, at, g.y), scatter(f->q, at, g.q), scatter(f->a, at, g.a), scatter(f->b, at, g.b), scatter(f->c, at, g.c);
}
/* places of the chosen arms: action[l]*L + l */
FN vu chosen(const int32_t *action, int r, int L)
{
    uint64_t lane[LANES];
    for (int l = 0; l < LANES; l++)
        lane[l] = (uint64_t)(action[r + l] * L + r + l);
    return ldu(lane);
}

/* is turn t one at which all curves are renewed?  Every turn below 128, then 64 times while t doubles */
FN int curves_due(long t)
{
    int octave = 63 - __builtin_clzl((unsigned long)t | 1);
    return octave < 7 || !(t & ((1L << (octave - 6)) - 1));
}
#endif
