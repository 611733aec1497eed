/* Aggregates, profiles and probabilities of improvement: numbers worked by hand and by scipy, laws, and the scores they stand on. */
#include "fail.h"
#include "profile.h"
#include "scores.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

const struct command commands[] = { { NULL, 0, NULL, NULL, NULL } };

enum { RESAMPLED = 2000 };

#define NEAR(a, b, tolerance) near(#a, a, b, tolerance)
static void near(const char *what, double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance)) fail_msg("%s = %.17g, not %.17g", what, a, b);
}
static int same_bits(const struct interval *a, const struct interval *b)
{
    return !memcmp(&a->estimate, &b->estimate, 8) && !memcmp(&a->lo, &b->lo, 8) && !memcmp(&a->hi, &b->hi, 8);
}

/* n_tasks tasks of `runs` runs each, task after task */
static struct strata make(const double *x, int n_tasks, long runs, uint64_t key)
{
    struct strata s;
    const double *at[16];
    long n[16];
    for (int t = 0; t < n_tasks; t++) at[t] = x + t * runs, n[t] = runs;
    assert_int_equal(strata_make(&s, at, n, n_tasks, key), 0);
    return s;
}

/* a repeatable uniform number */
static uint64_t state;
static double uniform(void) { return (double)(mix(state += GOLDEN) >> 11) * 0x1p-53; }

/* the scores of two algorithms: three tasks, five runs */
static const double a15[] = { .12, .40, .28, .05, .33,   .85, .91, .66, .78, 1.20,   .33, .37, .90, .41, .38 };
static const double b15[] = { .20, .51, .47, .45, .33,   .85, .52, .61, .70, .64,    .10, .37, .22, .41, .19 };

/* ---- numbers ----------------------------------------------------------------------------------------------------------------------- */

static void aggregates_by_hand(void **unused)
{
    (void)unused;
    const double x[] = { 0, 0.5, 1, 0.25,   0.2, 0.4, 0.6, 0.8,   0.9, 0.9, 0.9, 0.9 };
    struct interval of[AGGREGATES];
    struct strata two = make(x, 2, 4, 1), three = make(x, 3, 4, 1);
    assert_int_equal(aggregates(of, &two, 1, 100, 0.95), 0);
    NEAR(of[AGGREGATE_MEAN].estimate, 0.46875, 1e-15);        /* means 1.75/4 and 2/4                        */
    NEAR(of[AGGREGATE_MEDIAN].estimate, 0.46875, 1e-15);      /* of two means: halfway                       */
    NEAR(of[AGGREGATE_IQM].estimate, 0.4375, 1e-15);          /* eight: without two at each end .25 .4 .5 .6 */
    NEAR(of[AGGREGATE_GAP].estimate, 0.53125, 1e-15);         /* none above 1                                */
    assert_int_equal(of[AGGREGATE_MEAN].n, 8);
    assert_int_equal(aggregates(of, &two, 0.5, 100, 0.95), 0);
    NEAR(of[AGGREGATE_GAP].estimate, 0.14375, 1e-15);         /* .5 - (1.25/4 + 1.6/4) / 2                   */
    assert_int_equal(aggregates(of, &three, 1, 100, 0.95), 0);
    NEAR(of[AGGREGATE_MEAN].estimate, (0.4375 + 0.5 + 0.9) / 3, 1e-15);
    NEAR(of[AGGREGATE_MEDIAN].estimate, 0.5, 1e-15);
    NEAR(of[AGGREGATE_IQM].estimate, 4.1 / 6, 1e-15);         /* twelve: without three at each end .4 .5 .6 .8 .9 .9 */
    strata_free(&two), strata_free(&three);
}

