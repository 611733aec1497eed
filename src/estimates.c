/* Estimates from summaries and from values of every seed: see estimates.h. */
#include "estimates.h"
#include "fail.h"
#include "stats.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const struct statistic_names statistic_names[] = {
    [MEAN]   = { "mean", "mean", "ci_lo", "ci_hi", "mean", "95 % interval" },
    [MEDIAN] = { "median", "median", "q25", "q75", "median", "middle half" },
    [IQM]    = { "iqm", "iqm", "iqm_lo", "iqm_hi", "interquartile mean", "95 % interval" },
};

static const char *named(const char *text) { return *text ? text : "NaN"; }

/* ---- a summary: the swept keys are the columns between point and step ---- */

static int from_summary(struct estimates *e, enum statistic which)
{
    const struct table *t = &e->table;
    const struct statistic_names *s = &statistic_names[which];
    enum { ENV, ALGO, POINT, METRIC, STEP, N, N_BAD, Y, LO, HI, COLUMNS };
    const char *const name[] = { "env", "algo", "point", "metric", "step", "n", "n_bad", s->value, s->lo, s->hi };
    int at[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        if ((at[i] = table_column(t, name[i])) < 0)
            return -1;
    int key = at[POINT] + 1;
    e->key = t->name + key, e->n_keys = at[STEP] > key ? at[STEP] - key : 0;
    e->n = t->rows;
    if (!(e->row = malloc((size_t)e->n * sizeof *e->row + 1)))
        return fail_inside("%s: out of memory for %ld rows", e->path, e->n);
    for (long row = 0; row < e->n; row++) {
        struct estimate *x = &e->row[row];
        char *const *cell = t->cell + row * t->cols;
        double *const number[] = { &x->step, &x->n, &x->n_bad, &x->y, &x->lo, &x->hi };
        *x = (struct estimate){ .env = named(cell[at[ENV]]), .algo = named(cell[at[ALGO]]), .metric = cell[at[METRIC]], .value = cell + key };
        for (int i = 0; i < 6; i++)
            if (table_result(t, row, at[STEP + i], number[i]))
                return -1;
    }
    return 0;
}

/* ---- values of every seed ---- */

static void choose(struct estimate *x, const struct summary *a, enum statistic which)
{
    x->n = (double)a->n, x->n_bad = (double)a->n_bad;
    switch (which) {
    case MEAN:   x->y = a->mean, x->lo = a->ci_lo, x->hi = a->ci_hi; break;
    case MEDIAN: x->y = a->median, x->lo = a->q25, x->hi = a->q75; break;
    case IQM:    x->y = a->iqm, x->lo = a->iqm_lo, x->hi = a->iqm_hi; break;
    }
}

static int from_samples(struct estimates *e, enum statistic which)
{
    struct samples *s = &e->samples;
    long most = 0, seeds = 0;
    if (samples_take(s, &e->table))
        return -1;
    e->key = (char *const *)s->key, e->n_keys = s->n_keys;
    for (int i = 0; i < s->n; i++)
        most += (long)s->group[i].n_steps * s->n_metrics, seeds = s->group[i].n > seeds ? s->group[i].n : seeds;
    double *work = malloc((size_t)seeds * 2 * sizeof *work + 1);
    if ((e->row = malloc((size_t)most * sizeof *e->row + 1)) && work)
        for (int i = 0; i < s->n; i++)
            for (int j = 0; j < s->group[i].n_steps; j++)
                for (int m = 0; m < s->n_metrics; m++) {
                    const struct group *g = &s->group[i];
                    struct summary a;
                    group_summary(s, g, j, m, &a, work);
                    e->row[e->n] = (struct estimate){ .env = named(g->env), .algo = named(g->algo), .metric = s->metric[m],
                                                      .value = (char *const *)g->value, .step = g->step[j] };
                    choose(&e->row[e->n++], &a, which);
                }
    int status = e->row && work ? 0 : fail_inside("%s: out of memory for %ld rows", e->path, most);
    free(work);
    return status;
}

/* ---- either ---- */

static int has_column(const struct table *t, const char *name)
{
    for (int i = 0; i < t->cols; i++)
        if (!strcmp(t->name[i], name))
            return 1;
    return 0;
}

int estimates_read(struct estimates *e, const char *path, enum statistic which)
{
    char inside[4096];
    struct stat about;
    *e = (struct estimates){ .path = path };
    if (!path)
        path = "-";
    if (strcmp(path, "-") && !stat(path, &about) && S_ISDIR(about.st_mode))
        snprintf(inside, sizeof inside, "%s/summary.csv", path), path = inside;
    if (table_read(&e->table, path))
        return -1;
    e->path = e->table.path;
    int of_seeds = has_column(&e->table, "seed") && !has_column(&e->table, "n_bad");
    int status = of_seeds ? from_samples(e, which) : from_summary(e, which);
    if (of_seeds)
        e->path = e->samples.path;
    return status;
}

void estimates_free(struct estimates *e)
{
    free(e->row);
    samples_free(&e->samples);
    table_free(&e->table);
    *e = (struct estimates){ 0 };
}
