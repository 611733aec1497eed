/* lockstep merge: the tables of a run directory, from the parts in it and in others. */
#include "commands.h"
#include "store.h"
#include <stdlib.h>

/* parts of other directories that hold the same plan */
static int add_others(struct store *s, const struct words *w, struct store *other, struct plan *plan)
{
    for (int i = 0; i < w->n_rest - 1; i++) {
        if (store_enter(&other[i], w->rest[i + 1], &plan[i]))
            return -1;
        if (parts_add(&s->parts, other[i].parts_dir, other[i].parts_path, 1))
            return -1;
    }
    return 0;
}

static int merge(const struct words *w)
{
    struct store s;
    struct plan plan;
    const char *threads = word_of(w, "threads");
    long n = 0;
    if (!w->n_rest)
        return fail("merge: say which run directory (written by 'lockstep run -o')");
    if (threads && plan_whole("--threads", threads, 1, 4096, &n))
        return -1;
    const struct store_options o = { .threads = (int)n };
    struct store *other = calloc((size_t)w->n_rest, sizeof *other);
    struct plan *plans = calloc((size_t)w->n_rest, sizeof *plans);
    for (int i = 0; other && i < w->n_rest; i++)
        other[i].dir = other[i].parts_dir = -1;
    int status = store_enter(&s, w->rest[0], &plan), partial = word_of(w, "partial") != NULL;
    if (!status && (!other || !plans))
        status = fail_inside("out of memory");
    if (!status && !partial && w->n_rest == 1 && store_finished(&s, 1))
        note("%s: is finished: nothing to do", s.path);
    else if (!status && !(status = store_scan(&s, 1)) && !(status = add_others(&s, w, other, plans))) {
        const struct parts *p = &s.parts;
        if (p->torn || p->damaged)
            note("%s: %ld parts end in a scrap (their process died, or still writes), %ld units are damaged and do not count", s.path, p->torn, p->damaged);
        if (p->found < p->units && !partial) {
            fail("%s: %ld of %ld units are missing: run them, or look at what is there with --partial", s.path, p->units - p->found, p->units);
            status = INCOMPLETE;
        } else if (!p->found)
            status = fail("%s: nothing has been computed yet", s.path);
        else
            status = store_tables(&s, &o, p->found < p->units);
    }
    for (int i = 0; i < w->n_rest && other && plans; i++)
        store_close(&other[i]), plan_free(&plans[i]);
    free(other), free(plans);
    store_close(&s), plan_free(&plan);
    return status;
}

int cmd_merge(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    status = status ? (status > 0 ? OK : status) : merge(&w);
    words_free(&w);
    return status;
}
