/* Laws of GRPO and its relatives: advantages by hand, gradients against exact ones, identities between the algorithms. */
#include "../algorithms/grpo.c"
#include "published.h"

enum { L = 16 };

/* a run that is open, with all its parts in reach; the parameters' struct is a copy that lives as long as the program */
static struct sim *open_run(const struct algo_type *algo, const char *env_name, const char *params, long first, long T)
{
    const struct env_type *env = isa_env(isa_pick(NULL), env_name);
    static long log[1];
    static const struct metric *metric[] = { &grpo_metrics[SUCCESS] };
    log[0] = T;
    const struct setup set = { .algo = algo, .algo_self = lab_keep(algo->params, algo->size, algo->name, params), .env = env,
                               .env_self = lab_keep(env->params, env->size, env_name, params), .seed = 17, .first = first, .lanes = L,
                               .horizon = T, .log = log, .n_log = 1, .metric = metric, .n_metrics = 1, .max_bytes = (size_t)1 << 30 };
    struct sim *s = sim_open(&set);
    if (!s)
        lab_fail(algo->name);
    return s;
}
static struct grpo *self_of(struct sim *s) { return sim_view(s)->self; }
static size_t theta_all(const struct grpo *s) { return theta_size(s->p) * L; }
static double *logit(struct grpo *s, int i, int l) { return s->theta + (size_t)l * theta_size(s->p) + i; }

/* theta after T updates */
static double *learned(const struct algo_type *algo, const char *env, const char *params, long T)
{
    static double out[BLOCK];
    struct sim *s = open_run(algo, env, params, 0, T);
    sim_run(s, T, out);
    size_t bytes = theta_all(self_of(s)) * sizeof(double);
    double *theta = malloc(bytes);
    memcpy(theta, self_of(s)->theta, bytes);
    sim_close(s);
    return theta;
}
static size_t size_on(const char *env)
{
    struct sim *s = open_run(&algo_grpo, env, "", 0, 1);
    size_t n = theta_all(self_of(s));
    sim_close(s);
    return n;
}

/* the largest difference between what two runs learned; 0: the same bits */
static double apart(const struct algo_type *a, const char *params_a, const struct algo_type *b, const char *params_b, const char *env,
                    long T)
{
    double *x = learned(a, env, params_a, T), *y = learned(b, env, params_b, T), most = 0;
    size_t n = size_on(env);
    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(x[i] - y[i]));
    free(x), free(y);
    return most;
}

/* ---- advantages by hand ------------------------------------------------------------------------------------------------------------- */

/* a batch of one group: rewards[i], and calls[i] as the stratum; every response has one token: A of each, in lane 3 */
static void advantages(const struct algo_type *algo, void (*advantage)(struct run *), const char *params, int G, const double *rewards,
                       const double *calls, double *A)
{
    char words[200];
    snprintf(words, sizeof words, "prompts=1 group=%d %s", G, params);
    struct sim *sim = open_run(algo, "search-agent", words, 0, 1);
    struct grpo *s = self_of(sim);
    for (int i = 0; i < G; i++)
        for (int l = 0; l < L; l++) {
            s->reward[i * L + l] = rewards[i], s->calls[i * L + l] = calls ? calls[i] : 0;
            s->size[i * L + l] = 1, s->all[l] = G;
        }
    advantage(sim_view(sim));
    for (int i = 0; i < G; i++) {
        A[i] = token(s, s->adv, i, 0, L)[3];
        for (int t = 1; t < s->p->length; t++)
            assert_true(token(s, s->adv, i, t, L)[3] == 0);
    }
    sim_close(sim);
}

