/* Tables on their way out: rows of cells as CSV, TSV, JSON lines or one JSON array, and the three tables of a run.
 *
 * Rules, each of which some reader needs: a header always and once, LF, no quotes (our names are [A-Za-z0-9_.:+-]; a cell of somebody
 * else's file is quoted if it holds a separator, a quote or a newline), no empty cells (missing is NaN; null in JSON), integers as
 * integers, rows sorted by point, seed, step. */
#ifndef ROWS_H
#define ROWS_H
#include "pool.h"
#include "sink.h"

enum format { CSV, TSV, JSONL, JSON, PEOPLE };    /* JSON: one array; PEOPLE: a table that the command prints itself */
struct rows {
    struct sink *to; enum format format;
    int n, at, begun; const char *name[4096];    /* the header, then the cell that comes next */
    char derived[MOST_METRICS * 3][80];   /* names of the columns of finals.csv        */
};
/* -1 after fail() */
int  format_find(const char *name, enum format *);
/* the same, or table, which is the default: PEOPLE */
int  format_or_table(const char *name, enum format *);
void rows_header(struct rows *, const char *const *names, int n);
void rows_end(struct rows *);                    /* after the last row: JSON's bracket */
void cell_text(struct rows *, const char *);     /* "": missing */
void cell_number(struct rows *, double);
void cell_long(struct rows *, long);
void cell_swept(struct rows *, const char *);    /* a swept key's text, NULL where it does not apply; a number in JSON if it is one */

/* a text as JSON, with its quotes */
void json_text(struct sink *, const char *);

/* the columns of a summary after step and metric: their names, and their cells */
enum { STATISTICS = 17 };
extern const char *const statistics[STATISTICS];
void cells_summary(struct rows *, const struct summary *);

/* What finals.csv says of one replicate's curve x [n_log]: its last value; the area below it, each logged value weighing the steps since
 * the one before, over all steps; its best value.  What is not defined yet (no episode has ended) is left out, what is lost (diverged)
 * is not. */
struct finals { double last, auc, best; };
struct finals curve_finals(const struct plan *, const struct metric *, const double *x, int died);

enum table_kind { SUMMARY, SEEDS, FINALS };
/* the header of summary.csv, curves.csv or finals.csv */
void table_begin(struct rows *, const struct plan *, enum table_kind);
/* the rows of one point; -1 after fail_file() */
int  table_point(struct rows *, const struct outcome *, enum table_kind);
#endif
