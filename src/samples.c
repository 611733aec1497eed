/* Values of replicates from CSV: see samples.h. */
#include "samples.h"
#include "fail.h"
#include "isa.h"
#include "param.h"
#include "stats.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* what each column of the table is */
enum role { LABEL, ENV, ALGO, POINT, SEED, STEP, METRIC, METRIC_NAME, METRIC_VALUE, IGNORED };
struct layout { enum role role[MAX_COLUMNS]; int at[MAX_COLUMNS], of[METRIC_VALUE + 1], is_long; };    /* at: which key or metric; of: a role's column or -1 */

static const char *cell(const struct samples *s, long row, int col) { return s->table.cell[row * s->table.cols + col]; }
static int same(const struct samples *s, long a, long b, int col) { return !strcmp(cell(s, a, col), cell(s, b, col)); }
static int labels(enum role r) { return r <= POINT; }

static int has(const struct table *t, const char *name)
{
    for (int i = 0; i < t->cols; i++)
        if (!strcmp(t->name[i], name))
            return 1;
    return 0;
}

static int find_roles(struct samples *s, struct layout *at)
{
    static const struct { const char *name; enum role role; } known[] = {
        { "env", ENV }, { "algo", ALGO }, { "point", POINT }, { "seed", SEED }, { "step", STEP }, { "status", IGNORED }, { "steps", IGNORED },
        { "diverged_at", IGNORED }
    };
    const struct table *t = &s->table;
    int seen = 0;
    if (!has(t, "seed"))
        return has(t, "n_bad") ? fail("%s: is a summary: it has means where values of every seed are needed; name a run directory, its "
                                      "curves.csv or finals.csv, or run with --rows seeds", t->path)
                               : table_column(t, "seed");
    at->is_long = has(t, "metric") && has(t, "value");
    for (int r = 0; r <= METRIC_VALUE; r++)
        at->of[r] = -1;
    s->key = calloc((size_t)t->cols + 1, sizeof *s->key), s->metric = calloc((size_t)(at->is_long ? t->rows : t->cols) + 1, sizeof *s->metric);
    s->splits = calloc((size_t)t->cols + 1, 1);
    if (!s->key || !s->metric || !s->splits)
        return fail_inside("%s: out of memory", t->path);
    for (int i = 0; i < t->cols; i++) {
        enum role role = at->is_long && !strcmp(t->name[i], "metric") ? METRIC_NAME : at->is_long && !strcmp(t->name[i], "value") ? METRIC_VALUE
                         : seen && !at->is_long ? METRIC : LABEL;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (!strcmp(t->name[i], known[k].name) && (known[k].role != IGNORED || role != LABEL || at->is_long))
                role = known[k].role;
        at->role[i] = role;
        if (role != LABEL && role != METRIC && role != IGNORED)
            at->of[role] = i;
        seen += role == SEED;
        if (role == LABEL)
            at->at[i] = s->n_keys, s->key[s->n_keys++] = t->name[i];
        if (role == METRIC)
            at->at[i] = s->n_metrics, s->metric[s->n_metrics++] = t->name[i];
    }
    if (!at->is_long && !s->n_metrics)
        return fail("%s: no metric: metrics are the columns right of 'seed', or one a row in columns 'metric' and 'value'", t->path);
    return 0;
}

/* ---- groups ----------------------------------------------------------------------------------------------------------------------- */

static int same_group(const struct samples *s, const struct layout *at, long a, long b)
{
    for (int i = 0; i < s->table.cols; i++)
        if (labels(at->role[i]) && !same(s, a, b, i))
            return 0;
    return 1;
}

/* FNV-1a of a row's labels */
static uint64_t hash_of(const struct samples *s, const struct layout *at, long row)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (int i = 0; i < s->table.cols; i++)
        for (const char *p = cell(s, row, i); labels(at->role[i]); p++) {
            h = (h ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
            if (!*p)
                break;
        }
    return h;
}

