/* Laws of epsilon-greedy: its limits, the figures of Auer et al. 2002, and Sutton and Barto's 10-armed testbed. */
#include "published.h"

enum { N = 64 };

static void always_exploring_is_random(void **unused)
{
    (void)unused;
    double eps[N], random[N], decaying[N];
    lab_run((struct lab){ .algo = "eps-greedy", .env = "bernoulli", .params = A12 " eps=1 first=no", .n = N, .T = 3000 }, eps);
    lab_run((struct lab){ .algo = "eps-greedy", .env = "bernoulli", .params = A12 " schedule=decaying c=1e9 first=no", .n = N, .T = 3000 },
            decaying);
    lab_run((struct lab){ .algo = "random", .env = "bernoulli", .params = A12, .n = N, .T = 3000 }, random);
    assert_memory_equal(eps, random, sizeof eps);
    assert_memory_equal(decaying, random, sizeof eps);
}

/* rewards without noise: greedy pulls each arm once and is right for ever; optimism does the same without being told to */
static void greedy_needs_one_look(void **unused)
{
    (void)unused;
    const char *way[] = { "eps=0", "eps=0 alpha=.3", "eps=0 first=no q0=5", "schedule=decaying c=0", "eps=0 first=no q0=100 alpha=1" };
    for (int i = 0; i < 5; i++) {
        char params[200];
        double x[N];
        snprintf(params, sizeof params, "means=3/1/0/-2 scale=0 %s", way[i]);
        lab_run((struct lab){ .algo = "eps-greedy", .env = "gaussian", .params = params, .n = N, .T = 500 }, x);
        for (int j = 0; j < N; j++)
            within(x[j], 2 + 3 + 5, 1e-12, params);
    }
}

/* a pessimist sticks to the first arm that pays more than q0, which ties make any of the three with the same chance */
static void ties_are_broken_at_random(void **unused)
{
    (void)unused;
    enum { MANY = 3072 };
    static double x[MANY];
    double count[3] = { 0 };
    lab_run((struct lab){ .algo = "eps-greedy", .env = "gaussian", .params = "means=3/2/1 scale=0 eps=0 first=no q0=0", .n = MANY, .T = 10 }, x);
    for (int i = 0; i < MANY; i++)
        count[(int)(x[i] / 10 + 0.5)] += 1;
    /* four standard deviations of a count of a third */
    for (int k = 0; k < 3; k++)
        within(count[k], MANY / 3.0, 4 * sqrt(MANY * 2 / 9.0), "ties");
}

static void the_policy_is_what_is_played(void **unused)
{
    (void)unused;
    coin_is_fair("eps-greedy", "bernoulli", A12);
    coin_is_fair("eps-greedy", "bernoulli", B3 " eps=.3 first=no");
    coin_is_fair("eps-greedy", "bernoulli", A12 " schedule=decaying");
}

static void regret_of_an_independent_program(void **unused)
{
    (void)unused;
    agrees("eps-greedy", B1, 428), agrees("eps-greedy", B3, 123);
    agrees("eps-greedy", B1 " eps=0", 407), agrees("eps-greedy", B3 " eps=0", 434);
    /* c = 0.1, d the smallest gap */
    const char *world[] = { B1, B3, A1, A3, A11, A12, A14 }, *gap[] = { ".1", ".05", ".3", ".1", ".3", ".1", ".1" };
    const double want[] = { 216.5, 114.9, 8.2, 35.8, 82.3, 126.0, 166.3 };
    for (int i = 0; i < 7; i++) {
        char params[200];
        snprintf(params, sizeof params, "%s schedule=decaying d=%s", world[i], gap[i]);
        agrees("eps-greedy", params, want[i]);
    }
}

static void the_testbed_of_sutton_and_barto(void **unused)
{
    (void)unused;
    agrees_on_the_testbed("eps-greedy", "first=no eps=0", 1.039, .361);
    agrees_on_the_testbed("eps-greedy", "first=no eps=.01", 1.309, .592);
    agrees_on_the_testbed("eps-greedy", "first=no eps=.1", 1.371, .800);
    agrees_on_the_testbed("eps-greedy", "first=no eps=.1 alpha=.1", 1.351, .755);
    agrees_on_the_testbed("eps-greedy", "first=no eps=0 alpha=.1 q0=5", 1.497, .857);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(always_exploring_is_random),
        cmocka_unit_test(greedy_needs_one_look),
        cmocka_unit_test(ties_are_broken_at_random),
        cmocka_unit_test(the_policy_is_what_is_played),
        cmocka_unit_test(regret_of_an_independent_program),
        cmocka_unit_test(the_testbed_of_sutton_and_barto),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