static void profile_by_hand(void **unused)
{
    (void)unused;
    const double x[] = { 0, 0.5, 1, 0.25,   0.2, 0.4, 0.6, 0.8 }, tau[] = { -INFINITY, 0, 0.25, 0.4, 0.45, 1, INFINITY };
    const double runs[] = { 1, 0.875, 0.625, 0.5, 0.5, 0, 0 };      /* at .25: 2/4 and 3/4; at .4: 2/4 and 2/4, a tie is not above */
    const double means[] = { 1, 1, 1, 1, 0.5, 0, 0 };               /* .4375 and .5                                              */
    struct interval of[7];
    struct strata s = make(x, 2, 4, 1);
    assert_int_equal(performance_profile(of, &s, tau, 7, RUN_SCORES, 100, 0.95), 0);
    for (int k = 0; k < 7; k++) NEAR(of[k].estimate, runs[k], 1e-15);
    assert_int_equal(performance_profile(of, &s, tau, 7, AVERAGE_SCORES, 100, 0.95), 0);
    for (int k = 0; k < 7; k++) NEAR(of[k].estimate, means[k], 1e-15);
    strata_free(&s);
}

static void improvement_by_hand(void **unused)
{
    (void)unused;
    /* first task: 1 wins over 0 only; each 2 ties with 2 and wins over 0: (1 + 1.5 + 1.5) of 6; second task: 5 between 1 and 9 */
    const double a1[] = { 1, 2, 2 }, a2[] = { 5 }, b1[] = { 2, 0 }, b2[] = { 1, 9 };
    const double *const ax[] = { a1, a2 }, *const bx[] = { b1, b2 };
    struct strata a, b;
    struct interval p;
    assert_int_equal(strata_make(&a, ax, (const long[]){ 3, 1 }, 2, 1), 0);
    assert_int_equal(strata_make(&b, bx, (const long[]){ 2, 2 }, 2, 2), 0);
    assert_int_equal(probability_of_improvement(&p, &a, &b, 100, 0.95), 0);
    NEAR(p.estimate, (4.0 / 6 + 0.5) / 2, 1e-15);
    assert_true(isnan(p.lo) && isnan(p.hi));      /* one run of a task has no spread */
    assert_int_equal(p.n, 8);
    strata_free(&a), strata_free(&b);
}

/* rliable's formulas (metrics.py) with NumPy 1.24 and SciPy 1.10: np.mean, np.median, stats.trim_mean(, .25), stats.mannwhitneyu;
 * limits: np.quantile over 200,000 stratified resamples.  With 2,000 a limit has a standard error of 0.06 sigma = 1.6 % of the
 * width for a Gaussian; 8 % are five of them. */
static void as_rliable(void **unused)
{
    (void)unused;
    static const double want[2][AGGREGATES][3] = {
        { { 0.5313333333333333, .448, .626 }, { 0.478, .354, .692 }, { 0.5011111111111111, .42, .6256 }, { 0.482, .3967, .556 } },
        { { 0.438, .3813, .4947 }, { 0.392, .298, .482 }, { 0.43222222222222223, .36, .4878 }, { 0.562, .5053, .6187 } }
    };
    struct strata s[2] = { make(a15, 3, 5, 1), make(b15, 3, 5, 2) };
    struct interval of[AGGREGATES], p;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(aggregates(of, &s[i], 1, RESAMPLED, 0.95), 0);
        for (int k = 0; k < AGGREGATES; k++) {
            double width = want[i][k][2] - want[i][k][1];
            NEAR(of[k].estimate, want[i][k][0], 1e-15);
            NEAR(of[k].lo, want[i][k][1], 0.08 * width);
            NEAR(of[k].hi, want[i][k][2], 0.08 * width);
        }
    }
    assert_int_equal(probability_of_improvement(&p, &s[0], &s[1], RESAMPLED, 0.95), 0);
    NEAR(p.estimate, 0.6133333333333334, 1e-15);
    NEAR(p.lo, 0.45333333, 0.08 * 0.30666667);
    NEAR(p.hi, 0.76, 0.08 * 0.30666667);

    /* fractions come in fifteenths: a limit may be one off */
    static const double tau[] = { .35, .38, .8 };
    static const double runs[][3] = { { 2. / 3, .53333, .8 }, { 8. / 15, .33333, .73333 }, { 4. / 15, .06667, .46667 } };
    struct interval f[3];
    assert_int_equal(performance_profile(f, &s[0], tau, 3, RUN_SCORES, RESAMPLED, 0.95), 0);
    for (int k = 0; k < 3; k++) NEAR(f[k].estimate, runs[k][0], 1e-15), NEAR(f[k].lo, runs[k][1], 0.067), NEAR(f[k].hi, runs[k][2], 0.067);
    strata_free(&s[0]), strata_free(&s[1]);
}

