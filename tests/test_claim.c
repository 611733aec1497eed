/* Claims: what their grammar reads and refuses, and that the verdicts are those of the interval. */
#include "claim.h"
#include "stats.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* two curves, a and b:c, of four seeds at steps 10 and 1000; regrets chosen by hand */
enum { N = 4, LOGS = 2, METRICS = 2 };
static long steps[LOGS] = { 10, 1000 };
static const struct metric *logged[METRICS] = { &metrics[REGRET], &metrics[OPTIMAL] };
static struct point points[] = { { .index = 0, .label = "a" }, { .index = 1, .label = "b:c" }, { .index = 2, .label = "twice" },
                                 { .index = 3, .label = "twice" } };
static double values[4][LOGS * METRICS * N] = {
    { 1, 2, 3, 4,    0, 0, 0, 0,   11, 12, 13, 14,   0.5, 0.5, 0.5, 0.5 },
    { 2, 4, 6, 8,    0, 0, 0, 0,   20, 21, 22, 23,   0.5, 0.5, 0.5, 0.5 },
};

static int read_one(const char *text, struct claims *all)
{
    static struct claim_text line;
    static struct plan plan;
    line = (struct claim_text){ (char *)"it", (char *)text, 7 };
    plan = (struct plan){ .file = "x.ini", .n = N, .log = steps, .n_log = LOGS, .metric = logged, .n_metrics = METRICS, .n_points = 4,
                          .point = points, .n_claims = 1, .claim = &line };
    failure_forget();
    return claims_make(all, &plan);
}

static struct finding judge(const char *text)
{
    struct claims all;
    if (read_one(text, &all))
        fail_msg("%s", failure());
    for (int i = 0; i < 4; i++) {
        struct outcome o = { .plan = all.plan, .point = &points[i], .values = values[i], .file = -1 };
        assert_int_equal(claims_take(&all, &o), 0);
    }
    struct finding f = claim_find(&all, &all.claim[0]);
    claims_free(&all);
    return f;
}
static void verdict(const char *text, enum verdict expected)
{
    enum verdict found = judge(text).verdict;
    if (found != expected)
        fail_msg("%s: %s, not %s", text, verdicts[found], verdicts[expected]);
}
static void close_to(double x, double expected, double tolerance)
{
    if (!(fabs(x - expected) <= tolerance))
        fail_msg("%.17g, not %.17g", x, expected);
}

/* ---- verdicts: a at 1000 is 11 .. 14, mean 12.5, and 3.182446305 sqrt(5/3)/2 = 2.054260257 on either side (Student, 3 degrees) ---- */
static void an_interval_holds_inside_fails_outside_and_is_undecided_across(void **unused)
{
    (void)unused;
    struct finding f = judge("regret at 1000: a in 10 .. 15");
    close_to(f.measured, 12.5, 1e-12), close_to(f.lo, 12.5 - 2.054260257, 1e-8), close_to(f.hi, 12.5 + 2.054260257, 1e-8);
    assert_int_equal(f.n, N);
    verdict("regret at 1000: a in 10 .. 15", HOLDS);
    verdict("regret at 1000: a in 10.5 .. 15", UNDECIDED);
    verdict("regret at 1000: a in 12 .. 13", UNDECIDED);
    verdict("regret at 1000: a in 15 .. 16", FAILS);
    verdict("regret at 1000: a < 14.6", HOLDS);
    verdict("regret at 1000: a < 14", UNDECIDED);
    verdict("regret at 1000: a < 10", FAILS);
    verdict("regret at 1000: a > 10", HOLDS);
    verdict("regret at 1000: a > 15", FAILS);
}

static void a_comparison_is_paired_by_seed(void **unused)
{
    (void)unused;
    /* b:c is a + 9 in every seed: no doubt is left, though the two intervals are wide */
    verdict("regret at 1k: b:c > a + 8.999", HOLDS);
    verdict("regret at 1k: a < b:c - 8.999", HOLDS);
    verdict("regret at 1k: b:c > a + 9.001", FAILS);
    verdict("regret at 1k: b:c > a + 9", FAILS);
    verdict("regret at 1k: b:c - a in 9 .. 9", HOLDS);
    verdict("regret at 10: b:c < 2.001 * a", HOLDS);
    verdict("regret at 10: 2*a<b:c", FAILS);
    verdict("optimal at 1000: a < b:c", FAILS);
    struct finding f = judge("regret at 1k: a < b:c - 8.999");
    close_to(f.measured, 12.5, 1e-12), close_to(f.high, 12.501, 1e-12), close_to(f.lo, 12.5, 1e-12);
    assert_true(isinf(f.low));
}

static void from_is_a_difference_and_per_ln_a_slope(void **unused)
{
    (void)unused;
    close_to(judge("regret from 10 to 1000: a in 0 .. 1").measured, 10, 1e-12);
    close_to(judge("regret from 10 to 1000 per ln: a in 0 .. 1").measured, 2.1714724095162590, 1e-14);    /* 10 / ln 100   */
    close_to(judge("regret over 10 to 1000: a + b:c in 0 .. 1").measured, 7.5 + 13.25, 1e-14);
    close_to(judge("regret at 1000 per ln: a in 0 .. 1").measured, 1.8095603412635493, 1e-14);            /* 12.5 / ln 1000 */
    verdict("regret from 10 to 1000: a in 10 .. 10", HOLDS);
}

