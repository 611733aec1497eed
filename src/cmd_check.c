/* lockstep check: the claims of a run directory again, from plan.json and curves.csv alone. */
#include "claim.h"
#include "commands.h"
#include "table.h"
#include <jansson.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 4096 };

/* does SHA256SUMS name this file's hash, and manifest.json the plan's?  1: no */
static int was_changed(const char *dir)
{
    static const char *const name[] = { "curves.csv", "plan.json" }, *const sums[] = { "SHA256SUMS", "manifest.json" };
    for (int i = 0; i < 2; i++) {
        char path[PATH], hash[SHA256_DIGEST_STRING_LENGTH], all[8192];
        snprintf(path, sizeof path, "%s/%s", dir, sums[i]);
        FILE *f = fopen(path, "rb");
        if (!f)
            return fail_file("%s: cannot read: is %s the directory of a finished run (lockstep run -o)?", path, dir);
        size_t n = fread(all, 1, sizeof all - 1, f);
        fclose(f);
        all[n] = 0;
        snprintf(path, sizeof path, "%s/%s", dir, name[i]);
        if (!SHA256File(path, hash))
            return fail_file("%s: cannot read", path);
        if (!strstr(all, hash))
            return fprintf(stderr, "lockstep: %s: is not what the run wrote: its hash is not the one in %s\n", path, sums[i]), 1;
    }
    return 0;
}

/* as much of the plan as claims need; its texts belong to `json` */
static int read_plan(struct plan *p, const json_t *json)
{
    json_int_t first, last, steps;
    json_t *points, *log, *names, *claims, *o;
    size_t i;
    const char *text[2];
    if (json_unpack((json_t *)json, "{s:[I,I],s:I,s:s,s:o,s:o,s:o,s:o}", "seeds", &first, &last, "steps", &steps, "count", &text[0], "points", &points, "log", &log,
                    "metrics", &names, "claims", &claims) || last < first || last - first >= (json_int_t)1 << 32)
        return -1;
    p->first = first, p->n = last - first + 1, p->steps = steps, p->episodes = !strcmp(text[0], "episodes");
    p->point = calloc(json_array_size(points) + 1, sizeof *p->point), p->log = calloc(json_array_size(log) + 1, sizeof *p->log);
    p->metric = calloc(json_array_size(names) + 1, sizeof *p->metric), p->claim = calloc(json_array_size(claims) + 1, sizeof *p->claim);
    if (!p->point || !p->log || !p->metric || !p->claim)
        return -1;
    json_array_foreach(points, i, o) {
        if (json_unpack(o, "{s:s}", "label", &text[0]))
            return -1;
        p->point[p->n_points] = (struct point){ .index = (long)i, .label = text[0] }, p->n_points++;
    }
    json_array_foreach(log, i, o)
        p->log[p->n_log++] = json_integer_value(o);
    json_array_foreach(names, i, o)
        if (!json_is_string(o) || !(p->metric[p->n_metrics++] = isa_metric(isa_pick(NULL), json_string_value(o))))
            return -1;
    json_array_foreach(claims, i, o) {
        if (json_unpack(o, "[s,s]", &text[0], &text[1]))
            return -1;
        p->claim[p->n_claims++] = (struct claim_text){ (char *)text[0], (char *)text[1], 0 };
    }
    return p->n_points && p->n_log && p->n_metrics == (int)json_array_size(names) ? 0 : -1;
}

/* curves.csv, point by point, into the claims: its rows are sorted by point, seed and step */
static int read_curves(struct claims *claims, const struct table *t)
{
    const struct plan *p = claims->plan;
    int step = table_column(t, "step"), seed = table_column(t, "seed"), point = table_column(t, "point");
    double *values = malloc((size_t)p->n * (size_t)p->n_log * (size_t)p->n_metrics * sizeof *values), x;
    int status = step < 0 || seed < 0 || point < 0 ? -1 : values ? 0 : fail_inside("out of memory");
    if (!status && t->rows != p->n_points * p->n * p->n_log)
        status = fail_file("%s: %ld rows where plan.json wants %ld points of %ld seeds and %d steps", t->path, t->rows, p->n_points, p->n, p->n_log);
    long row = 0;
    for (long q = 0; q < p->n_points && !status; q++) {
        struct outcome o = { .plan = p, .point = &p->point[q], .values = values, .file = -1 };
        for (long i = 0; i < p->n && !status; i++)
            for (int j = 0; j < p->n_log && !status; j++, row++) {
                const long is[] = { q, p->first + i, p->log[j] };
                const int in[] = { point, seed, step };
                for (int k = 0; k < 3 && !status; k++)
                    if (!(status = table_number(t, row, in[k], &x)) && x != (double)is[k])
                        status = fail_file("%s:%ld: %s is %.17g where plan.json wants %ld", t->path, row + 2, t->name[in[k]], x, is[k]);
                for (int m = 0; m < p->n_metrics && !status; m++) {
                    int column = table_column(t, p->metric[m]->name);
                    status = column < 0 ? -1 : table_number(t, row, column, &values[(j * p->n_metrics + m) * p->n + i]);
                }
            }
        if (!status)
            status = claims_take(claims, &o);
    }
    free(values);
    return status;
}

static int check(const char *dir, const char *format)
{
    char path[PATH];
    struct plan plan = { 0 };
    struct claims claims = { 0 };
    struct table table = { 0 };
    struct sink sink;
    struct rows rows = { .to = &sink };
    int status = was_changed(dir);
    if (status)
        return status < 0 ? -1 : NO;
    snprintf(path, sizeof path, "%s/plan.json", dir);
    json_t *json = json_load_file(path, 0, NULL);
    if (!json || read_plan(&plan, json))
        status = fail_file("%s: is no plan", path);
    snprintf(path, sizeof path, "%s/curves.csv", dir);
    if (!status && !claims_make(&claims, &plan) && !table_read(&table, path) && !read_curves(&claims, &table)) {
        if (!format || !strcmp(format, "table"))
            status = claims_print(&claims, dir);
        else if (!format_find(format, &rows.format) && !sink_open(&sink, 1, "standard output")) {
            claims_header(&rows);
            status = claims_rows(&claims, dir, &rows);
            status = sink_close(&sink) ? -1 : status;
        } else
            status = -1;
    } else
        status = -1;
    table_free(&table), claims_free(&claims), plan_free(&plan);
    json_decref(json);
    return status > 0 ? NO : status;
}

int cmd_check(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    if (status)
        status = status > 0 ? OK : status;
    else if (w.n_rest != 1)
        status = fail("check: say which run directory (written by 'lockstep run -o' or 'lockstep repro -o')");
    else
        status = check(w.rest[0], word_of(&w, "format"));
    words_free(&w);
    return status;
}
