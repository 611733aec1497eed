/* lockstep run: a plan's points over threads, tables to stdout or to a run directory. */
#include "commands.h"
#include "progress.h"
#include "stop.h"
#include "store.h"
#include <stdlib.h>
#include <string.h>

struct job {
    const struct plan *plan;
    struct rows rows; struct sink sink;
    enum table_kind kind;
    int stop_on_nan, stopped;
    long bad;
};

static int done(void *context, const struct outcome *o)
{
    struct job *j = context;
    for (long i = 0; i < o->plan->n; i++)
        if (o->diverged[i]) {
            if (j->stop_on_nan)
                return j->stopped = 1, fail_diverged(o->point, o->plan->first + i, o->diverged[i]);
            j->bad++;
        }
    if (table_point(&j->rows, o, j->kind))
        return -1;
    return sink_flush(&j->sink);
}

static int run_to_stdout(struct job *j, struct pool *pool)
{
    if (pool_fits(pool) || sink_open(&j->sink, 1, "standard output"))
        return -1;
    j->rows.to = &j->sink;
    table_begin(&j->rows, j->plan, j->kind);
    int status = pool_run(pool);
    rows_end(&j->rows);
    int closed = sink_close(&j->sink);
    if (j->bad)
        note("warning: %ld replicates diverged (see n_bad, and status in finals)", j->bad);
    return j->stopped ? NO : status || closed ? -1 : OK;
}

static int run_plan(struct job *j, struct pool *pool, struct store_options *o, const char *out, double limit)
{
    if (j->plan->n < 10)
        note("warning: %ld seeds are few: intervals are wide; hundreds cost little more", j->plan->n);
    if (!out)
        return run_to_stdout(j, pool);
    if (pool_fits(pool))
        return -1;
    stop_listen(limit);
    return store_run(j->plan, out, o);
}

int run_words(const struct words *w, int (*compute)(struct store *, const struct store_options *, struct todo *))
{
    static const char *const kinds[] = { "summary", "seeds", "finals" };
    struct plan plan;
    struct progress progress;
    struct job j = { .plan = &plan };
    struct store_options o = { .progress = &progress, .compute = compute };
    struct pool pool = { .plan = &plan, .done = done, .context = &j, .progress = progress_show, .progress_of = &progress };
    const char *rows = word_of(w, "rows"), *out = word_of(w, "out");
    double limit;
    int kind = -1;
    for (int i = 0; i < 3; i++)
        if (!strcmp(rows ? rows : "summary", kinds[i]))
            kind = i;
    if (kind < 0)
        return fail("--rows %.20s: must be summary, seeds or finals", rows);
    if (format_find(word_of(w, "format"), &j.rows.format) || progress_open(&progress, w, NULL) || store_words(w, &plan, &o, &limit))
        return -1;
    j.kind = (enum table_kind)kind, j.stop_on_nan = o.stop_on_nan;
    pool.threads = o.threads, pool.summaries = j.kind == SUMMARY || out;
    int status = word_of(w, "dry-run") ? plan_print(&plan, word_of(w, "format")) : run_plan(&j, &pool, &o, out, limit);
    progress_close(&progress);
    plan_free(&plan);
    return status;
}

int cmd_run(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    status = status ? (status > 0 ? OK : status) : run_words(&w, NULL);
    words_free(&w);
    return status == INCOMPLETE ? stop_end() : status;
}
