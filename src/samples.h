/* What replicates gave, read from a run directory or from anybody's tidy CSV: the input of summarize, compare, profile and power.
 *
 * A row is one replicate at one step.  Columns are known by name: `seed` says whose it is, `step` when (none: 0), and
 *     wide   env,algo,point,<keys>,seed,step,regret,reward     every column right of `seed` is a metric          (curves.csv)
 *            env,algo,point,<keys>,seed,status,steps,...       the same, but status, steps, diverged_at are none (finals.csv)
 *     long   env,algo,<keys>,seed,step,metric,value            one metric a row, columns in any order
 * Columns left of `seed` (long: all others) are labels: rows with equal labels are one group.  env and algo are labels of note, any
 * other is a key, and `point` is the number of a run's point.  A replicate that has no row at a step that others of its group have is
 * NaN there; a replicate that has two is refused. */
#ifndef SAMPLES_H
#define SAMPLES_H
#include <stdint.h>
#include "table.h"

struct group {
    const char *env, *algo, *point;      /* "" where there is no such column                                             */
    char *where;                         /* env and its keys, after samples_split(): env then                            */
    const char **value;                  /* [n_keys] text of its keys                                                    */
    char *label;                         /* algo and the keys that tell it from others: "q", "q alpha=0.1"               */
    int n_steps; double *step;           /* rising                                                                       */
    long n; double *seed;                /* rising                                                                       */
    double *x;                           /* [n_steps][n_metrics][n], by seed                                             */
};

struct samples {
    struct table table;                  /* the texts                                                                    */
    char *path;                          /* of the file that was read                                                    */
    int n_keys; const char **key;
    char *splits;                        /* [n_keys] 1: a key of environments, by samples_split()                        */
    int n_metrics; const char **metric;
    int n_envs;                          /* how many different ones                                                      */
    int n; struct group *group;          /* in the order of the file                                                     */
};

/* path: a file, a run directory (its curves.csv), or NULL or "-" for standard input.  0, or -1 after fail(); samples_free() is right
 * after both. */
int  samples_read(struct samples *, const char *path);
/* the same from a table, which it takes over */
int  samples_take(struct samples *, struct table *);
/* Keys that belong to environments, "gap" or "gap,arms" (env itself may stand there): groups that differ in them stand in different
 * environments, "bernoulli gap=0.1", and their labels leave them out.  -1 after fail() */
int  samples_split(struct samples *, const char *keys);
void samples_free(struct samples *);

/* Metric and group by name, or -1 after fail() naming all of them.  A group is named by its label, on one environment or (env NULL) on the
 * first that has it. */
int  samples_metric(const struct samples *, const char *name);
int  samples_group(const struct samples *, const char *env, const char *label);

/* the place of a step (-1: the last one) in a group, or -1 after fail() */
int  group_step(const struct samples *, const struct group *, double step);
/* the same step (-1: the last that both have) in two groups; -1 after fail() */
int  group_steps(const struct samples *, const struct group *a, const struct group *b, double step, int *at_a, int *at_b);
static inline const double *group_values(const struct samples *s, const struct group *g, int step, int metric)
{
    return g->x + ((long)step * s->n_metrics + metric) * g->n;
}
/* what `lockstep summarize` says of a group's values at a step; work [2 g->n] is scratch */
struct summary;
void group_summary(const struct samples *, const struct group *, int step, int metric, struct summary *, double *work);
/* Values of a and b at the same seeds, where both are numbers (not NaN, infinite or beyond BAD_SIZE), into x and y [min(a->n, b->n)]:
 * how many; *bad: seeds of both where one is not */
long group_pairs(const struct samples *, const struct group *a, int step_a, const struct group *b, int step_b, int metric, double *x, double *y,
                 long *bad);
/* the numbers among n values, into out [n]; how many */
long good_values(const double *x, long n, double *out);

/* Is more of this metric better?  better: "higher", "lower", or NULL: as the metric's table says, also of its _final, _auc and _best;
 * of a metric that nobody knows more is better, and a note says so.  0, or -1 after fail(). */
int  metric_direction(const char *metric, const char *better, int *more_is_better);
#endif
