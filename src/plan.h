/* The plan: an experiment file and a command line become a list of fully resolved points, frozen before the first step.
 *
 * A point is one algorithm with all its parameters on one environment with all of its; its replicates are its seeds.
 * Sections of a file are curves; lists of values multiply (or move together under --zip); every key must be declared by
 * somebody.  Messages name the file and line, or the word. */
#ifndef PLAN_H
#define PLAN_H
#include "isa.h"
#include "option.h"

struct point {
    long index;                              /* from 0, the order of everything                          */
    const char *label;                       /* the CSV's algo column: the section's name, or the algo's */
    const struct algo_type *algo; void *algo_self;
    const struct env_type *env; void *env_self;
    const char **swept;                      /* [n_swept] canonical text of each swept key, NULL: not its own */
    int baseline;                            /* 1: nothing that was run: the defaults a search compares with */
    int lanes; size_t state_bytes;           /* lanes of a block; bytes of a block's state               */
};

struct claim_text { char *name, *text; long line; };

struct plan {
    const char *file;                        /* the experiment file, or NULL                             */
    char *title;                             /* its first comment line, or NULL                          */
    char *command;                           /* the line that makes it again, or NULL (read from plan.json) */
    const struct isa *isa;
    long first, n;                           /* replicates first .. first+n-1                            */
    long steps; int episodes;                /* how long, in steps or (1) in episodes of each replicate  */
    uint64_t seed; int crn;
    long *log; int n_log;
    const struct metric **metric; int n_metrics;
    int n_swept; char **swept;               /* names of the swept keys, in order of first appearance    */
    long n_points; struct point *point;
    int n_claims; struct claim_text *claim;  /* the [claims] section, as written                         */
    size_t max_bytes;
    void *kept;                              /* texts that live as long as the plan                      */
};

/* a block of replicates of a point: so many lanes from replicate `first` on, of which `live` count (0: all) */
static inline struct setup plan_setup(const struct plan *p, const struct point *q, long first, int lanes, int live)
{
    return (struct setup){ .algo = q->algo, .algo_self = q->algo_self, .env = q->env, .env_self = q->env_self, .seed = p->seed,
                           .stream = p->crn ? 0 : (uint32_t)q->index + 1, .first = first, .lanes = lanes, .live = live,
                           .episodes = p->episodes, .horizon = p->steps, .log = p->log, .n_log = p->n_log, .metric = p->metric,
                           .n_metrics = p->n_metrics, .max_bytes = p->max_bytes };
}

/* from the words of `run`, `plan` or `repro` (a rest word with '=' is a key, without is the experiment file) */
int plan_make(struct plan *, const struct words *);
void plan_free(struct plan *);

/* What `tune` asks for.  Lists, random values and --points of an algorithm's keys are searched: all of them, or --sample (default 32)
 * points of independent draws or of Sobol's sequence (Sobol 1967, as in GSL; without its first point, the origin), in which a list is a
 * choice.  Lists of the environment's keys multiply.  Behind the points stands a baseline for each algorithm, environment and its
 * parameters: what is searched at its default, all else as given; lanes 0 where the algorithm refuses that. */
enum search { NO_SEARCH, GRID, RANDOM, SOBOL };
struct table;
/* rows: in the place of those that --points names, or NULL */
int plan_search(struct plan *, const struct words *, enum search, const struct table *rows);
/* the same request for some points and other replicates: owns but its array of points, for plan_part_free(), and needs `from` */
int  plan_part(struct plan *, const struct plan *from, const struct point *const *points, long n_points, long first, long n);
void plan_part_free(struct plan *);
/* a parameter of the point as canonical text (of a file its name), or NULL: it has none of that name */
const char *point_text(const struct point *, const char *name, char *to, size_t size);
/* try the point's init, and choose its lanes; -1 after fail() */
int point_fit(const struct plan *, struct point *);
/* one row a point as CSV on stdout: what will run and what it needs */
int plan_print(const struct plan *, const char *format);
/* a whole number from text such as 10k; -1 after fail() naming `what` */
int plan_whole(const char *what, const char *text, double lo, double hi, long *out);
/* any number that is larger than lo and smaller than hi */
int plan_between(const char *what, const char *text, double lo, double hi, double *out);
#endif
