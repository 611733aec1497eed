/* Windy gridworld, chain, deep sea, maximization bias, processes from a table: the values that an independent exact program computed,
 * and steps that are what the rules say. */
#include "lab.h"
#include "mdp.h"
#include "rng.h"
#include <limits.h>
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>

enum { N = 64 };
static void near(double x, double want, double margin, const char *what)
{
    if (!(fabs(x - want) <= margin))
        fail_msg("%s: %.17g, not %.17g", what, x, want);
}

/* ---- a player that always does the same, and a run of it ---------------------------------------------------------------------------- */
struct stubborn { int32_t action; };
static int stubborn_init(struct run *u) { (void)u; return 0; }
static void stubborn_iterate(struct run *u)
{
    for (int l = 0; l < u->L; l++)
        u->env->io.action[l] = ((struct stubborn *)u->self)->action;
    sim_step(u);
}
static const struct algo_type stubborn = { .name = "stubborn", .size = sizeof(struct stubborn), .init = stubborn_init,
                                         .iterate = stubborn_iterate };

struct opened { struct sim *sim; const struct env_type *type; void *self; struct env *env; };
static struct opened open_self(const struct env_type *type, void *self, int32_t action, const struct metric *metric, long episodes,
                               double *out)
{
    static long end;
    static const struct metric *metrics_of[1];
    struct stubborn it = { action };
    struct opened o = { .type = type, .self = self };
    metrics_of[0] = metric, end = episodes, failure_forget();
    const struct setup set = { .algo = &stubborn, .algo_self = &it, .env = type, .env_self = self, .seed = 3, .lanes = N,
                               .horizon = episodes ? episodes : 1000000, .episodes = episodes > 0, .log = &end, .n_log = episodes ? 1 : 0,
                               .metric = metrics_of, .n_metrics = metric != NULL, .max_bytes = (size_t)1 << 30 };
    if ((o.sim = sim_open(&set)))
        o.env = sim_view(o.sim)->env;
    if (o.sim && episodes)
        assert_int_equal(sim_run(o.sim, LONG_MAX, out), 0);
    return o;
}
static struct opened open_named(const char *name, const char *params, int32_t action, const struct metric *metric, long episodes,
                                double *out)
{
    const struct env_type *type = isa_env(isa_pick(NULL), name);
    return open_self(type, lab_self(type->params, type->size, name, params), action, metric, episodes, out);
}
static void close_it(struct opened *o)
{
    if (o->sim)
        sim_close(o->sim);
    param_release(o->type->params, o->self), free(o->self);
}
/* mean over lanes of what was logged */
static double mean_of(const double *x)
{
    double sum = 0;
    for (int l = 0; l < N; l++)
        sum += x[l] / N;
    return sum;
}

/* ---- exact values ------------------------------------------------------------------------------------------------------------------- */
enum { L = 8 };
static double *room(const struct mdp *m, int stages, double **work)
{
    *work = malloc(mdp_work(m, L) * sizeof **work);
    return calloc((size_t)((stages + 1) * m->S * L), sizeof(double));
}

static void windy_takes_fifteen_steps(void **unused)
{
    (void)unused;
    struct opened o = open_named("windy", "", 0, NULL, 0, NULL);
    double *work, *v = room(o.env->model, 0, &work);
    assert_int_equal(mdp_value_iteration(o.env->model, L, 1e-13, 1000, v, work), 0);
    near(v[30 * L], -15, 0, "from the start");
    free(v), free(work), close_it(&o);
}

