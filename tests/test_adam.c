/* Adam, RMSprop and the length of a gradient: limits, the formulas in double, closed forms. */
#include "net_truth.h"
#include "adam.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { N = 48 };

/* m / (1 - b1) = g and v / (1 - b2) = g^2: the first step is rate * sign(g), however long g is */
static void the_first_step_of_adam_is_the_sign(void **unused)
{
    (void)unused;
    const struct adam a = { .rate = 0.25, .b1 = 0.9, .b2 = 0.999, .eps = 0 };
    for (double size = 1e-9; size < 1e10; size *= 100) {
        float *w = calloc(N, sizeof *w), *m = calloc(N, sizeof *m), *v = calloc(N, sizeof *v), *g = some_floats(N, 3);
        for (int i = 0; i < N; i++)
            g[i] *= (float)size;
        adam_step(&a, 1, w, m, v, g, N, 1);
        for (int i = 0; i < N; i++)
            assert_true(fabs((double)w[i] + (g[i] > 0 ? 0.25 : -0.25)) < 1e-6);
        free(w), free(m), free(v), free(g);
    }
}

static void a_hundred_steps_are_those_of_the_formula(void **unused)
{
    (void)unused;
    const struct adam a = { .rate = 1e-2, .b1 = 0.9, .b2 = 0.99, .eps = 1e-3 };
    float *w = calloc(N, sizeof *w), *m = calloc(N, sizeof *m), *v = calloc(N, sizeof *v);
    float *x = calloc(N, sizeof *x), *y = calloc(N, sizeof *y);
    double W[N] = { 0 }, M[N] = { 0 }, V[N] = { 0 }, X[N] = { 0 }, Y[N] = { 0 };
    for (int t = 1; t <= 100; t++) {
        float *g = some_floats(N, (uint64_t)t * 1000);
        adam_step(&a, t, w, m, v, g, N, 0.5);
        rmsprop_step(1e-2, 0.95, 1e-5, x, y, g, N, 0.5);
        for (int i = 0; i < N; i++) {
            double h = 0.5 * (double)g[i];
            M[i] = 0.9 * M[i] + 0.1 * h, V[i] = 0.99 * V[i] + 0.01 * h * h;
            W[i] -= 1e-2 * M[i] / (1 - pow(0.9, t)) / (sqrt(V[i] / (1 - pow(0.99, t))) + 1e-3);
            Y[i] = 0.95 * Y[i] + 0.05 * h * h;
            X[i] -= 1e-2 * h / (sqrt(Y[i]) + 1e-5);
        }
        free(g);
    }
    /* a hundred steps of up to 0.05, each with a few roundings of 2^-24 */
    for (int i = 0; i < N; i++)
        assert_true(fabs((double)w[i] - W[i]) < 1e-5 && fabs((double)x[i] - X[i]) < 1e-5);
    free(w), free(m), free(v), free(x), free(y);
}

/* without a gradient nothing moves */
static void nothing_moves_without_a_gradient(void **unused)
{
    (void)unused;
    const struct adam a = { .rate = 1, .b1 = 0.9, .b2 = 0.999, .eps = 1e-5 };
    float w[16] = { 1, -2, 3 }, m[16] = { 0 }, v[16] = { 0 }, g[16] = { 0 }, want[16] = { 1, -2, 3 };
    adam_step(&a, 1, w, m, v, g, 16, 1);
    rmsprop_step(1, 0.99, 1e-5, w, v, g, 16, 1);
    assert_memory_equal(w, want, sizeof w);
}

static void gradients_are_cut_to_length(void **unused)
{
    (void)unused;
    for (size_t n = 16; n <= 16 * 700; n *= 7) {
        float *g = some_floats(n, n);
        double square = 0;
        for (size_t i = 0; i < n; i++)
            square += (double)g[i] * (double)g[i];
        /* sixteen partial sums in float: roundings of n/16 terms of one sign grow like their number */
        assert_true(fabs(length_of(g, n) - sqrt(square)) < 1e-7 * (double)(n / 16 + 4) * sqrt(square));
        assert_true(clip_of(g, n, 0) == 1 && clip_of(g, n, 1.01 * sqrt(square)) == 1);
        assert_true(fabs(clip_of(g, n, 0.5) * sqrt(square) - 0.5) < 1e-4);
        free(g);
    }
    float three[16] = { 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -4 };
    assert_true(length_of(three, 16) == 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_step_of_adam_is_the_sign),
        cmocka_unit_test(a_hundred_steps_are_those_of_the_formula),
        cmocka_unit_test(nothing_moves_without_a_gradient),
        cmocka_unit_test(gradients_are_cut_to_length),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
