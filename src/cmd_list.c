/* lockstep list: which algorithm fits which environment, and what there is: algorithms, environments, metrics, experiments. */
#include "commands.h"
#include "isa.h"
#include "option.h"
#include "experiments.h"
#include "rows.h"
#include "wrap.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what there is: of each kind names with a line, and those that belong to them ------------------------------------------------- */
enum kind { ALGOS, ENVS, METRICS, EXPERIMENTS, KINDS };
static const char *const kinds[] = { "algos", "envs", "metrics", "experiments" };

/* with: mates of an algorithm or an environment; who alone logs a metric */
struct item { const char *name, *brief; int n_with; const char **with; };
struct items { enum kind kind; int n; struct item *item; char **experiments; struct experiment_head *heads; };

static int add_with(struct item *i, const char *name)
{
    const char **more = realloc(i->with, (size_t)(i->n_with + 1) * sizeof *more);
    if (!more)
        return fail_inside("out of memory");
    i->with = more, more[i->n_with++] = name;
    return 0;
}

static struct item *add_item(struct items *all, const char *name, const char *brief)
{
    struct item *more = realloc(all->item, (size_t)(all->n + 1) * sizeof *more);
    if (!more)
        return fail_inside("out of memory"), NULL;
    all->item = more, more[all->n] = (struct item){ .name = name, .brief = brief };
    return &more[all->n++];
}

/* one metric for all who log the same; a name may mean two things */
static int add_own(struct items *all, const struct metric *m, const char *owner)
{
    for (; m && m->name; m++) {
        int i = N_METRICS;
        while (i < all->n && (strcmp(all->item[i].name, m->name) || strcmp(all->item[i].brief, m->doc)))
            i++;
        if ((i == all->n && !add_item(all, m->name, m->doc)) || add_with(&all->item[i], owner))
            return -1;
    }
    return 0;
}

static int add_mates(struct items *all, const struct isa *isa)
{
    for (int i = 0; all->kind == ALGOS && isa->algo[i]; i++) {
        struct item *item = add_item(all, isa->algo[i]->name, isa->algo[i]->brief);
        for (int j = 0; item && isa->env[j]; j++)
            if (pair_suits(isa->algo[i], isa->env[j]) && add_with(item, isa->env[j]->name))
                return -1;
    }
    for (int i = 0; all->kind == ENVS && isa->env[i]; i++) {
        struct item *item = add_item(all, isa->env[i]->name, isa->env[i]->brief);
        for (int j = 0; item && isa->algo[j]; j++)
            if (pair_suits(isa->algo[j], isa->env[i]) && add_with(item, isa->algo[j]->name))
                return -1;
    }
    return 0;
}

static int add_metrics(struct items *all, const struct isa *isa)
{
    int status = 0;
    for (int m = 0; m < N_METRICS; m++)
        status |= !add_item(all, metrics[m].name, metrics[m].doc);
    for (int i = 0; !status && isa->algo[i]; i++)
        status = add_own(all, isa->algo[i]->metrics, isa->algo[i]->name);
    for (int i = 0; !status && isa->env[i]; i++)
        status = add_own(all, isa->env[i]->metrics, isa->env[i]->name);
    return status;
}

static int add_experiments(struct items *all)
{
    int n = 0, status = 0;
    if (!(all->experiments = experiments_all()))
        return -1;
    while (all->experiments[n])
        n++;
    if (!(all->heads = calloc((size_t)n + 1, sizeof *all->heads)))
        return fail_inside("out of memory");
    for (int i = 0; i < n && !status; i++)
        status = experiments_head(all->experiments[i], &all->heads[i]) || !add_item(all, all->experiments[i], all->heads[i].line) ? -1 : 0;
    return status;
}

static int items_make(struct items *all, enum kind kind, const struct isa *isa)
{
    *all = (struct items){ .kind = kind };
    return kind == METRICS ? add_metrics(all, isa) : kind == EXPERIMENTS ? add_experiments(all) : add_mates(all, isa);
}

static void items_free(struct items *all)
{
    for (int i = 0; i < all->n; i++)
        free(all->item[i].with);
    free(all->item), free(all->heads);
    experiments_free(all->experiments);
}

