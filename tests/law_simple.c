/* Laws of random, oracle, explore-then-commit, successive-elimination, softmax and gradient-bandit. */
#include "published.h"

enum { N = 64 };

static void random_has_the_mean_gap(void **unused)
{
    (void)unused;
    const char *world[] = { B1, B3, A12, A14 };
    const double gap[] = { 0.4, 0.61 / 9, 0.18, 0.09 };
    for (int i = 0; i < 4; i++) {
        double expected[N], se, x;
        lab_run((struct lab){ .algo = "random", .env = "bernoulli", .params = world[i], .n = N, .T = 10000, .metric = EXPECTED_REGRET }, expected);
        for (int j = 0; j < N; j++)
            within(expected[j], 10000 * gap[i], 1e-9 * 10000 * gap[i], world[i]);
        x = lab_regret("random", "bernoulli", world[i], 256, 10000, &se);
        within(x, 10000 * gap[i], 4 * se, world[i]);
    }
}

static void the_oracle_regrets_nothing(void **unused)
{
    (void)unused;
    const char *env[] = { "bernoulli", "gaussian", "exponential", "poisson", "beta", "testbed", "adversarial", "switching", "drifting" };
    for (int i = 0; i < 9; i++)
        for (int m = REGRET; m <= EXPECTED_REGRET; m++) {
            double x[N];
            lab_run((struct lab){ .algo = "oracle", .env = env[i], .params = i == 5 ? "drift=.01" : "", .n = N, .T = 3000, .metric = m }, x);
            for (int j = 0; j < N; j++)
                if (x[j] != 0)
                    fail_msg("oracle on %s: replicate %d: %g", env[i], j, x[j]);
        }
}

/* two Bernoulli arms: the chance that m pulls mislead, exactly; a tie is a toss */
static void explore_then_commit_in_closed_form(void **unused)
{
    (void)unused;
    enum { M = 20, T = 1000, MANY = 2048 };
    double p[2][M + 1], good = 0.6, bad = 0.4, wrong = 0, se, x;
    for (int i = 0; i <= M; i++)
        for (int k = 0; k < 2; k++) {
            double q = k ? bad : good;
            p[k][i] = exp(lgamma(M + 1) - lgamma(i + 1) - lgamma(M - i + 1) + i * log(q) + (M - i) * log(1 - q));
        }
    for (int i = 0; i <= M; i++)
        for (int j = i; j <= M; j++)
            wrong += p[0][i] * p[1][j] * (i == j ? 0.5 : 1);
    x = lab_regret("explore-then-commit", "bernoulli", "means=.6/.4 m=20", MANY, T, &se);
    within(x, 0.2 * (M + (T - 2 * M) * wrong), 4 * se, "explore-then-commit");
}

/* every replicate: m pulls of each arm, then one arm for ever */
static void explore_then_commit_commits(void **unused)
{
    (void)unused;
    double x[3 * N];
    const long log[] = { 50, 500, 950 };
    lab_run((struct lab){ .algo = "explore-then-commit", .env = "bernoulli", .params = B1 " m=5", .n = N, .T = 950, .log = log, .n_log = 3 }, x);
    for (int i = 0; i < N; i++) {
        assert_true(fabs(x[3 * i] - (5 * 3.6 + 5 * 0) - (x[3 * i + 1] - x[3 * i]) / 450 * 5) < 1e-9);
        assert_true(fabs((x[3 * i + 1] - x[3 * i]) - (x[3 * i + 2] - x[3 * i + 1])) < 1e-9);
    }
    /* gap 0.5, T = 1000: m = ceil(16 ln 62.5) = 67 */
    double known[N], given[N];
    lab_run((struct lab){ .algo = "explore-then-commit", .env = "bernoulli", .params = "means=.8/.3 gap=.5", .n = N, .T = 1000 }, known);
    lab_run((struct lab){ .algo = "explore-then-commit", .env = "bernoulli", .params = "means=.8/.3 m=67", .n = N, .T = 1000 }, given);
    assert_memory_equal(known, given, sizeof known);
    /* a horizon too short for any gap: one pull of each */
    lab_run((struct lab){ .algo = "explore-then-commit", .env = "bernoulli", .params = "means=.8/.3 gap=.01", .n = N, .T = 1000 }, known);
    lab_run((struct lab){ .algo = "explore-then-commit", .env = "bernoulli", .params = "means=.8/.3 m=1", .n = N, .T = 1000 }, given);
    assert_memory_equal(known, given, sizeof known);
}

