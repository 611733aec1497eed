/* Tuning: what is searched, how seeds are given out, who wins, and that the seeds which judge had no say in the choice. */
#include "line.h"
#include "tune.h"
#include "param.h"
#include "table.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

const struct command commands[] = { { "tune", FOR_TUNE, "", "", NULL }, { NULL, 0, NULL, NULL, NULL } };

/* ---- a search from its words ------------------------------------------------------------------------------------------ */
static char line[LINE_SIZE];             /* what a plan points into while it is made */

static int make_from(struct plan *p, enum search how, const char *words, const struct table *rows)
{
    struct words w;
    int status = words_from(&w, "tune", words, line);
    status = status ? status : plan_search(p, &w, how, rows);
    words_free(&w);
    return status;
}
static int make(struct plan *p, enum search how, const char *words) { return make_from(p, how, words, NULL); }

struct searched { struct plan plan; struct tune tune; };

static struct searched *opened(enum search how, const char *words)
{
    struct searched *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->tune.test_seeds = 100, s->tune.threads = 1;
    if (make(&s->plan, how, words) || tune_add(&s->tune, &s->plan) || tune_objective(&s->tune, -1, 0, NULL))
        fail_msg("%s: %s", words, failure());
    return s;
}
static struct searched *run(enum search how, const char *words)
{
    struct searched *s = opened(how, words);
    if (tune_run(&s->tune, 0, s->plan.n) || tune_judge(&s->tune))
        fail_msg("%s: %s", words, failure());
    return s;
}
static void drop(struct searched *s) { tune_free(&s->tune), plan_free(&s->plan), free(s); }

static double number(const struct point *q, const char *key)
{
    char text[8192];
    return atof(point_text(q, key, text, sizeof text));
}

/* ---- what is searched ------------------------------------------------------------------------------------------------- */
static void a_grid_has_the_points_of_run_and_then_the_defaults(void **unused)
{
    (void)unused;
    struct plan run, grid;
    assert_int_equal(make(&run, NO_SEARCH, "-a eps-greedy,ucb1 -e bernoulli eps=0.2,0.3 c=1,3 gap=0.1,0.2"), 0);
    assert_int_equal(make(&grid, GRID, "-a eps-greedy,ucb1 -e bernoulli eps=0.2,0.3 c=1,3 gap=0.1,0.2"), 0);
    assert_int_equal(run.n_points, 8 + 4);
    assert_int_equal(grid.n_points, run.n_points + 4);          /* two algorithms, two gaps */
    for (long i = 0; i < run.n_points; i++) {
        assert_false(grid.point[i].baseline);
        assert_true(params_same(run.point[i].algo->params, run.point[i].algo_self, grid.point[i].algo_self)
                    && params_same(run.point[i].env->params, run.point[i].env_self, grid.point[i].env_self));
    }
    for (long i = run.n_points; i < grid.n_points; i++) {
        const struct point *q = &grid.point[i];
        assert_true(q->baseline);
        assert_true(q->lanes > 0);
        assert_true(number(q, "c") == (!strcmp(q->label, "ucb1") ? 2 : 0.1));
        assert_true(number(q, "gap") == (i % 2 ? 0.2 : 0.1));
    }
    plan_free(&run), plan_free(&grid);
}

static void what_is_fixed_is_fixed_in_the_defaults_too(void **unused)
{
    (void)unused;
    struct plan p;
    assert_int_equal(make(&p, GRID, "-a q -e cliff alpha=0.5,0.6 eps=0.03"), 0);
    assert_int_equal(p.n_points, 3);
    assert_true(number(&p.point[2], "alpha") == 0.1 && number(&p.point[2], "eps") == 0.03);
    plan_free(&p);
}

static void random_points_are_those_of_run(void **unused)
{
    (void)unused;
    struct plan run, drawn;
    assert_int_equal(make(&run, NO_SEARCH, "-a q -e cliff --sample 20 alpha=lu:0.01:1 eps=u:0:0.5"), 0);
    assert_int_equal(make(&drawn, RANDOM, "-a q -e cliff --sample 20 alpha=lu:0.01:1 eps=u:0:0.5"), 0);
    assert_int_equal(drawn.n_points, 21);
    for (long i = 0; i < 20; i++)
        assert_true(params_same(run.point[i].algo->params, run.point[i].algo_self, drawn.point[i].algo_self));
    plan_free(&run), plan_free(&drawn);
}

