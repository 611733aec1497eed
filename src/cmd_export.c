/* lockstep export: values of every seed as other people's tools want them.
 *
 *     --melt     env,algo,point,<keys>,seed,step,metric,value: one value a row (tidy data, Wickham 2014): pandas, R, ggplot2, miller
 *     --wide     step,seed,<label>,...: one column an algorithm, of one metric; where there are several environments env:label
 *     --rliable  {"metric", "tasks", "scores": {algorithm: [[value of each task] of each run]}}: numpy.array() of a matrix is what
 *                rliable's score_dict holds; run i of every task is its i-th seed
 *     --sqlite   tables points, curves and, of a run directory, manifest, in one transaction
 *
 * What is missing is NaN, in JSON null, in SQL NULL. */
#include "commands.h"
#include "fail.h"
#include "number.h"
#include "option.h"
#include "plan.h"
#include "rows.h"
#include "scores.h"
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

struct job {
    const struct words *w;
    const char *path;                  /* or NULL: standard input             */
    const char *metric; int only;      /* --metric: its place, or -1 for all  */
    double at;                         /* --at, or -1                         */
    struct samples s;
    struct sink to; struct rows rows;
};

/* ---- one value a row ------------------------------------------------------------------------------------------------------------ */

static int melt(struct job *j)
{
    const struct samples *s = &j->s;
    const char *name[MAX_COLUMNS] = { "env", "algo", "point" };
    int n = 3;
    if (s->n_keys > MAX_COLUMNS - 7)
        return fail("%s: %d keys are too many", s->path, s->n_keys);
    for (int k = 0; k < s->n_keys; k++)
        name[n++] = s->key[k];
    name[n++] = "seed", name[n++] = "step", name[n++] = "metric", name[n++] = "value";
    rows_header(&j->rows, name, n);
    for (int i = 0; i < s->n; i++) {
        const struct group *g = &s->group[i];
        int from = j->at < 0 ? 0 : group_step(s, g, j->at), to = j->at < 0 ? g->n_steps : from + 1;
        if (from < 0)
            return -1;
        for (long r = 0; r < g->n; r++)
            for (int step = from; step < to; step++)
                for (int m = 0; m < s->n_metrics; m++) {
                    if (j->only >= 0 && m != j->only)
                        continue;
                    cell_text(&j->rows, g->env), cell_text(&j->rows, g->algo), cell_swept(&j->rows, *g->point ? g->point : NULL);
                    for (int k = 0; k < s->n_keys; k++)
                        cell_swept(&j->rows, *g->value[k] && strcmp(g->value[k], "NaN") ? g->value[k] : NULL);
                    cell_number(&j->rows, g->seed[r]), cell_number(&j->rows, g->step[step]), cell_text(&j->rows, s->metric[m]);
                    cell_number(&j->rows, group_values(s, g, step, m)[r]);
                }
    }
    return 0;
}

/* ---- one column an algorithm ---------------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* all steps (or seeds) of all groups, each once, rising; how many, or -1 */
static long union_of(double **out, const struct samples *s, int of_steps)
{
    long n = 0, kept = 0;
    for (int i = 0; i < s->n; i++)
        n += of_steps ? s->group[i].n_steps : s->group[i].n;
    double *x = *out = malloc((size_t)n * sizeof *x + 1);
    if (!x)
        return fail_inside("out of memory");
    n = 0;
    for (int i = 0; i < s->n; i++) {
        const struct group *g = &s->group[i];
        long more = of_steps ? g->n_steps : g->n;
        memcpy(x + n, of_steps ? g->step : g->seed, (size_t)more * sizeof *x);
        n += more;
    }
    qsort(x, (size_t)n, sizeof *x, by_size);
    for (long i = 0; i < n; i++)
        if (!i || x[i] != x[kept - 1])
            x[kept++] = x[i];
    return kept;
}

/* each group's place among rising numbers: moves on, and says whether x is there */
static int reach(const double *sorted, long n, long *at, double x)
{
    while (*at < n && sorted[*at] < x)
        ++*at;
    return *at < n && sorted[*at] == x;
}

