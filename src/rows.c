/* summary.csv, curves.csv and finals.csv: see rows.h. */
#include "rows.h"
#include "number.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- cells ---------------------------------------------------------------------------------------------------------------------- */
int format_find(const char *name, enum format *out)
{
    static const char *const names[] = { "csv", "tsv", "jsonl", "json" };
    for (int i = 0; i < 4; i++)
        if (!name || !strcmp(name, names[i]))
            return *out = (enum format)i, 0;
    return fail("--format %.20s: must be csv, tsv, jsonl or json", name);
}

static int is_json(const struct rows *r) { return r->format == JSONL || r->format == JSON; }

void json_text(struct sink *to, const char *text)
{
    static const char hex[] = "0123456789abcdef";
    sink_char(to, '"');
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            sink_char(to, '\\'), sink_char(to, *text);
        else if ((unsigned char)*text < 0x20)
            sink_text(to, "\\u00"), sink_char(to, hex[*text >> 4]), sink_char(to, hex[*text & 15]);
        else
            sink_char(to, *text);
    sink_char(to, '"');
}

/* a name or text as CSV wants it: almost always as it is */
static void put_text(struct rows *r, const char *text)
{
    text = *text ? text : "NaN";
    if (!strpbrk(text, r->format == TSV ? "\t\"\n\r" : ",\"\n\r")) {
        sink_text(r->to, text);
        return;
    }
    sink_char(r->to, '"');
    for (; *text; text++) {
        if (*text == '"')
            sink_char(r->to, '"');
        sink_char(r->to, *text);
    }
    sink_char(r->to, '"');
}

int format_or_table(const char *name, enum format *out)
{
    if (!name || !strcmp(name, "table"))
        return *out = PEOPLE, 0;
    if (strcmp(name, "csv") && strcmp(name, "tsv") && strcmp(name, "jsonl") && strcmp(name, "json"))
        return fail("--format %.20s: must be table, csv, tsv, jsonl or json", name);
    return format_find(name, out);
}

static void before(struct rows *r)
{
    if (is_json(r)) {
        if (r->format == JSON && !r->at)
            sink_text(r->to, r->begun ? ",\n " : "[\n "), r->begun = 1;
        sink_char(r->to, r->at ? ',' : '{');
        json_text(r->to, r->name[r->at]);
        sink_char(r->to, ':');
    } else if (r->at)
        sink_char(r->to, r->format == TSV ? '\t' : ',');
}
static void after(struct rows *r)
{
    if (++r->at < r->n)
        return;
    r->at = 0;
    sink_text(r->to, r->format == JSON ? "}" : is_json(r) ? "}\n" : "\n");
}
void rows_end(struct rows *r)
{
    if (r->format == JSON)
        sink_text(r->to, r->begun ? "\n]\n" : "[]\n");
}
void cell_text(struct rows *r, const char *text)
{
    before(r);
    if (is_json(r) && !*text)
        sink_text(r->to, "null");
    else if (is_json(r))
        json_text(r->to, text);
    else
        put_text(r, text);
    after(r);
}
void cell_number(struct rows *r, double x)
{
    before(r);
    if (is_json(r) && !isfinite(x))
        sink_text(r->to, "null");
    else
        sink_number(r->to, x);
    after(r);
}
void cell_long(struct rows *r, long x)
{
    before(r);
    sink_long(r->to, x);
    after(r);
}

void cell_swept(struct rows *r, const char *text)
{
    double x;
    if (!text || (is_json(r) && !number_parse(text, &x)))
        cell_number(r, text ? x : NAN);
    else
        cell_text(r, text);
}

void rows_header(struct rows *r, const char *const *names, int n)
{
    r->n = n, r->at = 0, r->begun = 0;
    for (int i = 0; i < n; i++)
        r->name[i] = names[i];
    if (is_json(r))
        return;
    for (int i = 0; i < n; i++) {
        if (i)
            sink_char(r->to, r->format == TSV ? '\t' : ',');
        put_text(r, names[i]);
    }
    sink_char(r->to, '\n');
}

/* ---- the three tables -------------------------------------------------------------------------------------------------------------- */
const char *const statistics[STATISTICS] = { "n", "n_bad", "mean", "sd", "se", "ci_lo", "ci_hi", "median", "q05", "q25", "q75", "q95",
                                          "iqm", "iqm_lo", "iqm_hi", "min", "max" };
static const char *const final_names[] = { "final", "auc", "best" };