/* ---- laws -------------------------------------------------------------------------------------------------------------------------- */

static void one_task_is_plain_statistics(void **unused)
{
    (void)unused;
    double x[37], copy[37], work[37];
    struct summary plain;
    struct interval of[AGGREGATES];
    state = 1;
    for (int i = 0; i < 37; i++) copy[i] = x[i] = 3 * uniform() - 1;
    struct strata s = make(x, 1, 37, 1);
    summarize(&plain, copy, 37, work);
    assert_int_equal(aggregates(of, &s, 1, RESAMPLED, 0.95), 0);
    NEAR(of[AGGREGATE_MEAN].estimate, plain.mean, 1e-14);
    NEAR(of[AGGREGATE_MEDIAN].estimate, plain.mean, 1e-14);     /* of one task's mean */
    NEAR(of[AGGREGATE_IQM].estimate, plain.iqm, 1e-14);
    /* two bootstraps of one sample: each limit within five standard errors of 0.06 sigma, both of them */
    NEAR(of[AGGREGATE_IQM].lo, plain.iqm_lo, 0.12 * (plain.iqm_hi - plain.iqm_lo));
    NEAR(of[AGGREGATE_IQM].hi, plain.iqm_hi, 0.12 * (plain.iqm_hi - plain.iqm_lo));
    strata_free(&s);
}

static void equal_algorithms_are_even(void **unused)
{
    (void)unused;
    struct strata a = make(a15, 3, 5, 1), b = make(a15, 3, 5, 2);
    struct interval p;
    assert_int_equal(probability_of_improvement(&p, &a, &b, RESAMPLED, 0.95), 0);
    assert_true(p.estimate == 0.5);
    assert_true(p.lo < 0.5 && 0.5 < p.hi);
    strata_free(&a), strata_free(&b);
}

static void one_of_two_wins(void **unused)
{
    (void)unused;
    struct strata a = make(a15, 3, 5, 1), b = make(b15, 3, 5, 2);
    struct interval ab, ba;
    assert_int_equal(probability_of_improvement(&ab, &a, &b, RESAMPLED, 0.95), 0);
    assert_int_equal(probability_of_improvement(&ba, &b, &a, RESAMPLED, 0.95), 0);
    NEAR(ab.estimate + ba.estimate, 1, 1e-15);
    NEAR(ab.lo + ba.hi, 1, 1e-12);      /* the same resamples, seen from the other side */
    NEAR(ab.hi + ba.lo, 1, 1e-12);
    strata_free(&a), strata_free(&b);
}

/* pairs one by one against the merge, with many ties and tasks of different sizes */
static void ties_count_half(void **unused)
{
    (void)unused;
    state = 7;
    for (int round = 0; round < 200; round++) {
        double a[20], b[20], slow = 0;
        long na = 2 + (long)(uniform() * 18), nb = 2 + (long)(uniform() * 18);
        for (long i = 0; i < na; i++) a[i] = floor(uniform() * 4);
        for (long i = 0; i < nb; i++) b[i] = floor(uniform() * 4);
        for (long i = 0; i < na; i++)
            for (long j = 0; j < nb; j++) slow += a[i] > b[j] ? 1 : a[i] == b[j] ? 0.5 : 0;
        struct strata x = make(a, 1, na, 1), y = make(b, 1, nb, 2);
        struct interval p;
        assert_int_equal(probability_of_improvement(&p, &x, &y, 1, 0.95), 0);
        NEAR(p.estimate, slow / (double)(na * nb), 1e-15);
        strata_free(&x), strata_free(&y);
    }
}

