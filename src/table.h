/* A CSV file in memory: a header and rows of text.
 *
 * Strict, because a wrong number read quietly is worse than a refusal: every row has a cell for every column, names are there and
 * differ, quotes are well formed, no NUL, no lone CR, and the last line ends in a newline (if not, a copy was cut short).
 * Tolerated: a byte order mark, CRLF line ends, blanks around a cell. */
#ifndef TABLE_H
#define TABLE_H
#include <stddef.h>

enum { MAX_CELL = 1 << 20, MAX_COLUMNS = 4096, MAX_ROWS = 1000000000 };

struct table {
    char *path;        /* as given; "standard input" for "-"                      */
    long rows;         /* without the header                                      */
    long line;         /* of the first row: 2, but for table_line                 */
    int cols;
    char **name;       /* [cols] the header                                       */
    char **cell;       /* [rows*cols], cell[row*cols + col]                       */
    char *text;        /* what all of them point into: NUL-ended, in reading order */
};

/* Reads a file whose cells are separated by commas, or by tabs if its name ends in .tsv; "-" is standard input.  0, or -1 after
 * fail() with file, line and column, or fail_file(), or fail_inside(); table_free() is right after all of them. */
int  table_read(struct table *t, const char *path);
/* The same of a header of `size` bytes and one line of n bytes (0: none yet) that is the line-th of what `name` names. */
int  table_line(struct table *t, const char *name, const char *header, size_t size, const char *row, size_t n, long line);
void table_free(struct table *t);

/* The column of that name, or -1 after fail() with the nearest name and all of them. */
int  table_column(const struct table *t, const char *name);

/* A cell as a number: what number_parse takes, or NaN.  0, or -1 after fail() with file, line and column. */
int  table_number(const struct table *t, long row, int col, double *out);

/* The same for what a run measured, which may also be inf or -inf: a policy that never ends. */
int  table_result(const struct table *t, long row, int col, double *out);
#endif
