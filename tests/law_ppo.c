/* Laws of PPO and A2C: the same bits at every width and on every instruction set while they learn, limits in which parameters do not
 * matter, and a plain program that trains the same networks. */
#include "lab.h"
#include "plain_ppo.h"
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>

/* small enough that a short run learns often */
#define SMALL "copies=3 rollout=8 units=20 minibatches=2 epochs=2 lr=0.01"

static void final(const char *algo, const char *env, const char *params, const char *own, long T, int lanes, const char *isa,
                  double *x, long n)
{
    lab_run((struct lab){ .algo = algo, .env = env, .params = params, .own = own, .n = n, .T = T, .lanes = lanes, .isa = isa,
                          .seed = 5 }, x);
}

static void learning_has_the_same_bits_everywhere(void **unused)
{
    static const char *const algo[] = { "ppo", "a2c", "ppo-gauss", "a2c-gauss" };
    static const char *const env[] = { "cartpole", "cartpole", "pendulum", "pendulum" };
    (void)unused;
    for (int k = 0; k < 4; k++) {
        double wide[16], narrow[16], best[16], first[16];
        long T = k < 2 ? 1500 : 3000;
        const char *params = k % 2 ? SMALL " activation=relu" : SMALL;
        final(algo[k], env[k], params, "return100", T, 16, NULL, best, 16);
        final(algo[k], env[k], params, "return100", T, 8, NULL, narrow, 16);
        assert_memory_equal(best, narrow, sizeof best);
        final(algo[k], env[k], params, "entropy", T, 16, NULL, wide, 16);
        for (const struct isa *const *isa = isa_all(); *isa; isa++) {
            final(algo[k], env[k], params, "entropy", T, 16, (*isa)->name, first, 16);
            if (memcmp(first, wide, sizeof wide))
                fail_msg("%s on %s: %s gives other numbers", algo[k], env[k], (*isa)->name);
        }
        /* and it has learned something: copies of one replicate's number would not differ in so many digits */
        for (int l = 1; l < 16; l++)
            assert_true(wide[l] != wide[0] && isfinite(wide[l]));
    }
}

/* in the first minibatch after a rollout rho = 1 and V = V_old, exactly: nothing is clipped, however narrow the interval */
static void the_first_minibatch_is_never_clipped(void **unused)
{
    (void)unused;
    double wide[16], narrow[16], free[16];
#define ONCE SMALL " minibatches=1 epochs=1"
    final("ppo", "cartpole", ONCE " clip=1e9", "entropy", 1500, 16, NULL, wide, 16);
    final("ppo", "cartpole", ONCE " clip=1e-6", "entropy", 1500, 16, NULL, narrow, 16);
    final("ppo", "cartpole", ONCE " clip=1e-6 value_clip=no", "entropy", 1500, 16, NULL, free, 16);
    assert_memory_equal(wide, narrow, sizeof wide);
    assert_memory_equal(wide, free, sizeof wide);
    /* but the second one is */
    final("ppo", "cartpole", SMALL " clip=1e9", "entropy", 1500, 16, NULL, wide, 16);
    final("ppo", "cartpole", SMALL " clip=1e-6", "entropy", 1500, 16, NULL, narrow, 16);
    assert_true(memcmp(wide, narrow, sizeof wide));
}

/* without a rate the first policy stays: nearly uniform, under which the pole falls after 22.3 +- 0.4 steps (the environment's test) */
static void without_a_rate_nothing_is_learned(void **unused)
{
    static const char *const algo[] = { "ppo", "a2c" };
    (void)unused;
    for (int k = 0; k < 2; k++) {
        double x[64], mean = 0;
        final(algo[k], "cartpole", "lr=0 units=16", "return100", 4000, 64, NULL, x, 64);
        for (int l = 0; l < 64; l++)
            mean += x[l] / 64;
        /* 6400 episodes with a standard deviation of 12, hence 0.15; and the policy is not quite uniform */
        assert_true(fabs(mean - 22.3) < 0.4 + 0.8);
        final(algo[k], "cartpole", "lr=0 units=16", "entropy", 4000, 64, NULL, x, 64);
        for (int l = 0; l < 64; l++)
            assert_true(fabs(x[l] - log(2)) < 1e-3);
    }
}

/* a time limit that is never reached may count as what it likes; one that always cuts may not */
static void time_limits_matter_only_where_they_cut(void **unused)
{
    (void)unused;
    double end[16], on[16];
    final("ppo", "cartpole", SMALL " limit=1000000 timeout=end", "entropy", 3000, 16, NULL, end, 16);
    final("ppo", "cartpole", SMALL " limit=1000000 timeout=bootstrap", "entropy", 3000, 16, NULL, on, 16);
    assert_memory_equal(end, on, sizeof end);
    final("ppo", "cartpole", SMALL " limit=10 timeout=end", "entropy", 3000, 16, NULL, end, 16);
    final("ppo", "cartpole", SMALL " limit=10 timeout=bootstrap", "entropy", 3000, 16, NULL, on, 16);
    assert_true(memcmp(end, on, sizeof end));
}

static void goals_are_reached_or_not(void **unused)
{
    (void)unused;
    double x[16], y[16];
    final("a2c", "cartpole", "units=16 goal=1e300", "solved", 4000, 16, NULL, x, 16);
    final("a2c", "cartpole", "units=16 goal=0", "solved", 4000, 16, NULL, y, 16);
    for (int l = 0; l < 16; l++)
        assert_true(x[l] == 0 && y[l] == 1);
    /* fewer than a hundred episodes are not enough; every step pays 1, so their mean return is above 4 */
    final("a2c", "cartpole", "units=16 goal=0", "solved", 200, 16, NULL, y, 16);
    final("a2c", "cartpole", "units=16", "return100", 200, 16, NULL, x, 16);
    for (int l = 0; l < 16; l++)
        assert_true(y[l] == 0 && x[l] > 4 && x[l] < 200);
}

/* ten times what chance gives, in a tenth of the steps that CleanRL's curves need for a hundred times */
static void balancing_is_learned(void **unused)
{
    (void)unused;
    double x[16], mean = 0;
    final("ppo", "cartpole", NULL, "return100", 60000, 16, NULL, x, 16);
    for (int l = 0; l < 16; l++)
        mean += x[l] / 16;
    assert_true(mean > 150);
}

static void a_plain_program_trains_the_same_networks(void **unused)
{
    (void)unused;
    enum { N = 2 };
    for (long T = 1500; T <= 12000; T *= 2) {
        double ours[N], theirs;
        final("ppo", "cartpole", NULL, "return100", T, 8, NULL, ours, N);
        for (int r = 0; r < N; r++) {
            plain_ppo_loop(&(struct plain_job){ .T = T, .seed = 5, .replicate = r, .stack = 1 }, 1, &theirs);
            if (memcmp(&ours[r], &theirs, sizeof theirs))
                fail_msg("replicate %d after %ld steps: mean return %.17g, the plain program's %.17g", r, T, ours[r], theirs);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(learning_has_the_same_bits_everywhere),
        cmocka_unit_test(the_first_minibatch_is_never_clipped),
        cmocka_unit_test(without_a_rate_nothing_is_learned),
        cmocka_unit_test(time_limits_matter_only_where_they_cut),
        cmocka_unit_test(goals_are_reached_or_not),
        cmocka_unit_test(balancing_is_learned),
        cmocka_unit_test(a_plain_program_trains_the_same_networks),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
