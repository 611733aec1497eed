/* Laws of Thompson sampling, and the regrets that other programs measured. */
#include "published.h"

#define A2 "means=.9/.8"
enum { N = 64 };

/* a posterior without width is greedy, and without a prior it looks at each arm first */
static void no_noise_is_greedy(void **unused)
{
    (void)unused;
    double ts[N], greedy[N];
    lab_run((struct lab){ .algo = "ts", .env = "bernoulli", .params = A12 " prior=gaussian sd=0 weight=0", .n = N, .T = 2000 }, ts);
    lab_run((struct lab){ .algo = "ucb1", .env = "bernoulli", .params = A12 " c=0", .n = N, .T = 2000 }, greedy);
    assert_memory_equal(ts, greedy, sizeof ts);
}

/* a prior that outweighs everything never learns: every arm alike; four standard errors */
static void a_stubborn_prior_is_random(void **unused)
{
    (void)unused;
    double se, x = lab_regret("ts", "bernoulli", A14 " prior=gaussian sd=1e6 weight=1", 256, 20, &se);
    within(x, 20 * 0.09, 4 * se, "sd=1e6");
}

/* auto: beta where rewards lie in [0, 1], else Gaussian */
static void the_prior_follows_the_rewards(void **unused)
{
    (void)unused;
    double x[N], y[N];
    lab_run((struct lab){ .algo = "ts", .env = "bernoulli", .params = A12, .n = N, .T = 1000 }, x);
    lab_run((struct lab){ .algo = "ts", .env = "bernoulli", .params = A12 " prior=beta", .n = N, .T = 1000 }, y);
    assert_memory_equal(x, y, sizeof x);
    lab_run((struct lab){ .algo = "ts", .env = "gaussian", .params = A12, .n = N, .T = 1000 }, x);
    lab_run((struct lab){ .algo = "ts", .env = "gaussian", .params = A12 " prior=gaussian", .n = N, .T = 1000 }, y);
    assert_memory_equal(x, y, sizeof x);
}

/* rewards in between are turned into coins of the same mean: the problem is the Bernoulli one; four standard errors */
static void coins_stand_for_rewards(void **unused)
{
    (void)unused;
    double se, coin_se, x = lab_regret("ts", "beta", "means=.3/.5/.6", 512, 2000, &se);
    double y = lab_regret("ts", "bernoulli", "means=.3/.5/.6", 512, 2000, &coin_se);
    within(x, y, 4 * hypot(se, coin_se), "beta rewards");
}

static void order_does_not_matter(void **unused)
{
    (void)unused;
    const char *prior[] = { "beta", "gaussian" };
    for (int i = 0; i < 2; i++) {
        char params[2][100];
        double se, turned_se;
        snprintf(params[0], 100, "means=.3/.5/.4/.5 prior=%s", prior[i]);
        snprintf(params[1], 100, "means=.5/.4/.5/.3 prior=%s", prior[i]);
        double x = lab_regret("ts", "bernoulli", params[0], 512, 2000, &se);
        double y = lab_regret("ts", "bernoulli", params[1], 512, 2000, &turned_se);
        within(x, y, 4 * hypot(se, turned_se), prior[i]);
    }
}

static void regret_of_an_independent_program(void **unused)
{
    (void)unused;
    static const char *const world[] = { B1, B3, A1, A2, A3, A11, A12, A14 };
    static const double want[] = { 41.6, 69.1, 5.5, 10.2, 20.6, 48.7, 64.3, 170.3 };
    for (int j = 0; j < 8; j++)
        agrees("ts", world[j], want[j]);
    agrees("ts", B1 " prior=gaussian sd=.5 weight=0", 69.5);
    agrees("ts", B3 " prior=gaussian sd=.5 weight=0", 163.7);
}

static void the_testbed_of_sutton_and_barto(void **unused)
{
    (void)unused;
    agrees_on_the_testbed("ts", "prior=gaussian sd=1 weight=1", 1.519, .917);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_noise_is_greedy), cmocka_unit_test(a_stubborn_prior_is_random),
        cmocka_unit_test(the_prior_follows_the_rewards),
        cmocka_unit_test(coins_stand_for_rewards), cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(regret_of_an_independent_program), cmocka_unit_test(the_testbed_of_sutton_and_barto),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