static int wide_rows(struct job *j, const double *step, long n_steps, const double *seed, long n_seeds, int metric, long *place)
{
    const struct samples *s = &j->s;
    long *of_step = place, *of_seed = place + s->n;
    for (long k = 0; k < n_steps; k++) {
        int there = 0;
        for (int i = 0; i < s->n; i++)
            there |= reach(s->group[i].step, s->group[i].n_steps, &of_step[i], step[k]), of_seed[i] = 0;
        for (long r = 0; r < n_seeds && there && (j->at < 0 || step[k] == j->at); r++) {
            cell_number(&j->rows, step[k]), cell_number(&j->rows, seed[r]);
            for (int i = 0; i < s->n; i++) {
                const struct group *g = &s->group[i];
                int has = reach(g->step, g->n_steps, &of_step[i], step[k]) && reach(g->seed, g->n, &of_seed[i], seed[r]);
                cell_number(&j->rows, has ? group_values(s, g, (int)of_step[i], metric)[of_seed[i]] : NAN);
            }
        }
    }
    return 0;
}

static int wide(struct job *j)
{
    const struct samples *s = &j->s;
    const char *name[MAX_COLUMNS] = { "step", "seed" };
    char **made = calloc((size_t)s->n + 1, sizeof *made);
    long *place = calloc((size_t)s->n * 2 + 1, sizeof *place);
    double *step = NULL, *seed = NULL;
    long n_steps = union_of(&step, s, 1), n_seeds = union_of(&seed, s, 0), found = 0;
    int status = !made || !place || n_steps < 0 || n_seeds < 0 ? fail_inside("out of memory") : 0;
    if (!status && s->n > MAX_COLUMNS - 2)
        status = fail("--wide: %d algorithms are too many columns; --melt has no such limit", s->n);
    for (int i = 0; i < s->n && !status; i++) {
        const struct group *g = &s->group[i];
        size_t size = strlen(g->env) + strlen(g->label) + 8;
        if (!(made[i] = malloc(size)))
            status = fail_inside("out of memory");
        else if (s->n_envs > 1)
            snprintf(made[i], size, "%s:%s", g->env, g->label);
        else
            snprintf(made[i], size, "%s", *g->label ? g->label : s->metric[j->only < 0 ? 0 : j->only]);
        name[i + 2] = made[i];
        if (!status && (!strcmp(made[i], "step") || !strcmp(made[i], "seed")))
            status = fail("--wide: an algorithm is called '%s', as another column is; try --melt", made[i]);
    }
    for (long k = 0; k < n_steps; k++)
        found += j->at < 0 || step[k] == j->at;
    if (!status && !found)
        status = group_step(s, s->group, j->at) < 0 ? -1 : 0;
    if (!status) {
        if (j->only < 0 && s->n_metrics > 1)
            note("--wide: %s only; --metric names another", s->metric[0]);
        rows_header(&j->rows, name, s->n + 2);
        status = wide_rows(j, step, n_steps, seed, n_seeds, j->only < 0 ? 0 : j->only, place);
    }
    for (int i = 0; i < s->n && made; i++)
        free(made[i]);
    free(made), free(place), free(step), free(seed);
    return status;
}

/* ---- rliable -------------------------------------------------------------------------------------------------------------------- */

static void json_number(struct sink *to, double x)
{
    if (isfinite(x))
        sink_number(to, x);
    else
        sink_text(to, "null");
}

static void put_matrix(struct sink *to, const struct scores *s, int algo)
{
    for (long r = 0; r < scores_runs(s, algo, 0)->n; r++) {
        sink_text(to, r ? ",\n   [" : "\n   [");
        for (int t = 0; t < s->n_tasks; t++) {
            if (t)
                sink_text(to, ", ");
            json_number(to, scores_runs(s, algo, t)->x[r]);
        }
        sink_char(to, ']');
    }
}

static int put_scores(struct sink *to, const struct scores *s)
{
    for (int a = 0; a < s->n_algos; a++)
        for (int t = 1; t < s->n_tasks; t++)
            if (scores_runs(s, a, t)->n != scores_runs(s, a, 0)->n)
                return fail("--rliable: '%s' has %ld runs of %s and %ld of %s, and a matrix has to have as many rows in every column",
                            s->algo[a], scores_runs(s, a, 0)->n, s->task[0], scores_runs(s, a, t)->n, s->task[t]);
    if (sink_open(to, STDOUT_FILENO, "standard output"))
        return -1;
    sink_text(to, "{\n \"metric\": "), json_text(to, s->metric);
    sink_text(to, ",\n \"normalization\": "), json_text(to, s->how);
    sink_text(to, ",\n \"tasks\": [");
    for (int t = 0; t < s->n_tasks; t++)
        sink_text(to, t ? ", " : ""), json_text(to, s->task[t]);
    sink_text(to, "],\n \"steps\": [");
    for (int t = 0; t < s->n_tasks; t++)
        sink_text(to, t ? ", " : ""), sink_number(to, s->step[t]);
    sink_text(to, "],\n \"scores\": {");
    for (int a = 0; a < s->n_algos; a++)
        sink_text(to, a ? "],\n  " : "\n  "), json_text(to, s->algo[a]), sink_text(to, ": ["), put_matrix(to, s, a);
    sink_text(to, "]\n }\n}\n");
    return sink_close(to);
}

