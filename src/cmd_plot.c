/* lockstep plot: learning curves of a summary.csv, in the terminal or as SVG.
 *
 * Rows with the same environment, algorithm and swept keys are one curve over `step`; every metric and environment has its
 * panel.  A curve is called by what tells it apart: the algorithm where several are drawn, the swept keys that vary. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "commands.h"
#include "fail.h"
#include "number.h"
#include "option.h"
#include "plot.h"
#include "whole.h"

static const struct { const char *name, *value, *lo, *hi, *words, *band; } stats[] = {
    [MEAN]   = {"mean", "mean", "ci_lo", "ci_hi", "mean", "95 % interval"},
    [MEDIAN] = {"median", "median", "q25", "q75", "median", "middle half"},
    [IQM]    = {"iqm", "iqm", "iqm_lo", "iqm_hi", "interquartile mean", "95 % interval"},
};

/* where things stand in the table; the swept keys are the columns key .. step-1 */
struct columns { int env, algo, key, step, metric, n, n_bad, y, lo, hi; };

static int find_columns(struct columns *c, const struct table *t, enum statistic stat)
{
    const struct { int *at; const char *name; } wanted[] = {
        {&c->env, "env"}, {&c->algo, "algo"}, {&c->key, "point"}, {&c->step, "step"}, {&c->metric, "metric"}, {&c->n, "n"},
        {&c->n_bad, "n_bad"}, {&c->y, stats[stat].value}, {&c->lo, stats[stat].lo}, {&c->hi, stats[stat].hi},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if ((*wanted[i].at = table_column(t, wanted[i].name)) < 0) return -1;
    c->key++;
    return 0;
}

static const char *cell(const struct table *t, long row, int col) { return t->cell[row * t->cols + col]; }

static int same(const struct table *t, long a, long b, int col) { return !strcmp(cell(t, a, col), cell(t, b, col)); }

static int same_curve(const struct table *t, const struct columns *c, long a, long b)
{
    for (int k = c->key; k < c->step; k++)
        if (!same(t, a, b, k)) return 0;
    return same(t, a, b, c->algo) && same(t, a, b, c->env);
}

/* ---- text ---------------------------------------------------------------------------------------------------------- */

/* length of the printable UTF-8 character at s, 0 if there is none: no controls, no overlong forms, no surrogates */
static int printable(const char *s)
{
    const unsigned char *u = (const unsigned char *)s;
    if (u[0] < 0x80) return u[0] >= 0x20 && u[0] != 0x7f;
    int n = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : 2;
    unsigned long code = u[0] & (0xffu >> (n + 1));
    for (int i = 1; i < n; i++) {
        if ((u[i] & 0xc0) != 0x80) return 0;
        code = code << 6 | (u[i] & 0x3f);
    }
    static const unsigned long least[] = {0, 0, 0xa0, 0x800, 0x10000};
    if (u[0] < 0xc0 || u[0] > 0xf4 || code < least[n] || code > 0x10ffff) return 0;
    return (code >= 0xd800 && code < 0xe000) || (code & 0xfffe) == 0xfffe ? 0 : n;
}

/* names reach terminals and XML: what cannot be printed becomes '?' */
static void put_clean(FILE *to, const char *text)
{
    while (*text) {
        int n = printable(text);
        if (n) fwrite(text, 1, (size_t)n, to);
        else fputc('?', to);
        text += n ? n : 1;
    }
}

static char *clean(const char *text)
{
    char *made = NULL;
    size_t size;
    FILE *to = open_memstream(&made, &size);
    if (!to) return NULL;
    put_clean(to, text);
    return fclose(to) ? NULL : made;
}

/* ---- from rows to curves ------------------------------------------------------------------------------------------- */

/* room for one more behind n items: what is there doubles whenever n is a power of two; NULL after fail() */
static void *one_more(void *items, long n, size_t size)
{
    if (n & (n - 1)) return items;
    void *more = realloc(items, (size_t)(n ? 2 * n : 1) * size);
    if (!more) fail_inside("out of memory for %ld items to plot", n);
    return more;
}

static struct panel *panel_of(struct figure *f, const char *metric, const char *env)
{
    for (int i = 0; i < f->n; i++)
        if (!strcmp(f->panel[i].metric, metric) && !strcmp(f->panel[i].env, env)) return &f->panel[i];
    struct panel *more = one_more(f->panel, f->n, sizeof *more);
    if (!more) return NULL;
    f->panel = more;
    f->panel[f->n] = (struct panel){.metric = metric, .env = env};
    return &f->panel[f->n++];
}

/* rows come curve by curve: look from the end */
static struct curve *curve_of(struct panel *p, const struct table *t, const struct columns *c, long row)
{
    for (int i = p->n - 1; i >= 0; i--)
        if (same_curve(t, c, p->curve[i].row, row)) return &p->curve[i];
    struct curve *more = one_more(p->curve, p->n, sizeof *more);
    if (!more) return NULL;
    p->curve = more;
    p->curve[p->n] = (struct curve){.row = row};
    return &p->curve[p->n++];
}

/* is name one of the comma-separated words of list? */
static int among(const char *list, const char *name)
{
    for (size_t n = strlen(name); list; list = strchr(list, ',') ? strchr(list, ',') + 1 : NULL)
        if (!strncmp(list, name, n) && (list[n] == ',' || !list[n])) return 1;
    return 0;
}

/* how many replicates stand behind the points, and how many were left out */
struct seeds { double least, most, bad; };

static int add_row(struct figure *f, struct seeds *seeds, const struct table *t, const struct columns *c, long row)
{
    struct point at;
    double n, bad;
    if (table_number(t, row, c->step, &at.x) || table_number(t, row, c->y, &at.y) || table_number(t, row, c->lo, &at.lo)
        || table_number(t, row, c->hi, &at.hi) || table_number(t, row, c->n, &n) || table_number(t, row, c->n_bad, &bad))
        return -1;
    seeds->least = fmin(seeds->least, n), seeds->most = fmax(seeds->most, n), seeds->bad = fmax(seeds->bad, bad);

    struct panel *p = panel_of(f, cell(t, row, c->metric), cell(t, row, c->env));
    struct curve *curve = p ? curve_of(p, t, c, row) : NULL;
    struct point *more = curve ? one_more(curve->at, curve->n, sizeof *more) : NULL;
    if (!more) return -1;
    curve->at = more;
    curve->at[curve->n++] = at;
    return 0;
}

static int by_x(const void *a, const void *b)
{
    double x = ((const struct point *)a)->x, y = ((const struct point *)b)->x;
    return (x > y) - (x < y);
}

static int in_order(struct curve *curve, const struct table *t, const struct columns *c)
{
    qsort(curve->at, (size_t)curve->n, sizeof *curve->at, by_x);
    for (long i = 0; i < curve->n; i++) {
        if (!isfinite(curve->at[i].x))
            return fail("%s: %s has a step that is not a number", t->path, cell(t, curve->row, c->algo));
        if (i && curve->at[i].x == curve->at[i - 1].x)
            return fail("%s: %s has two rows for %s at step %.15g: the points to compare must differ in a column, and files must "
                        "not be joined twice", t->path, cell(t, curve->row, c->algo), cell(t, curve->row, c->metric), curve->at[i].x);
    }
    return 0;
}

/* ---- names --------------------------------------------------------------------------------------------------------- */

/* does column col differ between this curve and another of the figure (of the same algorithm, for a swept key)? */
static int tells_apart(const struct figure *f, const struct table *t, const struct columns *c, long row, int col)
{
    for (int i = 0; i < f->n; i++)
        for (int j = 0; j < f->panel[i].n; j++) {
            long other = f->panel[i].curve[j].row;
            if ((col == c->algo || same(t, row, other, c->algo)) && !same(t, row, other, col)) return 1;
        }
    return 0;
}

static char *curve_label(const struct figure *f, const struct table *t, const struct columns *c, long row)
{
    char *label = NULL;
    size_t size;
    FILE *to = open_memstream(&label, &size);
    if (!to) return NULL;
    const char *space = "";
    if (tells_apart(f, t, c, row, c->algo)) put_clean(to, cell(t, row, c->algo)), space = " ";
    for (int k = c->key; k < c->step; k++) {
        if (!strcmp(cell(t, row, k), "NaN") || !tells_apart(f, t, c, row, k)) continue;
        fputs(space, to), put_clean(to, t->name[k]), fputc('=', to), put_clean(to, cell(t, row, k));
        space = " ";
    }
    if (!*space) put_clean(to, cell(t, row, c->algo));
    return fclose(to) ? NULL : label;
}

/* equal labels share a style across panels; a new label gets the next one */
static int style_of(const struct figure *f, const struct curve *curve, int *styles)
{
    for (int i = 0; i < f->n; i++)
        for (int j = 0; j < f->panel[i].n; j++) {
            const struct curve *other = &f->panel[i].curve[j];
            if (other == curve) return (*styles)++;
            if (!strcmp(other->label, curve->label)) return other->style;
        }
    return 0;
}

static int name_all(struct figure *f, const struct table *t, const struct columns *c)
{
    int styles = 0;
    for (int i = 0; i < f->n; i++) {
        struct panel *p = &f->panel[i];
        p->name = clean(p->metric), p->where = clean(p->env);
        if (!p->name || !p->where) return fail_inside("out of memory for the names of a plot");
        for (int j = 0; j < p->n; j++) {
            p->curve[j].label = curve_label(f, t, c, p->curve[j].row);
            if (!p->curve[j].label) return fail_inside("out of memory for the names of a plot");
            p->curve[j].style = style_of(f, &p->curve[j], &styles);
        }
    }
    return 0;
}

static int write_note(struct figure *f, const struct seeds *seeds, enum statistic stat)
{
    char *note = NULL;
    size_t size;
    FILE *to = open_memstream(&note, &size);
    if (!to) return fail_inside("out of memory for the note of a plot");
    fprintf(to, "%s of ", stats[stat].words);
    if (seeds->least < seeds->most) fprintf(to, "%.15g to ", seeds->least);
    fprintf(to, "%.15g seed%s, band: %s", seeds->most, seeds->most == 1 ? "" : "s", stats[stat].band);
    if (seeds->bad > 0) fprintf(to, "; up to %.15g diverged and left out", seeds->bad);
    if (fclose(to)) return fail_inside("out of memory for the note of a plot");
    f->note = note;
    return 0;
}

/* ---- ranges -------------------------------------------------------------------------------------------------------- */

static void widen(struct range *r, double v)
{
    if (!isfinite(v) || (r->log && v <= 0)) return;
    r->lo = fmin(r->lo, v), r->hi = fmax(r->hi, v);
}

/* are the steps of the longest curve spread over more than 1.5 decades, most of them near the lower end? */
static int log_spaced(const struct panel *p)
{
    const struct curve *longest = &p->curve[0];
    for (int i = 1; i < p->n; i++)
        if (p->curve[i].n > longest->n) longest = &p->curve[i];
    const struct point *low = longest->at, *high = low + longest->n - 1;
    while (low < high && low->x <= 0) low++;
    return high - low >= 2 && high->x > 31.6 * low->x && low[(high - low) / 2].x < (low->x + high->x) / 4;
}

/* 1 if something can be drawn, 0 if nothing, -1 after fail() */
static int find_ranges(struct panel *p, const struct wish *wish)
{
    p->x = (struct range){INFINITY, -INFINITY, wish->x == BY_DATA ? log_spaced(p) : wish->x == LOGARITHMIC};
    p->y = (struct range){INFINITY, -INFINITY, wish->log_y};
    int finite = 0;
    for (int i = 0; i < p->n; i++)
        for (const struct point *at = p->curve[i].at; at < p->curve[i].at + p->curve[i].n; at++) {
            if (!isfinite(at->y)) continue;
            finite = 1;
            if ((p->x.log && at->x <= 0) || (p->y.log && at->y <= 0)) continue;
            widen(&p->x, at->x), widen(&p->y, at->y), widen(&p->y, at->hi);
            if (!p->y.log || at->lo > at->y / 10) widen(&p->y, at->lo);     /* a band that nears 0 has no end on a log axis */
        }
    if (!finite) p->x = p->y = (struct range){0, 1, 0};
    else if (p->x.lo > p->x.hi)
        return fail("%s: nothing positive to show on a logarithmic axis; try without %s", p->name, p->y.log ? "--logy" : "--logx");

    /* linear values near zero are better seen from zero */
    if (!p->y.log && p->y.lo > 0 && p->y.lo < p->y.hi / 3) p->y.lo = 0;
    if (!p->y.log && p->y.hi < 0 && p->y.hi > p->y.lo / 3) p->y.hi = 0;
    return finite;
}

static int all_ranges(struct figure *f, const char *path, const struct wish *wish)
{
    int drawable = 0;
    for (int i = 0; i < f->n; i++) {
        int found = find_ranges(&f->panel[i], wish);
        if (found < 0) return -1;
        drawable += found;
    }
    return drawable ? 0 : fail("%s: %s is not a number in any row: nothing to draw; did all seeds diverge?",
                               path, stats[wish->stat].value);
}

/* the metrics of the table, for a message */
static int no_such_metric(const struct table *t, const struct columns *c, const char *wanted)
{
    char have[200] = "";
    for (long row = 0; row < t->rows; row++) {
        const char *name = cell(t, row, c->metric);
        size_t used = strlen(have);
        if (!among(have, name) && used + strlen(name) + 2 < sizeof have)
            snprintf(have + used, sizeof have - used, "%s%s", used ? "," : "", name);
    }
    return fail("--metric %s: %s has %s", wanted, t->path, have);
}

/* panels of one metric side by side, otherwise in the order of the file */
static void by_metric(struct figure *f)
{
    for (int i = 1; i < f->n; i++) {
        int next = i;
        while (next < f->n && strcmp(f->panel[next].metric, f->panel[i - 1].metric)) next++;
        if (next == f->n) continue;
        struct panel moved = f->panel[next];
        for (; next > i; next--) f->panel[next] = f->panel[next - 1];
        f->panel[i] = moved;
    }
}

int figure_build(struct figure *f, const struct table *t, const struct wish *wish)
{
    *f = (struct figure){.columns = 1};
    struct columns c;
    if (find_columns(&c, t, wish->stat)) return -1;
    if (!t->rows) return fail("%s has a header but no rows: nothing to draw; has the run finished its first block?", t->path);

    struct seeds seeds = {INFINITY, 0, 0};
    for (long row = 0; row < t->rows; row++)
        if (!wish->metric || among(wish->metric, cell(t, row, c.metric)))
            if (add_row(f, &seeds, t, &c, row)) return -1;
    if (!f->n) return no_such_metric(t, &c, wish->metric);

    for (int i = 0; i < f->n; i++)
        for (int j = 0; j < f->panel[i].n; j++)
            if (in_order(&f->panel[i].curve[j], t, &c)) return -1;
    if (name_all(f, t, &c) || write_note(f, &seeds, wish->stat) || all_ranges(f, t->path, wish)) return -1;
    if (wish->title && !(f->title = clean(wish->title))) return fail_inside("out of memory for the title of a plot");

    /* a row of panels for each metric if there are several environments; else as square as it gets */
    by_metric(f);
    int of_first = 0;
    for (int i = 0; i < f->n; i++) of_first += !strcmp(f->panel[i].metric, f->panel[0].metric);
    f->columns = of_first > 1 && of_first <= 4 ? of_first : f->n == 1 ? 1 : f->n == 2 || f->n == 4 ? 2 : 3;
    return 0;
}

void figure_free(struct figure *f)
{
    for (int i = 0; i < f->n; i++) {
        struct panel *p = &f->panel[i];
        for (int j = 0; j < p->n; j++) free(p->curve[j].label), free(p->curve[j].at);
        free(p->curve), free(p->name), free(p->where);
    }
    free(f->panel), free(f->title), free(f->note);
}

/* ---- the command --------------------------------------------------------------------------------------------------- */

static int read_size(int *to, const char *name, const char *text, double least)
{
    double v;
    if (!text) return 0;
    if (number_parse(text, &v) || v != floor(v) || v < least || v > 10000)
        return fail("--%s %s: need a whole number from %g to 10000", name, text, least);
    *to = (int)v;
    return 0;
}

struct request { const char *file, *out; int svg, width, height, ascii, no_color; struct wish wish; };

static int read_words(struct request *q, const struct words *w)
{
    if (w->n_rest > 1) return fail("%s and %s: plot reads one file; join tables with the header once", w->rest[0], w->rest[1]);
    q->file = w->n_rest && strcmp(w->rest[0], "-") ? w->rest[0] : NULL;
    q->ascii = !!word_of(w, "ascii"), q->no_color = !!word_of(w, "no-color");
    q->wish.metric = word_of(w, "metric"), q->wish.title = word_of(w, "title");

    q->out = word_of(w, "out"), q->svg = q->out || word_of(w, "svg");
    size_t n = q->out ? strlen(q->out) : 0;
    if (q->out && (n < 5 || strcmp(q->out + n - 4, ".svg")))
        return fail("--out %s: pictures are written as SVG; try --out %s.svg", q->out, q->out);

    if (word_of(w, "logx") && word_of(w, "linx")) return fail("--logx and --linx: the steps can have one scale; drop one");
    q->wish.x = word_of(w, "logx") ? LOGARITHMIC : word_of(w, "linx") ? LINEAR : BY_DATA;
    q->wish.log_y = !!word_of(w, "logy");

    const char *stat = word_of(w, "stat");
    while (stat && q->wish.stat <= IQM && strcmp(stat, stats[q->wish.stat].name)) q->wish.stat++;
    if (q->wish.stat > IQM) return fail("--stat %s: can be mean, median or iqm", stat);
    return read_size(&q->width, "width", word_of(w, "width"), q->svg ? 200 : 40)
        || read_size(&q->height, "height", word_of(w, "height"), q->svg ? 150 : 8) ? -1 : 0;
}

/* LC_ALL, LC_CTYPE and LANG, the first that is set; setlocale() would change how numbers print */
static int locale_is_utf8(void)
{
    const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"}, *set = NULL;
    for (int i = 0; i < 3 && !(set && *set); i++) set = getenv(names[i]);
    const char *charset = set ? strchr(set, '.') : NULL;
    return charset && (!strncasecmp(charset, ".utf-8", 6) || !strncasecmp(charset, ".utf8", 5));
}

static struct screen find_screen(const struct request *q)
{
    struct screen s = {q->width, q->height, q->ascii || !locale_is_utf8(), 0};
    struct winsize window = {0};
    double columns;
    const char *text = getenv("COLUMNS"), *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
    int known = !ioctl(STDOUT_FILENO, TIOCGWINSZ, &window);
    if (!s.width && known && window.ws_col) s.width = window.ws_col;
    if (!s.width && text && !number_parse(text, &columns) && columns >= 1 && columns <= 10000) s.width = (int)columns;
    if (!s.width) s.width = 80;
    if (s.width < 40) s.width = 40;
    if (!s.height) s.height = known && window.ws_row >= 12 && window.ws_row < 24 ? window.ws_row - 2 : 22;
    s.colour = isatty(STDOUT_FILENO) && !q->no_color && !(no_color && *no_color) && !(term && !strcmp(term, "dumb"));
    return s;
}

/* the picture into a file, which appears when it is complete */
static int draw_to_file(const struct figure *f, const struct request *q)
{
    const char *slash = strrchr(q->out, '/'), *name = slash ? slash + 1 : q->out;
    char dir_name[4096];
    struct whole out;
    snprintf(dir_name, sizeof dir_name, "%.*s", slash ? (int)(name - q->out) : 1, slash ? q->out : ".");
    int dir = open(dir_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0) return fail_file("%s: %s", q->out, strerror(errno));
    int status = whole_open(&out, dir, dir_name, name);
    if (!status) {
        status = plot_svg(&out.sink, f, q->width, q->height);
        if (status) whole_drop(&out);
        else status = whole_close(&out);
    }
    close(dir);
    return status;
}

static int draw(const struct figure *f, const struct request *q)
{
    struct sink out;
    struct screen screen = find_screen(q);
    if (q->out) return draw_to_file(f, q);
    int status = sink_open(&out, STDOUT_FILENO, "standard output");
    if (!status) {
        status = q->svg ? plot_svg(&out, f, q->width, q->height) : plot_term(&out, f, &screen);
        if (sink_close(&out)) status = -1;
    }
    return status;
}

/* a run directory stands for its summary; free() what comes back, NULL if there is no memory */
static char *summary_of(const char *path)
{
    char *made = NULL;
    size_t size;
    struct stat about;
    FILE *to = open_memstream(&made, &size);
    if (!to) return NULL;
    fputs(path, to);
    if (!stat(path, &about) && S_ISDIR(about.st_mode)) fputs("/summary.csv", to);
    return fclose(to) ? NULL : made;
}

static int plot_file(const struct request *q)
{
    if (!q->file && isatty(STDIN_FILENO)) return fail("plot reads a summary.csv or a run directory: name one, or pipe one in");
    char *path = summary_of(q->file ? q->file : "-");
    struct table t = { 0 };
    struct figure f = { 0 };
    int status = path ? table_read(&t, path) : fail_inside("out of memory for a file name");
    if (!status) {
        status = figure_build(&f, &t, &q->wish);
        if (!status) status = draw(&f, q);
        figure_free(&f);
    }
    table_free(&t);
    free(path);
    return status;
}

int cmd_plot(int argc, char **argv)
{
    struct words w;
    struct request q = { 0 };
    int help = words_parse(&w, argc, argv);
    int status = help < 0 ? -1 : help ? 0 : read_words(&q, &w) ? -1 : plot_file(&q);
    words_free(&w);
    return status;
}
