/* lockstep plot: learning curves of a summary, or of values of every seed, in the terminal, as SVG or as a script for gnuplot. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "commands.h"
#include "fail.h"
#include "number.h"
#include "option.h"
#include "plot.h"
#include "whole.h"

static int read_size(int *to, const char *name, const char *text, double least)
{
    double v;
    if (!text) return 0;
    if (number_parse(text, &v) || v != floor(v) || v < least || v > 10000)
        return fail("--%s %s: need a whole number from %g to 10000", name, text, least);
    *to = (int)v;
    return 0;
}

enum kind { TERMINAL, SVG, GNUPLOT };
struct request { const char *file, *out; enum kind kind; int width, height, ascii, no_color; struct wish wish; };

/* what is written: the word says, or the file's name */
static int read_kind(struct request *q, const struct words *w)
{
    size_t n = q->out ? strlen(q->out) : 0;
    int gnuplot = word_of(w, "gnuplot") != NULL, svg = word_of(w, "svg") != NULL;
    if (gnuplot && svg) return fail("--svg and --gnuplot: one picture at a time; drop one");
    if (q->out && n > 3 && !strcmp(q->out + n - 3, ".gp") && !svg) gnuplot = 1;
    else if (q->out && !gnuplot && (n < 5 || strcmp(q->out + n - 4, ".svg")))
        return fail("--out %s: pictures are written as SVG, scripts for gnuplot as .gp; try --out %s.svg", q->out, q->out);
    q->kind = gnuplot ? GNUPLOT : svg || q->out ? SVG : TERMINAL;
    return 0;
}

static int read_at(struct wish *wish, const char *text)
{
    wish->at = NAN;
    if (!text) return 0;
    if (!wish->key || !strcmp(wish->key, "step")) return fail("--at %.40s: says at which step --x KEY looks; say --x as well", text);
    return number_parse(text, &wish->at) ? fail("--at %.40s: must be a step of the file, as 1000 or 10k", text) : 0;
}

static int read_words(struct request *q, const struct words *w)
{
    if (w->n_rest > 1) return fail("%s and %s: plot reads one file; join tables with the header once", w->rest[0], w->rest[1]);
    q->file = w->n_rest && strcmp(w->rest[0], "-") ? w->rest[0] : NULL;
    q->ascii = !!word_of(w, "ascii"), q->no_color = !!word_of(w, "no-color");
    q->wish.metric = word_of(w, "metric"), q->wish.title = word_of(w, "title"), q->wish.x_name = word_of(w, "xlabel");

    q->wish.facet = word_of(w, "facet"), q->wish.key = word_of(w, "x");
    q->out = word_of(w, "out");
    if (read_kind(q, w) || read_at(&q->wish, word_of(w, "at"))) return -1;

    if (word_of(w, "logx") && word_of(w, "linx")) return fail("--logx and --linx: an axis has one scale; drop one");
    q->wish.x = word_of(w, "logx") ? LOG_SCALE : word_of(w, "linx") ? LINEAR_SCALE : BY_DATA;
    q->wish.log_y = !!word_of(w, "logy");

    const char *stat = word_of(w, "stat");
    while (stat && q->wish.stat <= IQM && strcmp(stat, statistic_names[q->wish.stat].name)) q->wish.stat++;
    if (q->wish.stat > IQM) return fail("--stat %s: can be mean, median or iqm", stat);
    return read_size(&q->width, "width", word_of(w, "width"), q->kind ? 200 : 40)
        || read_size(&q->height, "height", word_of(w, "height"), q->kind ? 150 : 8) ? -1 : 0;
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

static int draw_to(struct sink *out, const struct figure *f, const struct request *q)
{
    struct screen screen = find_screen(q);
    return q->kind == SVG ? plot_svg(out, f, q->width, q->height) : q->kind == GNUPLOT ? plot_gnuplot(out, f, q->width, q->height)
         : plot_term(out, f, &screen);
}

/* the picture into a file, which appears when it is complete */
static int draw_to_file(const struct figure *f, const struct request *q)
{
    struct whole out;
    char name[256], dir_name[4096];
    int dir = whole_enter(q->out, dir_name, name);
    if (dir < 0) return -1;
    int status = whole_open(&out, dir, dir_name, name);
    if (!status) {
        status = draw_to(&out.sink, f, q);
        if (status) whole_drop(&out);
        else status = whole_close(&out);
    }
    close(dir);
    return status;
}

static int draw(const struct figure *f, const struct request *q)
{
    struct sink out;
    if (q->out) return draw_to_file(f, q);
    int status = sink_open(&out, STDOUT_FILENO, "standard output");
    if (!status) {
        status = draw_to(&out, f, q);
        if (sink_close(&out)) status = -1;
    }
    return status;
}

static int plot_file(const struct request *q)
{
    if (!q->file && isatty(STDIN_FILENO))
        return fail("plot reads a summary, values of every seed or a run directory: name one, or pipe one in");
    struct estimates e;
    struct figure f = { 0 };
    int status = estimates_read(&e, q->file, q->wish.stat);
    if (!status) {
        status = figure_build(&f, &e, &q->wish);
        if (!status) status = draw(&f, q);
        figure_free(&f);
    }
    estimates_free(&e);
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
