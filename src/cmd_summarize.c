/* lockstep summarize: what a run's summary.csv says, from the values of every seed: a run directory, curves.csv, finals.csv, or any
 * tidy CSV (samples.h). */
#include "commands.h"
#include "fail.h"
#include "option.h"
#include "plan.h"
#include "rows.h"
#include "samples.h"
#include "stats.h"
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum ci { T, BOOT_T, WILSON };
static const char *const cis[] = { "t", "boot-t", "wilson", NULL };

/* another interval in the place of Student's; x: the numbers among n values */
static int replace(struct summary *s, const struct samples *all, const char *metric, enum ci ci, const double *x, uint64_t key)
{
    struct interval i = { s->mean, s->ci_lo, s->ci_hi, s->n };
    long ones = 0;
    if (ci == BOOT_T && s->n)
        i = bootstrap_t_interval(x, s->n, 0.95, key);
    for (long k = 0; k < s->n && ci == WILSON; k++) {
        if (x[k] != 0 && x[k] != 1)
            return fail("--ci wilson: is for proportions of zeros and ones; %s: %s holds %.15g; try boot-t", all->path, metric, x[k]);
        ones += x[k] == 1;
    }
    if (ci == WILSON && s->n)
        i = wilson(ones, s->n, 0.95);
    s->ci_lo = i.lo, s->ci_hi = i.hi;
    return 0;
}

static void header(struct rows *r, const struct samples *s)
{
    const char *name[MAX_COLUMNS] = { "env", "algo", "point" };
    int n = 3;
    for (int k = 0; k < s->n_keys; k++)
        name[n++] = s->key[k];
    name[n++] = "step", name[n++] = "metric";
    for (int i = 0; i < STATISTICS; i++)
        name[n++] = statistics[i];
    rows_header(r, name, n);
}

static int group_rows(struct rows *r, const struct samples *s, const struct group *g, int only, enum ci ci, uint64_t seed)
{
    double *x = malloc((size_t)g->n * 2 * sizeof *x);
    int status = x ? 0 : fail_inside("out of memory for %ld seeds", g->n);
    for (int j = 0; j < g->n_steps && !status; j++)
        for (int m = 0; m < s->n_metrics && !status; m++) {
            struct summary a;
            uint64_t key = seed ^ (uint64_t)(j * s->n_metrics + m);
            const double *v = group_values(s, g, j, m);
            if (only >= 0 && m != only)
                continue;
            group_summary(s, g, j, m, &a, x);
            good_values(v, g->n, x);
            if (ci != T && (status = replace(&a, s, s->metric[m], ci, x, key)))
                break;
            cell_text(r, g->env), cell_text(r, g->algo), cell_swept(r, *g->point ? g->point : NULL);
            for (int k = 0; k < s->n_keys; k++)
                cell_swept(r, *g->value[k] && strcmp(g->value[k], "NaN") ? g->value[k] : NULL);
            cell_number(r, g->step[j]), cell_text(r, s->metric[m]), cells_summary(r, &a);
        }
    free(x);
    return status;
}

/* what keys the bootstrap: the master seed of a run directory; 0 for other files */
static int seed_of(const char *path, const char *word, uint64_t *seed)
{
    char plan[4096];
    json_t *all = NULL;
    long given;
    *seed = 0;
    if (word)
        return plan_whole("--seed", word, 0, 281474976710655.0, &given) ? -1 : (*seed = (uint64_t)given, 0);
    snprintf(plan, sizeof plan, "%s/plan.json", path ? path : "");
    if (path && (all = json_load_file(plan, 0, NULL)))
        *seed = (uint64_t)json_integer_value(json_object_get(all, "seed")), json_decref(all);
    return 0;
}

static int summarize_file(const struct words *w)
{
    const char *path = w->n_rest ? w->rest[0] : NULL, *ci = word_of(w, "ci"), *metric = word_of(w, "metric");
    struct samples s = { 0 };
    struct sink out;
    struct rows r = { .to = &out };
    uint64_t seed;
    int kind = 0, only = -1;
    while (ci && cis[kind] && strcmp(cis[kind], ci))
        kind++;
    if (!cis[kind])
        return fail("--ci %.20s: must be t (Student), boot-t (bootstrap-t, for skewed values) or wilson (proportions)", ci);
    if (w->n_rest > 1)
        return fail("summarize: one file or run directory at a time");
    if (!path && isatty(STDIN_FILENO))
        return fail("summarize reads values of every seed: name a run directory or a CSV, or pipe one in (lockstep run --rows seeds)");
    int status = format_find(word_of(w, "format"), &r.format) || seed_of(path, word_of(w, "seed"), &seed) ? -1 : samples_read(&s, path);
    if (!status && metric)
        only = samples_metric(&s, metric), status = only < 0 ? -1 : 0;
    if (!status && s.n_keys > MAX_COLUMNS - 5 - STATISTICS)
        status = fail("%s: %d keys are too many: a table has at most %d columns", s.path, s.n_keys, MAX_COLUMNS);
    if (!status && !(status = sink_open(&out, STDOUT_FILENO, "standard output"))) {
        header(&r, &s);
        for (int i = 0; i < s.n && !status; i++)
            status = group_rows(&r, &s, &s.group[i], only, (enum ci)kind, seed);
        rows_end(&r);
        if (sink_close(&out))
            status = -1;
    }
    samples_free(&s);
    return status;
}

int cmd_summarize(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    if (!status)
        status = summarize_file(&w);
    words_free(&w);
    return status > 0 ? OK : status;
}
