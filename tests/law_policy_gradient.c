/* Laws of the policy gradient methods: what they become when their averages, look-aheads and curvature vanish. */
#include "../algorithms/policy_gradient.c"
#include "published.h"

enum { FEW = 16, TURNS = 100, T = 20 * TURNS };

static void values(const char *algo, const char *env, const char *params, long turns, double x[FEW])
{
    lab_run((struct lab){ .algo = algo, .env = env, .params = params, .n = FEW, .lanes = 16, .T = turns * 20, .seed = 8, .metric = VALUE }, x);
}

/* an average of one gradient is that gradient, seen from where one stands */
static void without_memory_all_normalised_methods_are_one(void **unused)
{
    (void)unused;
    double sgd[FEW], mpg[FEW], igt[FEW];
    for (int i = 0; i < 2; i++) {
        const char *env = i ? "apg" : "lqb", *with = i ? "eta=1e9 horizon=20" : "eta=1e9";
        values("n-sgd", env, with, TURNS, sgd), values("n-mpg", env, with, TURNS, mpg), values("n-pg-igt", env, with, TURNS, igt);
        assert_memory_equal(sgd, mpg, sizeof sgd);
        assert_memory_equal(sgd, igt, sizeof sgd);
        values("n-pg-igt", env, with + (i ? 8 : 7), TURNS, igt);
        for (int l = 0; l < FEW; l++)
            assert_true(igt[l] != sgd[l]);
    }
}

/* the first iteration knows of no other; constant steps are the same in two files */
static void first_steps_and_plain_steps_agree(void **unused)
{
    (void)unused;
    double a[FEW], b[FEW];
    static const char *const normal[] = { "n-mpg", "n-pg-igt", "n-harpg" };
    values("n-sgd", "lqb", "", 1, a);
    for (int i = 0; i < 3; i++) {
        values(normal[i], "lqb", "", 1, b);
        assert_memory_equal(a, b, sizeof a);
    }
    values("pg", "lqb", "step=0.05", 1, a), values("pgc", "lqb", "step=0.05", 1, b);
    assert_memory_equal(a, b, sizeof a);
    values("harpg", "lqb", "step=0.05", 1, b);
    assert_memory_equal(a, b, sizeof a);
    values("pgc", "lqb", "step=0.005", TURNS, a), values("gpomdp", "lqb", "lr=0.005", TURNS, b);
    assert_memory_equal(a, b, sizeof a);
    /* much damping turns the natural gradient into the gradient */
    values("npg", "lqb", "step=fixed damping=1e9 lr=5e6", TURNS, b);
    for (int l = 0; l < FEW; l++)
        within(b[l], a[l], 1e-6, "npg");
}

static struct sim *open_on(const struct algo_type *type, const char *env_name, const char *params)
{
    const struct env_type *env = isa_env(isa_pick(NULL), env_name);
    void *self = lab_self(type->params, type->size, type->name, params), *env_self = lab_self(env->params, env->size, env_name, "");
    struct sim *s = sim_open(&(struct setup){ .algo = type, .algo_self = self, .env = env, .env_self = env_self, .seed = 2, .lanes = 8,
                                              .horizon = 1000000, .max_bytes = 1 << 26 });
    param_release(type->params, self), param_release(env->params, env_self);
    free(self), free(env_self);
    if (!s)
        lab_fail(type->name);
    return s;
}

/* |theta_{t+1} - theta_t| = 2c/(t+2), however large or small the gradient; two episodes an iteration but the first */
static void steps_have_the_length_they_should(void **unused)
{
    (void)unused;
    static const struct algo_type *const normal[] = { &algo_n_sgd, &algo_n_mpg, &algo_n_pg_igt, &algo_n_harpg };
    for (int i = 0; i < 4; i++) {
        struct sim *s = open_on(normal[i], "lqb", "step=0.3");
        const struct pg *pg = sim_view(s)->self;
        for (int t = 0; t < 50; t++) {
            long before = sim_view(s)->t;
            sim_run(s, before + 1, NULL);
            assert_int_equal(sim_view(s)->t - before, i == 3 && t ? 40 : 20);
            for (int l = 0; l < 8; l++) {
                double sum = 0;
                for (int j = 0; j < 4; j++)
                    sum += (pg->theta[j * 8 + l] - pg->before[j * 8 + l]) * (pg->theta[j * 8 + l] - pg->before[j * 8 + l]);
                within(sqrt(sum), 0.6 / (t + 2), 1e-14, normal[i]->name);
            }
        }
        sim_close(s);
    }
    struct sim *s = open_on(&algo_n_sgd, "lqb", "step=10 box=0.25");
    const struct pg *pg = sim_view(s)->self;
    sim_run(s, 2000, NULL);
    for (int i = 0; i < 32; i++)
        assert_true(fabs(pg->theta[i]) <= 0.25);
    sim_close(s);
}

