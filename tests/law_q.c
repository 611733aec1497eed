/* Laws of Q-learning, its family and TD(0): identities, exact limits, and numbers of an independent program. */
#include "published.h"

enum { N = 64 };

static void run(const char *algo, const char *env, const char *params, int metric, long T, double *x)
{
    lab_run((struct lab){ .algo = algo, .env = env, .params = params, .n = N, .T = T, .metric = metric }, x);
}
static void same(const char *a, const char *b, const char *env, const char *params, int metric, long T)
{
    double x[N], y[N];
    run(a, env, params, metric, T, x), run(b, env, params, metric, T, y);
    for (int i = 0; i < N; i++)
        if (!(fabs(x[i] - y[i]) <= 1e-11 * fabs(x[i])))       /* rounding, of the exact values too */
            fail_msg("%s and %s on %s %s: replicate %d: %.17g, %.17g", a, b, env, params, i, x[i], y[i]);
}

/* ---- identities ------------------------------------------------------------------------------------------------------------------------ */
static void where_there_is_nothing_to_choose_all_are_td0(void **unused)
{
    (void)unused;
    const char *const all[] = { "q", "sarsa", "expected-sarsa" };
    for (int i = 0; i < 3; i++) {
        same("td0", all[i], "random-walk", "alpha=.3", VALUE_ERROR, 500);
        same("td0", all[i], "random-walk", "n=19 left=-1 step=visits power=.6 eps=0", VALUE_ERROR, 500);
    }
}
static void without_exploration_the_expectation_is_the_best(void **unused)
{
    (void)unused;
    same("q", "expected-sarsa", "frozenlake", "eps=0 q0=1", GREEDY_VALUE, 3000);
    same("q", "expected-sarsa", "cliff", "eps=0 limit=1000", RETURN, 3000);
    same("q", "expected-sarsa", "garnet", "eps=0 step=visits power=.7", REWARD, 3000);
}
/* the action taken is the best one, unless a tie was broken otherwise: not with the first rule */
static void without_exploration_sarsa_is_q(void **unused)
{
    (void)unused;
    same("q", "sarsa", "garnet", "eps=0 tie=first", REWARD, 300);
}
/* who does not learn plays the same for ever: its regret is what its policy loses, exactly */
static void who_does_not_learn_loses_what_its_policy_loses(void **unused)
{
    (void)unused;
    static const long T = 20 * 400;
    const char *const all[] = { "q", "sarsa", "expected-sarsa", "double-q" };
    double regret[N], paid[N], random[N];
    run("random", "riverswim", "", REGRET, T, random);
    within(random[0] / 400, 3.3972639592 - .043789, 1e-6, "regret of an episode at random");
    for (int i = 0; i < 4; i++) {
        run(all[i], "riverswim", "alpha=0", REGRET, T, regret);          /* ties at random: no preference */
        for (int l = 0; l < N; l++)
            within(regret[l], random[l], 1e-9, all[i]);
        run(all[i], "riverswim", "alpha=0 tie=first eps=.5", REGRET, T, regret);
        run(all[i], "riverswim", "alpha=0 tie=first eps=.5", RETURN, T, paid);
        double mean = 0, square = 0;
        for (int l = 0; l < N; l++)
            mean += paid[l] / N, square += paid[l] * paid[l] / N;
        /* what was paid against what the policy is worth: four standard errors */
        within(mean, 3.3972639592 - regret[0] / 400, 4 * sqrt((square - mean * mean) / N), all[i]);
    }
}

/* ---- limits ----------------------------------------------------------------------------------------------------------------------------- */

/* nothing is left to chance and whole steps are taken: after all pairs have been seen often enough the values are exact */
static void whole_steps_find_the_best_path(void **unused)
{
    (void)unused;
    double x[N];
    run("q", "frozenlake", "slippery=no alpha=1 eps=1", VALUE_ERROR, 30000, x);
    for (int i = 0; i < N; i++)
        within(x[i], 0, 1e-15, "value error");
    run("q", "frozenlake", "slippery=no alpha=1 eps=1", GREEDY_VALUE, 30000, x);
    for (int i = 0; i < N; i++)                     /* eps = 1 has no preference: all its chances are equal */
        within(x[i], x[0], 1e-15, "greedy value");
    run("q", "frozenlake", "slippery=no alpha=1 eps=.9", GREEDY_RETURN, 100000, x);
    for (int i = 0; i < N; i++)
        within(x[i], 1, 1e-12, "greedy return");
    run("double-q", "frozenlake", "slippery=no alpha=1 eps=1", VALUE_ERROR, 60000, x);
    for (int i = 0; i < N; i++)
        within(x[i], 0, 1e-15, "value error of double-q");
}

