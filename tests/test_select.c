/* The k largest against a full sort. */
#include "select.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

enum { N = 200, STRIDE = 3 };
static double x[N * STRIDE];

static int by_value_then_place(const void *a, const void *b)
{
    int i = *(const int *)a, j = *(const int *)b;
    double p = x[i * STRIDE], q = x[j * STRIDE];
    return p > q ? -1 : p < q ? 1 : i - j;
}
static int by_place(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* few different values, so that places decide; then many; some of them out of the question */
static void the_largest_are_chosen_and_of_equal_ones_the_first(void **unused)
{
    (void)unused;
    uint64_t state = 1;
    for (int round = 0; round < 60; round++) {
        int order[N], chosen[N], fit = 0;
        for (int i = 0; i < N; i++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            double value = (double)(state >> 33) / (round % 2 ? 0x1p31 : 0x1p28);
            x[i * STRIDE] = round % 2 ? value : floor(value);
            if (round % 3 == 2 && i % 5 == 0)
                x[i * STRIDE] = i % 2 ? -INFINITY : NAN;
            if (x[i * STRIDE] > -INFINITY)
                order[fit++] = i;
        }
        qsort(order, (size_t)fit, sizeof *order, by_value_then_place);
        for (int k = 0; k <= N; k += round % 7 + 1) {
            int n = select_top(x, N, STRIDE, k, chosen), want[N];
            assert_int_equal(n, k < fit ? k : fit);
            for (int i = 0; i < n; i++)
                want[i] = order[i];
            qsort(want, (size_t)n, sizeof *want, by_place), qsort(chosen, (size_t)n, sizeof *chosen, by_place);
            assert_memory_equal(chosen, want, (size_t)n * sizeof *want);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_largest_are_chosen_and_of_equal_ones_the_first) };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