static void a_list_is_a_choice_among_draws_but_multiplies_in_the_environment(void **unused)
{
    (void)unused;
    struct plan p;
    long count[3] = { 0 };
    assert_int_equal(make(&p, RANDOM, "-a ucb1 -e bernoulli --sample 300 c=1,2,4 gap=0.1,0.2"), 0);
    assert_int_equal(p.n_points, 2 * 300 + 2);
    for (long i = 0; i < 300; i++) {
        double c = number(&p.point[i], "c");
        assert_true(c == number(&p.point[300 + i], "c"));       /* both gaps meet the same choices */
        count[c == 1 ? 0 : c == 2 ? 1 : 2]++;
    }
    for (int k = 0; k < 3; k++)                                 /* 100 and 5 standard deviations: one false alarm in 600,000 */
        assert_true(count[k] > 100 - 41 && count[k] < 100 + 41);
    plan_free(&p);
    assert_int_equal(make(&p, SOBOL, "-a q -e cliff alpha=lu:0.01:1 step=constant,visits"), 0);
    assert_int_equal(p.n_points, 32 + 1);                       /* --sample says nothing: 32 */
    plan_free(&p);
}

/* In each dimension 2^k - 1 points behind the origin fill all intervals of length 2^-k but the first once; in the first two dimensions, a
 * (0, 2)-sequence (Niederreiter 1992, chapter 4), all boxes of area 2^-k but the one at the origin. */
static void sobol_points_fill_every_stratum(void **unused)
{
    (void)unused;
    enum { K = 64 };
    static const char *const keys[] = { "alpha", "power", "eps" };
    struct plan p;
    int strata[3][K] = { { 0 } }, boxes[8][8] = { { 0 } };
    assert_int_equal(make(&p, SOBOL, "-a q -e cliff --sample 63 alpha=u:0:1 power=u:0:1 eps=u:0:1"), 0);
    assert_int_equal(p.n_points, K);                            /* 63 and the defaults */
    for (long i = 0; i < K - 1; i++) {
        for (int d = 0; d < 3; d++)
            strata[d][(int)(number(&p.point[i], keys[d]) * K)]++;
        boxes[(int)(number(&p.point[i], keys[0]) * 8)][(int)(number(&p.point[i], keys[1]) * 8)]++;
    }
    for (int d = 0; d < 3; d++)
        for (int k = 0; k < K; k++)
            assert_int_equal(strata[d][k], k > 0);
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 8; j++)
            assert_int_equal(boxes[i][j], i + j > 0);
    plan_free(&p);
}

static void searches_without_sense_are_refused(void **unused)
{
    static const struct { enum search how; const char *words, *message; } bad[] = {
        { GRID, "-a ucb1 -e bernoulli c=u:0:1", "a grid takes lists" },
        { RANDOM, "-a ucb1 -e bernoulli c=u:0:1 gap=u:0:1", "no search" },
        { RANDOM, "-a ucb1 -e bernoulli c=u:1:0", "random values are" },
        { GRID, "-a ucb1 -e bernoulli c=1,-1", "must be a number in [0, 1000]" },
    };
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct plan p;
        assert_int_equal(make(&p, bad[i].how, bad[i].words), -1);
        if (failure_status() != BAD_REQUEST || !strstr(failure(), bad[i].message))
            fail_msg("%s: %s", bad[i].words, failure());
    }
}

/* ---- rows ----------------------------------------------------------------------------------------------------------- */
static void rows_are_points_and_share_their_defaults(void **unused)
{
    (void)unused;
    static const char head[] = "point,c,gap\n";
    struct plan p;
    struct table t;
    assert_int_equal(table_line(&t, "rows", head, strlen(head), "7,NaN,0.3\n", 10, 9), 0);
    assert_int_equal(t.rows, 1);
    assert_int_equal(make_from(&p, GRID, "-a ucb1 -e bernoulli", &t), 0);
    assert_int_equal(p.n_points, 2);
    assert_true(number(&p.point[0], "c") == 2 && number(&p.point[0], "gap") == 0.3 && number(&p.point[1], "gap") == 0.3);
    plan_free(&p), table_free(&t);
    assert_int_equal(table_line(&t, "rows", head, strlen(head), "7,-3,0.3\n", 9, 9), 0);
    assert_int_equal(make_from(&p, GRID, "-a ucb1 -e bernoulli", &t), -1);
    assert_non_null(strstr(failure(), "rows:9: ucb1: c=-3"));
    assert_int_equal(make_from(&p, GRID, "-a ucb1 -e bernoulli gap=0.2", &t), -1);
    assert_non_null(strstr(failure(), "rows:9: gap stands there and on the command line"));
    assert_int_equal(make_from(&p, GRID, "-a ts -e bernoulli", &t), -1);
    assert_non_null(strstr(failure(), "rows:9: neither ts nor bernoulli has a key 'c'"));
    table_free(&t);
}