/* steps that shrink: the best policy's values, or the policy's own; errors at least halve while time grows tenfold */
static void shrinking_steps_converge(void **unused)
{
    (void)unused;
    const char *const all[] = { "q", "double-q", "sarsa", "expected-sarsa", "td0" };
    static const long log[] = { 10000, 100000 };
    for (int i = 0; i < 5; i++) {
        double x[2 * N], before = 0, after = 0;
        lab_run((struct lab){ .algo = all[i], .env = "garnet", .params = "states=8 actions=2 gamma=.8 eps=1 step=visits power=.6", .n = N,
                              .T = 100000, .log = log, .n_log = 2, .metric = VALUE_ERROR }, x);
        for (int l = 0; l < N; l++)
            before += x[2 * l] / N, after += x[2 * l + 1] / N;
        if (!(after < before / 2 && after < 0.1))
            fail_msg("%s: error %g after 10k steps, %g after 100k", all[i], before, after);
    }
}

/* ---- numbers of an independent program ----------------------------------------------------------------------------------------------- */

/* means of 2000 runs, within 5 % of 2000 of ours: several standard errors of either */
static void returns_on_the_cliff(void **unused)
{
    (void)unused;
    static const long log[] = { 400, 500 };
    static const struct { const char *algo; double at_half, at_tenth; } want[] = {
        { "sarsa", -26.7, -22.7 }, { "expected-sarsa", -20.8, -22.0 }, { "q", -50.2, -49.3 }, { "double-q", -24.7, -35.8 },
    };
    enum { RUNS = 1984 };
    static double x[2 * RUNS];
    for (int i = 0; i < 4; i++)
        for (int half = 0; half < 2; half++) {
            double mean = 0, least = INFINITY;
            struct lab lab = { .algo = want[i].algo, .env = "cliff", .params = half ? "alpha=.5" : "alpha=.1", .n = RUNS, .T = 500, .episodes = 1,
                               .log = log, .n_log = 2, .metric = RETURN };
            lab_run(lab, x);
            for (int l = 0; l < RUNS; l++)
                mean += x[2 * l + 1] / RUNS;
            double goal = half ? want[i].at_half : want[i].at_tenth;
            within(mean, goal, 0.05 * fabs(goal), want[i].algo);
            if (i != 2)
                continue;
            /* Q-learning has found the shortest way in all but one of a thousand runs */
            int found = 0;
            lab.metric = GREEDY_RETURN, lab_run(lab, x);
            for (int l = 0; l < RUNS; l++)
                found += x[2 * l + 1] == -13, least = x[2 * l + 1] < least ? x[2 * l + 1] : least;
            assert_true(found > 0.999 * RUNS);
        }
}
/* both rules for ties come to the same in the end, not at the start: first ties go up the wall and know it */
static void ties_matter_at_first(void **unused)
{
    (void)unused;
    double random[N], first[N], mean[2] = { 0 };
    struct lab lab = { .algo = "q", .env = "cliff", .params = "alpha=.5", .n = N, .T = 1, .episodes = 1, .metric = LENGTH };
    lab_run(lab, random);
    lab.params = "alpha=.5 tie=first", lab_run(lab, first);
    for (int l = 0; l < N; l++)
        mean[0] += random[l] / N, mean[1] += first[l] / N;
    assert_true(fabs(mean[0] - mean[1]) > 0.05 * mean[0]);
}

static void td0_on_the_walk_of_five(void **unused)
{
    (void)unused;
    static const struct { const char *params; double want; } runs[] = {
        { "v0=.5 alpha=.05", .0351 }, { "v0=.5 alpha=.1", .0552 }, { "v0=.5 alpha=.15", .0704 }, { "v0=.5 alpha=0", .2357 },
    };
    enum { RUNS = 20032 };
    double *x = malloc(RUNS * sizeof *x);
    for (int i = 0; i < 4; i++) {
        double mean = 0;
        lab_run((struct lab){ .algo = "td0", .env = "random-walk", .params = runs[i].params, .n = RUNS, .T = 100, .episodes = 1,
                              .metric = VALUE_ERROR }, x);
        for (int l = 0; l < RUNS; l++)
            mean += x[l] / RUNS;
        within(mean, runs[i].want, 0.03 * runs[i].want, runs[i].params);
    }
    free(x);
}

static void exploring_at_random_never_swims_up_the_river(void **unused)
{
    (void)unused;
    double se;
    double x = lab_mean((struct lab){ .algo = "q", .env = "riverswim", .params = "", .n = N, .T = 100000, .metric = REGRET }, &se);
    within(x, 16530, 0.15 * 16530, "regret of 5000 episodes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_there_is_nothing_to_choose_all_are_td0),
        cmocka_unit_test(without_exploration_the_expectation_is_the_best),
        cmocka_unit_test(without_exploration_sarsa_is_q),
        cmocka_unit_test(who_does_not_learn_loses_what_its_policy_loses),
        cmocka_unit_test(whole_steps_find_the_best_path),
        cmocka_unit_test(shrinking_steps_converge),
        cmocka_unit_test(returns_on_the_cliff),
        cmocka_unit_test(ties_matter_at_first),
        cmocka_unit_test(td0_on_the_walk_of_five),
        cmocka_unit_test(exploring_at_random_never_swims_up_the_river),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
