/* Scores: one number of every run of every algorithm on every task, made comparable over tasks.  The input of profile.
 *
 * A task is an environment, or the values of the columns that `tasks` names ("gap", "env,arms"); an algorithm is a group's algo and
 * those keys, other than the task's, that tell apart groups of one algo within a task.  Every algorithm has runs on every task.
 * With x a run's value of the metric at a step, the score is
 *     none         x
 *     minmax       (x - lo) / (hi - lo), lo and hi the least and the greatest value of all runs of all algorithms on the task,
 *     a CSV file   (x - lo) / (hi - lo), lo < hi from the row of the task in columns env (or task), lo and hi,
 *                  and with both, where less is better, one minus that: 1 is always the good end;
 *     lo_algo, hi_algo   (x - lo) / (hi - lo), lo and hi the means of these two algorithms on the task: 0 is as good as the one and 1 as
 *                  the other, whichever way the metric points. */
#ifndef SCORES_H
#define SCORES_H
#include "option.h"
#include "samples.h"

struct score_request {
    int n_paths; const char *const *path;      /* none: standard input                                                */
    const char *metric;                        /* NULL: the first                                                     */
    double at;                                 /* step; -1: the last                                                  */
    const char *tasks;                         /* NULL: "env"                                                         */
    const char *normalize;                     /* "none", "minmax" or a file; NULL with lo_algo and hi_algo           */
    const char *lo_algo, *hi_algo;
    const char *better;                        /* "higher", "lower" or NULL: what is known of the metric              */
    int none_may_count;                        /* 1: an algorithm may have lost all runs of a task                   */
};

/* x[n] by rising seed; n_bad of them are NaN */
struct runs { long n, n_bad; const struct samples *from; const struct group *group; double *x; };

struct scores {
    int n_files; struct samples *file;
    int n_algos, n_tasks;
    char **algo, **task;                       /* in the order in which they occur                                    */
    struct runs *runs;                         /* [n_algos][n_tasks]                                                  */
    const char *metric;
    int more_is_better;                        /* of the scores                                                       */
    char *how;                                 /* the normalisation in words                                          */
    double *step;                              /* [n_tasks]                                                           */
};

/* a step such as 10k, or -1 for NULL; -1 after fail() */
int  step_word(const char *at, double *step);
/* from the words of a command line: its files, and --metric, --at, --task, --normalize, --lo, --hi, --better; -1 after fail() */
int  score_words(struct score_request *, const struct words *);

/* 0, or -1 after fail(): an algorithm lacks a task, runs of one task end at different steps, a task that cannot be normalised.
 * scores_free() is right after both. */
int  scores_read(struct scores *, const struct score_request *);
void scores_free(struct scores *);
static inline const struct runs *scores_runs(const struct scores *s, int algo, int task) { return &s->runs[algo * s->n_tasks + task]; }
/* by name, or -1 after fail() with the nearest */
int  scores_algo(const struct scores *, const char *name);

#endif
