/* Laws of TD(lambda), n-step TD and the lambda-return: limits, identities, the exact values they settle on, and the errors on the
 * 19-state walk that another program measured. */
#include "published.h"

enum { RUNS = 64, STEPS = 2000 };
static void errors_of(const char *algo, const char *params, double x[RUNS])
{
    lab_run((struct lab){ .algo = algo, .env = "random-walk", .params = params, .n = RUNS, .T = STEPS, .metric = VALUE_ERROR,
                          .seed = 4 }, x);
}
static void same(const char *one, const char *its, const char *other, const char *others, double margin)
{
    double x[RUNS], y[RUNS];
    errors_of(one, its, x), errors_of(other, others, y);
    for (int i = 0; i < RUNS; i++)
        within(x[i], y[i], margin, one);
}

/* lambda = 0, and n = 1, are td0 to the last bit, whatever the traces */
static void nothing_ahead_is_td0(void **unused)
{
    (void)unused;
    same("td-lambda", "lambda=0", "td0", "", 0);
    same("td-lambda", "lambda=0 trace=dutch", "td0", "", 0);
    same("td-lambda", "lambda=0 trace=replacing", "td0", "", 0);
    char one[] = "lookahead=1";
    double x[RUNS], y[RUNS];
    struct lab lab = { .algo = "n-step-td", .env = "cliff", .params = one, .n = RUNS, .T = STEPS, .metric = VALUE_ERROR };
    lab_run(lab, x), lab.algo = "td0", lab_run(lab, y);
    assert_memory_equal(x, y, sizeof x);
}

/* n beyond every episode is Monte Carlo, and so is lambda = 1; memory that is long enough does not matter */
static void all_ahead_is_monte_carlo(void **unused)
{
    (void)unused;
    same("n-step-td", "lookahead=1000 alpha=0.02", "lambda-return", "lambda=1 alpha=0.02", 1e-12);
    same("lambda-return", "lookahead=1000 lambda=0.7", "lambda-return", "lookahead=500 lambda=0.7", 0);
}

/* of an episode without a state visited twice, n-step returns with n beyond its end and accumulating traces with lambda = 1 move values
 * by the same amount: a walk of one state between two ends */
static void one_state_learns_what_it_is_paid(void **unused)
{
    (void)unused;
    double x[RUNS];
    static const char *const algo[] = { "td-lambda", "n-step-td", "lambda-return", "td0" };
    double y[RUNS];
    for (int i = 0; i < 4; i++) {
        errors_of(algo[i], "n=1 alpha=0.1", x);
        if (i)
            assert_memory_equal(x, y, sizeof x);
        memcpy(y, x, sizeof x);
    }
}

/* small steps settle near the exact values, also on a walk with a discount of none and ends of -1 and 1 */
static void values_settle_on_the_exact_ones(void **unused)
{
    (void)unused;
    static const char *const algo[] = { "td-lambda", "n-step-td", "lambda-return" };
    for (int i = 0; i < 3; i++) {
        double se, x = lab_mean((struct lab){ .algo = algo[i], .env = "random-walk", .params = "alpha=0.002 lambda=0.5", .n = RUNS,
                                              .T = 100000, .metric = VALUE_ERROR }, &se);
        within(x, 0, 0.02, algo[i]);
    }
}

/* traces that replace and dutch ones are bounded by 1 over 1 - decay where accumulating ones are not: large steps diverge only there */
static void replacing_traces_survive_large_steps(void **unused)
{
    (void)unused;
    double bad[RUNS], good[RUNS];
    int lost = 0;
    errors_of("td-lambda", "n=19 left=-1 lambda=1 alpha=1", bad);
    errors_of("td-lambda", "n=19 left=-1 lambda=1 alpha=1 trace=replacing", good);
    for (int i = 0; i < RUNS; i++) {
        lost += !(bad[i] < 10);
        assert_true(good[i] < 10);
    }
    assert_true(lost > RUNS / 2);
}

/* Mean error over the ends of the first ten episodes at the best step size, of another program; 3 % margin */
static double first_ten(const char *algo, double alpha, double lambda, long n)
{
    enum { MANY = 1024 };
    static const long log[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
    const struct isa *isa = isa_pick(NULL);
    const struct algo_type *a = isa_algo(isa, algo);
    const struct env_type *e = isa_env(isa, "random-walk");
    char params[100];
    snprintf(params, sizeof params, "alpha=%g lambda=%g lookahead=%ld", alpha, lambda, n);
    void *self = lab_self(a->params, a->size, algo, params), *env_self = lab_self(e->params, e->size, "random-walk", "n=19 left=-1");
    const struct metric *metric = &metrics[VALUE_ERROR];
    double out[10 * BLOCK], sum = 0;
    for (long from = 0; from < MANY; from += BLOCK) {
        const struct setup set = { .algo = a, .algo_self = self, .env = e, .env_self = env_self, .seed = 9, .first = from, .lanes = BLOCK,
                                   .episodes = 1, .horizon = 10, .log = log, .n_log = 10, .metric = &metric, .n_metrics = 1,
                                   .max_bytes = 1 << 28 };
        struct sim *s = sim_open(&set);
        assert_non_null(s);
        assert_int_equal(sim_run(s, 1L << 40, out), 0);
        for (int i = 0; i < 10 * BLOCK; i++)
            sum += out[i] / (10 * MANY);
        sim_close(s);
    }
    param_release(a->params, self), param_release(e->params, env_self), free(self), free(env_self);
    return sum;
}
static void the_walk_of_19_states(void **unused)
{
    (void)unused;
    static const struct { const char *algo; double alpha, lambda; long n; double want; } published[] = {
        { "n-step-td", 0.8, 0, 1, 0.346 },  { "n-step-td", 0.55, 0, 2, 0.276 }, { "n-step-td", 0.4, 0, 4, 0.264 },
        { "n-step-td", 0.25, 0, 8, 0.277 }, { "td-lambda", 0.8, 0, 4, 0.345 }, { "lambda-return", 0.82, 0, 4096, 0.366 },
    };
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        within(first_ten(published[i].algo, published[i].alpha, published[i].lambda, published[i].n), published[i].want, 0.03 * published[i].want, published[i].algo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_ahead_is_td0),
        cmocka_unit_test(all_ahead_is_monte_carlo),
        cmocka_unit_test(one_state_learns_what_it_is_paid),
        cmocka_unit_test(values_settle_on_the_exact_ones),
        cmocka_unit_test(replacing_traces_survive_large_steps),
        cmocka_unit_test(the_walk_of_19_states),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