void table_begin(struct rows *r, const struct plan *p, enum table_kind kind)
{
    const char *name[4096] = { "env", "algo", "point" };
    int n = 3;
    for (int i = 0; i < p->n_swept; i++)
        name[n++] = p->swept[i];
    if (kind == SUMMARY) {
        name[n++] = "step", name[n++] = "metric";
        for (int i = 0; i < STATISTICS; i++)
            name[n++] = statistics[i];
    } else if (kind == SEEDS) {
        name[n++] = "seed", name[n++] = "step";
        for (int m = 0; m < p->n_metrics; m++)
            name[n++] = p->metric[m]->name;
    } else {
        name[n++] = "seed", name[n++] = "status", name[n++] = "steps";
        for (int m = 0; m < p->n_metrics; m++)
            for (int i = 0; i < 3; i++) {
                snprintf(r->derived[m * 3 + i], sizeof *r->derived, "%s_%s", p->metric[m]->name, final_names[i]);
                name[n++] = r->derived[m * 3 + i];
            }
        name[n++] = "diverged_at";
    }
    rows_header(r, name, n);
}

static void point_cells(struct rows *r, const struct outcome *o)
{
    cell_text(r, o->point->env->name), cell_text(r, o->point->label), cell_long(r, o->point->index);
    for (int i = 0; i < o->plan->n_swept; i++)
        cell_swept(r, o->point->swept[i]);
}

void cells_summary(struct rows *r, const struct summary *s)
{
    const double x[] = { s->mean, s->sd, s->se, s->ci_lo, s->ci_hi, s->median, s->q05, s->q25, s->q75, s->q95, s->iqm, s->iqm_lo, s->iqm_hi,
                         s->min, s->max };
    cell_long(r, s->n), cell_long(r, s->n_bad);
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        cell_number(r, x[i]);
}

static void summary_rows(struct rows *r, const struct outcome *o)
{
    for (int j = 0; j < o->plan->n_log; j++)
        for (int m = 0; m < o->plan->n_metrics; m++) {
            point_cells(r, o);
            cell_long(r, o->plan->log[j]), cell_text(r, o->plan->metric[m]->name);
            cells_summary(r, &o->summary[j * o->plan->n_metrics + m]);
        }
}

struct finals curve_finals(const struct plan *p, const struct metric *metric, const double *x, int died)
{
    double area = 0, best = NAN;
    long to = 0;
    for (int j = 0; j < p->n_log; j++) {
        if (isnan(x[j]) && !died)
            continue;
        area += x[j] * (double)(p->log[j] - to);
        to = p->log[j];
        best = isnan(best) || (metric->more_is_better ? x[j] > best : x[j] < best) ? x[j] : best;
    }
    return (struct finals){ x[p->n_log - 1], to ? area / (double)to : NAN, best };
}

int table_point(struct rows *r, const struct outcome *o, enum table_kind kind)
{
    const struct plan *p = o->plan;
    enum { CHUNK = 1024 };
    if (kind == SUMMARY)
        return summary_rows(r, o), 0;
    /* a thousand replicates at a time, from columns to rows */
    size_t columns = (size_t)p->n_log * (size_t)p->n_metrics;
    double *x = malloc(columns * CHUNK * sizeof *x), *path = malloc((size_t)p->n_log * sizeof *path);
    int status = x && path ? 0 : fail_inside("out of memory");
    for (long from = 0; from < p->n && !status; from += CHUNK) {
        long n = p->n - from < CHUNK ? p->n - from : CHUNK;
        for (int j = 0; j < p->n_log; j++)
            for (int m = 0; m < p->n_metrics && !status; m++)
                status = outcome_values(o, j, m, from, n, x + (j * p->n_metrics + m) * CHUNK);
        for (long i = 0; i < n && !status; i++) {
            long died = o->diverged[from + i];
            if (o->absent && o->absent[from + i])
                continue;
            for (int j = 0; j < (kind == SEEDS ? p->n_log : 0); j++) {
                point_cells(r, o);
                cell_long(r, p->first + from + i), cell_long(r, p->log[j]);
                for (int m = 0; m < p->n_metrics; m++)
                    cell_number(r, x[(j * p->n_metrics + m) * CHUNK + i]);
            }
            if (kind == SEEDS)
                continue;
            point_cells(r, o);
            cell_long(r, p->first + from + i), cell_text(r, died ? "diverged" : "ok"), cell_long(r, died ? died : p->steps);
            for (int m = 0; m < p->n_metrics; m++) {
                for (int j = 0; j < p->n_log; j++)
                    path[j] = x[(j * p->n_metrics + m) * CHUNK + i];
                struct finals f = curve_finals(p, p->metric[m], path, died != 0);
                cell_number(r, f.last), cell_number(r, f.auc), cell_number(r, f.best);
            }
            if (died)
                cell_long(r, died);
            else
                cell_number(r, NAN);
        }
    }
    free(x), free(path);
    return status;
}
