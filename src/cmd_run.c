/* lockstep run: a plan's points over threads, tables to stdout or to a run directory. */
#include "commands.h"
#include "progress.h"
#include "store.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job {
    const struct plan *plan;
    struct rows rows; struct sink sink;      /* stdout                    */
    struct store store;                      /* -o                        */
    enum table_kind kind;
    int to_store, stop_on_nan, stopped;
    long bad;
};

static int done(void *context, const struct outcome *o)
{
    struct job *j = context;
    for (long i = 0; i < o->plan->n; i++)
        if (o->diverged[i]) {
            if (j->stop_on_nan)
                return j->stopped = 1, fail("point %ld (%s on %s): seed %ld diverged at step %ld; smaller steps may help, or --on-nan mark",
                            o->point->index, o->point->label, o->point->env->name, o->plan->first + i, o->diverged[i]);
            j->bad++;
        }
    if (j->to_store)
        return store_point(&j->store, o);
    if (table_point(&j->rows, o, j->kind))
        return -1;
    return sink_flush(&j->sink);
}

static int run_plan(struct job *j, struct pool *pool, const struct words *w)
{
    const char *out = word_of(w, "out");
    j->to_store = out != NULL;
    if (pool_fits(pool))
        return -1;
    if (out) {
        if (store_open(&j->store, out, j->plan))
            return store_abandon(&j->store), -1;
        if (pool_run(pool))
            return store_abandon(&j->store), -1;
        return store_finish(&j->store, j->plan, j->plan->isa->name, pool->threads ? pool->threads : pool_cpus());
    }
    if (sink_open(&j->sink, 1, "standard output"))
        return -1;
    j->rows.to = &j->sink;
    table_begin(&j->rows, j->plan, j->kind);
    int status = pool_run(pool), closed = sink_close(&j->sink);
    return status || closed ? -1 : 0;
}

static int run_words(const struct words *w)
{
    static const char *const kinds[] = { "summary", "seeds", "finals" };
    struct plan plan;
    struct job j = { .plan = &plan };
    struct progress progress;
    struct pool pool = { .plan = &plan, .done = done, .context = &j, .progress = progress_show, .progress_of = &progress };
    const char *rows = word_of(w, "rows"), *nan = word_of(w, "on-nan"), *threads = word_of(w, "threads");
    long n = 0;
    int kind = -1;
    for (int i = 0; i < 3; i++)
        if (!strcmp(rows ? rows : "summary", kinds[i]))
            kind = i;
    if (kind < 0)
        return fail("--rows %.20s: must be summary, seeds or finals", rows);
    if (nan && strcmp(nan, "mark") && strcmp(nan, "stop"))
        return fail("--on-nan %.20s: must be mark or stop", nan);
    if ((threads && plan_whole("--threads", threads, 1, 4096, &n)) || format_find(word_of(w, "format"), &j.rows.format)
        || progress_open(&progress, w, NULL))
        return -1;
    j.kind = (enum table_kind)kind, j.stop_on_nan = nan && !strcmp(nan, "stop");
    pool.threads = (int)n, pool.summaries = j.kind == SUMMARY || word_of(w, "out") != NULL;
    if (plan_make(&plan, w))
        return -1;
    int status = word_of(w, "dry-run") ? plan_print(&plan, word_of(w, "format")) : run_plan(&j, &pool, w);
    progress_close(&progress);
    if (!status && j.bad && !word_of(w, "quiet"))
        fprintf(stderr, "lockstep: warning: %ld replicates diverged (see n_bad, and status in finals)\n", j.bad);
    if (!status && plan.n < 10 && !word_of(w, "quiet") && !word_of(w, "dry-run"))
        fprintf(stderr, "lockstep: warning: %ld seeds are few: intervals are wide; hundreds cost little more\n", plan.n);
    plan_free(&plan);
    if (j.stopped)                           /* an answer, not a mistake of the request */
        return fprintf(stderr, "lockstep: %s\n", failure()), NO;
    return status;
}

int cmd_run(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    status = status ? (status > 0 ? OK : status) : run_words(&w);
    words_free(&w);
    return status;
}
