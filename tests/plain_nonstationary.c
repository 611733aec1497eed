/* Bandits for changing means in plain C, with their default parameters: one replicate, one loop, 1/sqrt(n) cached. */
#include "plain_draw.h"
#include <stdlib.h>

/* one replicate's arms and its regret */
struct plain_arms {
    int K; double *mean, *width, *n, *sum, *tie, *pulls;
    double best, regret, rest;
    struct draws env, algo;
};
FN struct plain_arms arms_new(const struct plain_job *j)
{
    double *row = calloc((size_t)j->K * 6, sizeof *row);
    struct plain_arms a = { .K = j->K, .mean = row, .width = row + j->K, .n = row + 2 * j->K, .sum = row + 3 * j->K,
                            .tie = row + 4 * j->K, .pulls = row + 5 * j->K,
                            .env = draws_open(j, FOR_ENV), .algo = draws_open(j, FOR_ALGO) };
    for (int k = 0; k < j->K; k++) {
        a.best = j->means[k] > a.best ? j->means[k] : a.best;
        a.tie[k] = tie_of(&a.algo, j, k);
    }
    return a;
}
FN int largest(const struct plain_arms *a, double bonus)
{
    int arm = 0;
    double top = -INFINITY;
    for (int k = 0; k < a->K; k++) {
        double index = a->mean[k] + bonus * a->width[k];
        if (index > top)
            top = index, arm = k;
    }
    return arm;
}
/* pull arm k: its reward; the regret grows */
FN double pull(struct plain_arms *a, const struct plain_job *j, int k)
{
    kahan(&a->regret, &a->rest, a->best - j->means[k]);
    double nth = a->pulls[k]++;
    return bernoulli_reward(&a->env, j, k, (uint64_t)nth, j->means[k]);
}
/* a weighted reward, or one taken back with weight -1 */
FN void weigh(struct plain_arms *a, int k, double weight, double reward)
{
    a->n[k] += weight, a->sum[k] += weight * reward;
    if (a->n[k] > 0) {
        double inverse = 1 / a->n[k];
        a->mean[k] = a->sum[k] * inverse + a->tie[k], a->width[k] = __builtin_sqrt(inverse);
    } else {
        a->sum[k] = a->width[k] = 0, a->mean[k] = 0x1p140 * a->tie[k] + a->tie[k];
    }
}
/* as after an alarm */
FN void forget(struct plain_arms *a, int k)
{
    a->n[k] = a->sum[k] = a->width[k] = 0, a->mean[k] = 0x1p140 * a->tie[k];
}
FN double root_log(const struct plain_job *j, double c, double x) { return __builtin_sqrt(c * (j->stack ? log_of(x) : log(x))); }

/* sqrt(c ln t), t = 1 .. T, for two alarm clocks that may show any of them */
static double *root_logs(double c, long T)
{
    double *table = malloc((size_t)(T + 1) * sizeof *table);
    for (long t = 1; t <= T; t++)
        table[t] = __builtin_sqrt(c * log_of((double)t));
    table[0] = 0;
    return table;
}

FN double ducb_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    struct plain_arms a = arms_new(&j);
    double rate = 4 / (double)j.T, gamma = 1 - __builtin_sqrt(rate < 1 ? rate : 1) / 4, weight = 1, total = 0;
    for (long t = 0; t < j.T; t++) {
        int k = t < j.K ? (int)t : largest(&a, __builtin_sqrt(0.6 * (stack ? log_of(total) : log(total)) * weight));
        double reward = pull(&a, &j, k);
        weight /= gamma, total = 1 + gamma * total;
        weigh(&a, k, weight, reward);
        if (weight > 0x1p400) {
            for (int i = 0; i < j.K; i++)
                a.n[i] *= 0x1p-400, a.sum[i] *= 0x1p-400, a.width[i] *= 0x1p200;
            weight *= 0x1p-400;
        }
    }
    free(a.mean);
    return a.regret;
}

FN double swucb_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    struct plain_arms a = arms_new(&j);
    double T = (double)j.T, bonus = 0;
    long window = (long)(2 * __builtin_sqrt(T * log_of(T) / 4));
    int *arm = malloc((size_t)j.T * sizeof *arm);
    double *reward = malloc((size_t)j.T * sizeof *reward);
    for (long t = 0; t < j.T; t++) {
        if (t < window)
            bonus = root_log(&j, 0.6, (double)(t + 1));
        int k = arm[t] = t < j.K ? (int)t : largest(&a, bonus);
        reward[t] = pull(&a, &j, k);
        if (t >= window)
            weigh(&a, arm[t - window], -1, reward[t - window]);
        weigh(&a, k, 1, reward[t]);
    }
    free(a.mean), free(arm), free(reward);
    return a.regret;
}

