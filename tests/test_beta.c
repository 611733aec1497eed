/* Beta variables: the rule of acceptance, the distribution of samples, and the tail against GSL. */
#include "beta.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { W = 64, TURNS = 2000, N = W * TURNS };
static double sample[N];

static struct rng lanes(void)
{
    static uint64_t replicate[W], copy[W], draws[8];
    static double spare[2 * W];
    for (int w = 0; w < W; w++)
        replicate[w] = (uint64_t)w;
    struct rng g = { .width = W, .replicate = replicate, .copy = copy, .draws = draws, .spare = spare };
    rng_key(&g, 7, 0, FOR_ALGO);
    return g;
}
static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* what is accepted at sight would be accepted by the exact rule, for every shape and normal */
static void the_bound_is_below_the_chance(void **unused)
{
    (void)unused;
    for (double d = 2.0 / 3; d < 1e7; d *= 1.1)
        for (double z = -9; z < 9; z += 1.0 / 256) {
            double s = z / (3 * sqrt(d)), chance = s > -1 ? exp(3 * d * (log1p(s) - s + s * s / 2 - s * s * s / 3)) : 0;
            for (int low = 0; low < 4096; low = 2 * low + 1)
                if (any(gamma_sure(splat(d), splat(s), splat(low))) && !((low + 1) / 4096.0 <= chance * (1 + 1e-9)))
                    fail_msg("d=%g z=%g low=%d: chance %g", d, z, low, chance);
        }
}

/* Kolmogorov and Smirnov: sqrt(N) D > 2.5 has chance 2 exp(-2 * 2.5^2) = 7e-6; 12 pairs of shapes, 1e-4 in all */
static void samples_have_their_distribution(void **unused)
{
    (void)unused;
    static const double shapes[][2] = { { 1, 1 }, { 1, 2 }, { 2, 1 }, { 1, 30 }, { 3, 5 }, { 10, 1.5 }, { 20, 20 }, { 5, 200 },
                                        { 101, 7 }, { 500, 900 }, { 30000, 20 }, { 1e6, 2e6 } };
    struct rng g = lanes();
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        double a = shapes[i][0], b = shapes[i][1], worst = 0;
        for (int t = 0; t < TURNS; t++)
            for (int r = 0; r < W; r += LANES)
                st(sample + t * W + r, beta_at(&g, r, usplat((uint64_t)t), usplat(KEYED + i), shape_of(splat(a)), shape_of(splat(b))));
        qsort(sample, N, sizeof *sample, ascending);
        for (int n = 0; n < N; n++) {
            double p = gsl_cdf_beta_P(sample[n], a, b);
            worst = fmax(worst, fmax(p - (double)n / N, (double)(n + 1) / N - p));
        }
        if (worst * sqrt(N) > 2.5)
            fail_msg("beta(%g, %g): sqrt(N) D = %g", a, b, worst * sqrt(N));
    }
}

/* the quick way and the slow way are one sampler: a lane's number does not depend on its neighbours */
static void slow_and_quick_agree(void **unused)
{
    (void)unused;
    struct rng g = lanes();
    int quick = 0;
    for (int t = 0; t < TURNS; t++) {
        vu draw = usplat((uint64_t)t), purpose = usplat(KEYED);
        struct shape a = shape_of(splat(2)), b = shape_of(splat(9));
        vd x = beta_at(&g, 0, draw, purpose, a, b), y, p, q;
        struct trial one = trial_at(&g, 0, draw, usplat(0), purpose, a, b);
        quick += first(x) == first(one.x / (one.x + one.y));
        gammas_slow(&g, 0, &draw, &purpose, &a, &b, &p, &q), y = p / (p + q);
        assert_true(first(x) == first(y));
    }
    assert_in_range(quick, TURNS * 9 / 10, TURNS - 1);
}

static void the_tail_is_that_of_gsl(void **unused)
{
    (void)unused;
    for (double a = 1; a < 1e5; a = ceil(a * 2.7))
        for (double b = 1; b < 1e5; b = ceil(b * 2.7))
            for (double z = 0; z < 7; z += 0.5) {
                double mean = a / (a + b), q = mean + z * sqrt(mean * (1 - mean) / (a + b + 1));
                double tail = q < 1 ? gsl_cdf_beta_Q(q, a, b) : 0;
                if (tail < 1e-12)
                    continue;
                double want = tail / gsl_ran_beta_pdf(q, a, b), got = first(beta_mills(splat(a), splat(b), splat(q)));
                if (!(fabs(got / want - 1) < 1e-9))      /* GSL's logarithms cancel: 1e5 rounding errors of ln 1e5 */
                    fail_msg("beta(%g, %g) at %g: %.15g, not %.15g", a, b, q, got, want);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bound_is_below_the_chance), cmocka_unit_test(samples_have_their_distribution),
        cmocka_unit_test(slow_and_quick_agree), cmocka_unit_test(the_tail_is_that_of_gsl),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