static void chain_values(void **unused)
{
    (void)unused;
    struct opened o = open_named("chain", "", 0, NULL, 0, NULL);
    struct mdp m = *o.env->model;
    double *work, *v = room(&m, 1000, &work), gain[L], pi[5 * 2 * L];
    assert_int_equal(mdp_gain(&m, L, 1e-12, 100000, gain, work), 0);
    near(gain[0], 3.6768, 1e-9, "gain");
    mdp_plan(&m, L, 1000, 1, ALL_STAGES, v, work);
    near(v[0], 3665.8324, 5e-5, "1000 steps");
    for (int i = 0; i < 10 * L; i++)
        pi[i] = i / L % 2 ? 0 : 1;
    mdp_return(&m, L, 1000, 1, pi, 1, ALL_STAGES, v, work);
    assert_true(v[0] < 3665.8324 && v[0] > 3665.8324 - 10);      /* going on costs a little only in the last few steps */
    for (int i = 0; i < 10 * L; i++)
        pi[i] = 0.5;
    mdp_return(&m, L, 1000, 1, pi, 1, ALL_STAGES, v, work);
    near(v[0], 1311.25, 5e-3, "equal chances");
    free(v), free(work), close_it(&o);
}

/* ---- deep sea: the model, written down here, and the steps -------------------------------------------------------------------------- */
static double deepsea_best(int n, int stochastic, double *always_right)
{
    double *v = calloc((size_t)n, sizeof *v), *w = calloc((size_t)n, sizeof *w), *go = calloc((size_t)n, sizeof *go), best;
    for (int row = n - 1; row >= 0; row--) {
        double old[64], walked[64];
        memcpy(old, v, (size_t)n * sizeof *v), memcpy(walked, go, (size_t)n * sizeof *go);
        for (int c = 0; c < n; c++) {
            int up = c < n - 1 ? c + 1 : c, down = c ? c - 1 : 0;
            double works = stochastic ? 1 - 1.0 / n : 1, paid = (c == n - 1) - 0.01 / n;
            double right = paid + works * old[up] + (1 - works) * old[c];
            v[c] = right > old[down] ? right : old[down];
            go[c] = paid + works * walked[up] + (1 - works) * walked[c];
        }
    }
    best = v[0], *always_right = go[0];
    free(v), free(w), free(go);
    return best;
}
static void deepsea_values(void **unused)
{
    (void)unused;
    double right;
    near(deepsea_best(10, 0, &right), 0.99, 1e-12, "N=10");
    near(deepsea_best(50, 0, &right), 0.99, 1e-12, "N=50");
    near(deepsea_best(10, 1, &right), 0.3809072734, 5e-11, "N=10, stochastic");
    near(deepsea_best(20, 1, &right), 0.3709384618, 5e-11, "N=20, stochastic");
}

static void deepsea_pays_who_goes_right(void **unused)
{
    (void)unused;
    double x[BLOCK];
    for (int n = 2; n <= 20; n += 6)
        for (int columns = 0; columns < 2; columns++) {
            char params[80];
            snprintf(params, sizeof params, "N=%d mapping=fixed states=%s", n, columns ? "columns" : "cells");
            struct opened o = open_named("deepsea", params, 1, &metrics[RETURN], 3, x);
            assert_int_equal(o.env->n_states, columns ? n : n * n + 1);
            for (int l = 0; l < N; l++)
                near(x[l], 0.99, 1e-12, "right");
            close_it(&o);
            o = open_named("deepsea", params, 0, &metrics[RETURN], 3, x);
            for (int l = 0; l < N; l++)
                assert_true(x[l] == 0);
            close_it(&o);
        }
    /* failing steps and noisy rewards: five standard errors of 64 * 2000 returns, whose standard deviation is below 1.3 */
    double right;
    deepsea_best(10, 1, &right);
    struct opened o = open_named("deepsea", "stochastic=yes mapping=fixed", 1, &metrics[RETURN], 2000, x);
    near(mean_of(x), right, 5 * 1.3 / sqrt(N * 2000), "right, stochastic");
    close_it(&o);
}

/* which episodes are bad, and when the sea is solved */
static void deepsea_counts_bad_episodes(void **unused)
{
    (void)unused;
    double x[BLOCK];
    static const struct { const char *name; double left, right; } row[] = { { "bad", 1, 0 }, { "solved", 0, 1 }, { "solved_at", 7, 1 } };
    for (int i = 0; i < 3; i++)
        for (int32_t a = 0; a < 2; a++) {
            struct opened o = open_named("deepsea", "mapping=fixed", a, isa_metric(isa_pick(NULL), row[i].name), 7, x);
            for (int l = 0; l < N; l++)
                assert_true(x[l] == (a ? row[i].right : row[i].left));
            close_it(&o);
        }
}

