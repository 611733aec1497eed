/* lockstep repro: run a paper's experiment and check its claims. */
#include "claim.h"
#include "commands.h"
#include "experiments.h"
#include "progress.h"
#include "store.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH = 4096, QUICK = 8 };

struct job { struct claims claims; struct store store; int to_store; };

static int done(void *context, const struct outcome *o)
{
    struct job *j = context;
    return claims_take(&j->claims, o) || (j->to_store && store_point(&j->store, o)) ? -1 : 0;
}

/* run the plan; the claims have what they speak of */
static int run_plan(struct job *j, const struct plan *p, const char *out, int threads, struct progress *progress)
{
    struct pool pool = { .plan = p, .threads = threads, .summaries = out != NULL, .done = done, .context = j,
                         .progress = progress_show, .progress_of = progress };
    if (pool_fits(&pool))
        return -1;
    if (out && (j->to_store = 1, store_open(&j->store, out, p)))
        return store_abandon(&j->store), -1;
    if (pool_run(&pool)) {
        if (out)
            store_abandon(&j->store);
        return -1;
    }
    return out ? store_finish(&j->store, p, p->isa->name, threads ? threads : pool_cpus()) : 0;
}

/* how many claims do not hold, or -1 */
static int run_experiment(const struct words *given, const char *name, const char *out, int threads, struct rows *rows)
{
    char path[PATH], slug[256];
    struct words w = *given;
    struct plan plan;
    struct job j = { 0 };
    struct progress progress;
    if (experiments_find(name, path, sizeof path))
        return -1;
    const char *rest[] = { path }, *last = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    size_t length = strlen(last);
    snprintf(slug, sizeof slug, "%.*s", (int)(length > 4 && !strcmp(last + length - 4, ".ini") ? length - 4 : length), last);
    w.n_rest = 1, w.rest = rest;
    if (progress_open(&progress, &w, slug) || plan_make(&plan, &w))
        return -1;
    if (word_of(&w, "quick"))
        plan.n = (plan.n + QUICK - 1) / QUICK;
    int not_shown = claims_make(&j.claims, &plan);
    if (!not_shown)
        not_shown = run_plan(&j, &plan, out, threads, &progress), progress_close(&progress);
    if (!not_shown)
        not_shown = rows ? claims_rows(&j.claims, slug, rows) : claims_print(&j.claims, slug);
    fflush(stdout);
    claims_free(&j.claims), plan_free(&plan);
    return not_shown;
}

static int run_all(const struct words *w, char **names, struct rows *rows)
{
    const char *out = word_of(w, "out"), *threads = word_of(w, "threads");
    long n = 0;
    int not_shown = 0, several = names[0] && names[1];
    if (threads && plan_whole("--threads", threads, 1, 4096, &n))
        return -1;
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
        int found = run_experiment(w, *name, out && several ? sub : out, (int)n, rows);
        if (found < 0)
            return -1;
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
