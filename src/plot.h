/* Learning curves as pictures: what a figure is, and what its renderers share.
 *
 * A figure is a grid of panels, one per metric and environment unless asked otherwise; a panel holds curves with bands.
 * figure_build() makes it from estimates; plot_svg(), plot_gnuplot() and plot_term() draw it.  All take ticks, places and label
 * positions from here, and give the same bytes for the same figure: no clock, no locale, no libm. */
#ifndef PLOT_H
#define PLOT_H

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "estimates.h"
#include "lane.h"
#include "sink.h"

enum { MOST_TICKS = 32, TICK_TEXT = 32, MOST_FACETS = 8 };

struct spot { double x, y, lo, hi; };               /* y and its band; NaN where nothing is known  */
struct range { double lo, hi; int log; };            /* what a panel's axis has to show             */

struct curve {
    char *label;
    int style;                                       /* equal labels have equal styles everywhere   */
    int flat;                                        /* 1: does not depend on x: the same all along */
    long row;                                        /* the first of the estimates that belongs to it */
    long n;
    struct spot *at;                                /* [n], by rising x                            */
};

struct panel {
    const char *metric;
    long row;                                        /* the first of its estimates                  */
    char *name, *where;                              /* heading: the metric, and what the panel is of ("" if nothing) */
    struct range x, y;
    int n;
    struct curve *curve;                             /* [n], in the order of the file               */
};

struct figure {
    char *title, *note;                              /* title may be NULL; note tells what y and band are */
    char *x_name;                                    /* of all x axes                               */
    int marks;                                       /* 1: few points, each of which is marked      */
    int n, columns;
    struct panel *panel;                             /* [n], drawn row by row, columns to a row     */
};

enum scale { BY_DATA, LINEAR_SCALE, LOG_SCALE };

struct wish {
    const char *metric;                              /* "a,b", or NULL for all of the file          */
    const char *title;                               /* or NULL                                     */
    const char *facet;                               /* "env" (also NULL), "algo", "metric", keys: a panel for each value */
    const char *key;                                 /* on the x axis; NULL: the step               */
    const char *step_name;                           /* what steps are called; NULL: "step"         */
    const char *x_name;                              /* what stands below the x axis; NULL: that, or the key */
    double at;                                       /* with a key: the step, or NaN for each curve's last one */
    enum statistic stat;
    enum scale x;                                    /* BY_DATA: logarithmic for log-spaced steps or values */
    int log_y;
    int empty;                                       /* 1: a figure without a number is one, too    */
};

/* Makes estimates into a figure.  0, or -1 after fail(): nothing to draw, no such metric, key or step, a step occurs twice, a key's
 * value is no number, no positive value for a logarithmic axis.  The estimates must outlive the figure.  figure_free() is right
 * after both. */
int figure_build(struct figure *f, const struct estimates *e, const struct wish *wish);
void figure_free(struct figure *f);

/* Writes an SVG document of width x height pixels; 0 stands for a size that suits the number of panels and curves.
 * All return 0, or -1 after fail(): out of memory.  Whether the bytes arrived is the sink's to say. */
int plot_svg(struct sink *out, const struct figure *f, int width, int height);

/* The same as an element of an HTML page, which has the heading and gives its CSS variables colours: plot_svg_colours() writes them. */
int plot_svg_inline(struct sink *out, const struct figure *f);
void plot_svg_colours(struct sink *out, int dark);

/* Writes a script for gnuplot 5.4 or later that holds its data and draws the same figure. */
int plot_gnuplot(struct sink *out, const struct figure *f, int width, int height);

/* Writes text: panels below each other, each of width columns (40 or more) and height lines (more where the labels need them),
 * in braille dots or plain ASCII. */
struct screen { int width, height, ascii, colour; };
int plot_term(struct sink *out, const struct figure *f, const struct screen *screen);

/* ---- colours ------------------------------------------------------------------------------------------------------- */

/* Lines: Okabe and Ito (2008, "Color Universal Design"), which people with any colour vision tell apart, without the yellow that
 * white paper swallows.  Text is a shade of its curve's colour with a contrast of 4.5 or more to the ground (WCAG 2.1, 1.4.3). */
enum { COLOURS = 7 };
struct inks { const char *line[COLOURS], *text[COLOURS], *ground, *grid, *axis, *ink, *soft; };
extern const struct inks on_white, on_dark;

/* ---- axes ---------------------------------------------------------------------------------------------------------- */

struct axis {
    double from, to;                                 /* from < to; both positive if log             */
    int log, n;
    double tick[MOST_TICKS];                         /* [n], rising, 1-2-5 multiples of powers of ten */
};

/* log10 of x > 0 */
static inline double decades(double x) { return log_of(x) * 0.43429448190325183; }

/* k 10^e, rounded once or twice */
static inline double times_ten_to(double k, int e)
{
    double ten = 1;
    for (int i = 0; i < (e < 0 ? -e : e); i++) ten *= 10;
    return e < 0 ? k / ten : k * ten;
}

/* the i-th number of ... 0.5 1 2 5 10 20 ..., where the 0-th is 1 */
static inline double one_two_five(int i)
{
    int e = (i < 0 ? i - 2 : i) / 3;
    return times_ten_to((double[]){1, 2, 5}[i - 3 * e], e);
}

