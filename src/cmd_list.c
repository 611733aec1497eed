/* lockstep list: algorithms against environments, experiments, metrics. */
#include "commands.h"
#include "isa.h"
#include "option.h"
#include "experiments.h"
#include "rows.h"
#include <stdio.h>
#include <string.h>

/* the simulator's, then the algorithms' and the environments' own: of equal names the first */
static void each_own(const struct isa *isa, const struct metric *m, void (*with)(void *, const struct metric *), void *context)
{
    for (; m && m->name; m++)
        if (isa_metric(isa, m->name) == m)
            with(context, m);
}
static void each_metric(const struct isa *isa, void (*with)(void *, const struct metric *), void *context)
{
    for (int m = 0; m < N_METRICS; m++)
        with(context, &metrics[m]);
    for (const struct algo_type *const *a = isa->algo; *a; a++)
        each_own(isa, (*a)->metrics, with, context);
    for (const struct env_type *const *e = isa->env; *e; e++)
        each_own(isa, (*e)->metrics, with, context);
}
static void print_metric(void *nobody, const struct metric *m) { (void)nobody, printf("%-24s %s\n", m->name, m->doc); }

/* ---- for people ------------------------------------------------------------------------------------------------------------------- */
static void matrix(const struct isa *isa)
{
    int n = 0;
    puts("algorithms and the environments they fit (see 'lockstep show NAME')\n");
    for (; isa->env[n]; n++) {
        printf("  %-24s", "");
        for (int i = 0; i < n; i++)
            fputs("| ", stdout);
        printf("+- %s\n", isa->env[n]->name);
    }
    for (const struct algo_type *const *a = isa->algo; *a; a++) {
        printf("  %-24s", (*a)->name);
        for (int i = 0; i < n; i++)
            fputs(pair_suits(*a, isa->env[i]) ? "x " : ". ", stdout);
        printf("  %s\n", (*a)->brief);
    }
}

static int print_table(const struct isa *isa, const char *what)
{
    if (!what)
        matrix(isa);
    else if (!strcmp(what, "algos"))
        for (const struct algo_type *const *a = isa->algo; *a; a++)
            printf("%-24s %s\n", (*a)->name, (*a)->brief);
    else if (!strcmp(what, "envs"))
        for (const struct env_type *const *e = isa->env; *e; e++)
            printf("%-24s %s\n", (*e)->name, (*e)->brief);
    else if (!strcmp(what, "metrics"))
        each_metric(isa, print_metric, NULL);
    else
        return experiments_list();
    return OK;
}

/* ---- for programs: name,kind,brief,source ----------------------------------------------------------------------------------------- */
struct listing { struct sink to; int json, n; };

/* fits: how many of the other kind; of a metric 0 */
static void list_row(struct listing *l, const char *kind, const char *name, const char *brief, int mates)
{
    struct sink *to = &l->to;
    if (l->json) {
        sink_text(to, l->n++ ? ",\n {" : "\n {");
        sink_text(to, "\"kind\":\""), sink_text(to, kind), sink_text(to, "\",\"name\":\""), sink_text(to, name);
        sink_text(to, "\",\"fits\":"), sink_long(to, mates), sink_text(to, ",\"brief\":"), json_text(to, brief), sink_char(to, '}');
    } else
        sink_text(to, kind), sink_char(to, ','), sink_text(to, name), sink_char(to, ','), sink_long(to, mates), sink_char(to, '\n');
}
static void list_metric(void *l, const struct metric *m) { list_row(l, "metrics", m->name, m->doc, 0); }

static int print_rows(const struct isa *isa, const char *what, int json)
{
    struct listing l = { .json = json };
    if (sink_open(&l.to, 1, "standard output"))
        return -1;
    sink_text(&l.to, json ? "[" : "kind,name,fits\n");
    for (int i = 0; (!what || !strcmp(what, "algos")) && isa->algo[i]; i++) {
        int mates = 0;
        for (int j = 0; isa->env[j]; j++)
            mates += pair_suits(isa->algo[i], isa->env[j]);
        list_row(&l, "algos", isa->algo[i]->name, isa->algo[i]->brief, mates);
    }
    for (int i = 0; (!what || !strcmp(what, "envs")) && isa->env[i]; i++) {
        int mates = 0;
        for (int j = 0; isa->algo[j]; j++)
            mates += pair_suits(isa->algo[j], isa->env[i]);
        list_row(&l, "envs", isa->env[i]->name, isa->env[i]->brief, mates);
    }
    if (!what || !strcmp(what, "metrics"))
        each_metric(isa, list_metric, &l);
    sink_text(&l.to, json ? "\n]\n" : "");
    return sink_close(&l.to);
}

int cmd_list(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    const char *what = status || !w.n_rest ? NULL : w.rest[0], *format = status ? NULL : word_of(&w, "format");
    const struct isa *isa = isa_pick(NULL);
    if (!status && what && strcmp(what, "algos") && strcmp(what, "envs") && strcmp(what, "experiments") && strcmp(what, "metrics"))
        status = fail("list: no list of '%.40s': there are algos, envs, experiments and metrics", what);
    else if (!status && (!format || !strcmp(format, "table")))
        status = print_table(isa, what);
    else if (!status && (!strcmp(format, "csv") || !strcmp(format, "json")))
        status = print_rows(isa, what, !strcmp(format, "json"));
    else if (!status)
        status = fail("--format %.20s: must be table, csv or json", format);
    words_free(&w);
    return status > 0 ? OK : status;
}