static int rliable(struct job *j)
{
    struct score_request q;
    struct scores s;
    if (score_words(&q, j->w))
        return -1;
    if (!q.normalize && !q.lo_algo && !q.hi_algo)
        q.normalize = "none", q.better = q.better ? q.better : "higher", q.none_may_count = 1;
    int status = scores_read(&s, &q) ? -1 : put_scores(&j->to, &s);
    scores_free(&s);
    return status;
}

/* ---- SQL ------------------------------------------------------------------------------------------------------------------------ */

enum { ROWS_OF_INSERT = 256, MOST_SQL_COLUMNS = 2000 };    /* SQLite's own limit of columns */

/* a name or a text between quotes of that kind, those inside doubled */
static void sql_quoted(struct sink *to, const char *text, char quote)
{
    sink_char(to, quote);
    for (; *text; text++) {
        if (*text == quote)
            sink_char(to, quote);
        sink_char(to, *text);
    }
    sink_char(to, quote);
}
static void sql_number(struct sink *to, double x)
{
    if (isnan(x))
        sink_text(to, "NULL");
    else if (isinf(x))
        sink_text(to, x > 0 ? "9e999" : "-9e999");
    else
        sink_number(to, x);
}

/* a table: its columns, then rows by the hundred */
struct sql { struct sink *to; const char *table; int n; char *name[MOST_SQL_COLUMNS]; long rows; };

static void sql_row(struct sql *q)
{
    if (q->rows % ROWS_OF_INSERT)
        sink_text(q->to, ",\n(");
    else {
        sink_text(q->to, q->rows ? ";\nINSERT INTO " : "INSERT INTO "), sql_quoted(q->to, q->table, '"');
        sink_text(q->to, " VALUES\n(");
    }
    q->rows++;
}
static void sql_end(struct sql *q)
{
    sink_text(q->to, q->rows ? ";\n" : "");
    for (int i = 0; i < q->n; i++)
        free(q->name[i]);
    q->n = 0, q->rows = 0;
}

static int taken(const struct sql *q, const char *name)
{
    for (int i = 0; i < q->n; i++)
        if (!strcasecmp(q->name[i], name))
            return 1;
    return 0;
}

/* one more column; names that SQL takes for one, as k and K, get a number */
static int sql_column(struct sql *q, const char *name, const char *type)
{
    size_t size = strlen(name) + 16;
    char *own = malloc(size);
    if (!own || q->n == MOST_SQL_COLUMNS)
        return free(own), own ? fail("--sqlite: more than %d columns; try --melt", MOST_SQL_COLUMNS) : fail_inside("out of memory");
    snprintf(own, size, "%s", name);
    for (int i = 2; taken(q, own); i++)
        snprintf(own, size, "%s_%d", name, i);
    q->name[q->n++] = own;
    sink_text(q->to, q->n > 1 ? ",\n  " : "\n  "), sql_quoted(q->to, own, '"'), sink_char(q->to, ' '), sink_text(q->to, type);
    return 0;
}
static void sql_begin(struct sql *q, const char *table)
{
    q->table = table;
    sink_text(q->to, "CREATE TABLE "), sql_quoted(q->to, table, '"'), sink_text(q->to, " (");
}

/* what n texts are, `stride` apart: whole numbers, numbers or texts; NaN is none of them */
static const char *type_of(const char *const *text, long n, long stride)
{
    const char *type = "INTEGER";
    for (long i = 0; i < n; i++) {
        const char *t = text[i * stride];
        double x;
        if (!*t || !strcmp(t, "NaN"))
            continue;
        if (number_parse(t, &x))
            return "TEXT";
        if (x != rint(x) || fabs(x) > 0x1p53)
            type = "REAL";
    }
    return type;
}
static void sql_cell(struct sink *to, const char *text, const char *type)
{
    double x;
    if (!*text || !strcmp(text, "NaN"))
        sink_text(to, "NULL");
    else if (*type == 'T' || number_parse(text, &x))
        sql_quoted(to, text, '\'');
    else
        sql_number(to, x);
}