static void profile_falls_from_one_to_zero(void **unused)
{
    (void)unused;
    double tau[101];
    struct interval of[101];
    struct strata s = make(a15, 3, 5, 1);
    for (int k = 0; k <= 100; k++) tau[k] = -0.5 + 0.02 * k;
    tau[0] = -INFINITY, tau[100] = INFINITY;
    for (int d = RUN_SCORES; d <= AVERAGE_SCORES; d++) {
        assert_int_equal(performance_profile(of, &s, tau, 101, (enum distribution)d, RESAMPLED, 0.95), 0);
        assert_true(of[0].estimate == 1 && of[0].lo == 1 && of[0].hi == 1);
        assert_true(of[100].estimate == 0 && of[100].lo == 0 && of[100].hi == 0);
        for (int k = 0; k <= 100; k++) assert_true(of[k].lo <= of[k].hi && of[k].lo >= 0 && of[k].hi <= 1);
        for (int k = 1; k <= 100; k++)
            assert_true(of[k].estimate <= of[k - 1].estimate && of[k].lo <= of[k - 1].lo && of[k].hi <= of[k - 1].hi);
    }
    strata_free(&s);
}

/* scores in [0, 1]: the integral of P(x > tau) is the mean.  A step function, so the sum over its own steps is exact. */
static void area_below_a_profile_is_the_mean(void **unused)
{
    (void)unused;
    double x[60], tau[62];
    struct interval *of = malloc(62 * sizeof *of), all[AGGREGATES];
    state = 3;
    for (int i = 0; i < 60; i++) x[i] = uniform() * uniform();
    struct strata s = make(x, 3, 20, 1);
    tau[0] = 0;
    for (int i = 0; i < 60; i++) tau[i + 1] = s.x[s.order[i]];
    tau[61] = 1;
    assert_int_equal(performance_profile(of, &s, tau, 62, RUN_SCORES, 100, 0.95), 0);
    assert_int_equal(aggregates(all, &s, 1, 100, 0.95), 0);
    double area = 0;
    for (int k = 0; k < 61; k++) area += of[k].estimate * (tau[k + 1] - tau[k]);
    NEAR(area, all[AGGREGATE_MEAN].estimate, 1e-14);
    NEAR(1 - all[AGGREGATE_GAP].estimate, all[AGGREGATE_MEAN].estimate, 1e-14);    /* none above gamma: the gap is what is missing to 1 */
    free(of);
    strata_free(&s);
}

static void gap_is_what_clipped_scores_miss(void **unused)
{
    (void)unused;
    struct strata s = make(a15, 3, 5, 1);
    struct interval of[AGGREGATES];
    assert_int_equal(aggregates(of, &s, 1, 100, 0.95), 0);
    double clipped = 0;
    for (int i = 0; i < 15; i++) clipped += fmin(a15[i], 1);
    NEAR(1 - of[AGGREGATE_GAP].estimate, clipped / 15, 1e-15);
    strata_free(&s);
}

static void order_of_runs_does_not_matter(void **unused)
{
    (void)unused;
    double other[15];
    struct interval x[AGGREGATES], y[AGGREGATES];
    for (int t = 0; t < 3; t++)
        for (int i = 0; i < 5; i++) other[t * 5 + i] = a15[t * 5 + (i * 3 + 2) % 5];
    struct strata a = make(a15, 3, 5, 9), b = make(other, 3, 5, 9);
    assert_int_equal(aggregates(x, &a, 1, RESAMPLED, 0.95), 0);
    assert_int_equal(aggregates(y, &b, 1, RESAMPLED, 0.95), 0);
    for (int k = 0; k < AGGREGATES; k++) assert_true(same_bits(&x[k], &y[k]));
    strata_free(&a), strata_free(&b);
}

