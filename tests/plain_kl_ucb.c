/* KL-UCB, kl-ucb++ and IMED on Bernoulli arms in plain C: one replicate, one loop.
 *
 * Newton's method from the last index, p ln p + (1-p) ln(1-p) kept: one or two steps, two logarithms each, for each arm. */
#include "plain_draw.h"
#include <stdlib.h>

FN double ln(double x, int stack) { return stack ? log_of(x) : log(x); }
FN double xlnx(double x, int stack) { return x > 0 ? x * ln(x, stack) : 0; }

/* the q > p with p ln(p/q) + (1-p) ln((1-p)/(1-q)) = d, from any q in (p, 1); h = p ln p + (1-p) ln(1-p) */
FN double newton(double p, double h, double d, double q, int stack)
{
    double lo = p, hi = 1;
    if (p >= 1 || d <= 0)
        return p;
    for (int i = 0; i < 100; i++) {
        if (!(q > lo && q < hi))
            q = 0.5 * (lo + hi);
        double rest = h - p * ln(q, stack) - (1 - p) * ln(1 - q, stack) - d, step = rest * q * (1 - q) / (q - p);
        if (rest > 0)
            hi = q;
        else
            lo = q;
        q -= step;
        if (step < 1e-7 && step > -1e-7)                  /* what is left is of the order of its square */
            break;
    }
    return q < 1 ? q : 1;
}

struct bandit { int K; double best, regret, rest, *n, *sum, *p, *h, *index, *tie; struct draws env, algo; };

static struct bandit bandit_open(const struct plain_job *j)
{
    size_t K = (size_t)j->K;
    struct bandit b = { .K = j->K, .n = calloc(K * 6, sizeof *b.n), .env = draws_open(j, FOR_ENV), .algo = draws_open(j, FOR_ALGO) };
    b.sum = b.n + K, b.p = b.sum + K, b.h = b.p + K, b.index = b.h + K, b.tie = b.index + K;
    for (int k = 0; k < j->K; k++) {
        b.best = j->means[k] > b.best ? j->means[k] : b.best;
        b.tie[k] = tie_of(&b.algo, j, k);
    }
    return b;
}
FN double pull(struct bandit *b, const struct plain_job *j, int arm)
{
    double reward = bernoulli_reward(&b->env, j, arm, (uint64_t)b->n[arm], j->means[arm]);
    b->sum[arm] += reward, b->n[arm] += 1;
    b->p[arm] = b->sum[arm] / b->n[arm];
    b->h[arm] = xlnx(b->p[arm], j->stack) + xlnx(1 - b->p[arm], j->stack);
    kahan(&b->regret, &b->rest, b->best - j->means[arm]);
    return reward;
}

FN double kl_ucb_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    struct bandit b = bandit_open(&j);
    for (long t = 0; t < j.T; t++) {
        int arm = 0;
        if (t < b.K) {
            arm = (int)t;
        } else {
            double level = ln((double)(t + 1), stack), top = -INFINITY;
            for (int k = 0; k < b.K; k++) {
                b.index[k] = newton(b.p[k], b.h[k], level / b.n[k], b.index[k], stack);
                if (b.index[k] + b.tie[k] > top)
                    top = b.index[k] + b.tie[k], arm = k;
            }
        }
        pull(&b, &j, arm);
    }
    free(b.n);
    return b.regret;
}

FN double kl_ucb_pp_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    struct bandit b = bandit_open(&j);
    for (long t = 0; t < j.T; t++) {
        int arm = 0;
        if (t < b.K)
            arm = (int)t;
        else
            for (int k = 1; k < b.K; k++)
                arm = b.index[k] + b.tie[k] > b.index[arm] + b.tie[arm] ? k : arm;
        pull(&b, &j, arm);
        double y = (double)j.T / b.K / b.n[arm], log_y = y > 1 ? ln(y, stack) : 0, level = ln(y * (1 + log_y * log_y), stack);
        b.index[arm] = newton(b.p[arm], b.h[arm], (level > 0 ? level : 0) / b.n[arm], b.index[arm], stack);
    }
    free(b.n);
    return b.regret;
}

FN double imed_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    struct bandit b = bandit_open(&j);
    double *log_n = b.index;
    for (long t = 0; t < j.T; t++) {
        int arm = 0;
        if (t < b.K) {
            arm = (int)t;
        } else {
            double m = 0, low = INFINITY;
            for (int k = 0; k < b.K; k++)
                m = b.p[k] > m ? b.p[k] : m;
            double log_m = ln(m, stack), log_rest = ln(1 - m, stack);
            for (int k = 0; k < b.K; k++) {
                double miss = b.n[k] - b.sum[k], kl = 0;
                if (b.p[k] < m)
                    kl = b.n[k] * b.h[k] - b.sum[k] * log_m - (miss > 0 ? miss * log_rest : 0);
                if (kl + log_n[k] - b.tie[k] < low)
                    low = kl + log_n[k] - b.tie[k], arm = k;
            }
        }
        pull(&b, &j, arm);
        log_n[arm] = ln(b.n[arm], stack);
    }
    free(b.n);
    return b.regret;
}

static double plain_kl_ucb_run(const struct plain_job *job) { return job->stack ? kl_ucb_loop(job, 1) : kl_ucb_loop(job, 0); }
static double plain_kl_ucb_pp_run(const struct plain_job *job) { return job->stack ? kl_ucb_pp_loop(job, 1) : kl_ucb_pp_loop(job, 0); }
static double plain_imed_run(const struct plain_job *job) { return job->stack ? imed_loop(job, 1) : imed_loop(job, 0); }

PLAIN(kl_ucb) = { .algo = "kl-ucb", .env = "bernoulli", .exact = 1, .run = plain_kl_ucb_run };
PLAIN(kl_ucb_pp) = { .algo = "kl-ucb-pp", .env = "bernoulli", .exact = 1, .run = plain_kl_ucb_pp_run };
PLAIN(imed) = { .algo = "imed", .env = "bernoulli", .exact = 1, .run = plain_imed_run };
