/* CSV in: libcsv splits lines into cells, and everything that it lets pass is checked here, line by line, so that a message can
 * name the line.  libcsv 3.0.3 reports an error by a short count, and must not be finished after one; since the last line has to
 * end in a newline, there is nothing left to finish. */
#include "table.h"
#include "fail.h"
#include "number.h"
#include "param.h"
#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

struct reader {
    struct table *t;
    struct csv_parser parser;
    size_t used, room;    /* bytes of t->text                      */
    long line;            /* of the file, from 1                   */
    long rows;            /* finished, the header included         */
    int col;              /* cells so far in this row              */
    int ended;            /* this line finished a row              */
    int cr;               /* the last byte was a carriage return   */
    char last;            /* the last byte                         */
    int status;           /* -1 once a callback has called fail()  */
};

static int too_big(const struct reader *r)
{
    return fail("%s:%ld: column %d: a cell of more than %d bytes", r->t->path, r->line, r->col + 1, MAX_CELL);
}

/* ---- libcsv's two callbacks ---- */

static void on_cell(void *bytes, size_t n, void *self)
{
    struct reader *r = self;
    struct table *t = r->t;
    if (r->status) return;
    if (r->col == MAX_COLUMNS) {
        r->status = fail("%s:%ld: more than %d columns", t->path, r->line, MAX_COLUMNS);
        return;
    }
    if (r->rows && r->col == t->cols) {
        r->status = fail("%s:%ld: more cells than the %d columns of the header; quote a cell that contains the separator",
                         t->path, r->line, t->cols);
        return;
    }
    if (n > MAX_CELL) {
        r->status = too_big(r);
        return;
    }
    if (n >= r->room - r->used) {
        size_t room = 2 * r->room + n + CHUNK;
        char *text = realloc(t->text, room);
        if (!text) {
            r->status = fail_inside("%s: no memory for more than %ld rows", t->path, r->rows);
            return;
        }
        t->text = text, r->room = room;
    }
    if (n) memcpy(t->text + r->used, bytes, n);
    t->text[r->used + n] = 0;
    r->used += n + 1, r->col++;
}

static void on_row(int unused, void *self)
{
    struct reader *r = self;
    struct table *t = r->t;
    (void)unused;
    if (r->status) return;
    if (!r->rows) t->cols = r->col;
    if (r->col < t->cols)
        r->status = fail("%s:%ld: %d cells, but the header has %d columns", t->path, r->line, r->col, t->cols);
    else if (r->rows > MAX_ROWS)
        r->status = fail("%s:%ld: more than %d rows", t->path, r->line, MAX_ROWS);
    r->rows++, r->col = 0, r->ended = 1;
}

/* ---- a file, a chunk, a piece of a line ---- */

/* a piece is a line or, where a chunk ends, a part of one */
static int read_piece(struct reader *r, const char *piece, size_t n)
{
    const char *path = r->t->path;
    if (memchr(piece, 0, n))
        return fail("%s:%ld: a NUL byte: this is not a text file in ASCII or UTF-8", path, r->line);

    /* a carriage return may only stand before a newline, also where a chunk ends between them */
    const char *cr = memchr(piece, '\r', n - 1);
    if ((r->cr && *piece != '\n') || (cr && cr[1] != '\n'))
        return fail("%s:%ld: a carriage return inside the line; lines end in LF or CR LF", path, r->line);
    r->cr = piece[n - 1] == '\r';

    size_t done = csv_parse(&r->parser, piece, n, on_cell, on_row, r);
    if (r->status) return -1;
    if (done < n && csv_error(&r->parser) != CSV_EPARSE)
        return fail_inside("%s:%ld: %s", path, r->line, csv_strerror(csv_error(&r->parser)));
    if (done < n)
        return fail("%s:%ld: column %d: a quote in the wrong place; quote the whole cell and double the quotes inside",
                    path, r->line, r->col + 1);
    if (r->parser.entry_pos > MAX_CELL) return too_big(r);

    /* a line that neither ended a row nor is inside quotes was blank */
    if (piece[n - 1] == '\n') {
        if (!r->ended && !r->col && !r->parser.entry_pos) return fail("%s:%ld: an empty line; remove it", path, r->line);
        r->line++, r->ended = 0;
    }
    return 0;
}

/* as many bytes as fit; 0 at the end of the file, -1 with errno */
static ssize_t fill(int fd, char *to, size_t size)
{
    size_t used = 0;
    while (used < size) {
        ssize_t n = read(fd, to + used, size - used);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return -1;
        if (n == 0) break;
        used += (size_t)n;
    }
    return (ssize_t)used;
}

static int read_bytes(struct reader *r, const char *p, size_t n)
{
    const char *end = p + n;
    if (r->line == 1 && r->last == '\n' && n >= 3 && !memcmp(p, "\xef\xbb\xbf", 3)) p += 3;
    while (p < end) {
        const char *newline = memchr(p, '\n', (size_t)(end - p)), *next = newline ? newline + 1 : end;
        if (read_piece(r, p, (size_t)(next - p))) return -1;
        r->last = next[-1];
        p = next;
    }
    return 0;
}