/* ---- who wins -------------------------------------------------------------------------------------------------------- */
static void fewer_lost_seeds_then_the_mean_then_the_number(void **unused)
{
    (void)unused;
    struct tune t = { .of = { .higher = 1 } };
    struct candidate c[] = {
        { .number = 0, .rung = 1, .score = { .n = 10, .mean = 5 } }, { .number = 1, .rung = 1, .score = { .n = 10, .mean = 7 } },
        { .number = 2, .rung = 1, .score = { .n = 9, .n_bad = 1, .mean = 99 } },
        { .number = 3, .rung = 1, .score = { .n = 10, .mean = 7 } }, { .number = 4, .rung = 2, .score = { .n = 30, .mean = 1 } },
        { .number = 5, .rung = 1, .score = { .n = 0, .n_bad = 10, .mean = NAN } },
    };
    static const int order[] = { 4, 1, 3, 0, 2, 5 };            /* who got further, had the better score on fewer seeds */
    for (int i = 0; i < 6; i++)
        for (int j = 0; j < 6; j++)
            assert_int_equal(tune_compare(&t, &c[order[i]], &c[order[j]]), (i > j) - (i < j));
    t.of.higher = 0;
    assert_int_equal(tune_compare(&t, &c[0], &c[1]), -1);
}

/* Exact: where steps and rewards are certain, alpha = 1 puts each target in its place at once, and with it errors of values fall fastest */
static void a_certain_world_is_learned_fastest_with_a_step_size_of_one(void **unused)
{
    (void)unused;
    struct searched *s = run(GRID, "-a q -e cliff -m value_error -T 2k -n 30 eps=1 alpha=lin:0.1:1:10");
    const struct contest *c = &s->tune.contest[0];
    struct level l[10];
    int edge;
    assert_true(number(c->winner->point, "alpha") == 1);
    assert_int_equal(c->gain, BETTER);
    assert_int_equal(tune_levels(&s->tune, 0, "alpha", 0, l, &edge), 10);
    assert_int_equal(edge, 0);                                  /* beyond 1 there is nothing */
    for (int i = 1; i < 10; i++)
        assert_true(l[i].mean < l[i - 1].mean);
    drop(s);
    s = run(GRID, "-a q -e cliff -m value_error -T 2k -n 30 eps=1 alpha=lin:0.1:0.9:9");
    assert_int_equal(tune_levels(&s->tune, 0, "alpha", 0, l, &edge), 9);
    assert_int_equal(edge, 1);                                  /* beyond 0.9 there is more */
    drop(s);
    s = run(RANDOM, "-a q -e cliff -m value_error -T 2k -n 30 eps=1 alpha=u:0:1");
    double best = 0;
    for (long i = 0; i < s->tune.n_candidates; i++)
        best = fmax(best, number(s->tune.candidate[i].point, "alpha"));
    assert_true(number(s->tune.contest[0].winner->point, "alpha") == best);
    drop(s);
}

static void contests_are_algorithms_on_environments_and_their_parameters(void **unused)
{
    (void)unused;
    struct searched *s = run(GRID, "-a ucb1,ts -e bernoulli c=0.1,1,2 gap=0.1,0.3 -T 200 -n 10");
    assert_int_equal(s->tune.n_contests, 4);
    assert_int_equal(s->tune.n_candidates, 8);
    for (int i = 0; i < 4; i++) {
        const struct contest *c = &s->tune.contest[i];
        struct level l[3];
        int edge;
        assert_int_equal(c->n, i < 2 ? 3 : 1);
        assert_true(c->winner->contest == i && c->tested.n == 100 && c->standard.n == 100);
        assert_int_equal(c->gain == SAME, i >= 2);             /* ts has nothing that was searched */
        assert_int_equal(tune_levels(&s->tune, i, "c", 0, l, &edge), i < 2 ? 3 : 0);
        assert_int_equal(tune_levels(&s->tune, i, "gap", 0, l, &edge), 0);
    }
    drop(s);
}

