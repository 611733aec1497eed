/* Divergences and upper confidence bounds: published values, the Lambert W function of GSL, bisection in long double. */
#include "divergence.h"
#include <gsl/gsl_sf_lambert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

static void near(double got, double want, double tolerance)
{
    if (!(fabs(got - want) <= tolerance))
        fail_msg("%.17g, not %.17g within %g", got, want, tolerance);
}

/* max { q : D(p, q) <= d }, started where a learner that knows nothing would */
static struct curve curve_of(enum family family, double sd, double p, double d, double start)
{
    return upper_bound(family, splat(sd), splat(p), splat(sqrt(2 * d)), splat(start));
}
static double bound(enum family family, double sd, double p, double d)
{
    return first(curve_value(curve_of(family, sd, p, d, 0), splat(sqrt(2 * d))));
}

static long double ln(long double x) { return logl(x); }
static long double precise(enum family family, long double p, long double q)
{
    switch (family) {
    case BERNOULLI:   return (p > 0 ? p * ln(p / q) : 0) + (p < 1 ? (1 - p) * ln((1 - p) / (1 - q)) : 0);
    case GAUSSIAN:    return (q - p) * (q - p) / 2;
    case EXPONENTIAL: return p / q - 1 - ln(p / q);
    default:          return q - p + (p > 0 ? p * ln(p / q) : 0);
    }
}
static long double bisected(enum family family, double p, double d)
{
    long double lo = p, hi = family == BERNOULLI ? 1 : p + 1;
    while (family != BERNOULLI && precise(family, p, hi) < d)
        hi = p + 2 * (hi - p);
    for (int i = 0; i < 80; i++) {
        long double q = (lo + hi) / 2;
        *(precise(family, p, q) > d ? &hi : &lo) = q;
    }
    return lo;
}

