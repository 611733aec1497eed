/* lockstep status: how far a run directory is, from outside, without reading the data. */
#include "commands.h"
#include "store.h"
#include <stdio.h>

static void print_age(struct sink *to, long seconds)
{
    static const struct { long seconds; const char *name; } units[] = { { 86400, " d" }, { 3600, " h" }, { 60, " min" }, { 1, " s" } };
    int i = 0;
    while (i < 3 && seconds < 2 * units[i].seconds)
        i++;
    sink_long(to, seconds / units[i].seconds), sink_text(to, units[i].name);
}

static void print_json(struct sink *to, const struct store *s, int finished)
{
    const struct parts *p = &s->parts;
    sink_text(to, "{\"plan_id\": \""), sink_text(to, s->plan_id), sink_text(to, "\", \"finished\": "), sink_text(to, finished ? "true" : "false");
    sink_text(to, ", \"units\": "), sink_long(to, p->units), sink_text(to, ", \"done\": "), sink_long(to, p->found);
    sink_text(to, ", \"points\": "), sink_long(to, s->plan->n_points), sink_text(to, ", \"seeds\": "), sink_long(to, s->plan->n);
    sink_text(to, ", \"steps\": "), sink_long(to, s->plan->steps), sink_text(to, ", \"parts\": [");
    for (int i = 0; i < p->n_files; i++) {
        sink_text(to, i ? ", {\"name\": \"" : "{\"name\": \""), sink_text(to, p->file[i].name), sink_text(to, "\", \"units\": ");
        sink_long(to, p->file[i].units), sink_text(to, ", \"age_s\": "), sink_long(to, p->file[i].age), sink_char(to, '}');
    }
    sink_text(to, "]}\n");
}

static void print_text(struct sink *to, const struct store *s, int finished)
{
    const struct parts *p = &s->parts;
    sink_text(to, s->path), sink_text(to, finished ? ": finished" : p->found == p->units ? ": computed; 'lockstep merge' makes the tables" : ": unfinished");
    sink_text(to, "\n  units   "), sink_long(to, p->found), sink_text(to, " of "), sink_long(to, p->units);
    sink_text(to, " ("), sink_long(to, p->units ? p->found * 100 / p->units : 0), sink_text(to, " %)\n  points  ");
    sink_long(to, s->plan->n_points), sink_text(to, ", "), sink_long(to, s->plan->n), sink_text(to, " seeds of "), sink_long(to, s->plan->steps);
    sink_text(to, " steps\n");
    for (int i = 0; i < p->n_files; i++) {
        sink_text(to, "  part    "), sink_text(to, p->file[i].name), sink_text(to, ": "), sink_long(to, p->file[i].units);
        sink_text(to, " units, last grew "), print_age(to, p->file[i].age), sink_text(to, " ago\n");
    }
}

static int show(const struct words *w)
{
    struct store s;
    struct plan plan;
    struct sink to;
    if (w->n_rest != 1)
        return fail("status: say which run directory (written by 'lockstep run -o')");
    int status = store_enter(&s, w->rest[0], &plan);
    if (!status && !(status = store_scan(&s, 0)) && !(status = sink_open(&to, 1, "standard output"))) {
        (word_of(w, "json") ? print_json : print_text)(&to, &s, store_finished(&s, 0));
        status = sink_close(&to);
    }
    store_close(&s), plan_free(&plan);
    return status;
}

int cmd_status(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    status = status ? (status > 0 ? OK : status) : show(&w);
    words_free(&w);
    return status;
}