/* ---- for people: a line an item ----------------------------------------------------------------------------------------------------- */
static void print_items(const struct items *all)
{
    enum { NAME = 24, LINE = 8192 };
    int width = terminal_width();
    for (int i = 0; i < all->n; i++) {
        const struct item *item = &all->item[i];
        char line[LINE];
        int n = snprintf(line, sizeof line, "%s", item->brief);
        for (int j = 0; all->kind == METRICS && j < item->n_with && n < LINE; j++)
            n += snprintf(line + n, LINE - (size_t)n, "%s%s%s", j ? " " : " (only of ", item->with[j], j == item->n_with - 1 ? ")" : "");
        printf("%-*s ", NAME, item->name);
        wrap(NAME + 1, NAME + 1, width, line);
    }
}

/* ---- for people: who fits whom ------------------------------------------------------------------------------------------------------ */

/* Environments that fit the same algorithms are a column, algorithms that fit the same environments are a row. */
static const struct { unsigned has; const char *what; } families[] = {
    { ARMS | FEATURES, "bandits with features" }, { ARMS | UNIT_REWARDS, "bandits, rewards in [0, 1]" }, { ARMS, "bandits" },
    { GAME, "games" }, { PROMPTS, "prompts with answers that can be checked" }, { DATA, "logs of what others did" },
    { CONTROLS, "actions that are real numbers" }, { STATES | STAGES, "finitely many states, episodes of H steps" },
    { STATES | EPISODES, "finitely many states, episodes" }, { STATES, "finitely many states, without end" },
    { OBSERVATIONS, "observations that are real numbers" }, { 0, "others" }
};
enum { MOST = 512, FAMILIES = sizeof families / sizeof *families };
static int family(const struct env_type *e)
{
    int f = 0;
    while ((families[f].has & e->has) != families[f].has)
        f++;
    return f;
}

/* class[i]: of plug-in i, from 0 in the order of their first members; how many.  Members have the same mates. */
struct classes { int n, of[MOST], first[MOST]; };

static int same_mates(const struct isa *isa, int algos, int a, int b)
{
    for (int i = 0; algos ? isa->env[i] != NULL : isa->algo[i] != NULL; i++)
        if (algos ? pair_suits(isa->algo[a], isa->env[i]) != pair_suits(isa->algo[b], isa->env[i])
                  : pair_suits(isa->algo[i], isa->env[a]) != pair_suits(isa->algo[i], isa->env[b]))
            return 0;
    return 1;
}

static void classes_make(struct classes *c, const struct isa *isa, int algos)
{
    c->n = 0;
    for (int i = 0; i < MOST && (algos ? isa->algo[i] != NULL : isa->env[i] != NULL); i++) {
        int k = 0;
        while (k < c->n && !same_mates(isa, algos, c->first[k], i))
            k++;
        if (k == c->n)
            c->first[c->n++] = i;
        c->of[i] = k;
    }
}

/* the classes of environments, those of one family together */
static int in_order(const struct isa *isa, const struct classes *envs, int order[MOST])
{
    int n = 0;
    for (int f = 0; f < FAMILIES; f++)
        for (int k = 0; k < envs->n; k++)
            if (family(isa->env[envs->first[k]]) == f)
                order[n++] = k;
    return n;
}

static char letter(int column) { return (char)(column < 26 ? 'A' + column : 'a' + (column - 26) % 26); }

static void print_columns(const struct isa *isa, const struct classes *envs, const int *order)
{
    for (int i = 0; i < envs->n; i++) {
        char names[4096];
        snprintf(names, sizeof names, "%s:", families[family(isa->env[envs->first[order[i]]])].what);
        for (int e = 0; isa->env[e]; e++)
            if (envs->of[e] == order[i])
                strncat(strcat(names, " "), isa->env[e]->name, sizeof names - strlen(names) - 2);
        printf("  %c  ", letter(i));
        wrap(5, 5, SCREEN, names);
    }
}