/* Linear ticks: about `want` steps of the smallest 1-2-5 multiple that is large enough; the ends are ticks, too. */
static inline void axis_fit_linear(struct axis *a, double lo, double hi, int want)
{
    double large = fmax(fabs(lo), fabs(hi));
    if (!(hi / 2 - lo / 2 > 1e-12 * large) || large < 1e-290) {      /* constant: half of itself, or 1, to both sides */
        double pad = large < 1e-290 ? 1 : large / 2;
        lo -= pad, hi += pad;
    }

    double least = (hi / want - lo / want) * (1 - 1e-9);
    int i = 3 * (int)floor(decades(least));
    while (one_two_five(i) < least) i++;

    int e = (i < 0 ? i - 2 : i) / 3;
    double m = (double[]){1, 2, 5}[i - 3 * e], step = one_two_five(i);
    double low = floor(lo / step + 1e-9), high = ceil(hi / step - 1e-9);
    a->log = 0, a->n = 0;
    for (double k = low; k <= high && a->n < MOST_TICKS; k++)
        a->tick[a->n++] = fmin(fmax(times_ten_to(k * m, e), -DBL_MAX), DBL_MAX);
    a->from = a->tick[0], a->to = a->tick[a->n - 1];
}

/* Logarithmic ticks: all 1-2-5 multiples if they are few, else powers of ten; the ends are 1-2-5 multiples. */
static inline void axis_fit_log(struct axis *a, double lo, double hi, int want)
{
    int low = 3 * (int)floor(decades(lo)) - 1, high = low;
    while (one_two_five(low + 1) <= lo * (1 + 1e-9)) low++;
    while (one_two_five(high) < hi * (1 - 1e-9)) high++;
    if (low >= high) low--, high = low + 2;

    int every = high - low <= want ? 1 : 3 * ((high - low - 1) / (3 * want) + 1);
    a->log = 1, a->n = 0;
    a->from = one_two_five(low), a->to = one_two_five(high);
    for (int i = low; i <= high && a->n < MOST_TICKS; i++)
        if (i % every == 0) a->tick[a->n++] = one_two_five(i);
}

/* An axis that covers r with about want ticks (2 .. MOST_TICKS/2).  r is finite, and positive if logarithmic. */
static inline void axis_fit(struct axis *a, const struct range *r, int want)
{
    want = want < 2 ? 2 : want > MOST_TICKS / 2 ? MOST_TICKS / 2 : want;
    if (r->log) axis_fit_log(a, r->lo, r->hi, want);
    else axis_fit_linear(a, r->lo, r->hi, want);
}

/* Ends the axis where the data end; ticks outside go. */
static inline void axis_trim(struct axis *a, const struct range *r)
{
    if (!(r->lo < r->hi)) return;
    int n = 0;
    for (int i = 0; i < a->n; i++)
        if (a->tick[i] >= r->lo && a->tick[i] <= r->hi) a->tick[n++] = a->tick[i];
    a->from = r->lo, a->to = r->hi, a->n = n;
}

/* Where v lies: 0 at from, 1 at to; NaN if v is not finite or not positive on a logarithmic axis. */
static inline double axis_at(const struct axis *a, double v)
{
    if (!isfinite(v) || (a->log && v <= 0)) return NAN;
    if (a->log) return (decades(v) - decades(a->from)) / (decades(a->to) - decades(a->from));
    return (v / 2 - a->from / 2) / (a->to / 2 - a->from / 2);
}

/* v as people write it: 0.05, 250, 1.5k, 20M; to[TICK_TEXT], at most `digits` significant ones. */
static inline void quantity(char *to, double v, int digits)
{
    static const struct { double unit; const char *suffix; } by[] = {{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}};
    const char *suffix = "";
    double unit = 1, rounds_up = 1 - times_ten_to(0.5, -digits);
    for (int i = 3; i >= 0; i--)
        if (fabs(v) >= by[i].unit * rounds_up && fabs(v) < 1e15) unit = by[i].unit, suffix = by[i].suffix;
    snprintf(to, TICK_TEXT, "%.*g%s", digits, v / unit, suffix);

    /* 1e-05 -> 1e-5 */
    char *e = strchr(to, 'e');
    if (e && e[1] == '+') memmove(e + 1, e + 2, strlen(e + 1));
    char *zero = e ? e + 1 + (e[1] == '-') : NULL;
    if (zero && *zero == '0') memmove(zero, zero + 1, strlen(zero));
}

/* ---- labels -------------------------------------------------------------------------------------------------------- */

struct place { double want, got, mean; int who, start; };       /* who is the caller's; mean and start are for spread()   */

/* Moves n wanted places as little as possible (least squares) so that they lie in lo..hi with gaps of at least `gap`; sorts p
 * by want.  More than fit are squeezed together evenly.  With got[i] - i gap this is isotonic regression: pool neighbours
 * that are out of order. */
static inline void spread(struct place *p, int n, double gap, double lo, double hi)
{
    if (n > 1 && gap * (n - 1) > hi - lo) gap = (hi - lo) / (n - 1);

    /* insertion sort: few, and stable */
    for (int i = 1; i < n; i++) {
        struct place moved = p[i];
        int j = i;
        for (; j > 0 && p[j - 1].want > moved.want; j--) p[j] = p[j - 1];
        p[j] = moved;
    }

    /* block b is p[start of b] .. p[start of b+1 - 1] and has one mean */
    int blocks = 0;
    for (int i = 0; i < n; i++) {
        double mean = p[i].want - i * gap;
        int start = i;
        while (blocks > 0 && p[blocks - 1].mean > mean) {
            int left = p[--blocks].start, size = start - left;
            mean = (p[blocks].mean * size + mean * (i + 1 - start)) / (i + 1 - left), start = left;
        }
        p[blocks].mean = mean, p[blocks++].start = start;
    }
    for (int b = 0; b < blocks; b++)
        for (int i = p[b].start; i < (b + 1 < blocks ? p[b + 1].start : n); i++)
            p[i].got = fmin(fmax(p[b].mean, lo), hi - (n - 1) * gap) + i * gap;
}
#endif
