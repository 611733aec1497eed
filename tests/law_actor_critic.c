/* The actor-critic and the random player on the cart-pole against their plain twins, and what learning there amounts to. */
#include "plain_cartpole.c"
#include "published.h"

/* the cart stands where the twin's stands after 3000 steps: every fall, every start and every choice was the same */
static void the_cart_ends_where_the_twin_s_does(void **unused)
{
    (void)unused;
    static const struct plain_type *const twin[] = { &plain_random_cartpole, &plain_actor_critic };
    const struct env_type *env = isa_env(isa_pick(NULL), "cartpole");
    for (int i = 0; i < 2; i++) {
        const struct algo_type *algo = isa_algo(isa_pick(NULL), twin[i]->algo);
        void *self = lab_self(algo->params, algo->size, algo->name, ""), *env_self = lab_self(env->params, env->size, env->name, "");
        struct sim *s = sim_open(&(struct setup){ .algo = algo, .algo_self = self, .env = env, .env_self = env_self, .seed = 6, .lanes = 16,
                                                  .horizon = 3000, .max_bytes = 1 << 24 });
        sim_run(s, 3000, NULL);
        for (int l = 0; l < 16; l++) {
            twin[i]->run(&(struct plain_job){ .T = 3000, .seed = 6, .replicate = l, .stack = 1 });
            assert_true(sim_view(s)->env->obs[l] == plain_cartpole_end);
        }
        sim_close(s), free(self), free(env_self);
    }
}

/* steps of size 0 are the random policy, 22 steps an episode; with the defaults most replicates stand for hundreds of steps after 10^6 */
static void it_learns_to_stand(void **unused)
{
    (void)unused;
    double x[64], se, still = lab_mean((struct lab){ .algo = "actor-critic", .env = "cartpole", .params = "alpha=0", .n = 64, .T = 20000,
                                                     .metric = LENGTH }, &se);
    int standing = 0;
    within(still, 22.26, 5 * se, "alpha = 0");
    const long log[] = { 900000, 1000000 };
    double both[128];
    lab_run((struct lab){ .algo = "actor-critic", .env = "cartpole", .n = 64, .T = 1000000, .log = log, .n_log = 2, .metric = LENGTH }, both);
    for (int l = 0; l < 64; l++)
        x[l] = both[2 * l + 1], standing += x[l] > 200;
    assert_true(standing > 48);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cart_ends_where_the_twin_s_does),
        cmocka_unit_test(it_learns_to_stand),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