/* every number of successes among eight */
static void advantages_of_a_group(void **unused)
{
    (void)unused;
    enum { G = 8 };
    for (int k = 0; k <= G; k++) {
        double R[G], A[G], sum = 0, square = 0;
        for (int i = 0; i < G; i++)
            R[i] = i < k;
        advantages(&algo_grpo, grpo_advantage, "", G, R, NULL, A);
        for (int i = 0; i < G; i++) {
            double up = sqrt((G - 1.0) * (G - k) / (G * k)), down = -sqrt((G - 1.0) * k / (G * (G - k)));
            within(A[i], k == 0 || k == G ? 0 : i < k ? up : down, 8e-6, "grpo");         /* 10^-6 beside a sigma of 0.35: 3e-6 of 2.5 */
            sum += A[i], square += A[i] * A[i];
        }
        within(sum, 0, 1e-14, "sum"), within(square, k == 0 || k == G ? 0 : G - 1, 1e-4, "squares");
        advantages(&algo_rloo, rloo_advantage, "", G, R, NULL, A);
        for (int i = 0; i < G; i++)
            within(A[i], R[i] - (k - R[i]) / (G - 1), 1e-15, "rloo: the mean of the others");
        advantages(&algo_drgrpo, drgrpo_advantage, "", G, R, NULL, A);
        for (int i = 0; i < G; i++)
            within(A[i], R[i] - (double)k / G, 1e-15, "drgrpo");
    }
}

/* strata compare their own: sums of 0 in each, variance 1; nothing between them; none for one alone */
static void advantages_within_strata(void **unused)
{
    (void)unused;
    static const double kind[] = { 0, 0, 1, 1, 1, 1, 2 };
    double A[7], global[7];
    advantages(&algo_stratified_grpo, stratified_advantage, "alpha=1", 6, (double[]){ 1, 1, 0, 0, 0, 0 }, kind, A);
    for (int i = 0; i < 6; i++)
        within(A[i], 0, 1e-12, "strata that differ");
    advantages(&algo_stratified_grpo, stratified_advantage, "alpha=1", 7, (double[]){ 1, 0, 1, 1, 0, 0, 1 }, kind, A);
    within(A[0], sqrt(0.5), 2e-6, "two"), within(A[1], -sqrt(0.5), 2e-6, "two");
    within(A[2], sqrt(0.75), 3e-6, "four"), within(A[5], -sqrt(0.75), 3e-6, "four"), within(A[6], 0, 0, "one alone");
    within(A[2] + A[3] + A[4] + A[5], 0, 1e-15, "sum"), within(A[2] * A[2] + A[3] * A[3] + A[4] * A[4] + A[5] * A[5], 3, 2e-5, "variance");
    /* the blend lies between; with all of one kind there is nothing to blend */
    advantages(&algo_grpo, grpo_advantage, "", 7, (double[]){ 1, 0, 1, 1, 0, 0, 1 }, kind, global);
    double blend[7];
    advantages(&algo_stratified_grpo, stratified_advantage, "alpha=0.3", 7, (double[]){ 1, 0, 1, 1, 0, 0, 1 }, kind, blend);
    for (int i = 0; i < 7; i++)
        within(blend[i], 0.3 * A[i] + 0.7 * global[i], 1e-15, "blend");
    advantages(&algo_stratified_grpo, stratified_advantage, "alpha=1", 7, (double[]){ 1, 0, 1, 1, 0, 0, 1 }, NULL, A);
    for (int i = 0; i < 7; i++)
        assert_true(A[i] == global[i]);
    /* Var(A_G) - Var(A_S) = (1/K) sum n_k (mean_k - mean)^2 */
    double R[] = { 1, 0, 1, 1, 0, 0, 1 }, mean = 4.0 / 7, total = 0, inner = 0, between = 0;
    static const double centre[] = { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1 };
    for (int i = 0; i < 7; i++)
        total += (R[i] - mean) * (R[i] - mean) / 7, inner += (R[i] - centre[i]) * (R[i] - centre[i]) / 7,
        between += (centre[i] - mean) * (centre[i] - mean) / 7;
    within(total - inner, between, 1e-15, "decomposition of the variance");
}

/* a past average that starts at 0 and moves by 5 % of each batch's mean */
static void reinforce_subtracts_past_rewards(void **unused)
{
    (void)unused;
    struct sim *sim = open_run(&algo_reinforce_rlvr, "search-agent", "prompts=1 group=4", 0, 1);
    struct grpo *s = self_of(sim);
    double b = 0;
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 4 * L; i++)
            s->reward[i] = i / L <= round % 3, s->size[i] = 2;
        reinforce_advantage(sim_view(sim));
        for (int i = 0; i < 4; i++) {
            within(token(s, s->adv, i, 1, L)[2], (i <= round % 3) - b, 1e-15, "advantage");
            within(token(s, s->adv, i, 2, L)[2], 0, 0, "after the end");
        }
        b = 0.95 * b + 0.05 * (round % 3 + 1) / 4;
    }
    sim_close(sim);
}

