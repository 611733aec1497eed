/* A plan's replicates over threads, in blocks of 64, and each finished point handed on in the plan's order.
 *
 * The unit of work is (point, block): its numbers depend on nothing else.  Values of a point are gathered by replicate, in
 * memory or, above 64 MiB, in an unnamed temporary file, so that a million seeds fit in little; the summaries of its columns
 * are computed by the same threads. */
#ifndef POOL_H
#define POOL_H
#include "block.h"
#include "stats.h"

/* what one point gave */
struct outcome {
    const struct plan *plan;
    const struct point *point;
    long *diverged;                  /* [n] step at which a replicate stopped being finite, 0: never */
    double *values; int file;        /* n values a column, column = log*n_metrics + metric           */
    struct summary *summary;         /* [n_log*n_metrics]; NULL when not asked for                   */
    unsigned char *absent;           /* [n] 1: this replicate was not computed; NULL: all were       */
};
/* count values of a column from replicate `from` on; 0, or -1 after fail_file() */
int outcome_values(const struct outcome *, int log, int metric, long from, long count, double *to);

struct pool {
    const struct plan *plan;
    int threads;                     /* 0: the CPUs this process may use                                             */
    int summaries;                   /* 1: compute them                                                              */
    int (*source)(void *, struct block *);         /* the numbers of a unit: 0, 1: it is absent, -1 after fail(); NULL: compute it */
    int (*done)(void *, const struct outcome *);   /* called in the order of the points, never twice at once; 0 or -1 */
    void *context;
    void (*progress)(void *, double share);        /* after each block, from one thread at a time; may be NULL        */
    void *progress_of;                             /* its first argument                                              */
};
/* 0, or -1 after fail() when the plan would not fit the memory it may use; pool_run asks as well, this is for before a file is made */
int pool_fits(const struct pool *);
/* 0, or -1 after fail() */
int pool_run(const struct pool *);
int pool_cpus(void);
/* member(context) in so many threads, this one among them; returns when all have; fewer, with a note, where the system has no more */
void pool_crew(void *(*member)(void *), void *context, int threads);
#endif