/* ---- halving ---------------------------------------------------------------------------------------------------------- */
static const char race[] = "-a ucb1 -e bernoulli c=lu:0.01:4 -T 300 -n 30";

static void seeds_are_added_and_values_used_again(void **unused)
{
    (void)unused;
    struct searched *all = run(RANDOM, race), *some = opened(RANDOM, race);
    assert_int_equal(tune_race(&some->tune, 0, 3), 0);
    static const struct rung want[] = { { 32, 8 }, { 11, 24 }, { 4, 30 } };      /* 8 seeds at least; a third, rounded up; 30 at most */
    assert_int_equal(some->tune.n_rungs, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(some->tune.rung[i].candidates, want[i].candidates);
        assert_int_equal(some->tune.rung[i].seeds, want[i].seeds);
    }
    long stayed[4] = { 0 };
    for (long i = 0; i < 32; i++) {
        const struct candidate *a = &all->tune.candidate[i], *b = &some->tune.candidate[i];
        stayed[b->rung]++;
        assert_int_equal(b->n, want[b->rung - 1].seeds);
        assert_memory_equal(a->x, b->x, (size_t)b->n * sizeof *b->x);            /* the same seeds gave the same */
        /* who left was behind all who stayed, on the seeds of that rung */
        for (long k = 0; k < 32; k++) {
            const struct candidate *o = &some->tune.candidate[k];
            double mine = 0, theirs = 0;
            for (long r = 0; r < b->n && o->rung > b->rung; r++)
                mine += b->x[r], theirs += o->x[r];
            assert_true(o->rung <= b->rung || theirs <= mine + 1e-9);            /* sums of 30 values below 300 */
        }
    }
    assert_true(stayed[1] == 21 && stayed[2] == 7 && stayed[3] == 4);
    drop(all), drop(some);
}

static void one_rung_is_no_race(void **unused)
{
    (void)unused;
    struct searched *all = run(RANDOM, race), *one = opened(RANDOM, race);
    assert_int_equal(tune_race(&one->tune, 30, 3), 0);
    assert_int_equal(tune_judge(&one->tune), 0);
    assert_int_equal(one->tune.n_rungs, 1);
    for (long i = 0; i < 32; i++)
        assert_memory_equal(&all->tune.candidate[i].score, &one->tune.candidate[i].score, sizeof(struct summary));
    assert_memory_equal(&all->tune.contest[0].difference, &one->tune.contest[0].difference, sizeof(struct summary));
    drop(all), drop(one);
}

static void races_of_any_shape_end_with_all_seeds(void **unused)
{
    static const struct { const char *words; long start, eta; } races[] = {
        { "-n 1", 0, 3 }, { "-n 7", 0, 2 }, { "-n 30", 1, 2 }, { "-n 30", 100, 2 }, { "-n 100", 3, 1000 }, { "-n 64", 1, 2 },
        { "-n 9", 2, 5 },
    };
    (void)unused;
    for (size_t i = 0; i < sizeof races / sizeof *races; i++) {
        char words[200];
        snprintf(words, sizeof words, "-a ucb1,ts -e bernoulli c=lu:0.01:4 --sample 9 -T 20 %s", races[i].words);
        struct searched *s = opened(RANDOM, words);
        if (tune_race(&s->tune, races[i].start, races[i].eta) || tune_judge(&s->tune))
            fail_msg("%s: %s", words, failure());
        assert_int_equal(s->tune.rung[s->tune.n_rungs - 1].seeds, s->plan.n);
        for (int k = 0; k < s->tune.n_contests; k++)
            assert_int_equal(s->tune.contest[k].winner->n, s->plan.n);
        for (int k = 1; k < s->tune.n_rungs; k++)
            assert_true(s->tune.rung[k].seeds > s->tune.rung[k - 1].seeds && s->tune.rung[k].candidates <= s->tune.rung[k - 1].candidates);
        drop(s);
    }
}

/* ---- honesty ---------------------------------------------------------------------------------------------------------- */