/* the same again, and whatever was asked before; another key resamples anew */
static void same_bytes_every_time(void **unused)
{
    (void)unused;
    struct strata a = make(a15, 3, 5, 1), b = make(b15, 3, 5, 2), c = make(a15, 3, 5, 3);
    struct interval x[AGGREGATES], y[AGGREGATES], z[AGGREGATES], p;
    assert_int_equal(aggregates(x, &a, 1, RESAMPLED, 0.95), 0);
    assert_int_equal(probability_of_improvement(&p, &a, &b, 333, 0.95), 0);
    assert_int_equal(aggregates(y, &a, 1, RESAMPLED, 0.95), 0);
    assert_int_equal(aggregates(z, &c, 1, RESAMPLED, 0.95), 0);
    for (int k = 0; k < AGGREGATES; k++) assert_true(same_bits(&x[k], &y[k]));
    assert_false(same_bits(&x[0], &z[0]));
    strata_free(&a), strata_free(&b), strata_free(&c);
}

/* thresholds are done in stretches of 512: where they meet nothing shows */
static void many_thresholds_are_few_at_a_time(void **unused)
{
    (void)unused;
    enum { N = 1200 };
    struct interval *all = malloc(N * sizeof *all), one;
    double tau[N];
    struct strata s = make(a15, 3, 5, 1);
    for (int k = 0; k < N; k++) tau[k] = 1.3 * k / N;
    assert_int_equal(performance_profile(all, &s, tau, N, RUN_SCORES, 200, 0.95), 0);
    for (int k = 0; k < N; k += 37) {
        assert_int_equal(performance_profile(&one, &s, tau + k, 1, RUN_SCORES, 200, 0.95), 0);
        assert_true(same_bits(&all[k], &one));
    }
    free(all);
    strata_free(&s);
}

static void constants_have_no_width(void **unused)
{
    (void)unused;
    double x[21];
    for (int i = 0; i < 21; i++) x[i] = 0.1;
    struct strata s = make(x, 3, 7, 1);
    struct interval of[AGGREGATES];
    assert_int_equal(aggregates(of, &s, 1, RESAMPLED, 0.95), 0);
    for (int k = 0; k < AGGREGATES; k++) {
        assert_true(of[k].estimate == (k == AGGREGATE_GAP ? 0.9 : 0.1));
        assert_true(of[k].lo == of[k].estimate && of[k].hi == of[k].estimate);
    }
    /* and none of them is above itself */
    for (int d = RUN_SCORES; d <= AVERAGE_SCORES; d++) {
        assert_int_equal(performance_profile(of, &s, (const double[]){ 0.0999, 0.1 }, 2, (enum distribution)d, 100, 0.95), 0);
        assert_true(of[0].estimate == 1 && of[1].estimate == 0);
    }
    strata_free(&s);
}

static void one_run_has_no_interval(void **unused)
{
    (void)unused;
    struct strata s = make((const double[]){ 0.25, 0.75 }, 2, 1, 1);
    struct interval of[AGGREGATES];
    assert_int_equal(aggregates(of, &s, 1, RESAMPLED, 0.95), 0);
    NEAR(of[AGGREGATE_MEAN].estimate, 0.5, 0);
    for (int k = 0; k < AGGREGATES; k++) assert_true(isnan(of[k].lo) && isnan(of[k].hi));
    strata_free(&s);
}

/* 200 samples of 20 runs of 2 tasks of uniform scores: the interval of the mean holds 0.5 in about 94 % (the percentile bootstrap is a
 * little short at n = 20); below 88 % has a chance of less than 1 in 1000 */
static void intervals_cover(void **unused)
{
    (void)unused;
    int covered = 0;
    state = 11;
    for (int round = 0; round < 200; round++) {
        double x[40];
        struct interval of[AGGREGATES];
        for (int i = 0; i < 40; i++) x[i] = uniform();
        struct strata s = make(x, 2, 20, (uint64_t)round);
        assert_int_equal(aggregates(of, &s, 1, 500, 0.95), 0);
        covered += of[AGGREGATE_MEAN].lo <= 0.5 && 0.5 <= of[AGGREGATE_MEAN].hi;
        strata_free(&s);
    }
    assert_in_range(covered, 176, 199);
}

/* ---- from tables to scores ----------------------------------------------------------------------------------------------------------- */