static int read_end(const struct reader *r)
{
    const char *path = r->t->path;
    if (!r->rows && r->line == 1 && r->last == '\n') return fail("%s: empty; a header is needed", path);
    if (r->last != '\n') return fail("%s:%ld: the last line has no end; was the copy cut short?", path, r->line);
    if (r->col || r->parser.entry_pos) return fail("%s:%ld: the file ends inside quotes", path, r->line);
    return 0;
}

static int read_chunks(struct reader *r, int fd)
{
    char bytes[CHUNK];
    for (ssize_t n; (n = fill(fd, bytes, sizeof bytes)) != 0;) {
        if (n < 0) return fail_file("%s: cannot read: %s", r->t->path, strerror(errno));
        if (read_bytes(r, bytes, (size_t)n)) return -1;
    }
    return read_end(r);
}

/* names and cells lie one after another in the text */
static int point(struct reader *r)
{
    struct table *t = r->t;
    size_t n = (size_t)r->rows * (size_t)t->cols;
    t->name = calloc(n, sizeof *t->name);
    if (!t->name) return fail_inside("%s: no memory for %zu cells", t->path, n);
    char *p = t->text;
    for (size_t i = 0; i < n; i++) t->name[i] = p, p += strlen(p) + 1;
    t->cell = t->name + t->cols;
    t->rows = r->rows - 1;
    return 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* each column has a name of its own */
static int check_names(const struct table *t)
{
    char *sorted[MAX_COLUMNS];
    for (int i = 0; i < t->cols; i++)
        if (!*(sorted[i] = t->name[i])) return fail("%s:1: column %d has no name", t->path, i + 1);
    qsort(sorted, (size_t)t->cols, sizeof *sorted, by_text);
    for (int i = 1; i < t->cols; i++)
        if (!strcmp(sorted[i - 1], sorted[i])) return fail("%s:1: two columns are named \"%s\"", t->path, sorted[i]);
    return 0;
}

int table_read(struct table *t, const char *path)
{
    int standard = !strcmp(path, "-"), fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC), status = -1;
    size_t length = strlen(path);
    struct reader r = { .t = t, .line = 1, .last = '\n' };
    *t = (struct table){ .path = strdup(standard ? "standard input" : path), .line = 2 };
    if (fd < 0) return fail_file("%s: cannot open: %s", path, strerror(errno));
    if (!t->path || csv_init(&r.parser, CSV_STRICT)) {
        fail_inside("%s: no memory to read it", path);
        goto out;
    }
    if (length >= 4 && !strcmp(path + length - 4, ".tsv")) csv_set_delim(&r.parser, CSV_TAB);
    status = read_chunks(&r, fd) || point(&r) || check_names(t) ? -1 : 0;
    csv_free(&r.parser);
out:
    if (!standard) close(fd);
    return status;
}

int table_line(struct table *t, const char *name, const char *header, size_t size, const char *row, size_t n, long line)
{
    struct reader r = { .t = t, .line = 1, .last = '\n' };
    *t = (struct table){ .path = strdup(name), .line = line };
    if (!t->path || csv_init(&r.parser, CSV_STRICT)) return fail_inside("%s: no memory to read it", name);
    int status = read_bytes(&r, header, size) || read_end(&r) ? -1 : 0;
    if (!status && n) r.line = line, status = read_bytes(&r, row, n) || read_end(&r) ? -1 : 0;
    status = status || point(&r) || check_names(t) ? -1 : 0;
    csv_free(&r.parser);
    return status;
}

void table_free(struct table *t)
{
    free(t->path), free(t->name), free(t->text);
    *t = (struct table){ 0 };
}

/* ---- looking things up ---- */

int table_column(const struct table *t, const char *name)
{
    for (int i = 0; i < t->cols; i++)
        if (!strcmp(t->name[i], name)) return i;

    /* the header as one line; fail() cuts what is too long */
    char all[2048] = "";
    for (int i = 0, used = 0; i < t->cols && used < (int)sizeof all; i++)
        used += snprintf(all + used, sizeof all - (size_t)used, "%s%s", i ? ", " : "", t->name[i]);
    const char *near = nearest(name, (const char *const *)t->name, (size_t)t->cols);
    return fail("%s: no column \"%s\"; %s%s%sthe columns are %s", t->path, name,
                near ? "did you mean \"" : "", near ? near : "", near ? "\"? " : "", all);
}

int table_result(const struct table *t, long row, int col, double *out)
{
    const char *cell = t->cell[row * t->cols + col];
    int less = *cell == '-';
    if (strcmp(cell + less, "inf")) return table_number(t, row, col, out);
    *out = less ? -INFINITY : INFINITY;
    return 0;
}

int table_number(const struct table *t, long row, int col, double *out)
{
    const char *cell = t->cell[row * t->cols + col];
    if (!number_parse(cell, out)) return 0;
    if (!strcmp(cell, "NaN")) return *out = NAN, 0;

    /* the line is the row's unless cells before it contain newlines */
    long line = t->line + row;
    for (const char *p = t->text; p < cell; p++) line += *p == '\n';
    return fail("%s:%ld: column %d (%s): \"%.40s\" is not a number; numbers look like 0.1, -3, 1e-5 or NaN",
                t->path, line, col + 1, t->name[col], cell);
}
