/* The unit of work: up to 64 replicates of one point.  Its numbers are a function of the plan and the unit's number alone.
 *
 * Unit u is block u % blocks of point u / blocks; block b holds replicates 64 b .. 64 b + 63 of the plan, or fewer at the end. */
#ifndef BLOCK_H
#define BLOCK_H
#include "plan.h"

struct block {
    const struct plan *plan; const struct point *point;
    long unit, from, n;              /* replicates from .. from+n-1, counted from the plan's first          */
    int columns;                     /* n_log * n_metrics: column = log * n_metrics + metric                */
    double *out;                     /* [columns*BLOCK] values, out[column*BLOCK + i]                       */
    long diverged[BLOCK];            /* step at which replicate i stopped being finite, 0: never            */
};
long blocks_of(const struct plan *);                 /* per point                                            */
long units_of(const struct plan *);
/* room for one unit's numbers; -1 after fail_inside() */
int  block_open(struct block *, const struct plan *);
void block_set(struct block *, long unit);
void block_close(struct block *);

/* how a long unit is interrupted and goes on; all from the thread that computes */
struct pause {
    int (*asked)(void);              /* not 0: leave soon; looked at several times a second                     */
    double every;                    /* seconds between two calls of save                                    */
    /* to keep, and to get back (1: there was one); a checkpoint is `size` bytes; -1 after fail() */
    int (*save)(void *, long unit, const void *bytes, size_t size);
    int (*load)(void *, long unit, void *bytes, size_t size);
    void *context;
};
/* compute it; pause may be NULL.  0; 1: left early, with a checkpoint if it was worth one; -1 after fail() */
int block_run(struct block *, const struct pause *);

/* the answer to a replicate that diverged where --on-nan stop was asked for: -1 after fail() */
int fail_diverged(const struct point *, long seed, long step);

/* as bytes in a part: diverged [n] and the columns [n] each, 8 bytes a number */
size_t block_bytes(const struct plan *, long unit);
void block_pack(const struct block *, void *bytes);
void block_unpack(struct block *, const void *bytes);
#endif
