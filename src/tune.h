/* Which parameters?  The seeds that choose are not the seeds that judge.
 *
 * A contest is one algorithm on one environment (with all of the environment's parameters); its candidates are points that differ in
 * the searched keys.  They are compared on the tuning seeds first .. first+n-1, and the best of them is the best for these seeds too:
 * its score there is optimistic (the winner's curse; Cawley and Talbot 2010).  So the winner and the algorithm's defaults meet again on
 * the test seeds that follow, which had no say in the choice.  All meet the same noise (common random numbers), so differences are paired.
 *
 * A candidate that lost seeds (they diverged, or have no value) is behind all that lost fewer: what is left of them is a biased sample.
 * Then the mean counts, then the number.  Everything is a function of the plan alone, whatever the threads. */
#ifndef TUNE_H
#define TUNE_H
#include "pool.h"

struct objective { int metric, log, auc, higher; };   /* places in the plan's metrics and log; the area below the curve; what is better */

struct candidate {
    const struct point *point;
    long number; int contest;            /* numbers from 0 over all contests, in the order of the points of `run`            */
    int rung;                            /* the last one it took part in, from 1                                             */
    long n; double *x;                   /* the objective of the first n tuning seeds                                        */
    struct summary score;                /* of these                                                                         */
};
enum gain { UNCLEAR, BETTER, WORSE, SAME };      /* of the difference winner - defaults; SAME: they are the same point  */
extern const char *const gains[];
struct contest {
    const struct point *first, *baseline;        /* one of its points; the defaults, NULL: the algorithm refuses them        */
    long n, racing;                              /* candidates; those still in the race                                      */
    const struct candidate *winner;
    struct summary tested, standard, difference; /* on the test seeds: the winner, the defaults, paired; n 0: not there      */
    enum gain gain;
};
struct rung { long candidates, seeds; };
struct tune {
    const struct plan *plan;                     /* first and n: the tuning seeds                                            */
    struct objective of;
    long test_seeds;                             /* the next so many judge                                                   */
    int threads; struct progress *progress;
    long n_candidates; struct candidate *candidate;
    int n_contests; struct contest *contest;
    int n_rungs; struct rung rung[64];
};

/* the objective by name: step -1: the last; better: lower, higher or NULL; -1 after fail() */
int  tune_objective(struct tune *, long step, int auc, const char *better);
/* the points of a plan as further candidates; those of the first one made the tune's seeds, steps and log.  -1 after fail() */
int  tune_add(struct tune *, const struct plan *);
void tune_free(struct tune *);

/* all of the candidates from the given one on get the tuning seeds up to so many: those they have are not computed again */
int  tune_run(struct tune *, long from, long seeds);
/* Synchronous successive halving with seeds as the resource (Karnin, Koren and Somekh 2013; Jamieson and Talwalkar 2016): all get
 * `start` seeds, the best 1/eta of each contest stay (rounded up) and get eta times the seeds, until they have all.  start 0: so
 * many that rungs cost about the same and the last has eta candidates or fewer, but at least 8, which are computed at once. */
int  tune_race(struct tune *, long start, long eta);
/* the winners, and what the test seeds say of them */
int  tune_judge(struct tune *);
/* -1: the first is the better one, 1: the second; 0: they are the same candidate */
int  tune_compare(const struct tune *, const struct candidate *, const struct candidate *);

/* A searched parameter's values, or quintiles of them, and what candidates with that value reached over all other parameters.  After
 * halving a candidate counts with the seeds it got. */
struct level {
    const struct candidate *low, *high;          /* who have its first and its last value: the same but for quintiles        */
    long n; const struct candidate *best;        /* candidates with a score; the best of them, NULL if n = 0                 */
    double mean;                                 /* of their scores                                                          */
};
/* After tune_judge(): the levels of a key in a contest, rising (texts: by alphabet), at most one a candidate: how many, 0 where the key
 * was not searched, -1 after fail().  binned: in quintiles if there are more than ten numbers.  *edge: -1 or 1 if the winner's is the
 * smallest or largest value tried, and the parameter may go beyond and matters; else 0. */
long tune_levels(const struct tune *, int contest, const char *key, int binned, struct level *, int *edge);
#endif
