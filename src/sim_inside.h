/* What sim.c, step.c and truth.c share: a block of replicates at work. */
#ifndef SIM_INSIDE_H
#define SIM_INSIDE_H
#include "sim.h"
#include "rng.h"
#include <setjmp.h>

/* the arena: a list of zeroed rows; of type 's': scratch, which no checkpoint holds */
struct rows { struct rows *next; size_t bytes, count; int width; char type; _Alignas(64) unsigned char at[]; };
struct arena { struct rows *first, **last; size_t bytes, scratch, limit; jmp_buf *full; };

/* what a checkpoint holds beside the arenas */
struct counters {
    long t, env_t;                   /* steps, over all copies and of each of them                                           */
    long due;                        /* the step at which lanes log next; counting episodes: never                           */
    int open, stopped;               /* lanes that have something to log; those that stopped by themselves                   */
    int next_log[BLOCK], closed[BLOCK];
    long since[BLOCK];               /* step at which the lane logged last                                                   */
    long diverged[BLOCK];
    int planned;                     /* the truth has been computed                                                          */
};

struct sim {
    struct run run;                  /* first: sim_step() gets its address    */
    struct env env;
    struct arena env_mem, algo_mem, mem;
    struct rng env_rng, algo_rng;
    struct setup set;
    struct counters at;
    int wants[N_METRICS], own;       /* own: metrics of the algorithm         */
    double *total[N_METRICS];        /* [L] sums, or what was measured last   */
    double *rest[N_METRICS];         /* [L] Kahan's remainders of the sums    */
    double *pi;                      /* the policy where a metric asks for it */
    double *out;
    int pending;                     /* something is due to be logged         */
    void (*settle)(struct sim *);    /* after a turn: step.c                  */

    /* episodes, where the environment has them */
    long limit; int limit_end;       /* their most steps (0: none), and how they end then           */
    int counting;                    /* a metric, or the run's length, wants to know what ended     */
    int32_t *who;                    /* [W] lanes whose episode ended with this step                */
    double *so_far;                  /* [W] the return of the episode at work                       */
    double *returns, *lengths, *ended;    /* [L] of the episodes ended since the lane logged last   */
    double *episodes;                /* [L] episodes ended                                          */

    /* exact metrics: truth.c */
    int by_episode;                  /* the regret is one of policies, once an episode              */
    int exact, keep;                 /* any other exact metric; which stages are kept (mdp.h)       */
    double *best, *v, *guess, *packed, *work;
};

/* x in every lane is added to a total, with Kahan's remainder: a million small terms lose nothing */
FN void add(double *total, double *rest, const double *x, int L)
{
    strip(r) {
        vd old = ld(total + r), y = ld(x + r) - ld(rest + r), sum = old + y;
        st(rest + r, (sum - old) - y), st(total + r, sum);
    }
}

/* ---- sim.c -------------------------------------------------------------------------------------------------------------------- */

/* lanes in who write the rows that are due, and those that are through close */
void sim_record(struct sim *, const int32_t *who);
/* marks the lanes in who (NULL: all) whose learner holds a NaN, or whose sums are not finite */
void sim_find_diverged(struct sim *, const int32_t *who);

/* ---- truth.c: exact metrics, compiled with the kernels ------------------------------------------------------------------------- */

/* before the first step of an episode in all lanes: its exact expected loss is added to the regret */
void truth_regret(struct sim *);
/* value_error, greedy_value, greedy_return of the lanes in who, into their totals */
void truth_measure(struct sim *, const int32_t *who);
#endif
