/* A figure as an SVG document: bands under lines, labels where the curves end, a light grid, small multiples.
 *
 * The colours are those of Okabe and Ito (2008, "Color Universal Design"), which people with any colour vision tell apart,
 * without the yellow that white paper swallows; text takes a darker shade of its curve.  The page brings its own white ground. */
#include <stdarg.h>
#include <stdlib.h>
#include "fail.h"
#include "plot.h"

static const struct { const char *line, *text; } palette[] = {
    {"#0072b2", "#005f96"}, {"#d55e00", "#a94a00"}, {"#009e73", "#00714f"}, {"#cc79a7", "#9b4478"},
    {"#e69f00", "#8f6300"}, {"#56b4e9", "#1f78ad"}, {"#000000", "#000000"},
};
static const char *const dashes[] = {"none", "7 3", "2 3"};     /* for more curves than colours */
enum { COLOURS = sizeof palette / sizeof *palette, DASHES = sizeof dashes / sizeof *dashes };

struct frame {
    double left, right, top, bottom;                            /* of the plot, in pixels       */
    struct axis x, y;
    struct place *place;                                        /* [curves]: labels from the top down */
};

/* ---- text ---------------------------------------------------------------------------------------------------------- */

static void put(struct sink *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* numbers and our own words: short */
static void put(struct sink *out, const char *format, ...)
{
    char text[512];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    sink_text(out, text);
}

static void put_text(struct sink *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '<':  sink_text(out, "&lt;"); break;
        case '>':  sink_text(out, "&gt;"); break;
        case '&':  sink_text(out, "&amp;"); break;
        case '"':  sink_text(out, "&quot;"); break;
        case '\'': sink_text(out, "&#39;"); break;
        default:   sink_char(out, *text);
        }
}

/* a number as printed, with the true minus sign */
static void put_quantity(struct sink *out, double v, int digits)
{
    char text[TICK_TEXT];
    quantity(text, v, digits);
    for (const char *c = text; *c; c++)
        if (*c == '-') sink_text(out, "−");
        else sink_char(out, *c);
}

/* pixels that text of 1 px size takes in Helvetica or wider */
static double text_width(const char *utf8)
{
    double w = 0;
    for (; *utf8; utf8++) {
        if ((*utf8 & 0xc0) == 0x80) continue;
        w += strchr("iljI.,:;'|! ", *utf8) ? 0.29 : strchr("ftr-()/", *utf8) ? 0.36 : strchr("mwMW@%", *utf8) ? 0.88
           : (*utf8 >= 'A' && *utf8 <= 'Z') || (*utf8 & 0x80) ? 0.7 : 0.57;
    }
    return w;
}

static double quantity_width(double v, int digits)
{
    char text[TICK_TEXT];
    quantity(text, v, digits);
    return text_width(text);
}

/* ---- places -------------------------------------------------------------------------------------------------------- */

static double at_x(const struct frame *f, double v) { return f->left + (f->right - f->left) * axis_at(&f->x, v); }
static double at_y(const struct frame *f, double v) { return f->bottom + (f->top - f->bottom) * axis_at(&f->y, v); }

/* the lower end of a band: what a log axis cannot show is the bottom */
static double at_low(const struct frame *f, double v)
{
    double y = at_y(f, v);
    return isnan(y) || y > f->bottom ? f->bottom : y;
}

static int has_point(const struct frame *f, const struct point *p) { return isfinite(at_x(f, p->x) + at_y(f, p->y)); }

static int has_band(const struct frame *f, const struct point *p)
{
    return isfinite(p->lo) && isfinite(at_x(f, p->x) + at_y(f, p->hi));
}

static const struct point *last_point(const struct frame *f, const struct curve *c)
{
    for (long i = c->n - 1; i >= 0; i--)
        if (has_point(f, &c->at[i])) return &c->at[i];
    return NULL;
}

/* first and one past the last index of the next stretch where `has` holds, from *end on; 0 if there is none */
static int stretch(const struct frame *f, const struct curve *c, int (*has)(const struct frame *, const struct point *),
                   long *start, long *end) {
    for (*start = *end; *start < c->n && !has(f, &c->at[*start]); ++*start) {}
    for (*end = *start; *end < c->n && has(f, &c->at[*end]); ++*end) {}
    return *start < *end;
}

/* ---- what a panel is made of --------------------------------------------------------------------------------------- */

static void put_grid(struct sink *out, const struct frame *f)
{
    put(out, "<g stroke=\"#e4e4e4\" stroke-width=\"1\">\n");
    for (int i = 0; i < f->y.n; i++)
        put(out, "<path d=\"M%.2f %.2fH%.2f\"/>\n", f->left, at_y(f, f->y.tick[i]), f->right);
    for (int i = 0; i < f->x.n; i++)
        put(out, "<path d=\"M%.2f %.2fV%.2f\"/>\n", at_x(f, f->x.tick[i]), f->top, f->bottom);
    put(out, "</g>\n");
}

