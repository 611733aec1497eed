/* UCB1 on Bernoulli and on Gaussian arms in plain C: one replicate, one loop, 1/sqrt(n) cached, the bonus of every turn from a table. */
#include "plain_normal.h"
#include <stdlib.h>

/* sqrt(2 ln t) for t = 1 .. T, computed once and kept for the next replicate */
static const double *bonus_table(long T)
{
    static _Thread_local double *table;
    static _Thread_local long size;
    if (size < T) {
        table = realloc(table, (size_t)(T + 1) * sizeof *table);
        for (long t = 1; t <= T; t++)
            table[t] = __builtin_sqrt(2 * log_of((double)t));
        size = T;
    }
    return table;
}

FN double ucb1_loop(const struct plain_job *job, int stack, int gaussian)
{
    struct plain_job j = *job;
    j.stack = stack;
    int K = j.K;
    double *mean = calloc((size_t)K * 5, sizeof *mean), *width = mean + K, *n = width + K, *sum = n + K, *tie = sum + K;
    const double *table = bonus_table(j.T);
    double best = -INFINITY, regret = 0, rest = 0, noise[2];
    struct draws env = draws_open(&j, FOR_ENV), algo = draws_open(&j, FOR_ALGO);
    for (int k = 0; k < K; k++) {
        best = j.means[k] > best ? j.means[k] : best;
        tie[k] = tie_of(&algo, &j, k);
    }
    for (long t = 0; t < j.T; t++) {
        int arm = 0;
        if (t < K) {
            arm = (int)t;
        } else {
            double bonus = table[t + 1], top = -INFINITY;
            for (int k = 0; k < K; k++) {
                double index = mean[k] + bonus * width[k];
                if (index > top)
                    top = index, arm = k;
            }
        }
        if (gaussian && (stack || t % 2 == 0))
            normal_pair(&env, stack, (uint64_t)n[arm], (uint64_t)arm + KEYED, &noise[0], &noise[1]);
        sum[arm] += gaussian ? j.means[arm] + j.scale * noise[stack ? 0 : t % 2]
                             : bernoulli_reward(&env, &j, arm, (uint64_t)n[arm], j.means[arm]);
        n[arm] += 1;
        double inverse = 1 / n[arm];
        mean[arm] = sum[arm] * inverse + tie[arm];
        width[arm] = __builtin_sqrt(inverse);
        kahan(&regret, &rest, best - j.means[arm]);
    }
    free(mean);
    return regret;
}
static double plain_ucb1_run(const struct plain_job *job) { return job->stack ? ucb1_loop(job, 1, 0) : ucb1_loop(job, 0, 0); }
static double plain_ucb1_gaussian_run(const struct plain_job *job) { return job->stack ? ucb1_loop(job, 1, 1) : ucb1_loop(job, 0, 1); }

PLAIN(ucb1) = { .algo = "ucb1", .env = "bernoulli", .exact = 1, .run = plain_ucb1_run };
PLAIN(ucb1_gaussian) = { .algo = "ucb1", .env = "gaussian", .exact = 1, .run = plain_ucb1_gaussian_run };