/* a table of texts; its column `key` is the primary one */
static int sql_texts(struct sql *q, const char *table, const char *const *name, int cols, const char *const *cell, long rows, int key)
{
    const char **type = calloc((size_t)cols, sizeof *type);
    int status = type ? 0 : fail_inside("out of memory");
    if (!status)
        sql_begin(q, table);
    for (int c = 0; c < cols && !status; c++) {
        type[c] = type_of(cell + c, rows, cols);
        status = sql_column(q, name[c], c == key ? "INTEGER PRIMARY KEY" : type[c]);
    }
    if (!status)
        sink_text(q->to, "\n);\n");
    for (long r = 0; r < rows && !status; r++) {
        sql_row(q);
        for (int c = 0; c < cols; c++)
            sink_text(q->to, c ? "," : ""), sql_cell(q->to, cell[r * cols + c], type[c]);
        sink_char(q->to, ')');
    }
    sql_end(q);
    free(type);
    return status;
}

/* the file's own numbers of points where they are numbers that differ, else 0, 1, 2, ... */
static int own_points(const struct samples *s)
{
    for (int i = 0; i < s->n; i++) {
        double x, y;
        if (number_parse(s->group[i].point, &x) || x != rint(x) || fabs(x) > 0x1p53)
            return 0;
        for (int k = 0; k < i; k++)
            if (!number_parse(s->group[k].point, &y) && x == y)
                return 0;
    }
    return 1;
}

static int sql_points(struct sql *q, const struct samples *s, int own)
{
    int cols = s->n_keys + 3, status;
    const char **name = calloc((size_t)cols, sizeof *name), **cell = calloc((size_t)s->n * (size_t)cols, sizeof *cell);
    char (*number)[24] = calloc((size_t)s->n + 1, sizeof *number);
    status = name && cell && number ? 0 : fail_inside("out of memory");
    for (int i = 0; i < s->n && !status; i++) {
        const char **row = cell + (long)i * cols;
        snprintf(number[i], sizeof number[i], "%d", i);
        row[0] = own ? s->group[i].point : number[i], row[1] = s->group[i].env, row[2] = s->group[i].algo;
        memcpy(row + 3, s->group[i].value, (size_t)s->n_keys * sizeof *row);
    }
    if (!status) {
        name[0] = "point", name[1] = "env", name[2] = "algo";
        memcpy(name + 3, s->key, (size_t)s->n_keys * sizeof *name);
        status = sql_texts(q, "points", name, cols, cell, s->n, 0);
    }
    free(name), free(cell), free(number);
    return status;
}

/* every parameter of every point, as the run directory has them */
static int sql_points_of(struct sql *q, int dir_length, const char *dir)
{
    char path[4200];
    struct table t;
    snprintf(path, sizeof path, "%.*s/points.csv", dir_length, dir);
    int status = table_read(&t, path), key = status ? -1 : table_column(&t, "point");
    status = key < 0 ? -1 : sql_texts(q, "points", (const char *const *)t.name, t.cols, (const char *const *)t.cell, t.rows, key);
    table_free(&t);
    return status;
}

static int sql_curves(struct sql *q, const struct samples *s, int own)
{
    int status = 0;
    sql_begin(q, "curves");
    status = sql_column(q, "point", "INTEGER NOT NULL REFERENCES \"points\"") || sql_column(q, "seed", "INTEGER NOT NULL")
             || sql_column(q, "step", "INTEGER NOT NULL") ? -1 : 0;
    for (int m = 0; m < s->n_metrics && !status; m++)
        status = sql_column(q, s->metric[m], "REAL");
    if (!status)
        sink_text(q->to, ",\n  PRIMARY KEY (\"point\", \"seed\", \"step\")\n) WITHOUT ROWID;\n");
    for (int i = 0; i < s->n && !status; i++) {
        const struct group *g = &s->group[i];
        double point = i;
        if (own)
            number_parse(g->point, &point);
        for (long r = 0; r < g->n; r++)
            for (int step = 0; step < g->n_steps; step++) {
                sql_row(q);
                sink_number(q->to, point), sink_char(q->to, ','), sink_number(q->to, g->seed[r]), sink_char(q->to, ',');
                sink_number(q->to, g->step[step]);
                for (int m = 0; m < s->n_metrics; m++)
                    sink_char(q->to, ','), sql_number(q->to, group_values(s, g, step, m)[r]);
                sink_char(q->to, ')');
            }
    }
    sql_end(q);
    return status;
}