/* GAE as Schulman et al. 2016 write it, equation 16, from the definition; whitened; then values move to the mean of their targets */
static void ppo_advantages_are_the_generalised_ones(void **unused)
{
    (void)unused;
    struct sim *sim = open_run(&algo_ppo_clip, "verifiable", "prompts=3 group=4 lambda=0.7 lr_value=0.5", 0, 1);
    struct grpo *s = self_of(sim);
    const struct prompts *p = s->p;
    int N = p->nodes, T = p->length;
    static double value[32 * 16 * L], target[32 * 16], visits[32 * 16], want[12 * 8];
    for (int i = 0; i < p->train * N * L; i++)
        value[i] = s->value[i] = sin(i);
    respond(sim_view(sim));
    ppo_advantage(sim_view(sim));
    for (int l = 0; l < L; l++) {
        double sum = 0, square = 0, n = 0;
        memset(target, 0, sizeof target), memset(visits, 0, sizeof visits), memset(want, 0, sizeof want);
        for (int i = 0; i < 12; i++) {
            int m = s->prompt[i / 4 * L + l], size = (int)s->size[i * L + l];
            double v[9] = { 0 };
            for (int t = 0; t < size; t++)
                v[t] = value[(m * N + s->cell[(i * T + t) * L + l] / 8) * L + l];
            v[size] = s->reward[i * L + l];
            for (int t = 0; t < size; t++) {
                for (int k = t; k < size; k++)
                    want[i * 8 + t] += pow(0.7, k - t) * (v[k + 1] - v[k]);
                int at = m * N + s->cell[(i * T + t) * L + l] / 8;
                /* a prompt may be drawn twice: its groups move the values one after the other, by what the old values say */
                sum += want[i * 8 + t], square += want[i * 8 + t] * want[i * 8 + t], n++, visits[at] += 1;
                target[at] += want[i * 8 + t];
            }
        }
        within(s->all[l], n, 0, "tokens");
        double mean = sum / n, sd = sqrt(square / n - mean * mean);
        for (int i = 0; i < 12; i++)
            for (int t = 0; t < (int)s->size[i * L + l]; t++)
                within(token(s, s->adv, i, t, L)[l], (want[i * 8 + t] - mean) / (sd + 1e-6), 1e-12, "advantage");
        int again = s->prompt[l] == s->prompt[L + l] || s->prompt[l] == s->prompt[2 * L + l] || s->prompt[L + l] == s->prompt[2 * L + l];
        for (int i = 0; i < p->train * N && !again; i++)
            within(s->value[i * L + l], value[i * L + l] + (visits[i] > 0 ? 0.5 * target[i] / visits[i] : 0), 1e-14, "value");
    }
    sim_close(sim);
}

/* ---- what a token pulls ------------------------------------------------------------------------------------------------------------- */
static double pulled(struct grpo s, enum rule rule, double a, double log_pi, double log_old, double log_base, double mark)
{
    return first(pull(&s, rule, 0, splat(a), splat(log_pi), splat(log_old), splat(log_base), splat(mark)));
}

static void the_clip_leaves_out_what_went_far_enough(void **unused)
{
    (void)unused;
    const struct grpo s = { .clip_low = 0.2, .clip_high = 0.28 };
    for (double r = 0.5; r < 2; r += 0.01) {
        within(pulled(s, CLIPPED, 2, log(r), 0, 0, 0), r > 1.28 ? 0 : 2 * r, 1e-13, "good token");
        within(pulled(s, CLIPPED, -2, log(r), 0, 0, 0), r < 0.8 ? 0 : -2 * r, 1e-13, "bad token");
        within(pulled(s, WITHOUT_MARKED, 2, log(r), 0, 0, 1), 0, 0, "marked token");
    }
    /* kl-cov: the slope of r A - 10 |log r|, which is that of r A at r = 1 */
    const struct grpo k = { .clip_low = INFINITY, .clip_high = INFINITY, .cov_coef = 10 };
    within(pulled(k, HELD_BACK, 2, 0.1, 0, 0, 1), 2 * exp(0.1) - 10, 1e-13, "more likely than before");
    within(pulled(k, HELD_BACK, 2, -0.1, 0, 0, 1), 2 * exp(-0.1) + 10, 1e-13, "less likely");
    within(pulled(k, HELD_BACK, 2, 0, 0, 0, 1), 2, 0, "as before");
    within(pulled(k, HELD_BACK, 2, 3, 0, 0, 0), 2 * exp(3), 1e-13, "not chosen, and nothing clips it");
}