static void print_rows_of(const struct isa *isa, const struct classes *algos, const struct classes *envs, const int *order)
{
    unsigned char done[MOST] = { 0 };
    int left = 2 * envs->n + 3;
    fputs("\n ", stdout);
    for (int i = 0; i < envs->n; i++)
        printf(" %c", letter(i));
    puts("  algorithms");
    /* rows step down: first those that fit the first column */
    for (int i = 0; i < envs->n; i++)
        for (int k = 0; k < algos->n; k++) {
            char names[8192] = "";
            if (done[k] || !pair_suits(isa->algo[algos->first[k]], isa->env[envs->first[order[i]]]))
                continue;
            done[k] = 1;
            putchar(' ');
            for (int j = 0; j < envs->n; j++)
                printf(" %c", pair_suits(isa->algo[algos->first[k]], isa->env[envs->first[order[j]]]) ? 'x' : '.');
            for (int a = 0; isa->algo[a]; a++)
                if (algos->of[a] == k)
                    strncat(strcat(names, *names ? " " : ""), isa->algo[a]->name, sizeof names - strlen(names) - 2);
            printf("  "), wrap(left, left, SCREEN, names);
        }
}

static void print_matrix(const struct isa *isa)
{
    struct classes algos, envs;
    int order[MOST];
    classes_make(&algos, isa, 1), classes_make(&envs, isa, 0);
    in_order(isa, &envs, order);
    puts("environments, in groups that fit the same algorithms\n");
    print_columns(isa, &envs, order);
    print_rows_of(isa, &algos, &envs, order);
    puts("\n'lockstep show NAME' explains one, 'lockstep list algos' says a line of each");
}

/* ---- for programs: kind,name,fits,with; of a metric who alone logs it ------------------------------------------------------------- */
static void list_json(struct sink *to, const struct item *i, const char *kind, int first)
{
    sink_text(to, first ? "\n {" : ",\n {");
    sink_text(to, "\"kind\":\""), sink_text(to, kind), sink_text(to, "\",\"name\":\""), sink_text(to, i->name);
    sink_text(to, "\",\"fits\":"), sink_long(to, i->n_with), sink_text(to, ",\"brief\":"), json_text(to, i->brief);
    sink_text(to, ",\"with\":[");
    for (int j = 0; j < i->n_with; j++)
        sink_text(to, j ? "," : ""), json_text(to, i->with[j]);
    sink_text(to, "]}");
}

static void list_csv(struct sink *to, const struct item *i, const char *kind)
{
    sink_text(to, kind), sink_char(to, ','), sink_text(to, i->name), sink_char(to, ','), sink_long(to, i->n_with), sink_char(to, ',');
    for (int j = 0; j < i->n_with; j++)
        sink_text(to, j ? "/" : ""), sink_text(to, i->with[j]);
    sink_text(to, i->n_with ? "\n" : "NaN\n");
}

static int print_rows(const struct isa *isa, int only, int json)
{
    struct sink to;
    int first = 1, status = sink_open(&to, 1, "standard output");
    if (status)
        return -1;
    sink_text(&to, json ? "[" : "kind,name,fits,with\n");
    for (int k = 0; k < KINDS && !status; k++) {
        struct items all = { 0 };
        if (only < 0 || only == k)
            status = items_make(&all, (enum kind)k, isa);
        for (int i = 0; i < all.n && !status; i++, first = 0)
            if (json)
                list_json(&to, &all.item[i], kinds[k], first);
            else
                list_csv(&to, &all.item[i], kinds[k]);
        items_free(&all);
    }
    sink_text(&to, json ? "\n]\n" : "");
    return sink_close(&to) || status ? -1 : 0;
}

static int print_table(const struct isa *isa, int only)
{
    struct items all;
    if (only < 0)
        return print_matrix(isa), OK;
    int status = items_make(&all, (enum kind)only, isa);
    if (!status)
        print_items(&all);
    items_free(&all);
    return status;
}

int cmd_list(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv), only = -1;
    const char *what = status || !w.n_rest ? NULL : w.rest[0], *format = status ? NULL : word_of(&w, "format");
    const struct isa *isa = isa_pick(NULL);
    for (int k = 0; what && k < KINDS; k++)
        if (!strcmp(what, kinds[k]))
            only = k;
    if (!status && what && only < 0)
        status = fail("list: no list of '%.40s': there are algos, envs, experiments and metrics", what);
    else if (!status && (!format || !strcmp(format, "table")))
        status = print_table(isa, only);
    else if (!status && (!strcmp(format, "csv") || !strcmp(format, "json")))
        status = print_rows(isa, only, !strcmp(format, "json"));
    else if (!status)
        status = fail("--format %.20s: must be table, csv or json", format);
    words_free(&w);
    return status > 0 ? OK : status;
}