/* On a quadratic, seen without noise, the average of gradients at look-aheads is today's gradient, whatever the weights (Cutkosky and
 * Mehta 2020); without look-ahead it is not. */
static void gradients_are_transported_without_bias(void **unused)
{
    (void)unused;
    enum { N = 3, K = 8 };
    static const double Q[N][N] = { { 2, .3, .1 }, { .3, 1, -.2 }, { .1, -.2, .5 } };
    static double theta[N * K], before[N * K], d[N * K], at[N * K];
    for (int ahead = 0; ahead < 2; ahead++) {
        struct pg s = { .p = { .n = N, .L = K }, .theta = theta, .before = before, .d = d, .at = at };
        double worst = 0;
        for (int i = 0; i < N * K; i++)
            theta[i] = before[i] = 1 + i * 0.1;
        for (int t = 0; t < 60; t++) {
            double eta = decay((uint64_t)t, 0.8);
            look_ahead(&s, ahead ? (1 - eta) / eta : 0);
            for (int l = 0; l < K; l++) {
                double g[N] = { 0 }, here[N] = { 0 };
                for (int i = 0; i < N; i++)
                    for (int j = 0; j < N; j++)
                        g[i] -= Q[i][j] * at[j * K + l], here[i] -= Q[i][j] * theta[j * K + l];
                for (int i = 0; i < N; i++) {
                    d[i * K + l] = t ? (1 - eta) * d[i * K + l] + eta * g[i] : g[i];
                    worst = fmax(worst, fabs(d[i * K + l] - here[i]));
                }
            }
            move(&s, 0.4 * decay((uint64_t)t, 1), 1);
        }
        assert_true(ahead ? worst < 1e-12 : worst > 0.05);
    }
}

/* where there is no gradient nothing moves, and nothing is divided by its length */
static void no_gradient_is_no_move(void **unused)
{
    (void)unused;
    static double theta[8], before[8], d[8];
    struct pg s = { .p = { .n = 1, .L = 8 }, .theta = theta, .before = before, .d = d };
    d[3] = 2;
    move(&s, 0.5, 1);
    for (int l = 0; l < 8; l++)
        assert_true(theta[l] == (l == 3 ? 0.5 : 0));
}

/* all of them climb: five standard errors above the start, whose value is known */
static void they_all_climb(void **unused)
{
    (void)unused;
    static const struct { const char *algo, *params; } all[] = {
        { "pg", "step=0.1 offset=0.5 box=4" }, { "pgc", "step=0.02 offset=0.5 box=4" }, { "n-sgd", "offset=0.5 box=4" }, { "n-mpg", "offset=0.5 box=4" },
        { "n-pg-igt", "offset=0.5 box=4" }, { "n-harpg", "step=0.2 offset=0.5 box=4 batch=4" }, { "reinforce", "lr=0.01 batch=8 baseline=mean" },
        { "gpomdp", "lr=0.03 batch=8 baseline=mean" }, { "gpomdp", "lr=0.02 batch=16 baseline=value" },
        { "npg", "step=fixed lr=0.02 batch=16 baseline=mean damping=0.1" }, { "npg", "batch=16 baseline=mean damping=0.1" },
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        double se, x = lab_mean((struct lab){ .algo = all[i].algo, .env = "lqb", .params = all[i].params, .n = 32, .lanes = 32, .T = 60000,
                                              .metric = VALUE }, &se);
        if (!(x > 5.7304 + 5 * se && x < 7.6398))
            fail_msg("%s %s: %g +- %g", all[i].algo, all[i].params, x, se);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_memory_all_normalised_methods_are_one),
        cmocka_unit_test(first_steps_and_plain_steps_agree),
        cmocka_unit_test(steps_have_the_length_they_should),
        cmocka_unit_test(gradients_are_transported_without_bias),
        cmocka_unit_test(no_gradient_is_no_move),
        cmocka_unit_test(they_all_climb),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