/* in expectation over the policy's own tokens: k1 pulls by the gradient of KL(pi || base), k3 by that of KL(base || pi) */
static void divergence_is_estimated_without_bias(void **unused)
{
    (void)unused;
    static const double pi[] = { 0.5, 0.3, 0.15, 0.05 }, base[] = { 0.1, 0.2, 0.3, 0.4 };
    double kl = 0;
    for (int a = 0; a < 4; a++)
        kl += pi[a] * log(pi[a] / base[a]);
    for (int type = KL_K3; type <= KL_K1; type++)
        for (int b = 0; b < 4; b++) {
            double mean = 0;
            for (int a = 0; a < 4; a++) {
                double x = pulled((struct grpo){ .kl_coef = 0.3, .kl_type = type }, CLIPPED, 0, log(pi[a]), log(pi[a]), log(base[a]), 0);
                mean += pi[a] * x * ((a == b) - pi[b]);
            }
            within(mean, -0.3 * (type == KL_K1 ? pi[b] * (log(pi[b] / base[b]) - kl) : pi[b] - base[b]), 1e-15, "slope of a logit");
        }
}

/* every norm but that over the sum and the constant gives weights that add up to 1 over the batch's tokens */
static void weights_add_up(void **unused)
{
    (void)unused;
    struct sim *sim = open_run(&algo_grpo, "verifiable", "", 0, 1);
    struct grpo *s = self_of(sim);
    respond(sim_view(sim));
    for (s->norm = NORM_TOKENS; s->norm <= NORM_CONSTANT; s->norm++) {
        double sum[L] = { 0 }, weight[64];
        for (long i = 0; i < s->N; i++) {
            weigh(s, i, L, weight);
            for (int l = 0; l < L; l++)
                sum[l] += weight[l] * s->size[i * L + l];
        }
        for (int l = 0; l < L; l++)
            within(sum[l], s->norm <= NORM_RESPONSE ? 1 : s->all[l] / 64 / (s->norm == NORM_SUM ? 1 : 8), 1e-12, "weights");
    }
    sim_close(sim);
}

/* ---- gradients ---------------------------------------------------------------------------------------------------------------------- */

/* how a group's expected gradient relates to that of the chance of success: the expectation over binomial numbers of successes */
static double bias_of_grpo(double p, int G)
{
    double sum = 0, choose = 1;
    for (int k = 0; k <= G; choose *= (double)(G - k) / (k + 1), k++) {
        double s = sqrt(k * (G - k) / (G * (G - 1.0)));
        if (k > 0 && k < G)
            sum += choose * pow(p, k) * pow(1 - p, G - k) * (k / (double)G) * (1 - k / (double)G) / s * (1 / p + 1 / (1 - p));
    }
    return sum;
}
static void bias_has_its_closed_values(void **unused)
{
    (void)unused;
    for (double p = 0.05; p < 1; p += 0.05)
        within(bias_of_grpo(p, 2), sqrt(0.5), 1e-14, "groups of two");
    within(bias_of_grpo(0.05, 8), 2.31334, 5e-6, "0.05"), within(bias_of_grpo(0.25, 8), 1.89526, 5e-6, "0.25");
    within(bias_of_grpo(0.5, 8), 1.73581, 5e-6, "0.5");
}

/* search-agent's chance of success as a function of theta */
static double success_at(const struct prompts *p, const double *theta)
{
    static double wide[8 * 7 * 4], pi[13 * 4 * 8], log_pi[13 * 4 * 8], visits[13 * 8], paid[8], size[8], entropy[8], kl[8];
    static const int32_t which[8];
    for (int i = 0; i < 7 * 4 * 8; i++)
        wide[i] = theta[i % (7 * 4)];
    prompts_policy(p, 8, which, wide, pi, log_pi);
    prompts_truth(p, 8, 0, pi, log_pi, visits, (struct truth){ paid, size, entropy, kl });
    return paid[0];
}

