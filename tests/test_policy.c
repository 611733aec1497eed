/* Policies with parameters against a scalar twin in long double, its differences, and their laws. */
#include "published.h"
#include "lane.h"
#include "policy.h"

enum { L = 8, M = 2, W = L * M, MOST_N = 64 };
typedef long double real;
static const real PI = 3.141592653589793238462643383279502884L;

static struct policy table   = { .table = 1, .out = 3, .n = 12, .L = L, .M = M, .W = W };
static struct policy linear  = { .layers = 1, .size = { 4, 3 }, .out = 3, .n = 15, .L = L, .M = M, .W = W };
static struct policy deep    = { .layers = 3, .size = { 4, 3, 4, 3 }, .out = 3, .n = 15 + 16 + 15, .L = L, .M = M, .W = W };
static struct policy gauss   = { .gaussian = 1, .layers = 1, .size = { 4, 2 }, .out = 2, .n = 8, .L = L, .M = M, .W = W, .sigma = 0.7 };
static struct policy *const all[] = { &table, &linear, &deep, &gauss };

/* parameters, a direction, and a moment, all made up */
static double theta[MOST_N * L], v[MOST_N * L], other[MOST_N * L], x[4 * W], u[2 * W];
static int32_t state[W], action[W];
static const struct moment seen = { x, state, action, u };
static double made_up(int i) { return sin(12.9898 * i) * 1.3; }
static void make_up(void)
{
    for (int i = 0; i < MOST_N * L; i++)
        theta[i] = made_up(i), v[i] = made_up(i + 1000), other[i] = made_up(i + 3000);
    for (int i = 0; i < 4 * W; i++)
        x[i] = made_up(i + 5000);
    for (int w = 0; w < W; w++)
        state[w] = w * 7 % 4, action[w] = w * 5 % 3, u[w] = made_up(w + 7000), u[W + w] = made_up(w + 8000);
}

/* ---- the twin --------------------------------------------------------------------------------------------------------------------------- */
static void outputs(const struct policy *p, const real *t, int w, real *z)
{
    real h[64], next[64];
    if (p->table) {
        for (int a = 0; a < p->out; a++)
            z[a] = t[state[w] * p->out + a];
        return;
    }
    for (int j = 0; j < p->size[0]; j++)
        h[j] = x[j * W + w];
    for (int k = 1; k <= p->layers; k++) {
        int in = p->size[k - 1], out = p->size[k];
        for (int i = 0; i < out; i++) {
            next[i] = p->gaussian ? 0 : t[in * out + i];
            for (int j = 0; j < in; j++)
                next[i] += t[i * in + j] * h[j];
        }
        t += out * (in + !p->gaussian);
        for (int i = 0; i < out; i++)
            h[i] = k < p->layers ? tanhl(next[i]) : next[i];
    }
    for (int i = 0; i < p->out; i++)
        z[i] = h[i];
}
static real log_pi(const struct policy *p, const real *t, int w, int a, const real *act)
{
    real z[8], sum = 0;
    outputs(p, t, w, z);
    if (!p->gaussian) {
        for (int b = 0; b < p->out; b++)
            sum += expl(z[b]);
        return z[a] - logl(sum);
    }
    for (int i = 0; i < p->out; i++)
        sum -= (act[i] - z[i]) * (act[i] - z[i]) / (2 * (real)p->sigma * (real)p->sigma) + logl((real)p->sigma) + 0.5L * logl(2 * PI);
    return sum;
}
static void lane_of(const struct policy *p, const double *from, int w, real *t)
{
    for (int i = 0; i < p->n; i++)
        t[i] = from[i * L + w % L];
}
static real log_done(const struct policy *p, const real *t, int w) { return log_pi(p, t, w, action[w], (real[]){ u[w], u[W + w] }); }
/* central differences of the fourth order: errors of h^4 and of 1e-19/h */
static const real H = 1e-4L;
static real slope_at(const struct policy *p, real *t, int i, int w)
{
    real keep = t[i], f[4], at[4] = { -2, -1, 1, 2 };
    for (int k = 0; k < 4; k++)
        t[i] = keep + at[k] * H, f[k] = log_done(p, t, w);
    t[i] = keep;
    return (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * H);
}

static void the_log_is_that_of_the_twin(void **unused)
{
    (void)unused;
    double out[W];
    real t[MOST_N];
    for (int k = 0; k < 4; k++) {
        policy_log(all[k], theta, seen, out);
        for (int w = 0; w < W; w++) {
            lane_of(all[k], theta, w, t);
            within(out[w], (double)log_done(all[k], t, w), 1e-14, "log pi");
        }
    }
}

