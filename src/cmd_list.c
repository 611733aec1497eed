/* lockstep list: algorithms against environments, experiments, metrics. */
#include "commands.h"
#include "isa.h"
#include "option.h"
#include "experiments.h"
#include "rows.h"
#include <stdio.h>
#include <string.h>

static int fits(const struct algo_type *a, const struct env_type *e) { return !(a->needs & ~e->has); }

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
            fputs(fits(*a, isa->env[i]) ? "x " : ". ", stdout);
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
        for (int m = 0; m < N_METRICS; m++)
            printf("%-24s %s\n", metrics[m].name, metrics[m].doc);
    else
        return experiments_list();
    return OK;
}

/* ---- for programs: name,kind,brief,source ----------------------------------------------------------------------------------------- */
static void json_text(struct sink *to, const char *text)
{
    sink_char(to, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            sink_char(to, '\\');
        sink_char(to, *text);
    }
    sink_char(to, '"');
}

static int print_rows(const struct isa *isa, const char *what, int json)
{
    struct sink to;
    int n = 0, all = !what;
    if (sink_open(&to, 1, "standard output"))
        return -1;
    sink_text(&to, json ? "[" : "kind,name,fits\n");
    const char *kinds[] = { "algos", "envs", "metrics" };
    for (int k = 0; k < 3; k++)
        for (int i = 0; (all || !strcmp(what, kinds[k])) && (k == 0 ? isa->algo[i] != NULL : k == 1 ? isa->env[i] != NULL : i < N_METRICS); i++) {
            const char *name = k == 0 ? isa->algo[i]->name : k == 1 ? isa->env[i]->name : metrics[i].name;
            const char *brief = k == 0 ? isa->algo[i]->brief : k == 1 ? isa->env[i]->brief : metrics[i].doc;
            int mates = 0;
            for (int j = 0; k == 0 && isa->env[j]; j++)
                mates += fits(isa->algo[i], isa->env[j]);
            for (int j = 0; k == 1 && isa->algo[j]; j++)
                mates += fits(isa->algo[j], isa->env[i]);
            if (json) {
                sink_text(&to, n++ ? ",\n {" : "\n {");
                sink_text(&to, "\"kind\":\""), sink_text(&to, kinds[k]), sink_text(&to, "\",\"name\":\""), sink_text(&to, name);
                sink_text(&to, "\",\"fits\":"), sink_long(&to, mates), sink_text(&to, ",\"brief\":"), json_text(&to, brief), sink_char(&to, '}');
            } else
                sink_text(&to, kinds[k]), sink_char(&to, ','), sink_text(&to, name), sink_char(&to, ','), sink_long(&to, mates), sink_char(&to, '\n');
        }
    sink_text(&to, json ? "\n]\n" : "");
    return sink_close(&to);
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