/* the marks at 2..9 times the powers of ten of a logarithmic axis */
static void put_minor(struct sink *out, const struct frame *f, const struct axis *a, int upright)
{
    if (!a->log || decades(a->to) - decades(a->from) > 7) return;
    int from = (int)floor(decades(a->from) - 1e-9), to = (int)ceil(decades(a->to));
    for (int e = from; e <= to; e++)
        for (int k = 2; k < 10; k++) {
            double v = times_ten_to(k, e);
            if (v < a->from || v > a->to) continue;
            if (upright) put(out, "<path d=\"M%.2f %.2fh-3\"/>\n", f->left, at_y(f, v));
            else put(out, "<path d=\"M%.2f %.2fv3\"/>\n", at_x(f, v), f->bottom);
        }
}

static void put_axes(struct sink *out, const struct frame *f)
{
    put(out, "<g stroke=\"#8a8a8a\" stroke-width=\"1\" fill=\"none\">\n");
    put(out, "<path d=\"M%.2f %.2fH%.2f\"/>\n", f->left, f->bottom, f->right);
    for (int i = 0; i < f->x.n; i++) put(out, "<path d=\"M%.2f %.2fv5\"/>\n", at_x(f, f->x.tick[i]), f->bottom);
    put_minor(out, f, &f->x, 0);
    put_minor(out, f, &f->y, 1);
    put(out, "</g>\n<g font-size=\"12\" fill=\"#555\">\n<g text-anchor=\"end\">\n");
    for (int i = 0; i < f->y.n; i++) {
        put(out, "<text x=\"%.2f\" y=\"%.2f\">", f->left - 8, at_y(f, f->y.tick[i]) + 4);
        put_quantity(out, f->y.tick[i], 10);
        put(out, "</text>\n");
    }
    put(out, "</g>\n<g text-anchor=\"middle\">\n");
    double end = -INFINITY;
    for (int i = 0; i < f->x.n; i++) {
        double at = at_x(f, f->x.tick[i]), half = 6 * quantity_width(f->x.tick[i], 10);
        if (at - half < end + 6) continue;
        end = at + half;
        put(out, "<text x=\"%.2f\" y=\"%.2f\">", at, f->bottom + 19);
        put_quantity(out, f->x.tick[i], 10);
        put(out, "</text>\n");
    }
    put(out, "<text x=\"%.2f\" y=\"%.2f\">step</text>\n</g>\n</g>\n", (f->left + f->right) / 2, f->bottom + 37);
}

/* there along the upper end, back along the lower one; a single point is a bar */
static void put_band(struct sink *out, const struct frame *f, const struct curve *c, double opacity)
{
    const char *colour = palette[c->style % COLOURS].line;
    for (long start, end = 0; stretch(f, c, has_band, &start, &end);) {
        if (end == start + 1) put(out, "<path stroke=\"%s\" stroke-width=\"6\" stroke-opacity=\"%g\" d=\"", colour, opacity);
        else put(out, "<path fill=\"%s\" fill-opacity=\"%g\" d=\"", colour, opacity);
        for (long i = start; i < end; i++)
            put(out, "%s%.2f %.2f", i == start ? "M" : "L", at_x(f, c->at[i].x), fmax(at_y(f, c->at[i].hi), f->top));
        for (long i = end - 1; i >= start; i--) put(out, "L%.2f %.2f", at_x(f, c->at[i].x), at_low(f, c->at[i].lo));
        put(out, "%s\"/>\n", end == start + 1 ? "" : "Z");
    }
}