/* 16000 first steps, each divided by the responses, against the exact gradient by differences: five standard errors in each of 15 logits, a
 * false alarm in 60000.  theta begins away from 0, where no logit's gradient is 0 */
static void expected_steps_are_the_gradient_of_success(void **unused)
{
    (void)unused;
    enum { BLOCKS = 1000, ROWS = 6 * 4 };
    static const struct { const struct algo_type *algo; const char *params; int G; } method[] = {
        { &algo_rloo, "prompts=1 group=4 norm=sum lr=1", 4 }, { &algo_drgrpo, "prompts=1 group=4 norm=sum lr=1", 4 },
        { &algo_grpo, "prompts=1 group=8 norm=sum lr=1", 8 }, { &algo_grpo, "prompts=1 group=2 norm=sum lr=1", 2 },
        { &algo_reinforce_rlvr, "prompts=1 group=2 norm=sum lr=1", 2 },
    };
    for (size_t j = 0; j < sizeof method / sizeof *method; j++) {
        double theta[7 * 4] = { 0 }, exact[ROWS], mean[ROWS] = { 0 }, square[ROWS] = { 0 }, p0 = 0;
        for (long block = 0; block < BLOCKS; block++) {
            double out[BLOCK];
            struct sim *sim = open_run(method[j].algo, "search-agent", method[j].params, block * L, 1);
            struct grpo *s = self_of(sim);
            for (int i = 0; i < ROWS; i++) {
                theta[i] = i < 12 && i % 4 != 1 ? 0 : 0.5 * sin(i + 1);
                for (int l = 0; l < L; l++)
                    *logit(s, i, l) = theta[i];
            }
            if (!block) {
                p0 = success_at(s->p, theta);
                for (int i = 0; i < ROWS; i++) {
                    double up[7 * 4], down[7 * 4];
                    memcpy(up, theta, sizeof up), memcpy(down, theta, sizeof down);
                    up[i] += 1e-5, down[i] -= 1e-5;
                    exact[i] = i < 12 && i % 4 != 1 ? 0 : (success_at(s->p, up) - success_at(s->p, down)) / 2e-5;
                }
            }
            sim_run(sim, 1, out);
            for (int i = 0; i < ROWS; i++)
                for (int l = 0; l < L; l++) {
                    double x = *logit(s, i, l) - theta[i];
                    mean[i] += x / (BLOCKS * L), square[i] += x * x / (BLOCKS * L);
                }
            sim_close(sim);
        }
        double G = method[j].G, scale = 1;
        if (method[j].algo == &algo_drgrpo)
            scale = (G - 1) / G;
        if (method[j].algo == &algo_grpo)
            scale = bias_of_grpo(p0, (int)G);
        for (int i = 0; i < ROWS; i++)
            within(mean[i], scale * exact[i], 5 * sqrt((square[i] - mean[i] * mean[i]) / (BLOCKS * L)) + 1e-9, method[j].algo->name);
    }
}

/* a small step changes a node's entropy by -Cov(log pi, change of the logits): within 5 % at rate 0.01 */
static void entropy_falls_by_the_covariance(void **unused)
{
    (void)unused;
    static const double z[] = { 1.2, 0.3, -0.4, 0, 2, -1, 0.7, 0.1 }, A[] = { 1, -0.5, 0.2, 0, 0.8, -1, 0.4, -0.2 };
    static double theta[2 * 8 * 8], pi[2 * 8 * 8], log_pi[2 * 8 * 8];
    static const double logit[16];
    static const int32_t which[8], row[] = { 0, 1 };
    const struct prompts p = { .n = 1, .train = 1, .nodes = 2, .tokens = 8, .length = 1, .rows = 1, .tables = 1, .row = row,
                               .logit = logit };
    double h[2] = { 0 }, q[8], cov = 0, mean_log = 0, mean_z = 0;
    for (int step = 0; step < 2; step++) {
        for (int a = 0; a < 8; a++)
            theta[a] = z[a] + (step ? 0.01 * q[a] * A[a] : 0);
        prompts_policy(&p, 8, which, theta, pi, log_pi);
        for (int a = 0; a < 8; a++)
            q[a] = pi[a * 8], h[step] -= q[a] * log_pi[a * 8];
        for (int a = 0; a < 8 && !step; a++)
            mean_log += q[a] * log_pi[a * 8], mean_z += q[a] * 0.01 * q[a] * A[a], cov += q[a] * log_pi[a * 8] * 0.01 * q[a] * A[a];
    }
    cov -= mean_log * mean_z;
    assert_true(cov > 0);
    within(h[1] - h[0], -cov, 0.05 * fabs(h[1] - h[0]), "change of entropy");
}