/* manifest.json, one row a fact; lists as JSON */
static int sql_manifest(struct sql *q, const char *dir)
{
    char path[4200];
    json_error_t error;
    snprintf(path, sizeof path, "%s/manifest.json", dir);
    json_t *facts = json_load_file(path, 0, &error), *fact;
    const char *name;
    if (!facts)
        return fail_file("%s: %s", path, error.text);
    sql_begin(q, "manifest");
    int status = sql_column(q, "name", "TEXT PRIMARY KEY") || sql_column(q, "value", "BLOB") ? -1 : 0;
    sink_text(q->to, "\n);\n");
    json_object_foreach(facts, name, fact) {
        char *text = json_is_string(fact) ? NULL : json_dumps(fact, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
        sql_row(q);
        sql_quoted(q->to, name, '\''), sink_char(q->to, ',');
        if (json_is_integer(fact))
            sink_long(q->to, (long)json_integer_value(fact));
        else
            sql_quoted(q->to, text ? text : json_string_value(fact), '\'');
        sink_char(q->to, ')');
        free(text);
    }
    sql_end(q);
    json_decref(facts);
    return status;
}

static int sqlite(struct job *j)
{
    const struct samples *s = &j->s;
    struct stat about;
    struct sql *q = calloc(1, sizeof *q);
    int is_run = j->path && !stat(j->path, &about) && S_ISDIR(about.st_mode), own = own_points(s);
    if (!q)
        return fail_inside("out of memory");
    q->to = &j->to;
    sink_text(q->to, "BEGIN;\n");
    int status = is_run ? sql_points_of(q, (int)strlen(j->path), j->path) : sql_points(q, s, own);
    if (!status)
        status = sql_curves(q, s, own);
    if (!status && is_run)
        status = sql_manifest(q, j->path);
    /* what ends without this leaves a database as it was */
    if (!status)
        sink_text(q->to, "COMMIT;\n");
    free(q);
    return status;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------------ */

static int export_table(struct job *j, int (*put)(struct job *))
{
    int status = samples_read(&j->s, j->path);
    if (!status && j->metric && (j->only = samples_metric(&j->s, j->metric)) < 0)
        status = -1;
    if (!status && !(status = sink_open(&j->to, STDOUT_FILENO, "standard output"))) {
        status = put(j);
        if (!status && put != sqlite)
            rows_end(&j->rows);
        if (sink_close(&j->to))
            status = -1;
    }
    samples_free(&j->s);
    return status;
}

static int export_file(const struct words *w)
{
    static const struct { const char *name; int (*put)(struct job *); const char *takes; } kinds[] = {
        { "melt", melt, "metric at format" }, { "wide", wide, "metric at format" },
        { "rliable", rliable, "metric at task normalize lo hi better" }, { "sqlite", sqlite, "" }
    };
    static const char *const choices[] = { "metric", "at", "format", "task", "normalize", "lo", "hi", "better" };
    const char *at = word_of(w, "at");
    struct job j = { .w = w, .path = w->n_rest ? w->rest[0] : NULL, .metric = word_of(w, "metric"), .only = -1, .rows = { .to = NULL } };
    int kind = 0, given = 0;
    for (int i = 0; i < 4; i++)
        if (word_of(w, kinds[i].name))
            kind = i, given++;
    if (given > 1)
        return fail("export: one of --melt, --wide, --rliable and --sqlite at a time");
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (word_of(w, choices[i]) && !strstr(kinds[kind].takes, choices[i]))
            return fail("export --%s: takes no --%s", kinds[kind].name, choices[i]);
    if (w->n_rest > 1 && kinds[kind].put != rliable)
        return fail("export --%s: one file or run directory at a time", kinds[kind].name);
    if (!j.path && isatty(STDIN_FILENO))
        return fail("export reads values of every seed: name a run directory or a CSV, or pipe one in (lockstep run --rows seeds)");
    if (step_word(at, &j.at) || format_find(word_of(w, "format"), &j.rows.format))
        return -1;
    j.rows.to = &j.to;
    return kinds[kind].put == rliable ? rliable(&j) : export_table(&j, kinds[kind].put);
}

int cmd_export(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    if (!status)
        status = export_file(&w);
    words_free(&w);
    return status > 0 ? OK : status;
}
