/* lockstep show: one algorithm or environment, from its own file: the idea, the source, the parameters, what it fits. */
#include "commands.h"
#include "isa.h"
#include "option.h"
#include "pages.h"
#include "param.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* what show needs of either kind */
struct subject { const char *name, *brief, *source; const param *params; const struct algo_type *algo; const struct env_type *env; };

static int find(const struct isa *isa, const char *name, struct subject *s)
{
    const char *names[1024];
    size_t n = 0;
    for (const struct algo_type *const *a = isa->algo; *a && n < 512; a++) {
        names[n++] = (*a)->name;
        if (!strcmp((*a)->name, name))
            return *s = (struct subject){ name, (*a)->brief, (*a)->source, (*a)->params, *a, NULL }, 0;
    }
    for (const struct env_type *const *e = isa->env; *e && n < 1024; e++) {
        names[n++] = (*e)->name;
        if (!strcmp((*e)->name, name))
            return *s = (struct subject){ name, (*e)->brief, (*e)->source, (*e)->params, NULL, *e }, 0;
    }
    const char *near = nearest(name, names, n);
    return fail("show: nothing is called '%.64s'%s%s%s; 'lockstep list' names all", name, near ? ": did you mean '" : "", near ? near : "", near ? "'" : "");
}

static void print_mates(const struct isa *isa, const struct subject *s)
{
    printf("\n%s", s->env ? "algorithms that fit:" : "fits:");
    for (const struct algo_type *const *a = isa->algo; s->env && *a; a++)
        if (pair_suits(*a, s->env))
            printf(" %s", (*a)->name);
    for (const struct env_type *const *e = isa->env; s->algo && *e; e++)
        if (pair_suits(s->algo, *e))
            printf(" %s", (*e)->name);
    printf("\n");
}

/* who fits and is called `name`; NULL: the first who fits */
static const char *mate_of(const struct isa *isa, const struct subject *s, const char *name)
{
    for (int i = 0; s->env ? isa->algo[i] != NULL : isa->env[i] != NULL; i++) {
        const char *mate = s->env ? isa->algo[i]->name : isa->env[i]->name;
        if (pair_suits(s->env ? isa->algo[i] : s->algo, s->env ? s->env : isa->env[i]) && (!name || !strcmp(mate, name)))
            return mate;
    }
    return NULL;
}

/* a line that works, with a mate that people know, if one fits */
static void print_try(const struct isa *isa, const struct subject *s)
{
    static const char *const known[2][3] = { { "bernoulli", "frozenlake", NULL }, { "ucb1", "q", NULL } };
    const char *mate = NULL;
    for (int k = 0; k < 3 && !mate; k++)
        mate = mate_of(isa, s, known[s->env != NULL][k]);
    const char *env = s->env ? s->name : mate, *algo = s->env ? mate : s->name;
    if (mate)
        printf("try:  lockstep run -a %s -e %s%s -n 200 | lockstep plot\n", algo, env, strcmp(env, "bernoulli") ? "" : " means=0.9/0.8/0.8");
}

static void print_text(const struct isa *isa, const struct subject *s)
{
    printf("%s: %s\n\n", s->name, s->brief);
    for (const struct page *p = pages; p->name; p++)
        if (!strcmp(p->name, s->name))
            printf("%s\nsource: %s\nfile:   %s\n", p->text, s->source, p->file);
    if (s->params->name)
        printf("\n  %-14s %-12s %s\n", "parameter", "default", "what it is, and its range");
    for (const param *p = s->params; p->name; p++) {
        char dflt[256], range[256];
        printf("  %-14s %-12s %s\n  %-27s %s\n", p->name, param_default_text(p, dflt, sizeof dflt), p->doc, "", param_range_text(p, range, sizeof range));
    }
    const struct metric *own = s->env ? s->env->metrics : s->algo->metrics;
    if (own && own->name)
        printf("\n  %-14s %s\n", "metric", "what it alone can log");
    for (; own && own->name; own++)
        printf("  %-14s %s\n", own->name, own->doc);
    print_mates(isa, s);
    print_try(isa, s);
}

static int print_data(const struct subject *s, int json)
{
    json_t *rows = json_array();
    if (!json)
        puts("name,type,default,lo,hi");
    for (const param *p = s->params; p->name; p++) {
        char dflt[256];
        const char *type = p->type == 'i' ? "int" : p->type == 'r' ? "real" : p->type == 'c' ? "choice" : p->type == 'l' ? "list" : p->type == 's' ? "text" : "file";
        param_default_text(p, dflt, sizeof dflt);
        if (json)
            json_array_append_new(rows, json_pack("{s:s,s:s,s:s,s:f,s:f,s:s,s:s}", "name", p->name, "type", type, "default", dflt, "lo", p->lo,
                                  "hi", p->hi, "choices", p->type == 'c' ? p->text : "", "doc", p->doc));
        else
            printf("%s,%s,%s,%.17g,%.17g\n", p->name, type, *dflt ? dflt : "NaN", p->lo, p->hi);
    }
    if (json) {
        json_t *metrics = json_array();
        for (const struct metric *own = s->env ? s->env->metrics : s->algo->metrics; own && own->name; own++)
            json_array_append_new(metrics, json_pack("{s:s,s:s}", "name", own->name, "doc", own->doc));
        json_t *all = json_pack("{s:s,s:s,s:s,s:s,s:o,s:o}", "name", s->name, "kind", s->env ? "environment" : "algorithm", "brief", s->brief,
                                "source", s->source, "params", rows, "metrics", metrics);
        char *text = json_dumps(all, JSON_INDENT(1));
        puts(text ? text : "");
        free(text), json_decref(all);
    } else
        json_decref(rows);
    return OK;
}

int cmd_show(int argc, char **argv)
{
    struct words w;
    struct subject s = { 0 };
    const struct isa *isa = isa_pick(NULL);
    int status = words_parse(&w, argc, argv);
    const char *format = status ? NULL : word_of(&w, "format");
    if (!status && !w.n_rest)
        status = fail("show: say what: an algorithm or an environment; 'lockstep list' names them");
    for (int i = 0; !status && i < w.n_rest; i++)
        if (!(status = find(isa, w.rest[i], &s))) {
            if (!format || !strcmp(format, "table"))
                print_text(isa, &s);
            else if (!strcmp(format, "csv") || !strcmp(format, "json"))
                print_data(&s, !strcmp(format, "json"));
            else
                status = fail("--format %.20s: must be table, csv or json", format);
        }
    words_free(&w);
    return status > 0 ? OK : status;
}