static void a_diverged_replicate_leaves_it_undecided(void **unused)
{
    (void)unused;
    values[0][2 * N] = NAN;
    struct finding f = judge("regret at 1000: a < 1000");
    values[0][2 * N] = 11;
    assert_int_equal(f.n, N - 1);
    assert_int_equal(f.verdict, UNDECIDED);
    close_to(f.measured, 13, 1e-12);
}

static void published_and_its_origin_are_kept(void **unused)
{
    (void)unused;
    struct claims all;
    assert_int_equal(read_one("regret at 10: a in 1 .. 2 ; published 7.52 (table 1; Lai-Robbins)", &all), 0);
    assert_true(all.claim[0].published == 7.52);
    assert_string_equal(all.claim[0].origin, "(table 1; Lai-Robbins)");
    claims_free(&all);
    assert_int_equal(read_one("regret at 10: a in -1..2", &all), 0);
    assert_true(isnan(all.claim[0].published) && all.claim[0].low == -1 && all.claim[0].high == 2);
    claims_free(&all);
}

static void a_message_names_the_line_and_the_nearest(void **unused)
{
    (void)unused;
    static const struct { const char *text, *says; } refused[] = {
        { "regret at 10: b:d < a", "x.ini:7: claim it: no curve 'b:d': did you mean 'b:c'" },
        { "regret at 10: a < twice", "'twice' is 2 curves" },
        { "regrets at 10: a < 1", "did you mean 'regret'" },
        { "reward at 10: a < 1", "metric 'reward' is not logged" },
        { "regret at 900: a < 1", "step 900 is not logged, the nearest is 1000" },
        { "regret from 1000 to 10: a < 1", "must be later" },
        { "regret a < 1", "'a' where 'at' should stand" },
        { "regret at 10 a < 1", "where ':' should stand" },
        { "regret at 10: a = 1", "where <, > or in should stand" },
        { "regret at 10: a in 2 .. 1", "lower bound comes first" },
        { "regret at 10: a in 2", "where '..' should stand" },
        { "regret at 10: 1 < 2", "names no curve" },
        { "regret at 10: a <", "no curve ''" },
        { "regret at 10: a < 1 + * a", "no curve '*'" },
        { "regret at 10: a < 1 2", "'2' after its end" },
        { "regret at 10: a < 1 ; 3", "where 'published' should stand" },
        { "regret at 10: a < 1 ; published much", "published 'much'" },
        { "regret at 10: a < 1 ; published 3 table 1", "stands in brackets" },
        { "regret at 10: a+a+a", "no curve 'a+a+a'" },
        { "regret over 10 to 1000: a + a + a + a + a + a + a + a + a + a + a + a + a + a + a + a + a < 1", "more than 32 terms" },
        { "", "metric '' is not logged" },
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct claims all;
        if (!read_one(refused[i].text, &all))
            fail_msg("'%s' is read", refused[i].text);
        if (!strstr(failure(), refused[i].says) || !strstr(failure(), "x.ini:7: claim it: "))
            fail_msg("'%s': %s, not ...%s...", refused[i].text, failure(), refused[i].says);
        assert_int_equal(failure_status(), BAD_REQUEST);
    }
}

static void an_experiment_without_claims_is_refused(void **unused)
{
    (void)unused;
    struct plan plan = { .file = "x.ini", .n = N };
    struct claims all;
    failure_forget();
    assert_int_equal(claims_make(&all, &plan), -1);
    assert_non_null(strstr(failure(), "claims nothing"));
}

/* a fair test at level 95 %: of true claims at the edge one in twenty is decided, half of them wrongly; 2000 trials, 5 standard errors */
static void a_true_claim_at_its_edge_fails_one_time_in_forty(void **unused)
{
    (void)unused;
    enum { TRIALS = 2000 };
    int count[3] = { 0 };
    uint64_t state = 1;
    double kept[LOGS * METRICS * N];
    memcpy(kept, values[0], sizeof kept);
    for (int i = 0; i < TRIALS; i++) {
        for (int k = 0; k < N; k++) {
            double sum = 0;                      /* twelve uniforms make a normal, near enough */
            for (int j = 0; j < 12; j++) {
                state = state * 6364136223846793005u + 1442695040888963407u;
                sum += (double)(state >> 11) * 0x1p-53;
            }
            values[0][2 * N + k] = sum - 6;
        }
        count[judge("regret at 1000: a < 0").verdict]++;
    }
    memcpy(values[0], kept, sizeof kept);
    double expected = 0.025 * TRIALS, spread = 5 * sqrt(0.025 * 0.975 * TRIALS);
    close_to(count[HOLDS], expected, spread), close_to(count[FAILS], expected, spread);
}

int main(void)
{
    stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interval_holds_inside_fails_outside_and_is_undecided_across),
        cmocka_unit_test(a_comparison_is_paired_by_seed),
        cmocka_unit_test(from_is_a_difference_and_per_ln_a_slope),
        cmocka_unit_test(a_diverged_replicate_leaves_it_undecided),
        cmocka_unit_test(published_and_its_origin_are_kept),
        cmocka_unit_test(a_message_names_the_line_and_the_nearest),
        cmocka_unit_test(an_experiment_without_claims_is_refused),
        cmocka_unit_test(a_true_claim_at_its_edge_fails_one_time_in_forty),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