/* ---- identities --------------------------------------------------------------------------------------------------------------------- */
static void rloo_is_drgrpo_with_a_longer_step(void **unused)
{
    (void)unused;
    /* rounding of 30 updates, amplified by learning */
    within(apart(&algo_rloo, "lr=1.75", &algo_drgrpo, "lr=2", "verifiable", 30), 0, 1e-9, "rloo, group of 8");
}

static void on_policy_nothing_is_clipped_or_held_back(void **unused)
{
    (void)unused;
    assert_true(apart(&algo_grpo, "clip_low=0 clip_high=0", &algo_grpo, "", "verifiable", 20) == 0);
    assert_true(apart(&algo_kl_cov, "epochs=1", &algo_grpo, "", "verifiable", 20) == 0);
    assert_true(apart(&algo_clip_cov, "epochs=1", &algo_grpo, "", "verifiable", 20) > 0.01);
    assert_true(apart(&algo_grpo, "epochs=4", &algo_grpo, "epochs=4 clip_low=0.01 clip_high=0.01", "verifiable", 20) > 0.01);
    assert_true(apart(&algo_kl_cov, "epochs=3 cov_coef=0", &algo_grpo, "epochs=3 clip_low=1e9 clip_high=1e9", "verifiable", 20) == 0);
}

static void regularisers_that_weigh_nothing_do_nothing(void **unused)
{
    (void)unused;
    /* at the base policy the divergence and all its slopes are 0: a penalty acts from the second step on */
    static const char *const type[] = { "k1", "k3", "exact" };
    for (int i = 0; i < 3; i++) {
        char params[64];
        snprintf(params, sizeof params, "kl_coef=0.5 kl_type=%s", type[i]);
        within(apart(&algo_grpo, params, &algo_grpo, "", "verifiable", 1), 0, 1e-15, "first step");
        assert_true(apart(&algo_grpo, params, &algo_grpo, "", "verifiable", 5) > 1e-4);
    }
    assert_true(apart(&algo_grpo, "entropy_coef=0.1", &algo_grpo, "", "verifiable", 1) > 1e-4);
}

/* the bonus alone, and the exact penalty alone: theta climbs to where they are best */
static void regularisers_alone_reach_what_they_ask_for(void **unused)
{
    (void)unused;
    /* the rewards' pull is a thousandth of theirs: a divergence of about 10^-6 remains */
    struct sim *s = open_run(&algo_grpo, "search-agent", "prompts=1 group=16 entropy_coef=1000 lr=0.001 norm=sum", 0, 400);
    static double out[BLOCK];
    for (int i = 0; i < 6 * 4; i++)
        for (int l = 0; l < L; l++)
            *logit(self_of(s), i, l) = i < 12 && i % 4 != 1 ? 0 : 0.7 * cos(i + l);
    sim_run(s, 400, out);
    grpo_measure(sim_view(s));
    /* uniform decisions and queries: what the base policy is */
    for (int l = 0; l < L; l++)
        within(sim_view(s)->metric[KL * L + l], 0, 1e-3, "entropy alone");
    sim_close(s);
    s = open_run(&algo_grpo, "search-agent", "prompts=1 group=16 kl_coef=1000 kl_type=exact lr=0.001 norm=sum", 0, 400);
    for (int i = 0; i < 6 * 4; i++)
        for (int l = 0; l < L; l++)
            *logit(self_of(s), i, l) = i < 12 && i % 4 != 1 ? 0 : 0.7 * cos(i + l);
    sim_run(s, 400, out);
    grpo_measure(sim_view(s));
    for (int l = 0; l < L; l++)
        within(sim_view(s)->metric[KL * L + l], 0, 1e-3, "divergence alone");
    sim_close(s);
}