/* sums over copies of weight times the difference quotient */
static void the_score_is_the_gradient_of_the_log(void **unused)
{
    (void)unused;
    double weight[W], grad[MOST_N * L];
    real t[MOST_N];
    for (int w = 0; w < W; w++)
        weight[w] = made_up(w + 50);
    for (int k = 0; k < 4; k++) {
        const struct policy *p = all[k];
        for (int i = 0; i < p->n * L; i++)
            grad[i] = 1;
        policy_score(p, theta, seen, weight, grad);
        for (int i = 0; i < p->n; i++)
            for (int l = 0; l < L; l++) {
                real want = 1;
                for (int w = l; w < W; w += L)
                    lane_of(p, theta, w, t), want += weight[w] * slope_at(p, t, i, w);
                within(grad[i * L + l], (double)want, 1e-12, "score");
            }
    }
}

static void the_product_is_the_derivative_of_the_score(void **unused)
{
    (void)unused;
    double weight[W], bent[MOST_N * L], along[W];
    real t[MOST_N], d[MOST_N];
    for (int w = 0; w < W; w++)
        weight[w] = made_up(w + 90);
    for (int k = 0; k < 4; k++) {
        const struct policy *p = all[k];
        memset(bent, 0, sizeof bent);
        policy_bend(p, theta, seen, v, weight, bent);
        policy_along(p, theta, seen, v, along);
        for (int w = 0; w < W; w++) {
            real want = 0;
            lane_of(p, theta, w, t), lane_of(p, v, w, d);
            for (int i = 0; i < p->n; i++)
                want += slope_at(p, t, i, w) * d[i];
            within(along[w], (double)want, 1e-12, "score . v");
        }
        for (int i = 0; i < p->n; i++)
            for (int l = 0; l < L; l++) {
                real want = 0;
                for (int w = l; w < W; w += L)
                    for (int sign = -1; sign < 2; sign += 2) {
                        lane_of(p, theta, w, t), lane_of(p, v, w, d);
                        for (int j = 0; j < p->n; j++)
                            t[j] += sign * 1e-5L * d[j];
                        want += weight[w] * sign * slope_at(p, t, i, w) / 2e-5L;
                    }
                within(bent[i * L + l], (double)want, 2e-8, "Hessian times v");      /* third derivatives times 1e-10 / 6 */
            }
    }
}

/* sum over a of pi(a) score(a) = 0, and of pi(a) (score . v)^2 = -v' (sum pi Hess) v: the two forms of Fisher's information */
static void scores_average_to_zero_and_their_squares_to_the_information(void **unused)
{
    (void)unused;
    for (int k = 0; k < 3; k++) {
        const struct policy *p = all[k];
        double mean[MOST_N * L] = { 0 }, bent[MOST_N * L] = { 0 }, square[W] = { 0 }, log_chance[W], chance[W], along[W], sum[L] = { 0 };
        int32_t played[W];
        for (int a = 0; a < p->out; a++) {
            for (int w = 0; w < W; w++)
                played[w] = a;
            struct moment m = { x, state, played, u };
            policy_log(p, theta, m, log_chance);
            for (int w = 0; w < W; w++)
                chance[w] = exp(log_chance[w]);
            policy_score(p, theta, m, chance, mean), policy_bend(p, theta, m, v, chance, bent), policy_along(p, theta, m, v, along);
            for (int w = 0; w < W; w++)
                square[w] += chance[w] * along[w] * along[w], sum[w % L] += chance[w];
        }
        for (int i = 0; i < p->n * L; i++)
            within(mean[i], 0, 1e-14, "mean score");
        for (int l = 0; l < L; l++) {
            double product = 0;
            for (int i = 0; i < p->n; i++)
                product += v[i * L + l] * bent[i * L + l];
            within(sum[l], M, 1e-14, "chances"), within(-product, square[l] + square[L + l], 1e-11, "information");
        }
    }
}

static void entropy_and_divergence_are_their_definitions(void **unused)
{
    (void)unused;
    double H_of[W], kl[W], none[W];
    real t[MOST_N], o[MOST_N], z[8], y[8];
    for (int k = 0; k < 4; k++) {
        const struct policy *p = all[k];
        policy_entropy(p, theta, seen, H_of), policy_kl(p, theta, other, seen, kl), policy_kl(p, theta, theta, seen, none);
        for (int w = 0; w < W; w++) {
            real entropy = 0, divergence = 0;
            lane_of(p, theta, w, t), lane_of(p, other, w, o);
            for (int a = 0; a < p->out && !p->gaussian; a++) {
                real mine = log_pi(p, t, w, a, NULL), its = log_pi(p, o, w, a, NULL);
                entropy -= expl(mine) * mine, divergence += expl(mine) * (mine - its);
            }
            if (p->gaussian) {
                outputs(p, t, w, z), outputs(p, o, w, y);
                for (int i = 0; i < p->out; i++)
                    divergence += (z[i] - y[i]) * (z[i] - y[i]) / (2 * 0.7L * 0.7L), entropy += 0.5L * logl(2 * PI * expl(1) * 0.7L * 0.7L);
            }
            within(H_of[w], (double)entropy, 1e-13, "entropy"), within(kl[w], (double)divergence, 1e-12, "divergence");
            assert_true(none[w] == 0);
        }
    }
}