/* group[row], and each group's first row; how many groups, or -1 after fail() */
static int find_groups(const struct samples *s, const struct layout *at, int *group, long *first)
{
    long rows = s->table.rows;
    size_t size = 64, n = 0;
    while (size < 2 * (size_t)rows)
        size *= 2;
    long *slot = malloc(size * sizeof *slot);
    if (!slot)
        return fail_inside("%s: out of memory for %ld rows", s->path, rows);
    for (size_t i = 0; i < size; i++)
        slot[i] = -1;
    for (long row = 0; row < rows; row++) {
        if (row && same_group(s, at, row, row - 1)) {
            group[row] = group[row - 1];
            continue;
        }
        size_t i = hash_of(s, at, row) & (size - 1);
        while (slot[i] >= 0 && !same_group(s, at, first[slot[i]], row))
            i = (i + 1) & (size - 1);
        if (slot[i] < 0)
            slot[i] = (long)n, first[n++] = row;
        group[row] = (int)slot[i];
    }
    free(slot);
    return (int)n;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}
/* sorts, and leaves each number once */
static long unique(double *x, long n)
{
    long kept = 0;
    qsort(x, (size_t)n, sizeof *x, by_size);
    for (long i = 0; i < n; i++)
        if (!i || x[i] != x[kept - 1])
            x[kept++] = x[i];
    return kept;
}
static long place(const double *sorted, long n, double x)
{
    const double *at = n ? bsearch(&x, sorted, (size_t)n, sizeof *sorted, by_size) : NULL;
    return at ? at - sorted : -1;
}

/* seed and step of a row */
static int when(const struct samples *s, const struct layout *at, long row, double *seed, double *step)
{
    *step = 0;
    if (table_number(&s->table, row, at->of[SEED], seed) || (at->of[STEP] >= 0 && table_number(&s->table, row, at->of[STEP], step)))
        return -1;
    return isfinite(*seed) && isfinite(*step) ? 0 : fail("%s: row %ld: seed and step have to be numbers", s->path, row + 1);
}

static int metric_of(struct samples *s, const char *name)
{
    for (int m = 0; m < s->n_metrics; m++)
        if (!strcmp(s->metric[m], name))
            return m;
    s->metric[s->n_metrics] = name;
    return s->n_metrics++;
}

static int keep(const struct samples *s, struct group *g, char *taken, long row, double seed, double step, int metric, int col)
{
    long at = (place(g->step, g->n_steps, step) * s->n_metrics + metric) * g->n + place(g->seed, g->n, seed);
    if (taken[at])
        return fail("%s: row %ld: seed %.17g has two values of %s at step %.17g%s%s; runs to compare have to differ in a column left of 'seed'",
                    s->path, row + 1, seed, s->metric[metric], step, *g->algo ? " of " : "", g->algo);
    taken[at] = 1;
    return table_result(&s->table, row, col, &g->x[at]);
}

/* one group's rows: row[n] */
static int fill_group(struct samples *s, const struct layout *at, struct group *g, const long *row, long n)
{
    double *seed = malloc((size_t)n * sizeof *seed), *step = malloc((size_t)n * sizeof *step);
    char *taken = NULL;
    int status = seed && step ? 0 : fail_inside("%s: out of memory", s->path);
    g->seed = seed, g->step = step;
    for (long i = 0; i < n && !status; i++)
        status = when(s, at, row[i], &seed[i], &step[i]);
    if (status)
        return -1;
    g->n = unique(seed, n), g->n_steps = (int)unique(step, n);
    size_t cells = (size_t)g->n * (size_t)g->n_steps * (size_t)s->n_metrics;
    g->x = malloc(cells * sizeof *g->x + 1), taken = calloc(cells + 1, 1);
    status = g->x && taken ? 0 : fail_inside("%s: out of memory for %zu values", s->path, cells);
    for (size_t i = 0; i < cells && !status; i++)
        g->x[i] = NAN;
    for (long i = 0; i < n && !status; i++) {
        double a, b;
        status = when(s, at, row[i], &a, &b);
        if (at->is_long && !status)
            status = keep(s, g, taken, row[i], a, b, metric_of(s, cell(s, row[i], at->of[METRIC_NAME])), at->of[METRIC_VALUE]);
        for (int c = 0; c < s->table.cols && !at->is_long && !status; c++)
            if (at->role[c] == METRIC)
                status = keep(s, g, taken, row[i], a, b, at->at[c], c);
    }
    free(taken);
    return status;
}