static void without_strata_to_tell_apart_stratified_is_grpo(void **unused)
{
    (void)unused;
    assert_true(apart(&algo_stratified_grpo, "alpha=0", &algo_grpo, "prompts=1 group=16", "search-agent", 200) == 0);
    within(apart(&algo_stratified_grpo, "alpha=1", &algo_grpo, "prompts=1 group=16", "verifiable", 30), 0, 1e-9, "nobody calls a tool");
    assert_true(apart(&algo_stratified_grpo, "alpha=1 stratum=tokens", &algo_grpo, "prompts=1 group=16", "verifiable", 30) > 0.01);
}

/* members of a stratum took the same decisions, and their advantages add up to 0: no decision's logit moves, in no update */
static void strata_alone_never_move_a_decision(void **unused)
{
    (void)unused;
    double *theta = learned(&algo_stratified_grpo, "search-agent", "alpha=1", 1000);
    double most = 0;
    for (int l = 0; l < L; l++)
        for (int i = 0; i < 6 * 4; i++) {
            double x = theta[l * 7 * 4 + i];
            if (i < 3 * 4)
                within(x, 0, 1e-12, "a decision's logit");
            most = fmax(most, fabs(x));
        }
    assert_true(most > 0.5);
    free(theta);
}

/* ---- which tokens are chosen -------------------------------------------------------------------------------------------------------- */
static void tokens_are_chosen_by_covariance(void **unused)
{
    (void)unused;
    struct sim *sim = open_run(&algo_clip_cov, "verifiable", "prompts=2 group=4 frac=0.1", 0, 1);
    struct run *u = sim_view(sim);
    struct grpo *s = self_of(sim);
    int tokens = (int)s->N * s->p->length;
    respond(u);
    for (int constant = 0; constant < 2; constant++) {
        for (int j = 0; j < tokens; j++)
            for (int l = 0; l < L; l++) {
                int live = j % 8 < (int)s->size[j / 8 * L + l];
                s->adv[j * L + l] = !live ? 0 : constant ? 0.5 : sin(3 * j + l), s->key[j * L + l] = s->old[j * L + l];
            }
        choose_tokens(u, 0);
        for (int l = 0; l < L; l++) {
            double sum_a = 0, sum_p = 0, n = s->all[l], cov = 0, worst_in = INFINITY, best_out = -INFINITY, in = 0, c[8 * 8];
            for (int j = 0; j < tokens; j++)
                sum_a += s->adv[j * L + l], sum_p += s->old[j * L + l];
            for (int j = 0; j < tokens; j++) {
                int live = j % 8 < (int)s->size[j / 8 * L + l];
                c[j] = live ? (s->adv[j * L + l] - sum_a / n) * (s->old[j * L + l] - sum_p / n) : -INFINITY;
                cov += live ? c[j] : 0;
                in += s->mark[j * L + l];
                if (s->mark[j * L + l] > 0)
                    worst_in = fmin(worst_in, c[j]);
                else
                    best_out = fmax(best_out, c[j]);
            }
            within(in, fmax(1, floor(0.1 * n)), 0, "how many");
            assert_true(constant ? s->mark[l] > 0 : worst_in >= best_out - 1e-12);
            /* their sum is n times the covariance */
            double both_ = 0;
            for (int j = 0; j < tokens; j++)
                both_ += s->adv[j * L + l] * s->old[j * L + l];
            within(cov, both_ - sum_a * sum_p / n, 1e-11, "n times the covariance");
        }
    }
    sim_close(sim);
}