FN double cusum_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    struct plain_arms a = arms_new(&j);
    double *level = calloc((size_t)j.K * 3, sizeof *level), *up = level + j.K, *down = up + j.K, *bonus = root_logs(2, j.T);
    double rarity = (double)j.T / 4, h = log_of(rarity), explore = __builtin_sqrt(h / rarity);
    long clock = 0;
    for (int k = 0; k < j.K; k++)
        forget(&a, k);
    for (long t = 0; t < j.T; t++) {
        double coin, which;
        if (stack)
            philox_pair(&a.algo, (uint64_t)t, 0, SEQUENCE, &coin, &which);
        else
            coin = uniform(&a.algo), which = coin / explore;      /* uniform given that it is below 1 */
        int k = coin < explore ? (int)(which * j.K) : largest(&a, bonus[clock]);
        double x = pull(&a, &j, k);
        weigh(&a, k, 1, x);
        clock++;
        if (a.n[k] < 50)
            continue;
        if (a.n[k] == 50) {
            level[k] = a.sum[k] / 50, up[k] = down[k] = 0;
            continue;
        }
        up[k] = up[k] + (x - level[k]) - 0.05, up[k] = up[k] > 0 ? up[k] : 0;
        down[k] = down[k] - (x - level[k]) - 0.05, down[k] = down[k] > 0 ? down[k] : 0;
        if (up[k] > h || down[k] > h)
            clock -= (long)a.n[k], forget(&a, k);
    }
    free(a.mean), free(level), free(bonus);
    return a.regret;
}

FN double mucb_loop(const struct plain_job *job, int stack)
{
    enum { WINDOW = 200 };
    struct plain_job j = *job;
    j.stack = stack;
    struct plain_arms a = arms_new(&j);
    double *last = calloc((size_t)j.K * (WINDOW + 1), sizeof *last), *contrast = last + j.K * WINDOW;
    double *bonus = root_logs(2, j.T), T = (double)j.T, K = j.K;
    double b = __builtin_sqrt(WINDOW / 2 * log_of(2 * K * T * T));
    double share = __builtin_sqrt(4 * K * (2 * b + 3 * __builtin_sqrt(WINDOW)) / (2 * T));
    long clock = 0, turn = 0, period = (long)ceil(K / (share < 1 ? share : 1));
    for (int k = 0; k < j.K; k++)
        forget(&a, k);
    for (long t = 0; t < j.T; t++) {
        int k = turn < j.K ? (int)turn : largest(&a, bonus[clock]);
        double x = pull(&a, &j, k), *recent = last + k * WINDOW;
        clock++, turn = turn + 1 < period ? turn + 1 : 0;
        weigh(&a, k, 1, x);
        long n = (long)a.n[k], slot = (n - 1) % WINDOW;
        contrast[k] += x - (n > WINDOW / 2 ? 2 * recent[(n - 1 + WINDOW / 2) % WINDOW] : 0) + (n > WINDOW ? recent[slot] : 0);
        recent[slot] = x;
        if (n < WINDOW)
            continue;
        /* where bits are compared, the halves' sums as the paper has them, from the newest reward back */
        if (stack) {
            contrast[k] = 0;
            for (int i = 0; i < WINDOW; i++)
                contrast[k] += (i < WINDOW / 2 ? 1 : -1) * recent[(n - 1 - i) % WINDOW];
        }
        if (contrast[k] > b || contrast[k] < -b) {
            for (int i = 0; i < j.K; i++)
                forget(&a, i), contrast[i] = 0;
            clock = turn = 0;
        }
    }
    free(a.mean), free(last), free(bonus);
    return a.regret;
}
static double plain_ducb_run(const struct plain_job *j) { return j->stack ? ducb_loop(j, 1) : ducb_loop(j, 0); }
static double plain_swucb_run(const struct plain_job *j) { return j->stack ? swucb_loop(j, 1) : swucb_loop(j, 0); }
static double plain_cusum_run(const struct plain_job *j) { return j->stack ? cusum_loop(j, 1) : cusum_loop(j, 0); }
static double plain_mucb_run(const struct plain_job *j) { return j->stack ? mucb_loop(j, 1) : mucb_loop(j, 0); }

PLAIN(d_ucb)     = { .algo = "d-ucb",     .env = "bernoulli", .exact = 1, .run = plain_ducb_run };
PLAIN(sw_ucb)    = { .algo = "sw-ucb",    .env = "bernoulli", .exact = 1, .run = plain_swucb_run };
PLAIN(cusum_ucb) = { .algo = "cusum-ucb", .env = "bernoulli", .exact = 1, .run = plain_cusum_run };
PLAIN(m_ucb)     = { .algo = "m-ucb",     .env = "bernoulli", .exact = 1, .run = plain_mucb_run };
