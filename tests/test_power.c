/* Power of t tests: R's numbers, limits, and what simulated tests really show. */
#include "compare.h"
#include "power.h"
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define NEAR(a, b, tolerance) near(#a, a, b, tolerance)
static void near(const char *what, double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance)) fail_msg("%s = %.17g, not %.17g", what, a, b);
}

static void tails_as_scipy_has_them(void **unused)
{
    (void)unused;
    /* scipy 1.10 stats.nct: sf(t, df, nc) + cdf(-t, df, nc) */
    NEAR(noncentral_tails(2, 5, 1), .2278217996736273, 1e-9), NEAR(noncentral_tails(2.5, 30, 3), .6901387018420634, 1e-9);
    NEAR(noncentral_tails(12, 1, 4), .2602490543180548, 1e-9), NEAR(noncentral_tails(0, 3, 1), 1, 1e-9);
}

static void power_as_r_has_it(void **unused)
{
    (void)unused;
    /* R 4.2: power.t.test(n, delta, sd = 1, sig.level, type, strict = TRUE) */
    static const struct { double n, effect; int paired; double level, power; } row[] = {
        { 10, .5, 1, .05, .293175606514 }, { 20, .5, 0, .05, .337939028925 }, { 2, 1, 1, .05, .092809155057 },
        { 3, 2, 0, .01, .156855971812 }, { 100, .2, 1, .001, .089362553924 }, { 1000, .1, 0, .05, .608366705809 },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        NEAR(power_of(row[i].effect, row[i].n, row[i].paired, row[i].level), row[i].power, 1e-8);
    NEAR(power_effect(10, .8, 1, .05), .996001371455, 1e-7), NEAR(power_effect(10, .9, 0, .01), 1.905084252031, 1e-7);
    /* its n are 33.4, 63.8 and 74398.6: the next whole number */
    assert_true(power_seeds(.5, .8, 1, .05) == 34 && power_seeds(.5, .8, 0, .05) == 64 && power_seeds(.02, .9, 0, .01) == 74399);
}

static void no_effect_is_shown_at_the_level(void **unused)
{
    (void)unused;
    for (int paired = 0; paired < 2; paired++)
        for (double n = 2; n < 1e9; n *= 7)
            for (double level = .2; level > 1e-5; level /= 10)
                NEAR(power_of(0, n, paired, level), level, 1e-8);
}

static void power_rises_with_seeds_effect_and_level(void **unused)
{
    (void)unused;
    for (int paired = 0; paired < 2; paired++) {
        double last = 0;
        for (double n = 2; n < 400; n++, assert_true(power_of(.1, n, paired, .05) > last), last = power_of(.1, n - 1, paired, .05));
        assert_true(power_of(.3, 20, paired, .05) < power_of(.31, 20, paired, .05));
        assert_true(power_of(.3, 20, paired, .05) > power_of(.3, 20, paired, .04));
        assert_true(power_of(-.3, 20, paired, .05) == power_of(.3, 20, paired, .05));
        assert_true(power_of(1e6, 10, paired, .05) == 1);
    }
}

static void seeds_are_the_fewest_and_effects_the_smallest(void **unused)
{
    (void)unused;
    for (int paired = 0; paired < 2; paired++)
        for (double effect = 3; effect > .01; effect *= .6)
            for (double power = .5; power < .99; power += .15) {
                double n = power_seeds(effect, power, paired, .05);
                assert_true(power_of(effect, n, paired, .05) >= power && (n == 2 || power_of(effect, n - 1, paired, .05) < power));
                double least = power_effect(n, power, paired, .05);
                assert_true(least <= effect * (1 + 1e-8) + 1e-8);
                NEAR(power_of(least, n, paired, .05), power, 1e-6);
            }
}

static void the_edges_are_defined(void **unused)
{
    (void)unused;
    assert_true(isnan(power_of(1, 1, 1, .05)) && isnan(power_effect(1, .8, 1, .05)) && power_seeds(1e-6, .8, 1, .05) == INFINITY);
    assert_true(power_seeds(0, .8, 0, .05) == INFINITY && power_seeds(1e9, .8, 1, .05) == 2 && power_effect(10, .04, 1, .05) == 0);
}

/* 20,000 trials each: four standard errors of what was promised; without the fixed seed a false alarm has a chance of 6e-5 each */
static void simulated_tests_show_as_often(void **unused)
{
    (void)unused;
    enum { TRIALS = 20000 };
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    static const struct { int n; double effect; int paired; double level; } row[] = {
        { 3, 1, 1, .05 }, { 12, .9, 1, .01 }, { 40, .3, 1, .05 }, { 4, 1.5, 0, .05 }, { 25, .6, 0, .05 }
    };
    for (size_t r = 0; r < sizeof row / sizeof *row; r++) {
        double x[40], y[40], p = power_of(row[r].effect, row[r].n, row[r].paired, row[r].level);
        long n = row[r].n, shown = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            for (long i = 0; i < n; i++)
                x[i] = row[r].effect + gsl_ran_gaussian(rng, 1), y[i] = row[r].paired ? 0 : gsl_ran_gaussian(rng, 1);
            /* of two groups the pooled test; Welch's has other degrees of freedom: its own t with 2n - 2 */
            struct moments a = moments(x, x, 0, n), b = moments(y, y, 0, n);
            double pooled = student_p((a.mean - b.mean) / sqrt((a.var + b.var) / (double)n), (double)(2 * n - 2));
            shown += (row[r].paired ? paired_t_p(x, y, n) : pooled) <= row[r].level;
        }
        NEAR((double)shown / TRIALS, p, 4 * sqrt(p * (1 - p) / TRIALS));
    }
    gsl_rng_free(rng);
}

static int start(void **unused) { (void)unused; stats_init(); return 0; }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_as_scipy_has_them),
        cmocka_unit_test(power_as_r_has_it),
        cmocka_unit_test(no_effect_is_shown_at_the_level),
        cmocka_unit_test(power_rises_with_seeds_effect_and_level),
        cmocka_unit_test(seeds_are_the_fewest_and_effects_the_smallest),
        cmocka_unit_test(the_edges_are_defined),
        cmocka_unit_test(simulated_tests_show_as_often),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
