/* Tsallis-INF on Bernoulli arms in plain C: divisions side by side, Newton until the chances add up to 1 within 10^-6. */
#include "plain_coin.h"
#include <stdlib.h>

/* the sums over arms of p and p^(3/2); p = 1 / (half (L - x))^2 */
FN void sums(const double *loss, double *restrict p, int K, double half, double x, int stack, double *sum, double *cubes)
{
    for (int k = 0; k < K; k++)
        p[k] = 1 / (half * (loss[k] - x));
    double a[2] = { 0 }, b[2] = { 0 };
    for (int k = 0; k < K; k++) {
        int i = stack ? 0 : k & 1;
        double root = p[k];
        p[k] = root * root, a[i] += p[k], b[i] += p[k] * root;
    }
    *sum = a[0] + a[1], *cubes = b[0] + b[1];
}

FN double tsallis_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    int K = j.K;
    double *p = calloc((size_t)K * 3, sizeof *p), *loss = p + K, *n = loss + K;
    double best = 0, regret = 0, rest = 0, x = 0;
    struct draws env = draws_open(&j, FOR_ENV);
    struct coin coin = coin_open(&j);
    for (int k = 0; k < K; k++)
        best = j.means[k] > best ? j.means[k] : best;
    for (long t = 0; t < j.T; t++) {
        double eta = 2 / __builtin_sqrt((double)(t + 1)), half = eta / 2, cap = loss[0], sum, cubes;
        for (int k = 1; k < K; k++)
            cap = loss[k] < cap ? loss[k] : cap;
        cap -= 2 / eta;
        x = x < cap ? x : cap;
        for (int i = 1; ; i++) {
            sums(loss, p, K, half, x, stack, &sum, &cubes);
            double next = x - sum * (__builtin_sqrt(sum) - 1) / (half * cubes);
            x = next < cap ? next : cap;
            if (stack ? i == 3 : sum < 1 + 1e-6 && sum > 1 - 1e-6)
                break;
        }
        double mark = toss(&coin, &j) * sum, part = p[0];
        int arm = 0;
        while (arm < K - 1 && part <= mark)
            part += p[++arm];
        double reward = bernoulli_reward(&env, &j, arm, (uint64_t)n[arm], j.means[arm]);
        n[arm] += 1;
        loss[arm] += (1 - reward) / (p[arm] / sum);
        kahan(&regret, &rest, best - j.means[arm]);
    }
    free(p);
    return regret;
}
static double plain_tsallis_run(const struct plain_job *job) { return job->stack ? tsallis_loop(job, 1) : tsallis_loop(job, 0); }

PLAIN(tsallis_inf) = { .algo = "tsallis-inf", .env = "bernoulli", .exact = 1, .run = plain_tsallis_run };
