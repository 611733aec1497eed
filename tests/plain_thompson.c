/* Thompson sampling on Bernoulli arms in plain C: one replicate, one loop.
 *
 * Normals by Marsaglia's polar method, two at a time; gamma variables by Marsaglia and Tsang 2000 with 1/sqrt(9 d) kept. */
#include "plain_normal.h"
#include <stdlib.h>

FN double gamma_sample(struct normals *g, double d, double c)
{
    for (;;) {
        double z = normal(g), w = 1 + c * z;
        if (w <= 0)
            continue;
        double v = w * w * w, u = uniform(g->d);
        if (u < 1 - 0.0331 * (z * z) * (z * z) || log(u) < 0.5 * z * z + d * (1 - v + log(v)))
            return d * v;
    }
}

static double plain_thompson_run(const struct plain_job *j)
{
    size_t K = (size_t)j->K;
    double *won = calloc(K * 5, sizeof *won), *lost = won + K, *won_c = lost + K, *lost_c = won_c + K, *n = lost_c + K;
    double best = 0, regret = 0, rest = 0;
    struct draws env = draws_open(j, FOR_ENV), algo = draws_open(j, FOR_ALGO);
    struct normals g = { .d = &algo };
    for (int k = 0; k < j->K; k++) {
        best = j->means[k] > best ? j->means[k] : best;
        won_c[k] = lost_c[k] = 1 / sqrt(6);
    }
    for (long t = 0; t < j->T; t++) {
        int arm = 0;
        double top = -1;
        for (int k = 0; k < j->K; k++) {
            double x = gamma_sample(&g, won[k] + 2.0 / 3, won_c[k]), y = gamma_sample(&g, lost[k] + 2.0 / 3, lost_c[k]);
            double theta = x / (x + y);
            if (theta > top)
                top = theta, arm = k;
        }
        if (bernoulli_reward(&env, j, arm, (uint64_t)n[arm], j->means[arm]) > 0)
            won[arm] += 1, won_c[arm] = 1 / sqrt(9 * won[arm] + 6);
        else
            lost[arm] += 1, lost_c[arm] = 1 / sqrt(9 * lost[arm] + 6);
        n[arm] += 1;
        kahan(&regret, &rest, best - j->means[arm]);
    }
    free(won);
    return regret;
}

/* prior N(0, 1/weight) of weight 1, rewards of standard deviation job->scale */
FN double gaussian_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    size_t K = (size_t)j.K;
    double *n = calloc(K * 6 + 2, sizeof *n), *sum = n + K, *mean = sum + K, *width = mean + K, *tie = width + K, *z = tie + K;
    double best = -INFINITY, regret = 0, rest = 0, noise[2];
    struct draws env = draws_open(&j, FOR_ENV), algo = draws_open(&j, FOR_ALGO);
    for (int k = 0; k < j.K; k++) {
        best = j.means[k] > best ? j.means[k] : best;
        tie[k] = tie_of(&algo, &j, k);
        n[k] = width[k] = 1;
    }
    for (long t = 0; t < j.T; t++) {
        int arm = 0;
        double top = -INFINITY;
        for (int k = 0; k < j.K; k += 2)
            normal_pair(&algo, stack, (uint64_t)t, (uint64_t)k + KEYED, &z[k], &z[k + 1]);
        for (int k = 0; k < j.K; k++)
            if (mean[k] + width[k] * z[k] > top)
                top = mean[k] + width[k] * z[k], arm = k;
        if (stack || t % 2 == 0)
            normal_pair(&env, stack, (uint64_t)n[arm] - 1, (uint64_t)arm + KEYED, &noise[0], &noise[1]);
        sum[arm] += j.means[arm] + j.scale * noise[stack ? 0 : t % 2];
        n[arm] += 1;
        double inverse = 1 / n[arm];
        mean[arm] = sum[arm] * inverse + tie[arm], width[arm] = __builtin_sqrt(inverse);
        kahan(&regret, &rest, best - j.means[arm]);
    }
    free(n);
    return regret;
}
static double plain_gaussian_run(const struct plain_job *job) { return job->stack ? gaussian_loop(job, 1) : gaussian_loop(job, 0); }

PLAIN(thompson) = { .algo = "ts", .env = "bernoulli", .run = plain_thompson_run };
PLAIN(thompson_gaussian) = { .algo = "ts", .env = "gaussian", .exact = 1, .run = plain_gaussian_run };