static char dir[] = P_tmpdir "/test_profile.XXXXXX", path[4][96];
static int make_directory(void **unused)
{
    (void)unused;
    stats_init();
    notes_off();
    return mkdtemp(dir) == NULL;
}
static int remove_directory(void **unused)
{
    (void)unused;
    for (int i = 0; i < 4; i++) unlink(path[i]);
    return rmdir(dir);
}
static const char *save(int i, const char *text)
{
    snprintf(path[i], sizeof path[i], "%s/%d.csv", dir, i);
    FILE *f = fopen(path[i], "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    return path[i];
}

/* two environments, two algorithms, two seeds; step 5 is the last */
static const char little[] = "env,algo,point,c,seed,step,regret,return\n"
                             "e1,a,0,1,0,1,9,0\ne1,a,0,1,0,5,10,2\ne1,a,0,1,1,5,20,4\n"
                             "e1,b,1,2,0,5,30,6\ne1,b,1,2,1,5,50,10\n"
                             "e2,a,2,1,0,5,1,8\ne2,a,2,1,1,5,2,8\n"
                             "e2,b,3,2,0,5,3,9\ne2,b,3,2,1,5,5,12\n";

static struct score_request asking(int n, const char *const *paths, const char *metric, const char *normalize)
{
    return (struct score_request){ .n_paths = n, .path = paths, .metric = metric, .at = -1, .normalize = normalize };
}
static void expect(const struct scores *s, int algo, int task, double x, double y)
{
    const struct runs *r = scores_runs(s, algo, task);
    assert_int_equal(r->n, 2);
    NEAR(r->x[0], x, 1e-15), NEAR(r->x[1], y, 1e-15);
}

static void worst_to_best(void **unused)
{
    (void)unused;
    struct scores s;
    struct score_request q = asking(1, (const char *[]){ save(0, little) }, "regret", "minmax");
    failure_forget();
    assert_int_equal(scores_read(&s, &q), 0);
    assert_int_equal(s.n_algos, 2), assert_int_equal(s.n_tasks, 2);
    assert_string_equal(s.algo[0], "a"), assert_string_equal(s.task[1], "e2");
    assert_true(s.more_is_better && s.step[0] == 5);
    expect(&s, 0, 0, 1, 0.75);        /* regret 10 .. 50, turned around: 10 is 1, 20 is (50 - 20)/40 */
    expect(&s, 1, 0, 0.5, 0);
    expect(&s, 0, 1, 1, 0.75), expect(&s, 1, 1, 0.5, 0);
    scores_free(&s);
    q.metric = "return";
    assert_int_equal(scores_read(&s, &q), 0);
    expect(&s, 0, 0, 0, 0.25);        /* return 2 .. 10: more is better, as it is */
    scores_free(&s);
    q.better = "lower";
    assert_int_equal(scores_read(&s, &q), 0);
    expect(&s, 0, 0, 1, 0.75);
    scores_free(&s);
}

static void ranges_and_references(void **unused)
{
    (void)unused;
    struct scores s;
    struct score_request q = asking(1, (const char *[]){ save(0, little) }, "regret", save(1, "env,lo,hi\ne2,0,10\ne1,0,100\n"));
    failure_forget();
    assert_int_equal(scores_read(&s, &q), 0);
    expect(&s, 0, 0, 0.9, 0.8);       /* 1 - 10/100 */
    expect(&s, 1, 1, 0.7, 0.5);       /* 1 - 3/10   */
    scores_free(&s);

    /* 0 as good as b, whose mean regret is 40, and 1 as good as a: 15; no turning around */
    q = asking(1, (const char *[]){ path[0] }, "regret", NULL);
    q.lo_algo = "b", q.hi_algo = "a";
    assert_int_equal(scores_read(&s, &q), 0);
    expect(&s, 0, 0, 30. / 25, 20. / 25), expect(&s, 1, 0, 10. / 25, -10. / 25);
    assert_true(s.more_is_better);
    scores_free(&s);

    q = asking(1, (const char *[]){ path[0] }, "regret", "none");
    assert_int_equal(scores_read(&s, &q), 0);
    expect(&s, 0, 0, 10, 20);
    assert_false(s.more_is_better);
    scores_free(&s);
}

/* environments of two files, and a swept key as the task */
static void tasks_are_where_they_are(void **unused)
{
    (void)unused;
    struct scores s;
    const char *two[] = { save(0, "env,algo,seed,x\ne1,a,0,1\ne1,a,1,2\ne1,b,0,3\ne1,b,1,4\n"),
                          save(1, "env,algo,seed,x\ne2,b,0,7\ne2,b,1,8\ne2,a,0,5\ne2,a,1,6\n") };
    const char *swept[] = { save(2, "env,algo,gap,c,seed,x\ne,a,0.1,1,0,1\ne,a,0.1,1,1,2\ne,a,0.1,2,0,3\ne,a,0.1,2,1,4\n"
                                    "e,a,0.2,1,0,5\ne,a,0.2,1,1,6\ne,a,0.2,2,0,7\ne,a,0.2,2,1,8\n") };
    const char *own[] = { save(3, "env,algo,arms,seed,x\ne1,a,10,0,1\ne1,a,10,1,2\ne2,a,NaN,0,3\ne2,a,NaN,1,4\n") };
    struct score_request q = asking(2, two, NULL, "none");
    failure_forget();
    assert_int_equal(scores_read(&s, &q), 0);
    expect(&s, 0, 0, 1, 2), expect(&s, 1, 0, 3, 4), expect(&s, 0, 1, 5, 6), expect(&s, 1, 1, 7, 8);
    scores_free(&s);

    q = asking(1, swept, NULL, "none");
    q.tasks = "gap";
    assert_int_equal(scores_read(&s, &q), 0);
    assert_string_equal(s.task[1], "gap=0.2"), assert_string_equal(s.algo[1], "a c=2");
    expect(&s, 1, 1, 7, 8);
    scores_free(&s);
    q.tasks = "env,gap";
    assert_int_equal(scores_read(&s, &q), 0);
    assert_string_equal(s.task[1], "e gap=0.2");
    scores_free(&s);

    /* an environment's own key is no part of an algorithm's name as long as it tells nothing apart */
    q = asking(1, own, NULL, "none");
    assert_int_equal(scores_read(&s, &q), 0);
    assert_int_equal(s.n_algos, 1), assert_string_equal(s.algo[0], "a");
    scores_free(&s);
}

static void bad_runs_are_counted(void **unused)
{
    (void)unused;
    struct scores s;
    const char *paths[] = { save(0, "env,algo,seed,x\ne,a,0,1\ne,a,1,NaN\ne,b,0,3\ne,b,1,1e200\ne,b,2,5\n") };
    struct score_request q = asking(1, paths, NULL, "minmax");
    failure_forget();
    assert_int_equal(scores_read(&s, &q), 0);
    assert_int_equal(scores_runs(&s, 0, 0)->n_bad, 1), assert_int_equal(scores_runs(&s, 1, 0)->n_bad, 1);
    assert_true(isnan(scores_runs(&s, 1, 0)->x[1]));
    NEAR(scores_runs(&s, 1, 0)->x[2], 1, 0);      /* the range is 1 .. 5 */
    scores_free(&s);
}

static void refuses(const char *file, struct score_request q, const char *why)
{
    struct scores s;
    const char *paths[] = { save(0, file) };
    q.n_paths = 1, q.path = paths, q.at = q.at ? q.at : -1;
    failure_forget();
    assert_int_equal(scores_read(&s, &q), -1);
    if (!failure() || !strstr(failure(), why)) fail_msg("'%s' instead of '%s'", failure() ? failure() : "", why);
    scores_free(&s);
    failure_forget();
}
static void what_makes_no_sense(void **unused)
{
    (void)unused;
    const struct score_request minmax = { .metric = "x", .normalize = "minmax" };
    struct score_request q = minmax;
    refuses("env,algo,seed,x\ne1,a,0,1\ne2,a,0,1\ne1,b,0,2\n", minmax, "'b' lacks e2");
    refuses("env,algo,seed,x\ne,a,0,1\ne,b,0,1\n", minmax, "x is 1 in all runs on e");
    refuses("env,algo,seed,x\ne,a,0,NaN\ne,b,0,1\n", minmax, "'a' has no number of x on e");
    refuses("env,algo,seed,step,x\ne,a,0,5,1\ne,b,0,6,1\n", minmax, "name a step of all with --at");
    q = (struct score_request){ .tasks = "gap", .normalize = "none" };
    refuses("env,algo,gap,seed,x\ne1,a,1,0,1\ne2,a,1,0,1\n", q, "two groups are called 'a'");
    q.tasks = "gaps";
    refuses("env,algo,gap,seed,x\ne1,a,1,0,1\n", q, "did you mean 'gap'?");
    q = minmax, q.metric = "y";
    refuses("env,algo,seed,x\ne,a,0,1\n", q, "no metric 'y'");
    q = minmax, q.better = "more";
    refuses("env,algo,seed,x\ne,a,0,1\n", q, "--better more");
    q = minmax, q.at = 3;
    refuses("env,algo,seed,step,x\ne,a,0,5,1\n", q, "nothing at step 3");
    q = (struct score_request){ .lo_algo = "a" };
    refuses("env,algo,seed,x\ne,a,0,1\n", q, "go together");
    q.hi_algo = "c";
    refuses("env,algo,seed,x\ne,a,0,1\n", q, "no algorithm 'c'");
    q.hi_algo = "a";
    refuses("env,algo,seed,x\ne,a,0,1\n", q, "both have mean 1");
    q.normalize = "minmax";
    refuses("env,algo,seed,x\ne,a,0,1\n", q, "not together");
    q = (struct score_request){ .normalize = save(1, "env,lo,hi\nother,0,1\n") };
    refuses("env,algo,seed,x\ne,a,0,1\n", q, "no row for e");
    q.normalize = save(1, "env,lo,hi\ne,1,0\n");
    refuses("env,algo,seed,x\ne,a,0,1\n", q, "has to be below hi");
    q.normalize = save(1, "env,low,hi\ne,1,0\n");
    refuses("env,algo,seed,x\ne,a,0,1\n", q, "no column \"lo\"");
}

static void directions(void **unused)
{
    (void)unused;
    int more;
    failure_forget();
    assert_int_equal(metric_direction("regret", NULL, &more), 0), assert_false(more);
    assert_int_equal(metric_direction("regret_auc", NULL, &more), 0), assert_false(more);
    assert_int_equal(metric_direction("return", NULL, &more), 0), assert_true(more);
    assert_int_equal(metric_direction("return_final", "lower", &more), 0), assert_false(more);
    assert_int_equal(metric_direction("nobody_knows", NULL, &more), 0), assert_true(more);
    assert_null(failure());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aggregates_by_hand), cmocka_unit_test(profile_by_hand), cmocka_unit_test(improvement_by_hand),
        cmocka_unit_test(as_rliable), cmocka_unit_test(one_task_is_plain_statistics), cmocka_unit_test(equal_algorithms_are_even),
        cmocka_unit_test(one_of_two_wins), cmocka_unit_test(ties_count_half), cmocka_unit_test(profile_falls_from_one_to_zero),
        cmocka_unit_test(area_below_a_profile_is_the_mean), cmocka_unit_test(gap_is_what_clipped_scores_miss),
        cmocka_unit_test(order_of_runs_does_not_matter), cmocka_unit_test(same_bytes_every_time),
        cmocka_unit_test(many_thresholds_are_few_at_a_time), cmocka_unit_test(constants_have_no_width),
        cmocka_unit_test(one_run_has_no_interval), cmocka_unit_test(intervals_cover), cmocka_unit_test(worst_to_best),
        cmocka_unit_test(ranges_and_references), cmocka_unit_test(tasks_are_where_they_are), cmocka_unit_test(bad_runs_are_counted),
        cmocka_unit_test(what_makes_no_sense), cmocka_unit_test(directions),
    };
    return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
