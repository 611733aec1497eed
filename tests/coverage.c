/* How often the intervals cover the truth, on thousands of samples.  The seed is fixed; the bounds were chosen before the numbers were
 * seen, but for the one that says what was seen instead. */
#include "compare.h"
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { TRIALS = 20000, MOST = 64 };
static gsl_rng *rng;
static int passed, failed;

static void report(const char *what, long n, double share, double least, double most)
{
    int ok = share >= least && share <= most;
    printf("%-34s n = %2ld   %.2f %%   wanted %.0f .. %.0f%s\n", what, n, 100 * share, 100 * least, 100 * most, ok ? "" : "   FAILED");
    *(ok ? &passed : &failed) += 1;
}

static int covers(struct interval i, double truth) { return i.lo <= truth && truth <= i.hi; }

static void gaussian(double *to, long n, double mean, double sd)
{
    for (long i = 0; i < n; i++) to[i] = mean + gsl_ran_gaussian(rng, sd);
}

static void of_gaussian_data(long n)
{
    double x[MOST], y[MOST], work[MOST];
    long student = 0, welch = 0, paired = 0, iqm = 0;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        struct summary s;
        gaussian(x, n, 3, 1), gaussian(y, n, 1, 2);
        student += covers(mean_interval(x, n, .95), 3);
        welch += covers(welch_difference(x, n, y, n, .95), 2);
        for (long i = 0; i < n; i++) y[i] = x[i] - 1 + gsl_ran_gaussian(rng, .5);
        paired += covers(paired_difference(x, y, n, .95), 1);
        summarize(&s, x, n, work);
        iqm += s.iqm_lo <= 3 && 3 <= s.iqm_hi;
    }
    report("Student, mean", n, (double)student / TRIALS, .93, .97);
    report("Welch, difference", n, (double)welch / TRIALS, .93, .97);
    report("Student, paired difference", n, (double)paired / TRIALS, .93, .97);
    report("interquartile mean", n, (double)iqm / TRIALS, .93, .97);
}

/* a share of successes: its coverage jumps with the true share, so that shares are drawn as well, evenly (Agresti and Coull 1998) */
static void of_shares(long n)
{
    long covered = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
        double p = gsl_rng_uniform(rng);
        covered += covers(wilson(gsl_ran_binomial(rng, p, (unsigned)n), n, .95), p);
    }
    report("Wilson, share", n, (double)covered / TRIALS, .93, .97);
}

/* exp of a Gaussian has the mean exp(1/2); Student's interval is printed for comparison, and wanted to be the worse one */
static void of_skewed_data(long n)
{
    double x[MOST], truth = exp(.5);
    long student = 0, bootstrap = 0;
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        for (long i = 0; i < n; i++) x[i] = gsl_ran_lognormal(rng, 0, 1);
        student += covers(mean_interval(x, n, .95), truth);
        bootstrap += covers(bootstrap_t_interval(x, n, .95, trial), truth);
    }
    report("bootstrap-t, log-normal", n, (double)bootstrap / TRIALS, .88, 1);
    report("Student, log-normal", n, (double)student / TRIALS, 0, (double)bootstrap / TRIALS);
}

/* P(a > b) of Gaussian groups one standard deviation apart is Phi(1/sqrt(2)).  Of pairs it is a share as above: at one distance and ten
 * pairs Wilson's coverage is what the jumps there make it, 98.5 %; hence distances so drawn that shares are even */
static void of_improvement(long n)
{
    double x[MOST], y[MOST], work[6 * MOST + 1], truth = 1 - gauss_p(sqrt(.5)) / 2;
    long groups = 0, pairs = 0;
    for (uint64_t trial = 0; trial < TRIALS / 10; trial++) {
        gaussian(x, n, 1, 1), gaussian(y, n, 0, 1);
        groups += covers(improvement(x, n, y, n, .95, trial, work), truth);
    }
    for (int trial = 0; trial < TRIALS; trial++) {
        double distance = fabs(gsl_ran_gaussian(rng, sqrt(2)));
        gaussian(x, n, distance, 1), gaussian(y, n, 0, 1);
        pairs += covers(improvement_paired(x, y, n, .95), 1 - gauss_p(distance / sqrt(2)) / 2);
    }
    report("P(improvement), bootstrap", n, (double)groups * 10 / TRIALS, .9, .98);
    report("P(improvement), pairs, Wilson", n, (double)pairs / TRIALS, .93, .97);
}

int main(void)
{
    static const long sizes[] = { 5, 10, 30 };
    stats_init();
    if (!(rng = gsl_rng_alloc(gsl_rng_mt19937))) return 1;
    for (int i = 0; i < 3; i++) of_gaussian_data(sizes[i]), of_shares(sizes[i]);
    of_skewed_data(10), of_skewed_data(30);
    of_improvement(10), of_improvement(30);
    gsl_rng_free(rng);
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
