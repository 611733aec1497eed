/* lockstep repro: run a paper's experiment and check its claims. */
#include "claim.h"
#include "commands.h"
#include "experiments.h"
#include "progress.h"
#include "stop.h"
#include "store.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH = 4096, QUICK = 8 };

static int done(void *context, const struct outcome *o)
{
    return claims_take(context, o);
}

/* run the plan, into a directory if there is one; the claims have what they speak of */
static int run_plan(struct claims *claims, const struct plan *p, const char *out, struct store_options *o)
{
    struct pool pool = { .plan = p, .threads = o->threads, .summaries = out != NULL, .done = done, .context = claims,
                         .progress = progress_show, .progress_of = o->progress };
    o->again = 1, o->done = done, o->context = claims;
    return pool_fits(&pool) ? -1 : out ? store_run(p, out, o) : pool_run(&pool);
}

/* how many claims do not hold, or -1; *stopped: the run was, in good order */
static int run_experiment(const struct words *given, const char *name, const char *out, struct rows *rows, int *stopped)
{
    char path[PATH], slug[256];
    struct words w = *given;
    struct plan plan;
    struct claims claims = { 0 };
    struct progress progress;
    struct store_options o = { .progress = &progress };
    double limit;
    if (experiments_find(name, path, sizeof path))
        return -1;
    const char *rest[] = { path }, *last = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    size_t length = strlen(last);
    snprintf(slug, sizeof slug, "%.*s", (int)(length > 4 && !strcmp(last + length - 4, ".ini") ? length - 4 : length), last);
    w.n_rest = 1, w.rest = rest;
    if (progress_open(&progress, &w, slug) || store_words(&w, &plan, &o, &limit))
        return -1;
    if (word_of(&w, "quick"))
        plan.n = (plan.n + QUICK - 1) / QUICK;
    int not_shown = claims_make(&claims, &plan);
    if (!not_shown && out)
        stop_listen(limit);
    if (!not_shown)
        not_shown = run_plan(&claims, &plan, out, &o), progress_close(&progress);
    if ((*stopped = not_shown == INCOMPLETE) == 0 && !not_shown)
        not_shown = rows ? claims_rows(&claims, slug, rows) : claims_print(&claims, slug);
    fflush(stdout);
    claims_free(&claims), plan_free(&plan);
    return not_shown;
}

static int run_all(const struct words *w, char **names, struct rows *rows)
{
    const char *out = word_of(w, "out");
    int not_shown = 0, several = names[0] && names[1], stopped = 0;
    if (!names[0])
        return fail("repro: say which experiment, or --all; 'lockstep list experiments' names them all");
    if (out && several && mkdir(out, 0777) && errno != EEXIST)
        return fail_file("%s: cannot make the directory: %s", out, strerror(errno));
    for (char **name = names; *name; name++) {
        char sub[PATH];
        const char *last = strrchr(*name, '/') ? strrchr(*name, '/') + 1 : *name;
        snprintf(sub, sizeof sub, "%s/%s", out ? out : "", last);
        if (!rows && name != names)
            putchar('\n');
        int found = run_experiment(w, *name, out && several ? sub : out, rows, &stopped);
        if (found < 0 || stopped)
            return found < 0 ? -1 : stop_end();
        not_shown += found;
    }
    return not_shown ? NO : OK;
}

/* claims as a table for people, or as rows */
static int repro_words(const struct words *w)
{
    const char *format = word_of(w, "format");
    struct sink sink;
    struct rows rows = { .to = &sink };
    int for_people = !format || !strcmp(format, "table");
    if (!for_people && (format_find(format, &rows.format) || sink_open(&sink, 1, "standard output")))
        return -1;
    if (!for_people)
        claims_header(&rows);
    char **all = word_of(w, "all") ? experiments_all() : NULL;
    int status = word_of(w, "all") && !all ? -1 : run_all(w, all ? all : (char **)w->rest, for_people ? NULL : &rows);
    experiments_free(all);
    if (!for_people)
        rows_end(&rows);
    int closed = for_people ? 0 : sink_close(&sink);
    return closed ? -1 : status;
}

int cmd_repro(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    status = status ? (status > 0 ? OK : status) : repro_words(&w);
    words_free(&w);
    return status;
}