/* ---- names -------------------------------------------------------------------------------------------------------------------------- */

/* does a key differ among the groups of this one's algorithm? */
static int tells_apart(const struct samples *s, const struct group *g, int key)
{
    for (int i = 0; i < s->n; i++)
        if (!strcmp(s->group[i].algo, g->algo) && strcmp(s->group[i].value[key], g->value[key]))
            return !s->splits[key];
    return 0;
}

static int name_groups(struct samples *s)
{
    for (int i = 0; i < s->n; i++) {
        struct group *g = &s->group[i];
        size_t size;
        const char *space = *g->algo ? " " : "";
        FILE *to = open_memstream(&g->label, &size);
        if (!to)
            return fail_inside("%s: out of memory", s->path);
        fputs(g->algo, to);
        for (int k = 0; k < s->n_keys; k++)
            if (strcmp(g->value[k], "NaN") && tells_apart(s, g, k))
                fprintf(to, "%s%s=%s", space, s->key[k], g->value[k]), space = " ";
        if (fclose(to))
            return fail_inside("%s: out of memory", s->path);
        int seen = 0;
        for (int j = 0; j < i; j++) {
            seen |= !strcmp(s->group[j].env, g->env);
            if (!strcmp(s->group[j].env, g->env) && !strcmp(s->group[j].label, g->label))
                return fail("%s: two groups are called '%s'%s%s: points %s and %s; a column has to tell them apart", s->path, g->label,
                            *g->env ? " on " : "", g->env, s->group[j].point, g->point);
        }
        s->n_envs += !seen;
    }
    return 0;
}

/* env with the keys that are its own */
static int place_group(const struct samples *s, struct group *g)
{
    size_t size;
    char *made = NULL;
    FILE *to = open_memstream(&made, &size);
    if (!to)
        return fail_inside("%s: out of memory", s->path);
    fputs(g->env, to);
    for (int k = 0; k < s->n_keys; k++)
        if (s->splits[k] && strcmp(g->value[k], "NaN"))
            fprintf(to, "%s%s=%s", ftell(to) ? " " : "", s->key[k], g->value[k]);
    if (fclose(to))
        return fail_inside("%s: out of memory", s->path);
    g->env = g->where = made;
    return 0;
}

