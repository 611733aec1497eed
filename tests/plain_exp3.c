/* EXP3 and EXP3-IX on Bernoulli arms in plain C: one exponential a turn, the total kept up to date. */
#include "plain_coin.h"
#include <stdlib.h>

FN double exp3_loop(const struct plain_job *job, int stack, double ix)
{
    struct plain_job j = *job;
    j.stack = stack;
    int K = j.K;
    double eta = __builtin_sqrt(2 * log_of(K) / ((double)j.T * K)), gamma = ix * eta;
    double *w = calloc((size_t)K * 3, sizeof *w), *score = w + K, *n = score + K;
    double best = 0, regret = 0, rest = 0, shift = 0, total = K;
    struct draws env = draws_open(&j, FOR_ENV);
    struct coin coin = coin_open(&j);
    for (int k = 0; k < K; k++)
        best = j.means[k] > best ? j.means[k] : best, w[k] = 1;
    for (long t = 0; t < j.T; t++) {
        /* lockstep's shift lasts longer, because it adds the total up every turn */
        if (total < (stack ? 0x1p-100 : 0x1p-10)) {
            shift = score[0], total = 0;
            for (int k = 1; k < K; k++)
                shift = score[k] > shift ? score[k] : shift;
            for (int k = 0; k < K; k++)
                total += w[k] = stack ? exp_of(eta * (score[k] - shift)) : exp(eta * (score[k] - shift));
        }
        double mark = toss(&coin, &j) * total, sum = w[0];
        int arm = 0;
        while (arm < K - 1 && sum <= mark)
            sum += w[++arm];
        double reward = bernoulli_reward(&env, &j, arm, (uint64_t)n[arm], j.means[arm]), old = w[arm];
        n[arm] += 1;
        score[arm] -= (1 - reward) / (old / total + gamma);
        w[arm] = stack ? exp_of(eta * (score[arm] - shift)) : exp(eta * (score[arm] - shift));
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
static double plain_exp3_run(const struct plain_job *job) { return job->stack ? exp3_loop(job, 1, 0) : exp3_loop(job, 0, 0); }
static double plain_exp3_ix_run(const struct plain_job *job) { return job->stack ? exp3_loop(job, 1, 0.5) : exp3_loop(job, 0, 0.5); }

PLAIN(exp3) = { .algo = "exp3", .env = "bernoulli", .exact = 1, .run = plain_exp3_run };
PLAIN(exp3_ix) = { .algo = "exp3-ix", .env = "bernoulli", .exact = 1, .run = plain_exp3_ix_run };
