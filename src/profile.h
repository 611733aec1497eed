/* Aggregate scores, performance profiles and probabilities of improvement over several tasks, after Agarwal, Schwarzer, Castro,
 * Courville and Bellemare (2021), "Deep reinforcement learning at the edge of the statistical precipice", NeurIPS, and their rliable.
 *
 * With x[t][i] the score of run i on task t, n_t runs of it, N in all:
 *     mean             of the tasks' means
 *     median           of the tasks' means
 *     iqm              of all N scores without the floor(N/4) least and greatest
 *     optimality gap   gamma - mean over tasks of mean_i min(x[t][i], gamma): how far runs fall short of gamma
 *     run-score distribution       F(tau) = mean over tasks of the fraction of its runs with x > tau
 *     average-score distribution   the fraction of tasks whose mean is > tau
 *     P(a > b)         mean over tasks of the fraction of pairs (a run of each) that a wins, ties half (Mann and Whitney 1947)
 * Tasks weigh the same however many runs they have, but for the IQM, which pools runs as the paper does.
 *
 * Intervals: percentile bootstrap, stratified: a resample has n_t runs of each task, drawn from its own with replacement; algorithms
 * are resampled independently of each other, each from a stream of its own, so that others do not change its interval.  Limits are
 * NaN where a task has fewer than two runs. */
#ifndef PROFILE_H
#define PROFILE_H
#include "stats.h"

/* one algorithm's scores, and a resample of them */
struct strata {
    int n_tasks;
    long n, *from;             /* task t: from[t] .. from[t+1]-1                        */
    double *x;                 /* [n] rising within each task                           */
    long *order;               /* [n] places of x, rising over all tasks                */
    double *count;             /* [n] how often each score was drawn                    */
    double *mean;              /* [2*n_tasks] the tasks' means, and scratch             */
    uint64_t key, counter;     /* where its stream begins, and is                       */
};
/* Copies n[t] >= 1 finite scores x[t] of each of n_tasks tasks.  key: of its stream.  0, or -1 after fail_inside();
 * strata_free() is right after both. */
int  strata_make(struct strata *, const double *const *x, const long *n, int n_tasks, uint64_t key);
void strata_free(struct strata *);

enum { AGGREGATE_MEAN, AGGREGATE_MEDIAN, AGGREGATE_IQM, AGGREGATE_GAP, AGGREGATES };
extern const char *const aggregate_names[AGGREGATES];
enum distribution { RUN_SCORES, AVERAGE_SCORES };

/* All: 0, or -1 after fail_inside().  resamples >= 1, level in (0, 1); n of an interval is the number of runs. */
int aggregates(struct interval out[AGGREGATES], struct strata *, double gamma, long resamples, double level);
/* tau[n] rising, -inf and inf allowed; pointwise intervals */
int performance_profile(struct interval *out, struct strata *, const double *tau, long n, enum distribution, long resamples,
                        double level);
/* a and b have the same tasks */
int probability_of_improvement(struct interval *out, struct strata *a, struct strata *b, long resamples, double level);
#endif
