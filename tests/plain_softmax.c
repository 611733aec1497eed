/* Softmax, tau = 0.1, on Bernoulli arms in plain C: means in [0, 1] cannot overflow, so one exponential a turn and no shift. */
#include "plain_coin.h"
#include <stdlib.h>

FN double softmax_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    const double scale = 1 / 0.1;
    int K = j.K;
    double *w = calloc((size_t)K * 3, sizeof *w), *sum = w + K, *n = sum + K;
    double best = 0, regret = 0, rest = 0, total = K;
    struct draws env = draws_open(&j, FOR_ENV);
    struct coin coin = coin_open(&j);
    for (int k = 0; k < K; k++)
        best = j.means[k] > best ? j.means[k] : best, w[k] = 1;
    for (long t = 0; t < j.T; t++) {
        double mark = toss(&coin, &j) * total, part = w[0];
        int arm = 0;
        while (arm < K - 1 && part <= mark)
            part += w[++arm];
        arm = t < K ? (int)t : arm;
        sum[arm] += bernoulli_reward(&env, &j, arm, (uint64_t)n[arm], j.means[arm]);
        n[arm] += 1;
        double old = w[arm], mean = sum[arm] / n[arm];
        w[arm] = stack ? exp_of(scale * mean) : exp(scale * mean);
        if (!stack) {
            total += w[arm] - old;
        } else {
            total = 0;
            for (int k = 0; k < K; k++)
                total += w[k];
        }
        kahan(&regret, &rest, best - j.means[arm]);
    }
    free(w);
    return regret;
}
static double plain_softmax_run(const struct plain_job *job) { return job->stack ? softmax_loop(job, 1) : softmax_loop(job, 0); }

PLAIN(softmax) = { .algo = "softmax", .env = "bernoulli", .exact = 1, .run = plain_softmax_run };
