/* Bayes-UCB on Bernoulli arms in plain C: one replicate, one loop.
 *
 * Newton's method from the last quantile, on the logarithm of the chance that a binomial variable stays below: the tail of
 * beta(1 + S, 1 + F) above q is P(Bin(S + F + 1, q) <= S), a sum that starts at its largest term. */
#include "plain_draw.h"
#include <stdlib.h>

struct posterior { double won, n, log_choose, q; };      /* log_choose: ln of the binomial coefficient (n+1 over won) */

/* the tail above q, and the density at q */
static double tail(const struct posterior *a, double q, double *density)
{
    double m = a->n + 1, odds = (1 - q) / q;
    double largest = exp(a->log_choose + a->won * log(q) + (m - a->won) * log(1 - q)), term = 1, sum = 1;
    for (double i = a->won; i > 0 && term > 1e-17 * sum; i--)
        term *= i / (m - i + 1) * odds, sum += term;
    *density = largest * (m - a->won) / (1 - q);
    return largest * sum;
}
static double quantile(const struct posterior *a, double log_t)
{
    double lo = a->won / (a->n + 1), hi = 1, q = a->q;
    for (int i = 0; i < 100; i++) {
        double f, p, step;
        if (!(q > lo && q < hi))
            q = 0.5 * (lo + hi);
        p = tail(a, q, &f);
        step = -(log(p) + log_t) * p / f;
        if (step > 0)
            hi = q;
        else
            lo = q;
        q -= step;
        if (step < 1e-8 && step > -1e-8)
            break;
    }
    return q;
}

static double plain_bayes_ucb_run(const struct plain_job *j)
{
    struct posterior *a = calloc((size_t)j->K, sizeof *a);
    double *tie = calloc((size_t)j->K, sizeof *tie), best = 0, regret = 0, rest = 0;
    struct draws env = draws_open(j, FOR_ENV), algo = draws_open(j, FOR_ALGO);
    for (int k = 0; k < j->K; k++) {
        best = j->means[k] > best ? j->means[k] : best;
        tie[k] = tie_of(&algo, j, k);
    }
    for (long t = 0; t < j->T; t++) {
        int arm = 0;
        if (t < j->K) {
            arm = (int)t;
        } else {
            double log_t = log((double)(t + 1)), top = -INFINITY;
            for (int k = 0; k < j->K; k++) {
                a[k].q = quantile(&a[k], log_t);
                if (a[k].q + tie[k] > top)
                    top = a[k].q + tie[k], arm = k;
            }
        }
        double success = bernoulli_reward(&env, j, arm, (uint64_t)a[arm].n, j->means[arm]);
        a[arm].n += 1, a[arm].won += success;
        a[arm].log_choose += log((a[arm].n + 1) / (success > 0 ? a[arm].won : a[arm].n + 1 - a[arm].won));
        kahan(&regret, &rest, best - j->means[arm]);
    }
    free(a), free(tie);
    return regret;
}

PLAIN(bayes_ucb) = { .algo = "bayes-ucb", .env = "bernoulli", .exact = 1, .run = plain_bayes_ucb_run };