/* one chance near 1: nothing overflows, and the information vanishes */
static void a_softmax_near_a_corner_has_no_information(void **unused)
{
    (void)unused;
    double big[MOST_N * L] = { 0 }, entropy[W], bent[MOST_N * L] = { 0 }, one[W], log_chance[W];
    for (int s = 0; s < 4; s++)
        for (int l = 0; l < L; l++)
            big[s * 3 * L + l] = 800;
    for (int w = 0; w < W; w++)
        one[w] = 1;
    policy_entropy(&table, big, seen, entropy), policy_bend(&table, big, seen, v, one, bent), policy_log(&table, big, seen, log_chance);
    for (int w = 0; w < W; w++)
        assert_true(entropy[w] == 0 && log_chance[w] == (action[w] ? -800 : 0));
    for (int i = 0; i < 12 * L; i++)
        assert_true(bent[i] == 0);
}

/* ---- through the simulator ---------------------------------------------------------------------------------------------------------------- */
static struct policy opened;
static double start[2000 * 64];
static const list *layers;
static int opener_init(struct run *run)
{
    if (policy_open(&opened, run, layers, 0.5))
        return -1;
    policy_init(&opened, run->rng, start);
    return 0;
}
static void opener_iterate(struct run *run) { policy_act(&opened, run, start), sim_step(run); }
static const struct algo_type opener = { .name = "opener", .init = opener_init, .iterate = opener_iterate };

static const char *open_on(const char *name, long n, const double *units)
{
    const struct env_type *env = isa_env(isa_pick(NULL), name);
    const struct metric *const length = &metrics[LENGTH];
    void *self = lab_self(env->params, env->size, name, "");
    list hidden = { n, units };
    static const long log[] = { 4000 };
    double out[BLOCK];
    layers = &hidden, failure_forget();
    struct setup set = { .algo = &opener, .algo_self = "", .env = env, .env_self = self, .seed = 3, .lanes = BLOCK, .horizon = 4000,
                         .max_bytes = 1 << 26, .log = log, .n_log = 1, .metric = &length, .n_metrics = !strcmp(name, "cartpole") };
    struct sim *s = sim_open(&set);
    if (s) {
        double sum = 0;
        sim_run(s, 4000, out);
        for (int l = 0; l < BLOCK; l++)
            sum += out[l] / BLOCK;
        if (set.n_metrics && !n)
            within(sum, 22.26, 0.4, "random policy");       /* 64 * 4000 / 22 episodes, deviation 12: five standard errors are 0.6 */
        sim_close(s);
    }
    free(self);
    return s ? NULL : failure();
}
static void policies_fit_their_environments(void **unused)
{
    (void)unused;
    assert_null(open_on("cartpole", 0, NULL));
    assert_int_equal(opened.n, 10);
    for (int i = 0; i < opened.n * BLOCK; i++)
        assert_true(start[i] == 0);
    assert_null(open_on("cartpole", 2, (double[]){ 32, 32 }));
    assert_int_equal(opened.n, 4 * 32 + 32 + 32 * 32 + 32 + 32 * 2 + 2);
    double mean = 0, square = 0;
    for (int i = 0; i < 128 * BLOCK; i++) {
        assert_true(fabs(start[i]) <= sqrt(6.0 / 36));
        mean += start[i] / (128 * BLOCK), square += start[i] * start[i] / (128 * BLOCK);
    }
    within(mean, 0, 5 * sqrt(2.0 / 36 / (128 * BLOCK)), "mean"), within(square, 2.0 / 36, 5 * 2.0 / 36 / sqrt(128 * BLOCK), "square");
    for (int i = 128 * BLOCK; i < 160 * BLOCK; i++)
        assert_true(start[i] == 0);
    assert_null(open_on("apg", 0, NULL));
    assert_int_equal(opened.n, 25);
    assert_null(open_on("lqb", 0, NULL));
    assert_int_equal(opened.n, 4);
    assert_non_null(strstr(open_on("apg", 1, (double[]){ 8 }), "its policy is a table"));
    assert_non_null(strstr(open_on("lqb", 1, (double[]){ 8 }), "linear here"));
    assert_non_null(strstr(open_on("cartpole", 4, (double[]){ 8, 8, 8, 8 }), "at most 3"));
    failure_forget();
    assert_int_equal(pair_fits(isa_algo(isa_pick(NULL), "n-pg-igt"), isa_env(isa_pick(NULL), "bernoulli")), -1);
    assert_non_null(strstr(failure(), "n-pg-igt needs states or observations, and bernoulli has neither"));
}

static int set_up(void **unused) { (void)unused, make_up(); return 0; }
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_log_is_that_of_the_twin),
        cmocka_unit_test(the_score_is_the_gradient_of_the_log),
        cmocka_unit_test(the_product_is_the_derivative_of_the_score),
        cmocka_unit_test(scores_average_to_zero_and_their_squares_to_the_information),
        cmocka_unit_test(entropy_and_divergence_are_their_definitions),
        cmocka_unit_test(a_softmax_near_a_corner_has_no_information),
        cmocka_unit_test(policies_fit_their_environments),
    };
    return !!cmocka_run_group_tests(tests, set_up, NULL);
}