/* a band: no token outside it, however few are left */
static void a_band_has_two_ends(void **unused)
{
    (void)unused;
    struct sim *sim = open_run(&algo_clip_cov, "verifiable", "prompts=2 group=4 frac=1 select=band cov_low=0.1 cov_high=0.3", 0, 1);
    struct run *u = sim_view(sim);
    struct grpo *s = self_of(sim);
    int tokens = (int)s->N * s->p->length, chosen = 0;
    respond(u);
    for (int j = 0; j < tokens * L; j++)
        s->adv[j] = j / L % 8 < (int)s->size[j / L / 8 * L + j % L] ? sin(j) : 0, s->key[j] = s->old[j];
    choose_tokens(u, 1);
    for (int l = 0; l < L; l++) {
        double sum_a = 0, sum_p = 0, n = s->all[l];
        for (int j = 0; j < tokens; j++)
            sum_a += s->adv[j * L + l], sum_p += s->old[j * L + l];
        for (int j = 0; j < tokens; j++) {
            double c = (s->adv[j * L + l] - sum_a / n) * (s->old[j * L + l] - sum_p / n);
            int in = j % 8 < (int)s->size[j / 8 * L + l] && c > 0.1 && c < 0.3;
            assert_int_equal(s->mark[j * L + l] > 0, in);
            chosen += in;
        }
    }
    assert_true(chosen > L);
    sim_close(sim);
}

/* ---- what is measured --------------------------------------------------------------------------------------------------------------- */

/* points on a curve R = 0.7 - 0.2 e^H, and then one off it */
static void the_law_is_fitted_to_the_points_logged(void **unused)
{
    (void)unused;
    struct sim *sim = open_run(&algo_grpo, "search-agent", "", 0, 1);
    struct run *u = sim_view(sim);
    for (int i = 0; i < 6; i++)
        for (int l = 0; l < L; l++) {
            double h = 1 - 0.1 * i;
            u->metric[ENTROPY * L + l] = h, u->metric[SUCCESS * L + l] = 0.7 - 0.2 * exp(h) + (i == 5 ? 0.1 : 0);
            if (l == L - 1) {
                fit(u);
                within(u->metric[LAW_R2 * L + l], i < 2 ? 0 : 1, i < 5 ? 1e-12 : 0.5, "R^2");
                within(u->metric[LAW_CEILING * L + l], i < 2 ? 0 : 0.5, i < 5 ? 1e-12 : 0.2, "ceiling");
            }
        }
    assert_true(u->metric[LAW_R2 * L] < 0.99);
    sim_close(sim);
}

/* without learning, everything stays as it was: numbers of another program */
static void nothing_learned_is_the_base_policy(void **unused)
{
    (void)unused;
    static double out[BLOCK];
    struct sim *s = open_run(&algo_grpo, "verifiable", "lr=0", 0, 3);
    sim_run(s, 3, out);
    double *x = sim_view(s)->metric;
    for (int l = 0; l < L; l++) {
        within(x[SUCCESS * L + l], 0.1549, 5e-5, "success"), within(x[TEST * L + l], 0.1549, 5e-5, "test");
        within(x[TEST_K * L + l], 0.7363, 5e-5, "test in 64 tries"), within(x[ENTROPY * L + l], 1.7443, 5e-5, "entropy");
        within(x[KL * L + l], 0, 1e-15, "divergence"), within(x[SOLVED * L + l], 0, 0, "solved");
    }
    sim_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(advantages_of_a_group),
        cmocka_unit_test(advantages_within_strata),
        cmocka_unit_test(reinforce_subtracts_past_rewards),
        cmocka_unit_test(ppo_advantages_are_the_generalised_ones),
        cmocka_unit_test(the_clip_leaves_out_what_went_far_enough),
        cmocka_unit_test(divergence_is_estimated_without_bias),
        cmocka_unit_test(weights_add_up),
        cmocka_unit_test(bias_has_its_closed_values),
        cmocka_unit_test(expected_steps_are_the_gradient_of_success),
        cmocka_unit_test(entropy_falls_by_the_covariance),
        cmocka_unit_test(rloo_is_drgrpo_with_a_longer_step),
        cmocka_unit_test(on_policy_nothing_is_clipped_or_held_back),
        cmocka_unit_test(regularisers_that_weigh_nothing_do_nothing),
        cmocka_unit_test(regularisers_alone_reach_what_they_ask_for),
        cmocka_unit_test(without_strata_to_tell_apart_stratified_is_grpo),
        cmocka_unit_test(strata_alone_never_move_a_decision),
        cmocka_unit_test(tokens_are_chosen_by_covariance),
        cmocka_unit_test(a_band_has_two_ends),
        cmocka_unit_test(the_law_is_fitted_to_the_points_logged),
        cmocka_unit_test(nothing_learned_is_the_base_policy),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
