/* The simulator: one block of replicates of one algorithm on one environment, from init to the last logged step.
 *
 * It owns memory (the arena), random streams, resets, counting, logging and checkpoints.  Nothing here knows about files,
 * threads or the command line. */
#ifndef SIM_H
#define SIM_H
#include "lockstep.h"

enum { BLOCK = 64 };                 /* replicates in a unit of work, and the most lanes a run may have */

struct plain_type;
/* the plug-ins, compiled for one instruction set (build/registry.c) */
struct isa {
    const char *name;                /* scalar, v1 (SSE2), v2, v3 (AVX2), v4 (AVX-512)               */
    int lanes;                       /* doubles in a vector                                          */
    const struct algo_type *const *algo;    /* sorted by name, NULL at the end                       */
    const struct env_type *const *env;
    const struct plain_type *const *plain;  /* the plain scalar twins (tests/plain.h)                       */
};

/* ---- metrics: what a run can log; algorithms have more of their own (algo_type.metrics) -------------------------------------- */
enum { REGRET, EXPECTED_REGRET, REWARD, OPTIMAL, RETURN, LENGTH, EPISODE_COUNT, STEP_COUNT, VALUE, VALUE_ERROR, GREEDY_RETURN,
       GREEDY_VALUE, SUBOPTIMALITY, N_METRICS, MOST_METRICS = 64 };
extern const struct metric metrics[N_METRICS];
int metric_fits(const struct metric *, const struct algo_type *, const struct env_type *);
/* what is logged unasked */
const struct metric *metric_default(const struct algo_type *, const struct env_type *);
static inline int pair_suits(const struct algo_type *a, const struct env_type *e)
{
    return !(a->needs & ~e->has) && (!a->needs_one || (a->needs_one & e->has));
}
/* the same; -1 after fail(): the algorithm needs what the environment lacks */
int pair_fits(const struct algo_type *, const struct env_type *);

/* ---- a run of up to 64 replicates ----------------------------------------------------------------------------------------- */
struct setup {
    const struct algo_type *algo; const void *algo_self;    /* parameters already parsed into the plug-ins' structs        */
    const struct env_type *env; const void *env_self;
    uint64_t seed;                   /* master seed, below 2^48                                                            */
    uint32_t stream;                 /* 0: common random numbers; else the number of an independent noise stream (--crn off) */
    long first;                      /* the first replicate                                                                */
    int lanes;                       /* 8, 16, .. 64                                                                       */
    int live;                        /* the first so many lanes count, the others only fill the vectors; 0: all            */
    int episodes;                    /* 1: horizon and log count each lane's own ended episodes; 0: steps                  */
    long horizon;                    /* steps or episodes                                                                  */
    const long *log; int n_log;      /* increasing steps or episodes at which metrics are recorded                         */
    const struct metric *const *metric; int n_metrics;
    size_t max_bytes;                /* what the arena may hold                                                            */
};
struct sim;

/* NULL after fail(): a pair or a metric that does not fit, a parameter the plug-in refuses, a state that does not fit max_bytes */
struct sim *sim_open(const struct setup *);
/* Advance until `step` steps are done or the run is over; out[(log*n_metrics + metric)*BLOCK + lane], NaN where diverged.  Counting
 * episodes, a run is over when all live lanes have ended as many as asked for; it may take ENDLESS steps for each of them, where the
 * environment sets no limit of its own: -1 after fail() if it takes more. */
enum { ENDLESS = 10000 };
int sim_run(struct sim *, long step, double *out);
long sim_time(const struct sim *);                  /* steps done                                                         */
int sim_over(const struct sim *);                   /* 1: there is nothing more to do                                     */
/* step (counting episodes: episode) at which each lane's numbers stopped being finite, 0 where they did not; [lanes] */
const long *sim_diverged(const struct sim *);
size_t sim_bytes(const struct sim *);               /* the arenas' size                                                   */
size_t sim_lane_bytes(const struct sim *);          /* what one more lane would add to it                                 */
/* as many lanes as there are replicates, while a block's state stays in the second-level cache: of so many bytes a lane */
static inline int sim_lanes(size_t bytes, long replicates)
{
    int lanes = 8;
    while (lanes < BLOCK && lanes < replicates && bytes * (size_t)(lanes * 2) <= (size_t)1 << 19)
        lanes *= 2;
    return lanes;
}
/* a checkpoint: the arena's bytes and the counters; to and from `bytes`, which holds sim_checkpoint_bytes() */
size_t sim_checkpoint_bytes(const struct sim *);
void sim_save(const struct sim *, void *bytes);
void sim_load(struct sim *, const void *bytes);
struct run *sim_view(struct sim *);                 /* for tests                                                          */
void sim_poison(struct sim *, int lane);            /* for tests: all numbers that the learner keeps for a lane become NaN */
void sim_close(struct sim *);
#endif
