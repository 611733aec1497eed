/* Thompson sampling on Bernoulli arms in plain C: one replicate, one loop.
 *
 * Normals by Marsaglia's polar method, two a time; gamma variables by Marsaglia and Tsang 2000 with 1/sqrt(9 d) kept. */
#include "plain_draw.h"
#include <stdlib.h>

struct normals { struct draws *d; double spare; int has; };

FN double normal(struct normals *g)
{
    double x, y, s;
    if (g->has)
        return g->has = 0, g->spare;
    do {
        x = 2 * uniform(g->d) - 1, y = 2 * uniform(g->d) - 1, s = x * x + y * y;
    } while (s >= 1 || s == 0);
    double r = sqrt(-2 * log(s) / s);
    g->spare = y * r, g->has = 1;
    return x * r;
}
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

PLAIN(thompson) = { .algo = "ts", .env = "bernoulli", .run = plain_thompson_run };
