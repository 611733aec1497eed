/* What an environment and an algorithm see of lockstep: the one header a plug-in needs (numerics beside it: lane.h, rng.h, ...).
 *
 * A run advances L independent replicates in lock-step.  What differs between replicates is an array whose last index is the
 * lane, x[i*L + l]; what is the same for all of them is a plain scalar.  A replicate's numbers never depend on L, on the
 * instruction set, on threads or on ranks.
 *
 * An algorithm is one turn of its paper's outer loop, an environment one transition; the simulator owns all the rest:
 * memory, random streams, resets, time limits, counting, logging and checkpoints. */
#ifndef LOCKSTEP_H
#define LOCKSTEP_H
#include <stddef.h>
#include <stdint.h>
#include "fail.h"

/* ---- parameters: one row each; parsing, ranges, show, CSV columns, sweeps and completion come from these rows alone ---- */
typedef struct { long n; const double *v; } list;                                /* means=0.9/0.8 or means=@file.csv:column */
typedef struct { const char *path; long rows; int cols; const double *v; } grid; /* a CSV of numbers, v[row*cols + col]     */
typedef struct {
    const char *name; char type; size_t at;      /* 'i' long, 'r' double, 'c' int, 'l' list, 'f' grid; at: offset in self   */
    double dflt, lo, hi;                         /* default and inclusive range (list: of every element)                    */
    const char *text, *doc;                      /* choice: "a|b|c", the first is the default; list: its default or ""     */
} param;
#define INT(T, f, dflt, lo, hi, doc)   { #f, 'i', offsetof(T, f), dflt, lo, hi, NULL, doc }
#define REAL(T, f, dflt, lo, hi, doc)  { #f, 'r', offsetof(T, f), dflt, lo, hi, NULL, doc }
#define CHOICE(T, f, choices, doc)     { #f, 'c', offsetof(T, f), 0, 0, 0, choices, doc }
#define LIST(T, f, dflt, lo, hi, doc)  { #f, 'l', offsetof(T, f), 0, lo, hi, dflt, doc }
#define GRID(T, f, doc)                { #f, 'f', offsetof(T, f), 0, 0, 0, "", doc }
#define END                            { NULL, 0, 0, 0, 0, 0, NULL, NULL }

/* ---- memory: all that changes lives in the run's arena and no pointer moves after init(): a checkpoint is these bytes -- */
struct arena;
double  *rows_f64(struct arena *, size_t rows, int width);     /* rows*width zeros, 64-byte aligned, freed with the run;     */
int32_t *rows_i32(struct arena *, size_t rows, int width);     /* never NULL: a run that does not fit is refused (exit 2)    */
uint64_t *rows_u64(struct arena *, size_t rows, int width);

/* ---- randomness: rng.h ----------------------------------------------------------------------------------------------------- */
struct rng;

/* ---- what crosses the boundary in one step; arrays of width W = copies * L ------------------------------------------------ */
enum { RUNNING = 0, TERMINAL = 1, TRUNCATED = 2 };
struct wire {
    int32_t *now;                  /* [W] the state each lane stands in: act from here                    */
    int32_t *action;               /* [W] the algorithm's choice, 0 .. n_actions-1 (others freeze a lane)  */
    int32_t *was, *next, *end;     /* [W] after sim_step(): was --action--> next; ended how?               */
    double  *reward, *gap;         /* [W] gap: exact expected loss of the action against the best one      */
};

/* ---- environments ----------------------------------------------------------------------------------------------------------- */
enum {                             /* what an environment has and an algorithm needs; a pair fits when needs is within has   */
    ARMS = 1,                      /* a bandit: one state, n_actions arms, exact gap and best                                */
    UNIT_REWARDS = 2,              /* rewards in [0, 1]                                                                      */
    TRUTH = 4                      /* env->mean holds the arms' true means: only `oracle` may look                           */
};
struct env {
    const struct env_type *type; void *self; struct arena *mem; struct rng *rng; struct wire io;
    int width, n_actions, n_states;
    long t, horizon;               /* steps taken; steps the run will take: both the same in every lane   */
    long max_len;                  /* the simulator truncates episodes here; 0: never                     */
    double *best;                  /* [W] the truth: the best arm's mean now                              */
    double *mean;                  /* [n_actions*W] with TRUTH: every arm's mean now                      */
    double max_reward;             /* length of the rewards' range, known to the learner; inf: unbounded  */
};
struct env_type {
    const char *name, *brief, *source; const param *params; size_t size; unsigned has;
    int  (*init)(struct env *);                              /* draw each lane's instance; 0, or fail()    */
    void (*reset)(struct env *, const int32_t *who);         /* a new episode where who[w]; NULL: no state */
    void (*step)(struct env *);                              /* was, action -> next, reward, gap, end      */
};

/* ---- algorithms -------------------------------------------------------------------------------------------------------------- */
struct run {
    const struct algo_type *type; void *self; struct arena *mem; struct rng *rng;
    struct env *env; int L, copies;
    long t, horizon;               /* steps so far; steps asked for (-T), as papers that tune to T need    */
};
struct algo_type {
    const char *name, *brief, *source; const param *params; size_t size; unsigned needs;
    int  (*init)(struct run *);                              /* 0, or fail()                               */
    void (*iterate)(struct run *);                           /* one turn of the paper's outer loop         */
    void (*policy)(struct run *, double *pi);                /* optional: the chances of the last choice, pi[k*L + l] */
};
void sim_step(struct run *);       /* acts with io.action in every lane: step, count, log, truncate, reset what ended        */

/* One such line in a file under envs/ or algorithms/ is the whole registration; the build finds it. */
#define ENVIRONMENT(id) const struct env_type  env_##id
#define ALGORITHM(id)   const struct algo_type algo_##id
#endif