/* All arms are equal, so eps decides nothing but which rewards are met.  Of 20 scores with a standard error of 0.5/sqrt(100 30) =
 * 0.0091, the largest is 1.87 of these above 0.5 in expectation if they are independent (Harter 1961, table 1); they are in part, which
 * costs less than half of it.  The test score has the expectation 0.5.  Over 60 master seeds the mean excess has a standard error of
 * sqrt(0.0091^2 + 0.005^2)/sqrt(60) = 0.0013; half of 0.017 is 6 of these.  Intervals of the difference miss 0 in one run of 20: more
 * than 9 of 60 in one test of 1000 (binomial). */
static void the_winners_curse_is_in_the_tuning_score_alone(void **unused)
{
    (void)unused;
    double excess = 0;
    int missed = 0;
    for (int seed = 0; seed < 60; seed++) {
        char words[200];
        snprintf(words, sizeof words, "-a eps-greedy -e bernoulli gap=0 eps=lin:0.05:1:20 -m reward -T 100 --log 100 -n 30 -s %d", seed);
        struct searched *s = run(GRID, words);
        const struct contest *c = &s->tune.contest[0];
        excess += (c->winner->score.mean - c->tested.mean) / 60;
        missed += c->gain != UNCLEAR && c->gain != SAME;
        drop(s);
    }
    if (!(excess > 0.0085))
        fail_msg("tuning scores exceed test scores by %g only", excess);
    if (missed > 9)
        fail_msg("%d of 60 differences are shown where there is none", missed);
}

static void test_seeds_are_the_next_and_no_others(void **unused)
{
    (void)unused;
    /* the winner on the test seeds is what a plan of these seeds alone gives */
    struct searched *s = run(GRID, "-a ucb1 -e bernoulli c=0.1,1 -T 200 -n 5..24"), *alone;
    s->tune.test_seeds = 13;
    s->tune.contest[0].winner = NULL;
    assert_int_equal(tune_judge(&s->tune), 0);
    char words[200];
    snprintf(words, sizeof words, "-a ucb1 -e bernoulli c=%.17g -T 200 -n 25..37", number(s->tune.contest[0].winner->point, "c"));
    alone = run(GRID, words);
    assert_int_equal(s->tune.contest[0].tested.n, 13);
    assert_memory_equal(&s->tune.contest[0].tested, &alone->tune.candidate[0].score, sizeof(struct summary));
    drop(s), drop(alone);
}

/* ---- sensitivity ------------------------------------------------------------------------------------------------------ */
static void levels_are_best_and_mean_over_the_rest(void **unused)
{
    (void)unused;
    struct searched *s = run(GRID, "-a q -e cliff -m reward -T 500 -n 10 alpha=0.5,0.1 eps=0.25,0.125,0.375 step=visits,constant");
    struct level l[12];
    int edge;
    assert_int_equal(tune_levels(&s->tune, 0, "eps", 1, l, &edge), 3);
    for (int i = 0; i < 3; i++) {
        double best = -INFINITY, sum = 0;
        assert_true(l[i].low == l[i].high || number(l[i].low->point, "eps") == number(l[i].high->point, "eps"));
        assert_int_equal(l[i].n, 4);
        for (long k = 0; k < 12; k++) {
            const struct candidate *c = &s->tune.candidate[k];
            if (number(c->point, "eps") == 0.125 * (i + 1))
                best = fmax(best, c->score.mean), sum += c->score.mean;
        }
        assert_true(l[i].best->score.mean == best);
        assert_true(fabs(l[i].mean - sum / 4) <= 1e-15 * fabs(sum));         /* four terms */
    }
    assert_int_equal(tune_levels(&s->tune, 0, "step", 0, l, &edge), 2);          /* texts: by alphabet, no edge */
    assert_int_equal(edge, 0);
    char text[64];
    assert_string_equal(point_text(l[0].low->point, "step", text, sizeof text), "constant");
    assert_int_equal(tune_levels(&s->tune, 0, "power", 0, l, &edge), 0);         /* not searched */
    drop(s);
}

static void many_numbers_are_quintiles_if_asked(void **unused)
{
    (void)unused;
    struct searched *s = run(RANDOM, "-a ucb1 -e bernoulli --sample 23 c=lu:0.01:4 -T 20 -n 2");
    struct level l[23];
    int edge;
    long n = 0;
    assert_int_equal(tune_levels(&s->tune, 0, "c", 1, l, &edge), 5);
    for (int i = 0; i < 5; i++) {
        n += l[i].n;
        assert_true(l[i].n == 4 || l[i].n == 5);
        assert_true(number(l[i].low->point, "c") < number(l[i].high->point, "c"));
        assert_true(!i || number(l[i - 1].high->point, "c") < number(l[i].low->point, "c"));
    }
    assert_int_equal(n, 23);
    assert_int_equal(tune_levels(&s->tune, 0, "c", 0, l, &edge), 23);
    drop(s);
}