/* always the same action is right in half of the cells, drawn for each replicate; the same ones for every learner and run */
static void deepsea_is_mapped_anew_for_each_replicate(void **unused)
{
    (void)unused;
    double x[BLOCK], y[BLOCK];
    struct opened o = open_named("deepsea", "N=4", 1, &metrics[RETURN], 3, x);
    close_it(&o);
    o = open_named("deepsea", "N=4 states=columns", 1, &metrics[RETURN], 5, y);
    close_it(&o);
    int found = 0;
    for (int l = 0; l < N; l++) {
        assert_true(fabs(x[l] - y[l]) < 1e-15);
        found += x[l] > 0.9;
    }
    assert_in_range(found, 0, 14);            /* a chance of 1/16 in each of 64: more than 14 in a run of ten thousand */
}

/* ---- maximization bias -------------------------------------------------------------------------------------------------------------- */
static void maxbias_pays_normal_rewards(void **unused)
{
    (void)unused;
    double x[BLOCK];
    enum { EPISODES_OF_IT = 2000 };
    struct opened o = open_named("maxbias", "", 1, &metrics[RETURN], EPISODES_OF_IT, x);
    near(mean_of(x), -0.1, 5 / sqrt(N * EPISODES_OF_IT), "left");
    double square = 0;
    for (int l = 0; l < N; l++)
        square += (x[l] - mean_of(x)) * (x[l] - mean_of(x)) / (N - 1);
    near(square * EPISODES_OF_IT, 1, 5 * sqrt(2.0 / (N - 1)), "variance of a reward");
    near(o.env->model->R[1 * o.env->n_actions + 3], -0.1, 0, "the model's mean");
    close_it(&o);
    o = open_named("maxbias", "", 0, &metrics[RETURN], 5, x);
    assert_true(mean_of(x) == 0);
    close_it(&o);
    for (int32_t a = 0; a < 4; a++) {          /* in A, further actions repeat the two */
        o = open_named("maxbias", "", a, isa_metric(isa_pick(NULL), "left"), 5, x);
        assert_true(mean_of(x) == a % 2);
        close_it(&o);
    }
}

/* ---- tables ------------------------------------------------------------------------------------------------------------------------- */

/* the chain of five states as a table */
static const double chain_rows[] = {
    0, 0, 1, .8, 0,   0, 0, 0, .2, 2,   0, 1, 0, .8, 2,   0, 1, 1, .2, 0,   1, 0, 2, .8, 0,   1, 0, 0, .2, 2,
    1, 1, 0, .8, 2,   1, 1, 2, .2, 0,
    2, 0, 3, .8, 0,   2, 0, 0, .2, 2,   2, 1, 0, .8, 2,   2, 1, 3, .2, 0,   3, 0, 4, .8, 0,   3, 0, 0, .2, 2,
    3, 1, 0, .8, 2,   3, 1, 4, .2, 0,
    4, 0, 4, .8, 10,  4, 0, 0, .2, 2,   4, 1, 0, .8, 2,   4, 1, 4, .2, 10,
};
static struct opened open_table(const char *name, const double *v, long rows, int cols, const char *params)
{
    const struct env_type *type = isa_env(isa_pick(NULL), name);
    char *self = lab_self(type->params, type->size, name, params);
    *(grid *)(void *)(self + param_find(type->params, "file")->at) = (grid){ "some.csv", rows, cols, v };
    return open_self(type, self, 1, NULL, 0, NULL);
}
static void close_table(struct opened *o)
{
    *(grid *)(void *)((char *)o->self + param_find(o->type->params, "file")->at) = (grid){ 0 };
    close_it(o);
}
static void a_table_is_its_process(void **unused)
{
    (void)unused;
    struct opened chain = open_named("chain", "", 1, NULL, 0, NULL), table = open_table("tabular", chain_rows, 20, 5, "");
    const struct mdp *a = chain.env->model, *b = table.env->model;
    assert_true(a->S == b->S && a->A == b->A && b->gamma == 0.99 && b->H == 0);
    for (int i = 0; i < 50; i++)
        near(b->P[i], a->P[i], 1e-15, "chance");
    for (int i = 0; i < 10; i++)
        near(b->R[i], a->R[i], 1e-14, "reward");
    close_it(&chain), close_table(&table);

    table = open_table("tabular-stages", chain_rows, 20, 5, "H=1000");
    double *work, *v = room(table.env->model, 1000, &work);
    mdp_plan(table.env->model, L, 1000, 1, ALL_STAGES, v, work);
    near(v[0], 3665.8324, 5e-5, "1000 steps");
    free(v), free(work), close_table(&table);

    static const double ends[] = { 0, 0, 1, 1, 3,   2, 0, 0, .5, 1,   2, 0, 1, .5, 1 };
    table = open_table("tabular", ends, 3, 5, "start=-1 gamma=1");
    assert_true(table.env->model->rho[0] == 0.5 && table.env->model->rho[1] == 0 && table.env->model->rho[2] == 0.5);
    sim_run(table.sim, 1000, NULL);
    assert_true(table.env->max_reward == 3);
    close_table(&table);
}