int samples_split(struct samples *s, const char *keys)
{
    char *words = strdup(keys), *next = words;
    int status = words ? 0 : fail_inside("%s: out of memory", s->path);
    for (char *word; !status && (word = strsep(&next, ",")); ) {
        int k = 0;
        while (k < s->n_keys && strcmp(s->key[k], word))
            k++;
        if (k < s->n_keys)
            s->splits[k] = 1;
        else if (strcmp(word, "env")) {
            const char *near = nearest(word, s->key, (size_t)s->n_keys);
            status = fail("--task %.64s: %s has no column '%.64s' left of 'seed'%s%s%s", keys, s->path, word, near ? ": did you mean '" : "",
                          near ? near : "", near ? "'?" : "");
        }
    }
    free(words);
    s->n_envs = 0;
    for (int i = 0; i < s->n && !status; i++) {
        free(s->group[i].label), s->group[i].label = NULL;
        status = place_group(s, &s->group[i]);
    }
    /* an environment's groups side by side, else in the order of the file */
    for (int i = 1; i < s->n && !status; i++) {
        int next = i;
        while (next < s->n && strcmp(s->group[next].env, s->group[i - 1].env))
            next++;
        if (next == s->n)
            continue;
        struct group moved = s->group[next];
        memmove(s->group + i + 1, s->group + i, (size_t)(next - i) * sizeof moved);
        s->group[i] = moved;
    }
    return status ? -1 : name_groups(s);
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------------------ */

static int take(struct samples *s)
{
    static const struct layout none;
    struct layout *at = malloc(sizeof *at);
    size_t rows = (size_t)s->table.rows;
    int *group = malloc(rows * sizeof *group + 1);
    long *first = malloc(rows * sizeof *first + 1), *row = malloc(rows * sizeof *row + 1), *begin = NULL;
    int status = at && group && first && row ? 0 : fail_inside("%s: out of memory", s->path);
    if (!status) {
        *at = none;
        status = find_roles(s, at);
    }
    if (!status && !rows)
        status = fail("%s: has a header but no rows", s->path);
    if (!status)
        s->n = find_groups(s, at, group, first), status = s->n < 0 ? -1 : 0;
    for (size_t i = 0; i < rows && !status && at->is_long; i++)
        metric_of(s, cell(s, (long)i, at->of[METRIC_NAME]));
    if (!status) {
        s->group = calloc((size_t)s->n, sizeof *s->group), begin = calloc((size_t)s->n + 2, sizeof *begin);
        status = s->group && begin ? 0 : fail_inside("%s: out of memory", s->path);
    }
    /* rows of each group, one group after another */
    for (size_t i = 0; i < rows && !status; i++)
        begin[group[i] + 2]++;
    for (int g = 0; g < s->n && !status; g++)
        begin[g + 1] += begin[g];
    for (size_t i = 0; i < rows && !status; i++)
        row[begin[group[i] + 1]++] = (long)i;
    for (int g = 0; g < s->n && !status; g++) {
        struct group *x = &s->group[g];
        *x = (struct group){ .env = "", .algo = "", .point = "", .value = calloc((size_t)s->n_keys + 1, sizeof *x->value) };
        if (!x->value)
            status = fail_inside("%s: out of memory", s->path);
        for (int c = 0; c < s->table.cols && !status; c++) {
            const char *text = cell(s, first[g], c);
            if (at->role[c] == LABEL)
                x->value[at->at[c]] = text;
            x->env = at->role[c] == ENV ? text : x->env, x->algo = at->role[c] == ALGO ? text : x->algo;
            x->point = at->role[c] == POINT ? text : x->point;
        }
        if (!status)
            status = fill_group(s, at, x, row + begin[g], begin[g + 1] - begin[g]);
    }
    if (!status)
        status = name_groups(s);
    free(at), free(group), free(first), free(row), free(begin);
    return status;
}

int samples_read(struct samples *s, const char *path)
{
    char inside[4096];
    struct stat about;
    *s = (struct samples){ 0 };
    if (!path)
        path = "-";
    if (strcmp(path, "-") && !stat(path, &about) && S_ISDIR(about.st_mode)) {
        snprintf(inside, sizeof inside, "%s/curves.csv", path);
        if (stat(inside, &about))
            return fail("%s: has no curves.csv: is it a run directory that is not finished? 'lockstep status %s' tells", path, path);
        path = inside;
    }
    struct table t;
    if (table_read(&t, path)) {
        table_free(&t);
        return -1;
    }
    return samples_take(s, &t);
}

int samples_take(struct samples *s, struct table *t)
{
    *s = (struct samples){ .table = *t, .path = t->path };
    *t = (struct table){ 0 };
    return take(s);
}

void samples_free(struct samples *s)
{
    for (int i = 0; i < s->n && s->group; i++) {
        struct group *g = &s->group[i];
        free(g->value), free(g->label), free(g->where), free(g->step), free(g->seed), free(g->x);
    }
    free(s->group), free(s->key), free(s->splits), free(s->metric);
    table_free(&s->table);
    *s = (struct samples){ 0 };
}

/* ---- looking things up ------------------------------------------------------------------------------------------------------------------ */

static const char *joined(char *to, size_t size, const char *const *names, int n)
{
    size_t used = 0;
    *to = 0;
    for (int i = 0; i < n && used < size; i++)
        used += (size_t)snprintf(to + used, size - used, "%s%s", i ? ", " : "", names[i]);
    return to;
}

int samples_metric(const struct samples *s, const char *name)
{
    char all[1024];
    for (int m = 0; m < s->n_metrics; m++)
        if (!strcmp(s->metric[m], name))
            return m;
    const char *near = nearest(name, s->metric, (size_t)s->n_metrics);
    return fail("%s: no metric '%.64s'%s%s%s there are %s", s->path, name, near ? ": did you mean '" : "", near ? near : "", near ? "'?" : ";",
                joined(all, sizeof all, s->metric, s->n_metrics));
}

int samples_group(const struct samples *s, const char *env, const char *label)
{
    char all[2048];
    const char **names = calloc((size_t)s->n + 1, sizeof *names);
    int found = -1, n = 0;
    for (int i = 0; i < s->n && found < 0; i++)
        if (!strcmp(s->group[i].label, label) && (!env || !strcmp(s->group[i].env, env)))
            found = i;
    for (int i = 0; i < s->n && names && found < 0; i++)
        if (!env || !strcmp(s->group[i].env, env))
            names[n++] = s->group[i].label;
    if (found < 0) {
        const char *near = names ? nearest(label, names, (size_t)n) : NULL;
        fail("%s: nothing is called '%.64s'%s%s%s%s%s there are %s", s->path, label, env ? " on " : "", env ? env : "",
             near ? ": did you mean '" : "", near ? near : "", near ? "'?" : ";", names ? joined(all, sizeof all, names, n) : "");
    }
    free(names);
    return found;
}

int group_step(const struct samples *s, const struct group *g, double step)
{
    long at = step < 0 ? g->n_steps - 1 : place(g->step, g->n_steps, step);
    if (at >= 0)
        return (int)at;
    double near = g->step[0];
    for (int i = 1; i < g->n_steps; i++)
        near = fabs(g->step[i] - step) < fabs(near - step) ? g->step[i] : near;
    return fail("%s: %s has nothing at step %.15g; the nearest is %.15g", s->path, g->label, step, near);
}

int group_steps(const struct samples *s, const struct group *a, const struct group *b, double step, int *at_a, int *at_b)
{
    for (*at_a = a->n_steps - 1; step < 0 && *at_a >= 0; --*at_a)
        if ((*at_b = (int)place(b->step, b->n_steps, a->step[*at_a])) >= 0)
            return 0;
    if (step < 0)
        return fail("%s: %s and %s have no step in common", s->path, a->label, b->label);
    *at_a = group_step(s, a, step), *at_b = group_step(s, b, step);
    return *at_a < 0 || *at_b < 0 ? -1 : 0;
}

static int good(double x) { return fabs(x) < BAD_SIZE; }

long good_values(const double *x, long n, double *out)
{
    long kept = 0;
    for (long i = 0; i < n; i++)
        if (good(x[i]))
            out[kept++] = x[i];
    return kept;
}

long group_pairs(const struct samples *s, const struct group *a, int step_a, const struct group *b, int step_b, int metric, double *x, double *y,
                 long *bad)
{
    const double *u = group_values(s, a, step_a, metric), *v = group_values(s, b, step_b, metric);
    long n = 0;
    *bad = 0;
    for (long i = 0, j = 0; i < a->n && j < b->n;) {
        if (a->seed[i] != b->seed[j]) {
            if (a->seed[i] < b->seed[j])
                i++;
            else
                j++;
            continue;
        }
        if (good(u[i]) && good(v[j]))
            x[n] = u[i], y[n++] = v[j];
        else
            ++*bad;
        i++, j++;
    }
    return n;
}

/* ---- which way is better -------------------------------------------------------------------------------------------------------- */

void group_summary(const struct samples *s, const struct group *g, int step, int metric, struct summary *out, double *work)
{
    memcpy(work, group_values(s, g, step, metric), (size_t)g->n * sizeof *work);
    summarize(out, work, g->n, work + g->n);
}

int metric_direction(const char *metric, const char *better, int *more)
{
    static const char *const derived[] = { "", "_final", "_auc", "_best" };
    size_t n = strlen(metric);
    *more = 1;
    if (better && strcmp(better, "higher") && strcmp(better, "lower"))
        return fail("--better %.20s: must be higher or lower", better);
    if (better)
        return *more = !strcmp(better, "higher"), 0;
    for (int i = 0; i < 4; i++) {
        size_t k = strlen(derived[i]);
        char name[64];
        if (n <= k || n - k >= sizeof name || strcmp(metric + n - k, derived[i]))
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(n - k), metric);
        const struct metric *known = isa_metric(isa_pick(NULL), name);
        if (known)
            return *more = known->more_is_better, 0;
        failure_forget();
    }
    note("%.64s is no metric of lockstep's: higher counts as better; --better lower says otherwise", metric);
    return 0;
}
