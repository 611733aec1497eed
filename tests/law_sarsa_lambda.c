/* Laws of SARSA(lambda) and Q(lambda): without traces they are SARSA and Q-learning to the last bit, on a corridor a trace does in one
 * episode what takes others as many as there are states, and actions that repeat others are no further actions. */
#include "../algorithms/sarsa_lambda.c"
#include "published.h"

enum { RUNS = 64 };
static void without_traces(const char *algo, const char *plain, const char *env, const char *params)
{
    double x[RUNS], y[RUNS];
    static const int metric[] = { VALUE_ERROR, REWARD };
    for (int m = 0; m < 2; m++) {
        char with[100];
        snprintf(with, sizeof with, "lambda=0 %s", params);
        lab_run((struct lab){ .algo = algo, .env = env, .params = with, .n = RUNS, .T = 3000, .metric = metric[m] }, x);
        lab_run((struct lab){ .algo = plain, .env = env, .params = params, .n = RUNS, .T = 3000, .metric = metric[m] }, y);
        assert_memory_equal(x, y, sizeof x);
    }
}
static void without_traces_they_are_sarsa_and_q_learning(void **unused)
{
    (void)unused;
    static const char *const env[] = { "frozenlake", "chain", "maxbias", "random-walk" };
    for (int i = 0; i < 4; i++) {
        without_traces("sarsa-lambda", "sarsa", env[i], ""), without_traces("q-lambda", "q", env[i], "");
        without_traces("q-lambda", "q", env[i], "trace=dutch tie=first");
        without_traces("sarsa-lambda", "sarsa", env[i], "trace=replacing eps=0.5");
    }
}

/* one step of traces_learn by hand: two rows, lane l steps by l */
static void traces_move_all_rows_and_then_the_one_visited(void **unused)
{
    enum { L = 8 };
    static const struct { enum trace kind; double grown; } it[] = {
        { ACCUMULATING, 0.5 * 0.8 + 1 }, { REPLACING, 1 }, { DUTCH, 0.9 * 0.4 + 1 },
    };
    (void)unused;
    for (int k = 0; k < 3; k++) {
        double v[2 * L], z[2 * L], step[L], decay[L];
        int32_t row[L];
        each(l)
            v[l] = 1, v[L + l] = 2, z[l] = 0.8, z[L + l] = 0.6, step[l] = l, decay[l] = 0.5, row[l] = l % 2;
        traces_learn(v, z, 2, L, row, it[k].kind, 0.1, step, decay);
        each(l) {
            int other = 1 - l % 2;
            double mine = l % 2 ? it[k].kind == ACCUMULATING ? 1.3 : it[k].kind == DUTCH ? 0.9 * 0.3 + 1 : 1 : it[k].grown;
            within(z[row[l] * L + l], mine, 1e-15, "visited"), within(z[other * L + l], other ? 0.3 : 0.4, 1e-15, "not visited");
            within(v[row[l] * L + l], 1 + row[l] + l * mine, 1e-14, "its value");
            within(v[other * L + l], 1 + other + l * (other ? 0.3 : 0.4), 1e-14, "the other's");
        }
    }
}

/* A corridor of ten states that pays at its end, one action, no discount: with lambda=1 and alpha=1 the first episode tells every state
 * what it is worth, without traces it takes ten */
static void a_trace_carries_a_reward_back_to_the_start(void **unused)
{
    (void)unused;
    static double rows[50];
    for (int i = 0; i < 10; i++)
        memcpy(rows + 5 * i, (double[]){ i, 0, i + 1, 1, i == 9 }, 5 * sizeof(double));
    static const struct { const char *algo; double lambda; int wrong; } it[] = {
        { "sarsa-lambda", 1, 0 }, { "q-lambda", 1, 0 }, { "sarsa", 0, 9 }, { "q-lambda", 0, 9 },
    };
    const struct env_type *env = isa_env(isa_pick(NULL), "tabular");
    for (int k = 0; k < 4; k++) {
        const struct algo_type *algo = isa_algo(isa_pick(NULL), it[k].algo);
        char *env_self = lab_self(env->params, env->size, "tabular", "gamma=1"), params[50];
        snprintf(params, sizeof params, "alpha=1 lambda=%g", it[k].lambda);
        void *self = lab_self(algo->params, algo->size, it[k].algo, params);
        grid *file = (grid *)(void *)(env_self + param_find(env->params, "file")->at);
        *file = (grid){ "corridor.csv", 10, 5, rows };
        const struct setup set = { .algo = algo, .algo_self = self, .env = env, .env_self = env_self, .lanes = 8,
                                   .horizon = 1000, .max_bytes = 1 << 24 };
        struct sim *s = sim_open(&set);
        assert_non_null(s);
        sim_run(s, 10, NULL);
        double v[11 * 8];
        algo->values(sim_view(s), v);
        int wrong = 0;
        for (int i = 0; i < 10; i++)
            wrong += v[i * 8] != 1;
        assert_int_equal(wrong, it[k].wrong);
        *file = (grid){ 0 };
        sim_close(s), param_release(algo->params, self), param_release(env->params, env_self), free(self), free(env_self);
    }
}

/* actions that repeat others keep their values */
static void repeats_are_worth_the_same(void **unused)
{
    (void)unused;
    enum { L = 8 };
    const struct env_type *env = isa_env(isa_pick(NULL), "maxbias");
    void *env_self = lab_self(env->params, env->size, "maxbias", "");
    void *self = lab_self(sarsa_lambda_params, sizeof(struct sarsa_lambda), "q-lambda", "");
    const struct setup set = { .algo = &algo_q_lambda, .algo_self = self, .env = env, .env_self = env_self, .lanes = L, .horizon = 1000,
                               .max_bytes = 1 << 24 };
    struct sim *s = sim_open(&set);
    assert_non_null(s);
    sim_run(s, 1000, NULL);
    struct sarsa_lambda *q = sim_view(s)->self;
    for (int a = 2; a < 10; a++)
        each(l)
            assert_true(q->q[a * L + l] == q->q[a % 2 * L + l] && q->q[(10 + a) * L + l] != q->q[(10 + a - 1) * L + l]);
    sim_close(s), free(self), free(env_self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_traces_they_are_sarsa_and_q_learning),
        cmocka_unit_test(traces_move_all_rows_and_then_the_one_visited),
        cmocka_unit_test(a_trace_carries_a_reward_back_to_the_start),
        cmocka_unit_test(repeats_are_worth_the_same),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
