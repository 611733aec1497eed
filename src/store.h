/* Run directories: a plan, what was computed of it so far, and in the end its tables.
 *
 *     plan.json      what the directory is for; its SHA-256 is the plan's id.  A directory holds one plan for ever
 *     parts/         what processes have computed, each in files of its own (parts.h); checkpoints/ of units that take long
 *     summary.csv curves.csv finals.csv points.csv      the tables, when all is computed
 *     SHA256SUMS     over these and plan.json, written last: who finds it right has a finished run (sha256sum -c)
 *     manifest.json timing.csv      facts of the run that no hash covers
 *
 * Any number of processes may work in a directory at the same time or one after another, whole or in shards; they share no
 * locks, and what each adds stays when it dies.  Every file but a part's appears whole or not at all (whole.h). */
#ifndef STORE_H
#define STORE_H
#include "checkpoint.h"
#include "parts.h"
#include "pool.h"
#include "progress.h"
#include "rows.h"
#include "whole.h"

struct store {
    const struct plan *plan; const char *path; int dir, parts_dir;
    char *json, plan_id[65], parts_path[4096];
    struct parts parts;              /* what is there: after store_scan()                                 */
    double started;
};
struct todo;
struct store_options {
    int threads;                     /* 0: the CPUs this process may use                                  */
    long shard, shards;              /* compute only units with unit % shards == shard                    */
    double checkpoint;               /* seconds between two checkpoints of one unit                       */
    int stop_on_nan;                 /* a unit in which a replicate diverges ends the run: NO             */
    int again;                       /* make the tables although they are there: somebody wants `done`    */
    struct progress *progress;
    /* how the missing units are computed; NULL: by this process, with store_compute(); an exit status as of store_compute() */
    int (*compute)(struct store *, const struct store_options *, struct todo *);
    int (*done)(void *, const struct outcome *); void *context;      /* each point, in order, from the tables' pass; may be NULL */
};

/* ---- the whole of it ------------------------------------------------------------------------------------------------------------- */

/* what `run -o` does: enter or make the directory, compute what is missing, make the tables.  An exit status (OK, NO, INCOMPLETE
 * when it was stopped in good order), or -1 after fail() */
int store_run(const struct plan *, const char *path, const struct store_options *);

/* the words of `run` that concern all of this: the plan, and options but for their callbacks; limit: seconds of --max-time, or 0.
 * -1 after fail() */
int store_words(const struct words *, struct plan *, struct store_options *, double *limit);

/* ---- and its steps; -1 after fail(), fail_file() or fail_inside() ------------------------------------------------------------------ */

/* the directory for this plan, made if need be; one that holds another plan is refused */
int  store_open(struct store *, const char *path, const struct plan *);
/* one that is there: reads its plan, for plan_free() after store_close() */
int  store_enter(struct store *, const char *path, struct plan *);
void store_close(struct store *);
/* 1: the tables were made; thorough: and are all what SHA256SUMS says */
int  store_finished(const struct store *, int thorough);
/* the files SHA256SUMS covers; NULL at the end */
extern const char *const store_hashed[];
/* find the units that are there; thorough: check all their bytes */
int  store_scan(struct store *, int thorough);
/* compute the units that `next` names (until it says -1; called by one thread at a time), `expected` of them, for the progress (0:
 * nobody knows).  An exit status: OK, INCOMPLETE when it was stopped in good order, NO and a failure() when a replicate diverged */
int  store_compute(struct store *, const struct store_options *, long (*next)(void *), void *context, long expected);
/* the tables of what is there, into the directory, or unfinished ones into partial/ */
int  store_tables(struct store *, const struct store_options *, int partial);

/* the units that are missing and belong to a shard, in order, one by one: what store_compute wants */
struct todo { const struct store *store; long shard, shards, at, left; };
void todo_open(struct todo *, const struct store *, long shard, long shards);
long todo_next(void *);
#endif