static void refused(const char *name, const double *v, long rows, int cols, const char *params, const char *message)
{
    struct opened o = open_table(name, v, rows, cols, params);
    if (o.sim || !strstr(failure(), message))
        fail_msg("'%s' instead of '%s'", o.sim ? "taken" : failure(), message);
    close_table(&o);
}
static void tables_that_make_no_sense_are_refused_with_their_line(void **unused)
{
    (void)unused;
#define ROWS(...) (const double[]){ __VA_ARGS__ }, sizeof (double[]){ __VA_ARGS__ } / sizeof(double) / 5, 5
    refused("tabular", NULL, 0, 0, "", "no table given");
    refused("tabular", chain_rows, 25, 4, "", "some.csv:1: 4 columns");
    refused("tabular", ROWS(0, 0, 0, 1, 0, 0.5, 0, 0, 1, 0), "", "some.csv:3: s=0.5");
    refused("tabular", ROWS(0, -1, 0, 1, 0), "", "some.csv:2: a=-1");
    refused("tabular", ROWS(0, 0, NAN, 1, 0), "", "some.csv:2: next=nan");
    refused("tabular", ROWS(0, 0, 4096, 1, 0), "", "some.csv:2: next=4096");
    refused("tabular", ROWS(0, 0, 0, 1.5, 0), "", "some.csv:2: p=1.5");
    refused("tabular", ROWS(0, 0, 0, .5, 0, 0, 0, 1, .5, INFINITY), "", "some.csv:3: r=inf");
    refused("tabular", ROWS(0, 1, 0, 1, 0), "", "state 0 has rows, but none for action 0");
    refused("tabular", ROWS(0, 0, 0, 1, 0, 1, 0, 0, .5, 0, 1, 0, 1, .4, 0), "",
            "some.csv:3: the chances of state 1, action 0 add up to 0.9");
    refused("tabular", ROWS(0, 0, 1, 1, 0), "start=1", "start=1: that state is terminal");
    refused("tabular", ROWS(0, 0, 1, 1, 0), "start=7", "start=7: some.csv has 2 states");
    refused("tabular-stages", ROWS(0, 0, 1, 1, 0), "", "1 of the states have no rows");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windy_takes_fifteen_steps),
        cmocka_unit_test(chain_values),
        cmocka_unit_test(deepsea_values),
        cmocka_unit_test(deepsea_pays_who_goes_right),
        cmocka_unit_test(deepsea_counts_bad_episodes),
        cmocka_unit_test(deepsea_is_mapped_anew_for_each_replicate),
        cmocka_unit_test(maxbias_pays_normal_rewards),
        cmocka_unit_test(a_table_is_its_process),
        cmocka_unit_test(tables_that_make_no_sense_are_refused_with_their_line),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