static void values_worked_out_elsewhere(void **unused)
{
    (void)unused;
    static const struct { enum family family; double p, d, q; } table[] = {      /* SMPyBandits' kullback.py and by hand */
        { BERNOULLI, .1, .2, .378391549 }, { BERNOULLI, .5, .2, .787088816 }, { BERNOULLI, .9, .2, .994489489 },
        { BERNOULLI, .1, .9, .734715064 }, { BERNOULLI, .5, .9, .956809893 }, { BERNOULLI, .9, .9, .999995219 },
        { EXPONENTIAL, .1, .2, .202741296 }, { EXPONENTIAL, .5, .9, 2.795441981 }, { EXPONENTIAL, 1, .5, 3.314445824 },
        { POISSON, .1, .2, .450524150 }, { POISSON, .5, .9, 2.122985195 }, { POISSON, 1, .5, 2.357676674 },
        { BERNOULLI, .4, .46051701859880914, .828622671 },                       /* 10 pulls, ln 100 */
        { BERNOULLI, .4, .6703428820, .884324968 },                              /* kl-ucb-pp: K=2, T=1000, 10 pulls */
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        near(bound(table[i].family, 1, table[i].p, table[i].d), table[i].q, 6e-10);       /* nine digits are given */
    near(first(divergence(BERNOULLI, splat(1), splat(.3), splat(.5))), .082282879, 5e-10);
    near(first(divergence(BERNOULLI, splat(1), splat(.1), splat(.9))), 1.757779662, 5e-10);
    near(10 * first(divergence(BERNOULLI, splat(1), splat(.4), splat(.6))) + log(10), 3.113515309, 5e-9);    /* imed */
}

static void exponential_and_poisson_are_lambert_s_function(void **unused)
{
    (void)unused;
    for (double p = 0.01; p < 100; p *= 1.7)
        for (double d = 1e-4; d < 6; d *= 1.5) {
            /* GSL's own error: 1e-13/sqrt(d) beside the branch point, and up to 3e-11 where its argument is tiny */
            double tolerance = 1e-10 + 1e-13 / sqrt(d);
            near(bound(EXPONENTIAL, 1, p, d), p / -gsl_sf_lambert_W0(-exp(-1 - d)), tolerance * p * exp(1 + d));
            if (d / p > 1e-4 && d / p < 600)
                near(bound(POISSON, 1, p, d), -p * gsl_sf_lambert_Wm1(-exp(-1 - d / p)), tolerance * (p + d));
        }
}

/* counts and levels as learners meet them; 1e-12 is below any preference between equal arms that matters */
static void bounds_are_those_of_bisection(void **unused)
{
    (void)unused;
    for (int family = BERNOULLI; family <= POISSON; family++)
        for (int n = 1; n < 2000000; n += 1 + n / 3)
            for (int i = 0; i <= 20; i++) {
                double p = (double)(int)(n * i / 20.0) / n;
                if ((family == EXPONENTIAL && i == 0) || p == 0)
                    p = family == EXPONENTIAL ? 0.3 : 0;
                for (double level = 0.5; level < 25; level *= 2) {
                    long double want = family == BERNOULLI && p >= 1 ? 1 : bisected((enum family)family, p, level / n);
                    near(bound((enum family)family, 1, p, level / n), (double)want, 1e-12 * (double)(want > 1 ? want : 1));
                }
            }
}

/* between two renewals the level moves by 1/64 at most: the term of order four, at n = 1 */
static void a_bound_follows_its_level(void **unused)
{
    (void)unused;
    for (int n = 1; n < 100000; n *= 3)
        for (int i = 0; i < 10; i++) {
            double p = (double)(n * i / 10) / n;
            for (double level = log(128); level < 20; level *= 1.5) {
                struct curve f = curve_of(BERNOULLI, 1, p, level / n, 0.9);
                double later = (level + 1.0 / 64) / n;
                near(first(curve_value(f, splat(sqrt(2 * later)))), (double)bisected(BERNOULLI, p, later), 1e-11);
            }
        }
}

static void the_start_does_not_matter(void **unused)
{
    (void)unused;
    for (double p = 0; p <= 1; p += 0.05)
        for (double d = 1e-6; d < 10; d *= 3)
            for (double start = -1; start < 2; start += 0.13)
                near(first(curve_value(curve_of(BERNOULLI, 1, p, d, start), splat(sqrt(2 * d)))), bound(BERNOULLI, 1, p, d), 1e-12);
    near(first(curve_value(curve_of(BERNOULLI, 1, .4, .3, NAN), splat(sqrt(.6)))), bound(BERNOULLI, 1, .4, .3), 1e-12);
}

static void the_ends_of_the_range(void **unused)
{
    (void)unused;
    near(bound(BERNOULLI, 1, 1, 0.3), 1, 0);                         /* all successes */
    near(bound(BERNOULLI, 1, 0, 0.3), 1 - exp(-0.3), 1e-15);         /* none */
    near(bound(POISSON, 1, 0, 0.3), 0.3, 1e-15);
    near(bound(GAUSSIAN, 2, -7, 0.5), -5, 1e-14);
    near(bound(BERNOULLI, 1, 0.4, 0), 0.4, 0);                       /* level 0: the mean itself */
    near(bound(BERNOULLI, 1, 0.5, 60), 1, 1e-15);
    near(bound(BERNOULLI, 1, 1.5, 1), 1, 0);                         /* outside: the nearest end */
    near(bound(BERNOULLI, 1, -1, 0.3), 1 - exp(-0.3), 1e-15);
}

static void renewals_are_frequent_enough(void **unused)
{
    (void)unused;
    for (long t = 1, last = 1; t < 10000000; t++)
        if (curves_due(t)) {
            assert_true(t - last <= 1 || log((double)t / (double)last) <= 1.0 / 63);
            last = t;
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_worked_out_elsewhere), cmocka_unit_test(exponential_and_poisson_are_lambert_s_function),
        cmocka_unit_test(bounds_are_those_of_bisection), cmocka_unit_test(a_bound_follows_its_level),
        cmocka_unit_test(the_start_does_not_matter), cmocka_unit_test(the_ends_of_the_range),
        cmocka_unit_test(renewals_are_frequent_enough),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
