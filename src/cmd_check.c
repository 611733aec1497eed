/* lockstep check: the claims of a run directory again, from plan.json and curves.csv alone. */
#include "claim.h"
#include "commands.h"
#include "store.h"
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 4096 };

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
    struct plan plan;
    struct store store;
    struct claims claims = { 0 };
    struct table table = { 0 };
    struct sink sink;
    struct rows rows = { .to = &sink };
    int status = store_enter(&store, dir, &plan);
    snprintf(path, sizeof path, "%s/curves.csv", dir);
    if (!status && !store_finished(&store, 1))
        fail("%s: is not finished, or was changed after the run: its files are not what SHA256SUMS says; 'lockstep verify' tells more", dir), status = NO;
    else if (!status && !claims_make(&claims, &plan) && !table_read(&table, path) && !read_curves(&claims, &table)) {
        if (!format || !strcmp(format, "table"))
            status = claims_print(&claims, dir);
        else if (!format_find(format, &rows.format) && !sink_open(&sink, 1, "standard output")) {
            claims_header(&rows);
            status = claims_rows(&claims, dir, &rows);
            rows_end(&rows);
            status = sink_close(&sink) ? -1 : status;
        } else
            status = -1;
    } else
        status = -1;
    table_free(&table), claims_free(&claims), store_close(&store), plan_free(&plan);
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