static void put_line(struct sink *out, const struct frame *f, const struct curve *c)
{
    const char *colour = palette[c->style % COLOURS].line;
    put(out, "<g stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"><title>", colour, dashes[c->style / COLOURS % DASHES]);
    put_text(out, c->label);
    put(out, "</title>\n");
    for (long start, end = 0; stretch(f, c, has_point, &start, &end);) {
        put(out, "<path d=\"");
        for (long i = start; i < end; i++)
            put(out, "%s%.2f %.2f", i == start ? "M" : "L", at_x(f, c->at[i].x), at_y(f, c->at[i].y));
        put(out, "\"/>\n");
        if (end == start + 1)
            put(out, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"2\" fill=\"%s\"/>\n",
                at_x(f, c->at[start].x), at_y(f, c->at[start].y), colour);
    }
    put(out, "</g>\n");
}

/* the last point, the way from there, the name and the value */
static void put_label(struct sink *out, const struct frame *f, const struct curve *c, double y)
{
    const struct point *last = last_point(f, c);
    if (!last) return;
    const char *colour = palette[c->style % COLOURS].line;
    double x0 = at_x(f, last->x), y0 = at_y(f, last->y), x = f->right + 16;
    put(out, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"3\" fill=\"%s\"/>\n", x0, y0, colour);
    if (fabs(y - y0) > 2 || x0 < f->right - 1)
        put(out, "<path d=\"M%.2f %.2fL%.2f %.2f\" stroke=\"%s\" stroke-opacity=\".6\"/>\n", x0, y0, x - 3, y, colour);
    put(out, "<text x=\"%.2f\" y=\"%.2f\" fill=\"%s\"><tspan font-weight=\"600\">", x, y + 4.5, palette[c->style % COLOURS].text);
    put_text(out, c->label);
    put(out, "</tspan><tspan dx=\"6\" fill=\"#666\">");
    put_quantity(out, last->y, 3);
    put(out, "</tspan></text>\n");
}

/* ---- layout -------------------------------------------------------------------------------------------------------- */

enum { LABEL_SIZE = 13, LABEL_GAP = 16, ABOVE = 40, BELOW = 46 };

/* the labels' column: names of size 13, semi-bold, and values */
static double label_width(const struct panel *p)
{
    double widest = 0;
    for (int i = 0; i < p->n; i++) widest = fmax(widest, text_width(p->curve[i].label));
    return 16 + 1.08 * LABEL_SIZE * widest + 6 + LABEL_SIZE * 2.6;
}

static int put_panel(struct sink *out, const struct panel *p, double x, double y, double width, double height)
{
    struct frame f = {.top = y + ABOVE, .bottom = y + height - BELOW};
    if (!(f.place = calloc((size_t)p->n, sizeof *f.place))) return fail_inside("out of memory for %d labels", p->n);

    axis_fit(&f.y, &p->y, (int)((f.bottom - f.top) / 40));
    double widest = 0;
    for (int i = 0; i < f.y.n; i++) widest = fmax(widest, quantity_width(f.y.tick[i], 10));
    f.left = x + 14 + 12 * widest, f.right = fmax(x + width - label_width(p), f.left + 40);
    axis_fit(&f.x, &p->x, (int)((f.right - f.left) / 60));
    axis_trim(&f.x, &p->x);

    put(out, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"15\"><tspan font-weight=\"700\" fill=\"#222\">", x + 6, y + 20);
    put_text(out, p->name);
    put(out, "</tspan><tspan dx=\"8\" font-size=\"13\" fill=\"#666\">");
    put_text(out, p->where);
    put(out, "</tspan></text>\n");
    put_grid(out, &f);
    for (int i = 0; i < p->n; i++) put_band(out, &f, &p->curve[i], p->n > 4 ? 0.1 : 0.17);
    put_axes(out, &f);
    put(out, "<g fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n");
    for (int i = p->n - 1; i >= 0; i--) put_line(out, &f, &p->curve[i]);
    put(out, "</g>\n<g font-size=\"%d\">\n", LABEL_SIZE);

    int labels = 0;
    for (int i = 0; i < p->n; i++) {
        const struct point *last = last_point(&f, &p->curve[i]);
        if (last) f.place[labels++] = (struct place){.want = at_y(&f, last->y), .who = i};
    }
    spread(f.place, labels, LABEL_GAP, f.top, f.bottom);
    for (int i = 0; i < labels; i++) put_label(out, &f, &p->curve[f.place[i].who], f.place[i].got);
    put(out, "</g>\n");
    free(f.place);
    return 0;
}

int plot_svg(struct sink *out, const struct figure *f, int width, int height)
{
    int rows = (f->n + f->columns - 1) / f->columns, most = 0;
    double head = f->title ? 44 : 10, foot = 28;
    for (int i = 0; i < f->n; i++) most = f->panel[i].n > most ? f->panel[i].n : most;

    /* a panel is as high as its labels need */
    double panel = fmax(f->n == 1 ? 400 : 280, most * LABEL_GAP + ABOVE + BELOW);
    if (!width) width = f->n == 1 ? 760 : 440 * f->columns;
    if (!height) height = (int)(head + foot + rows * panel);
    panel = (height - head - foot) / rows;

    put(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
             "font-family=\"Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif\">\n<title>",
        width, height, width, height);
    put_text(out, f->title ? f->title : f->panel[0].name);
    put(out, "</title>\n<desc>");
    put_text(out, f->note);
    put(out, "</desc>\n<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#fff\"/>\n", width, height);
    if (f->title) {
        put(out, "<text x=\"16\" y=\"32\" font-size=\"19\" font-weight=\"700\" fill=\"#222\">");
        put_text(out, f->title);
        put(out, "</text>\n");
    }
    double column = (width - 20.0) / f->columns;
    for (int i = 0; i < f->n; i++) {
        double x = 10 + column * (i % f->columns), y = head + panel * (i / f->columns);
        if (put_panel(out, &f->panel[i], x, y, column, panel)) return -1;
    }
    put(out, "<text x=\"16\" y=\"%d\" font-size=\"12\" fill=\"#777\">", height - 12);
    put_text(out, f->note);
    put(out, "</text>\n</svg>\n");
    return 0;
}