static void what_has_no_effect_has_no_edge(void **unused)
{
    (void)unused;
    struct searched *s = run(GRID, "-a ucb1 -e bernoulli c=1,2,3 -T 3 -n 4");     /* one pull of each of the first arms, whatever c */
    struct level l[3];
    int edge;
    assert_int_equal(s->tune.contest[0].winner->number, 0);                      /* a tie: the first */
    assert_int_equal(tune_levels(&s->tune, 0, "c", 0, l, &edge), 3);
    assert_int_equal(edge, 0);
    assert_int_equal(s->tune.contest[0].gain, UNCLEAR);
    drop(s);
}

/* ---- the objective ------------------------------------------------------------------------------------------------------ */
static void a_step_the_area_and_what_is_better(void **unused)
{
    (void)unused;
    struct searched *s = opened(GRID, "-a ucb1 -e bernoulli c=0,4 --log 10,100,1000 -T 1000 -n 20");
    assert_true(!s->tune.of.higher && s->tune.of.log == 2 && !s->tune.of.auc);
    assert_int_equal(tune_objective(&s->tune, 100, 0, "higher"), 0);
    assert_true(s->tune.of.higher && s->tune.of.log == 1);
    assert_true(tune_objective(&s->tune, 99, 0, NULL) == -1 && strstr(failure(), "nearest step that is, is 100"));
    failure_forget();
    assert_true(tune_objective(&s->tune, 100, 1, NULL) == -1 && tune_objective(&s->tune, -1, 0, "more") == -1);
    failure_forget();
    drop(s);

    /* regret of an optimist who never stops exploring grows in proportion: at 1000 it is ten times what it is at 100, if all arms are tried
     * in turn; the area of three logged steps weighs 10, 90 and 900 */
    s = opened(GRID, "-a ucb1 -e bernoulli c=1000,999 --log 10,100,1000 -T 1000 -n 20");
    double at[3], area;
    for (int j = 0; j < 3; j++) {
        s->tune.of.log = j;
        assert_int_equal(tune_run(&s->tune, 0, 20), 0);
        at[j] = s->tune.candidate[0].x[7], s->tune.candidate[0].n = s->tune.candidate[1].n = 0;
    }
    s->tune.of.auc = 1;
    assert_int_equal(tune_run(&s->tune, 0, 20), 0);
    area = s->tune.candidate[0].x[7];
    assert_true(fabs(area - (10 * at[0] + 90 * at[1] + 900 * at[2]) / 1000) <= 1e-12 * area);
    drop(s);
}

int main(void)
{
    stats_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grid_has_the_points_of_run_and_then_the_defaults),
        cmocka_unit_test(what_is_fixed_is_fixed_in_the_defaults_too),
        cmocka_unit_test(random_points_are_those_of_run),
        cmocka_unit_test(a_list_is_a_choice_among_draws_but_multiplies_in_the_environment),
        cmocka_unit_test(sobol_points_fill_every_stratum),
        cmocka_unit_test(searches_without_sense_are_refused),
        cmocka_unit_test(rows_are_points_and_share_their_defaults),
        cmocka_unit_test(fewer_lost_seeds_then_the_mean_then_the_number),
        cmocka_unit_test(a_certain_world_is_learned_fastest_with_a_step_size_of_one),
        cmocka_unit_test(contests_are_algorithms_on_environments_and_their_parameters),
        cmocka_unit_test(seeds_are_added_and_values_used_again),
        cmocka_unit_test(one_rung_is_no_race),
        cmocka_unit_test(races_of_any_shape_end_with_all_seeds),
        cmocka_unit_test(the_winners_curse_is_in_the_tuning_score_alone),
        cmocka_unit_test(test_seeds_are_the_next_and_no_others),
        cmocka_unit_test(levels_are_best_and_mean_over_the_rest),
        cmocka_unit_test(many_numbers_are_quintiles_if_asked),
        cmocka_unit_test(what_has_no_effect_has_no_edge),
        cmocka_unit_test(a_step_the_area_and_what_is_better),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