static void successive_elimination_keeps_the_best(void **unused)
{
    (void)unused;
    double x[2 * N];
    const long log[] = { 15000, 20000 };
    /* gaps of 0.5: an arm has left for good after n laps, 0.5 = 4 sqrt(ln(...)/2n) being some 700 */
    lab_run((struct lab){ .algo = "successive-elimination", .env = "bernoulli", .params = "means=.9/.4/.4/.4", .n = N, .T = 20000,
                          .log = log, .n_log = 2 }, x);
    for (int i = 0; i < N; i++)
        assert_true(x[2 * i] > 0.5 * 3 * 100 && x[2 * i] == x[2 * i + 1]);
    /* until the first one leaves all lanes go round: regret of whole laps */
    lab_run((struct lab){ .algo = "successive-elimination", .env = "bernoulli", .params = B1, .n = N, .T = 90 }, x);
    for (int i = 0; i < N; i++)
        within(x[i], 10 * 3.6, 1e-9, "laps");
    agrees("successive-elimination", B1, 1207), agrees("successive-elimination", B3, 678);
}

static void softmax_between_random_and_greedy(void **unused)
{
    (void)unused;
    double soft[N], x[N];
    /* a temperature beyond all rewards: after one pull each, the coin alone decides */
    lab_run((struct lab){ .algo = "softmax", .env = "bernoulli", .params = A12 " tau=1e9", .n = N, .T = 3000, .metric = EXPECTED_REGRET }, soft);
    for (int j = 0; j < N; j++)
        within(soft[j], 3000 * 0.18, 1e-5, "hot");
    /* and none at all: greedy, which without noise is right after one pull each; rewards far outside [0, 1] */
    lab_run((struct lab){ .algo = "softmax", .env = "gaussian", .params = "means=-500/900/0 scale=0 tau=1e-6", .n = N, .T = 300 }, x);
    for (int j = 0; j < N; j++)
        within(x[j], 1400 + 900, 1e-9, "cold");
    coin_is_fair("softmax", "bernoulli", A12);
    agrees("softmax", B1, 520), agrees("softmax", B3, 584);
}

static void gradient_bandit_of_an_independent_program(void **unused)
{
    (void)unused;
    coin_is_fair("gradient-bandit", "bernoulli", A12);
    agrees("gradient-bandit", B1, 164), agrees("gradient-bandit", B3, 134);
    /* without steps it is random, coin by coin */
    double still[N], random[N];
    lab_run((struct lab){ .algo = "gradient-bandit", .env = "bernoulli", .params = A12 " lr=0", .n = N, .T = 3000 }, still);
    lab_run((struct lab){ .algo = "random", .env = "bernoulli", .params = A12, .n = N, .T = 3000 }, random);
    assert_memory_equal(still, random, sizeof still);
}

static void gradient_bandit_on_the_testbed(void **unused)
{
    (void)unused;
    agrees_on_the_testbed("gradient-bandit", "center=4 lr=.1", 5.501, .850);
    agrees_on_the_testbed("gradient-bandit", "center=4 lr=.4", 5.456, .733);
    agrees_on_the_testbed("gradient-bandit", "center=4 lr=.1 baseline=no", 5.200, .487);
    agrees_on_the_testbed("gradient-bandit", "center=4 lr=.4 baseline=no", 4.799, .282);
}

/* steps beyond the largest double end in NaN, lane by lane, and the simulator freezes the lane */
static void a_step_too_large_freezes_its_lane(void **unused)
{
    (void)unused;
    double x[N];
    lab_run((struct lab){ .algo = "gradient-bandit", .env = "gaussian", .params = "means=0/0/0 scale=1e9 lr=1e300", .n = N, .T = 100 }, x);
    for (int j = 0; j < N; j++)
        assert_true(isnan(x[j]));
    /* large but finite steps lead to one arm for ever, not to NaN */
    lab_run((struct lab){ .algo = "gradient-bandit", .env = "bernoulli", .params = A12 " lr=1e300", .n = N, .T = 100 }, x);
    for (int j = 0; j < N; j++)
        assert_true(x[j] >= 0 && x[j] <= 0.3 * 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_has_the_mean_gap),
        cmocka_unit_test(the_oracle_regrets_nothing),
        cmocka_unit_test(explore_then_commit_in_closed_form),
        cmocka_unit_test(explore_then_commit_commits),
        cmocka_unit_test(successive_elimination_keeps_the_best),
        cmocka_unit_test(softmax_between_random_and_greedy),
        cmocka_unit_test(gradient_bandit_of_an_independent_program),
        cmocka_unit_test(gradient_bandit_on_the_testbed),
        cmocka_unit_test(a_step_too_large_freezes_its_lane),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
