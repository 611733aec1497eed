/* Epsilon-greedy, eps = 0.1, on Bernoulli arms in plain C: the best arm is remembered, and looked for again only when it falls. */
#include "plain_coin.h"
#include <stdlib.h>

FN void best_of(const double *q, int K, double *top, int *ties, int *best)
{
    *top = q[0], *ties = 0, *best = 0;
    for (int k = 0; k < K; k++) {
        *ties = q[k] > *top ? 1 : *ties + (q[k] == *top);
        if (q[k] > *top)
            *top = q[k], *best = k;
    }
}

FN double eps_greedy_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    const double eps = 0.1;
    int K = j.K, ties = K, best = 0;
    double *q = calloc((size_t)K * 2, sizeof *q), *n = q + K;
    double largest = 0, regret = 0, rest = 0, top = 0;
    struct draws env = draws_open(&j, FOR_ENV);
    struct coin coin = coin_open(&j);
    for (int k = 0; k < K; k++)
        largest = j.means[k] > largest ? j.means[k] : largest;
    for (long t = 0; t < j.T; t++) {
        int arm = (int)t;
        if (t >= K) {
            double c = toss(&coin, &j);
            if (c < eps) {
                arm = (int)(c * (K / eps));
                arm = arm < K ? arm : K - 1;
            } else if (ties == 1) {
                arm = best;
            } else {
                double mark = (c - eps) * (1 / (1 - eps)) * ties, seen = 0;
                for (arm = 0; arm < K - 1 && (seen += q[arm] == top) <= mark; arm++)
                    ;
            }
        }
        double old = q[arm], reward = bernoulli_reward(&env, &j, arm, (uint64_t)n[arm], j.means[arm]);
        n[arm] += 1;
        double now = q[arm] = old + 1 / n[arm] * (reward - old);
        if (now > top)
            top = now, ties = 1, best = arm;
        else if (now == top)
            ties += old != top;
        else if (old == top && (ties == 1 || --ties == 1))
            best_of(q, K, &top, &ties, &best);
        kahan(&regret, &rest, largest - j.means[arm]);
    }
    free(q);
    return regret;
}
static double plain_eps_greedy_run(const struct plain_job *job) { return job->stack ? eps_greedy_loop(job, 1) : eps_greedy_loop(job, 0); }

PLAIN(eps_greedy) = { .algo = "eps-greedy", .env = "bernoulli", .exact = 1, .run = plain_eps_greedy_run };
