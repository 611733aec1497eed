/* Gradient bandit, lr = 0.1 with baseline, on Bernoulli arms in plain C. */
#include "plain_coin.h"
#include <stdlib.h>

FN double gradient_bandit_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    const double lr = 0.1;
    int K = j.K;
    double *w = calloc((size_t)K * 3, sizeof *w), *h = w + K, *n = h + K;
    double best = 0, regret = 0, rest = 0, mean = 0;
    struct draws env = draws_open(&j, FOR_ENV);
    struct coin coin = coin_open(&j);
    for (int k = 0; k < K; k++)
        best = j.means[k] > best ? j.means[k] : best;
    for (long t = 0; t < j.T; t++) {
        double top = h[0], total = 0;
        for (int k = 1; k < K; k++)
            top = h[k] > top ? h[k] : top;
        for (int k = 0; k < K; k++)
            total += w[k] = stack ? exp_of(h[k] - top) : exp(h[k] - top);
        double mark = toss(&coin, &j) * total, part = w[0];
        int arm = 0;
        while (arm < K - 1 && part <= mark)
            part += w[++arm];
        double reward = bernoulli_reward(&env, &j, arm, (uint64_t)n[arm], j.means[arm]);
        n[arm] += 1;
        mean += (reward - mean) / (double)(t + 1);
        double step = lr * (reward - mean), share = step / total;
        for (int k = 0; k < K; k++)
            h[k] -= share * w[k];
        h[arm] += step;
        kahan(&regret, &rest, best - j.means[arm]);
    }
    free(w);
    return regret;
}
static double plain_gradient_bandit_run(const struct plain_job *job)
{
    return job->stack ? gradient_bandit_loop(job, 1) : gradient_bandit_loop(job, 0);
}

PLAIN(gradient_bandit) = { .algo = "gradient-bandit", .env = "bernoulli", .exact = 1, .run = plain_gradient_bandit_run };
