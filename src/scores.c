/* Scores of algorithms on tasks: see scores.h. */
#include "scores.h"
#include "fail.h"
#include "isa.h"
#include "param.h"
#include "plan.h"
#include "stats.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int good(double x) { return fabs(x) < BAD_SIZE; }

/* ---- groups as cells of algorithms and tasks ------------------------------------------------------------------------------------ */

enum { MOST_TASK_COLUMNS = 16 };
/* a group, what it is called, and the first item of its algo and task; a task's columns: env, or keys */
struct item { const struct samples *from; const struct group *group; char *task, *algo; int first; };
struct items { int n; struct item *item; int by_env, n_keys; const char *key[MOST_TASK_COLUMNS]; };

/* a key's text; NaN where the file has no such key */
static const char *key_value(const struct item *i, const char *key)
{
    for (int k = 0; k < i->from->n_keys; k++)
        if (!strcmp(i->from->key[k], key) && *i->group->value[k])
            return i->group->value[k];
    return "NaN";
}

static int among(const char *const *names, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(names[i], name))
            return 1;
    return 0;
}

/* "env,gap": words point into `list`, which is cut up */
static int task_columns(struct items *all, const struct scores *s, char *list)
{
    for (char *word; (word = strsep(&list, ","));) {
        int known = 0;
        for (int f = 0; f < s->n_files; f++)
            known |= among(s->file[f].key, s->file[f].n_keys, word);
        if (!strcmp(word, "env"))
            all->by_env = 1;
        else if (!known) {
            const char *near = nearest(word, s->file->key, (size_t)s->file->n_keys);
            return fail("--task %.64s: no such column%s%s%s; a task is env, or columns left of 'seed' whose values make it", word,
                        near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
        } else if (all->n_keys == MOST_TASK_COLUMNS)
            return fail("--task: more than %d columns", MOST_TASK_COLUMNS);
        else
            all->key[all->n_keys++] = word;
    }
    return 0;
}

static int name_task(struct item *i, const struct items *all)
{
    size_t size;
    FILE *to = open_memstream(&i->task, &size);
    if (!to)
        return fail_inside("out of memory");
    fputs(!all->by_env ? "" : *i->group->env ? i->group->env : "all", to);
    for (int k = 0; k < all->n_keys; k++)
        fprintf(to, "%s%s=%s", k || all->by_env ? " " : "", all->key[k], key_value(i, all->key[k]));
    return fclose(to) ? fail_inside("out of memory") : 0;
}

static int same_algo(const struct item *a, const struct item *b) { return !strcmp(a->group->algo, b->group->algo); }

/* does a key differ between two groups of this one's algo on one task?  Each is compared with the first of its algo and task. */
static int tells_apart(const struct items *all, const struct item *of, const char *key)
{
    for (int i = 0; i < all->n; i++)
        if (same_algo(of, &all->item[i]) && strcmp(key_value(&all->item[i], key), key_value(&all->item[all->item[i].first], key)))
            return 1;
    return 0;
}

static int name_algo(struct item *of, const struct items *all)
{
    size_t size;
    const char *space = *of->group->algo ? " " : "";
    FILE *to = open_memstream(&of->algo, &size);
    if (!to)
        return fail_inside("out of memory");
    fputs(of->group->algo, to);
    for (int k = 0; k < of->from->n_keys; k++) {
        const char *key = of->from->key[k], *value = key_value(of, key);
        if (!among(all->key, all->n_keys, key) && strcmp(value, "NaN") && tells_apart(all, of, key))
            fprintf(to, "%s%s=%s", space, key, value), space = " ";
    }
    return fclose(to) ? fail_inside("out of memory") : 0;
}

/* every group of every file, with its task and its algorithm */
static int items_make(struct items *all, const struct scores *s, char *tasks)
{
    for (int f = 0; f < s->n_files; f++)
        all->n += s->file[f].n;
    all->item = calloc((size_t)all->n + 1, sizeof *all->item);
    int n = 0, status = all->item ? task_columns(all, s, tasks) : fail_inside("out of memory");
    for (int f = 0; f < s->n_files && !status; f++)
        for (int g = 0; g < s->file[f].n && !status; g++, n++) {
            struct item *i = &all->item[n];
            i->from = &s->file[f], i->group = &s->file[f].group[g];
            status = name_task(i, all);
            while (!status && i->first < n && !(same_algo(i, &all->item[i->first]) && !strcmp(i->task, all->item[i->first].task)))
                i->first++;
        }
    for (int i = 0; i < all->n && !status; i++)
        status = name_algo(&all->item[i], all);
    return status;
}

static void items_free(struct items *all)
{
    for (int i = 0; i < all->n && all->item; i++)
        free(all->item[i].task), free(all->item[i].algo);
    free(all->item);
}

/* the place of a name among n, where it is put if it is new */
static int place(char **names, int *n, const char *name)
{
    for (int i = 0; i < *n; i++)
        if (!strcmp(names[i], name))
            return i;
    names[*n] = strdup(name);
    return names[*n] ? (*n)++ : fail_inside("out of memory");
}

/* which algorithms lack which tasks */
static int incomplete(const struct scores *s, const char *tasks)
{
    char *all = NULL;
    size_t size;
    FILE *to = open_memstream(&all, &size);
    int told = 0;
    if (!to)
        return fail_inside("out of memory");
    for (int a = 0; a < s->n_algos; a++) {
        int lacks = 0;
        for (int t = 0; t < s->n_tasks; t++)
            if (!scores_runs(s, a, t)->group && told++ < 12) {
                if (!lacks)
                    fprintf(to, "%s'%s' lacks ", told > 1 ? "; " : "", s->algo[a]);
                fprintf(to, "%s%s", lacks++ ? ", " : "", s->task[t]);
            }
    }
    if (fclose(to))
        return free(all), fail_inside("out of memory");
    fail("%s: algorithms have to occur in all tasks, and %s%s (tasks are the values of %s; --task names other columns)", s->file->path, all,
         told > 12 ? "; and more" : "", tasks);
    free(all);
    return -1;
}

/* the metric at the last step, or at one that was asked for, of the runs of a cell */
static int take(struct scores *s, struct runs *runs, const struct item *i, int task, double at)
{
    int step = group_step(i->from, i->group, at), metric = samples_metric(i->from, s->metric);
    if (step < 0 || metric < 0)
        return -1;
    const double *x = group_values(i->from, i->group, step, metric);
    double when = i->group->step[step];
    *runs = (struct runs){ .n = i->group->n, .from = i->from, .group = i->group, .x = malloc((size_t)i->group->n * sizeof *x + 1) };
    if (!runs->x)
        return fail_inside("out of memory");
    for (long k = 0; k < runs->n; k++) {
        runs->x[k] = good(x[k]) ? x[k] : NAN;
        runs->n_bad += !good(x[k]);
    }
    if (isnan(s->step[task]))
        s->step[task] = when;
    if (s->step[task] != when)
        return fail("%s: '%s' on %s ends at step %.15g, others at %.15g: name a step of all with --at", i->from->path, i->algo, i->task,
                    when, s->step[task]);
    return 0;
}

static int arrange(struct scores *s, const struct items *all, const struct score_request *q)
{
    size_t most = (size_t)all->n + 1;
    s->algo = calloc(most, sizeof *s->algo), s->task = calloc(most, sizeof *s->task), s->step = calloc(most, sizeof *s->step);
    int status = s->algo && s->task && s->step ? 0 : fail_inside("out of memory");
    for (int i = 0; i < all->n && !status; i++) {
        s->step[i] = NAN;
        status = place(s->algo, &s->n_algos, all->item[i].algo) < 0 || place(s->task, &s->n_tasks, all->item[i].task) < 0 ? -1 : 0;
    }
    if (!status && !(s->runs = calloc((size_t)s->n_algos * (size_t)s->n_tasks, sizeof *s->runs)))
        status = fail_inside("out of memory for %d algorithms on %d tasks", s->n_algos, s->n_tasks);
    for (int i = 0; i < all->n && !status; i++) {
        const struct item *it = &all->item[i];
        int a = place(s->algo, &s->n_algos, it->algo), t = place(s->task, &s->n_tasks, it->task);
        struct runs *runs = &s->runs[a * s->n_tasks + t];
        if (runs->group)
            status = fail("two groups are called '%s' on %s, in %s and %s: they have to differ in a column, and --task may name it as well",
                          it->algo, it->task, runs->from->path, it->from->path);
        else
            status = take(s, runs, it, t, q->at);
    }
    for (int i = 0; i < s->n_algos * s->n_tasks && !status; i++)
        if (!s->runs[i].group)
            status = incomplete(s, q->tasks ? q->tasks : "env");
        else if (s->runs[i].n_bad == s->runs[i].n && !q->none_may_count)
            status = fail("%s: '%s' has no number of %s on %s: all %ld runs are NaN or have diverged", s->runs[i].from->path,
                          s->algo[i / s->n_tasks], s->metric, s->task[i % s->n_tasks], s->runs[i].n);
    return status;
}

/* ---- normalisation -------------------------------------------------------------------------------------------------------------- */

/* x -> (x - lo) / (hi - lo), or one minus that, for all runs of a task */
static void rescale(struct scores *s, int task, double lo, double hi, int turned)
{
    for (int a = 0; a < s->n_algos; a++) {
        struct runs *r = &s->runs[a * s->n_tasks + task];
        for (long i = 0; i < r->n; i++)
            r->x[i] = turned ? (hi - r->x[i]) / (hi - lo) : (r->x[i] - lo) / (hi - lo);
    }
}

static int by_range(struct scores *s, int task, double *lo, double *hi)
{
    *lo = INFINITY, *hi = -INFINITY;
    for (int a = 0; a < s->n_algos; a++) {
        const struct runs *r = scores_runs(s, a, task);
        for (long i = 0; i < r->n; i++)
            if (!isnan(r->x[i]))
                *lo = fmin(*lo, r->x[i]), *hi = fmax(*hi, r->x[i]);
    }
    if (*lo < *hi)
        return 0;
    return fail("%s: %s is %.15g in all runs on %s: minmax cannot normalise a constant; try --normalize none or a file with its range",
                s->file->path, s->metric, *lo, s->task[task]);
}

static double mean_of(const struct runs *r)
{
    double total = 0;
    for (long i = 0; i < r->n; i++)
        total += isnan(r->x[i]) ? 0 : r->x[i];
    return total / (double)(r->n - r->n_bad);
}

/* a task's row of a file with columns env (or task), lo and hi */
static int by_table(const struct table *t, const char *task, double *lo, double *hi)
{
    int env = table_column(t, "env"), of_lo, of_hi;
    if (env < 0)
        failure_forget(), env = table_column(t, "task");
    if (env < 0 || (of_lo = table_column(t, "lo")) < 0 || (of_hi = table_column(t, "hi")) < 0)
        return -1;
    for (long row = 0; row < t->rows; row++)
        if (!strcmp(t->cell[row * t->cols + env], task)) {
            if (table_number(t, row, of_lo, lo) || table_number(t, row, of_hi, hi))
                return -1;
            if (*lo < *hi)
                return 0;
            return fail("%s:%ld: lo %.15g has to be below hi %.15g, also where less is better: that is turned around here", t->path,
                        row + 2, *lo, *hi);
        }
    return fail("%s: no row for %s; every task needs its range", t->path, task);
}

/* what was done, in words; -1 after fail_inside() */
static int describe(struct scores *s, const char *a, const char *b, const char *c, const char *d)
{
    size_t size;
    FILE *to = open_memstream(&s->how, &size);
    if (!to)
        return fail_inside("out of memory");
    fprintf(to, "%s%s%s%s", a, b, c, d);
    return fclose(to) ? fail_inside("out of memory") : 0;
}

static int by_algos(struct scores *s, const struct score_request *q)
{
    int lo = scores_algo(s, q->lo_algo), hi = lo < 0 ? -1 : scores_algo(s, q->hi_algo);
    if (hi < 0)
        return -1;
    for (int t = 0; t < s->n_tasks; t++) {
        double a = mean_of(scores_runs(s, lo, t)), b = mean_of(scores_runs(s, hi, t));
        if (a == b)
            return fail("--lo %s, --hi %s: both have mean %.15g on %s", q->lo_algo, q->hi_algo, a, s->task[t]);
        rescale(s, t, a, b, 0);
    }
    s->more_is_better = 1;
    return 0;
}

static int normalise(struct scores *s, const struct score_request *q)
{
    struct table t = { 0 };
    const char *how = q->normalize ? q->normalize : "";
    int minmax = !strcmp(how, "minmax"), turned = !s->more_is_better, status = 0;
    if (!q->lo_algo != !q->hi_algo)
        return fail("--lo and --hi go together: the algorithms whose means are 0 and 1");
    if (q->lo_algo && q->normalize)
        return fail("--normalize %s: not together with --lo and --hi, which normalise as well", how);
    if (q->lo_algo)
        return by_algos(s, q) ? -1 : describe(s, "0 is the mean of ", q->lo_algo, ", 1 of ", q->hi_algo);
    if (!strcmp(how, "none"))
        return describe(s, "not normalised", "", "", s->more_is_better ? "" : ", less is better");
    if (!minmax && access(how, F_OK))
        status = fail("--normalize %.200s: must be minmax, none or a CSV file with columns env, lo and hi, and there is no such file", how);
    else if (!minmax && table_read(&t, how))
        status = -1;
    for (int i = 0; i < s->n_tasks && !status; i++) {
        double lo, hi;
        status = minmax ? by_range(s, i, &lo, &hi) : by_table(&t, s->task[i], &lo, &hi);
        if (!status)
            rescale(s, i, lo, hi, turned);
    }
    s->more_is_better = 1;
    if (!status)
        status = minmax ? describe(s, "0 is the worst run of a task, 1 the best", "", "", "")
                        : describe(s, "0 .. 1 by the ranges of ", how, turned ? ", less is better: one minus that" : "", "");
    table_free(&t);
    return status;
}

/* ---- what was asked ------------------------------------------------------------------------------------------------------------- */

int step_word(const char *at, double *step)
{
    long n = -1;
    int status = at ? plan_whole("--at", at, 0, 9e15, &n) : 0;
    *step = (double)n;
    return status;
}

int score_words(struct score_request *q, const struct words *w)
{
    *q = (struct score_request){ .n_paths = w->n_rest, .path = w->rest, .metric = word_of(w, "metric"), .tasks = word_of(w, "task"),
                                 .normalize = word_of(w, "normalize"), .lo_algo = word_of(w, "lo"), .hi_algo = word_of(w, "hi"),
                                 .better = word_of(w, "better") };
    return step_word(word_of(w, "at"), &q->at);
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------------ */

int scores_read(struct scores *s, const struct score_request *q)
{
    int n = q->n_paths ? q->n_paths : 1, status = 0;
    struct items all = { 0 };
    *s = (struct scores){ .file = calloc((size_t)n, sizeof *s->file) };
    char *tasks = strdup(q->tasks ? q->tasks : "env");
    if (!s->file || !tasks)
        status = fail_inside("out of memory");
    for (; s->n_files < n && !status; s->n_files++)
        status = samples_read(&s->file[s->n_files], q->n_paths ? q->path[s->n_files] : NULL);
    if (!status) {
        /* with references of its own a score needs no direction */
        const char *better = q->better ? q->better : q->lo_algo ? "higher" : NULL;
        int metric = q->metric ? samples_metric(s->file, q->metric) : 0;
        s->metric = metric < 0 ? NULL : s->file->metric[metric];
        status = metric < 0 || metric_direction(s->metric, better, &s->more_is_better) ? -1 : items_make(&all, s, tasks);
        if (!status)
            status = arrange(s, &all, q);
    }
    if (!status)
        status = normalise(s, q);
    items_free(&all);
    free(tasks);
    return status;
}

void scores_free(struct scores *s)
{
    for (int i = 0; s->runs && i < s->n_algos * s->n_tasks; i++)
        free(s->runs[i].x);
    for (int i = 0; i < s->n_algos; i++)
        free(s->algo[i]);
    for (int i = 0; i < s->n_tasks; i++)
        free(s->task[i]);
    for (int i = 0; i < s->n_files; i++)
        samples_free(&s->file[i]);
    free(s->runs), free(s->algo), free(s->task), free(s->step), free(s->how), free(s->file);
    *s = (struct scores){ 0 };
}

int scores_algo(const struct scores *s, const char *name)
{
    for (int i = 0; i < s->n_algos; i++)
        if (!strcmp(s->algo[i], name))
            return i;
    const char *near = nearest(name, (const char *const *)s->algo, (size_t)s->n_algos);
    return fail("%s: no algorithm '%.64s'%s%s%s", s->file->path, name, near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
}
