/* What sim.c and step.c share: a block of replicates at work. */
#ifndef SIM_INSIDE_H
#define SIM_INSIDE_H
#include "sim.h"
#include "rng.h"
#include <setjmp.h>

/* the arena: a list of zeroed rows */
struct rows { struct rows *next; size_t bytes, count; int width; char type; _Alignas(64) unsigned char at[]; };
struct arena { struct rows *first, **last; size_t bytes, limit; jmp_buf *full; };

struct sim {
    struct run run;                  /* first: sim_step() gets its address    */
    struct env env;
    struct arena env_mem, algo_mem, mem;
    struct rng env_rng, algo_rng;
    struct setup set;
    double *total[N_METRICS];        /* [L] sums of each metric asked for     */
    double *rest[N_METRICS];         /* [L] their Kahan remainders            */
    double *pi;                      /* [K*L] with EXPECTED_REGRET            */
    int wants[N_METRICS], next_log;
    long last_log, diverged[BLOCK];
    double *out;
};

/* the turn just made is one to log */
void sim_record(struct sim *);
#endif
