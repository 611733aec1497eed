/* A figure as an SVG document: bands under lines, labels where the curves end, a light grid, small multiples.
 *
 * Whoever prints it in grey, or sees other colours, has the labels, the shapes of a few marks on each line, and dashes where there are
 * more curves than colours.  The page brings its own white ground; inline, colours are the page's. */
#include <stdlib.h>
#include "fail.h"
#include "markup.h"
#include "plot.h"

const struct inks on_white = {
    {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"},
    {"#005f96", "#a94a00", "#00714f", "#9b4478", "#8a5f00", "#1f74a6", "#000000"},
    "#ffffff", "#e4e4e4", "#767676", "#1f2328", "#59636e",
};
const struct inks on_dark = {
    {"#3f93d6", "#e8743b", "#1cb18a", "#d68fb6", "#e9ac2c", "#8fd0f5", "#f0f0f0"},
    {"#5aa7e3", "#f08a57", "#2fc59d", "#e0a3c5", "#edb84a", "#a3d9f8", "#f5f5f5"},
    "#14171c", "#2b3038", "#7d8590", "#e6e8eb", "#a3abb5",
};
static const struct inks of_page = {
    {"var(--line0)", "var(--line1)", "var(--line2)", "var(--line3)", "var(--line4)", "var(--line5)", "var(--line6)"},
    {"var(--text0)", "var(--text1)", "var(--text2)", "var(--text3)", "var(--text4)", "var(--text5)", "var(--text6)"},
    "var(--ground)", "var(--grid)", "var(--axis)", "var(--ink)", "var(--soft)",
};
static const char *const dashes[] = {"none", "7 4", "2 4"};     /* for more curves than colours */
enum { DASHES = sizeof dashes / sizeof *dashes, MARKS_ON_LINE = 5 };

/* marks of about 6 pixels, around 0, 0; one for each colour */
static const char *const shapes[COLOURS] = {
    "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0z", "M-2.9 -2.9h5.8v5.8h-5.8z", "M0 -3.9L3.6 2.6H-3.6z", "M0 -4.1L4.1 0L0 4.1L-4.1 0z",
    "M0 3.9L3.6 -2.6H-3.6z", "M-1.2 -3.8h2.4v2.6h2.6v2.4h-2.6v2.6h-2.4v-2.6h-2.6v-2.4h2.6z", "M-3.8 -1.7L0 0L3.8 -1.7V1.7L0 0L-3.8 1.7z",
};

struct frame {
    const struct inks *inks;
    double left, right, top, bottom;                            /* of the plot, in pixels       */
    struct axis x, y;
    const char *x_name;
    int marks, curves;                                          /* every point has a mark; curves of the panel */
    struct place *place;                                        /* [curves]: labels from the top down */
};

static const char *line_of(const struct frame *f, const struct curve *c) { return f->inks->line[c->style % COLOURS]; }

/* ---- text ---------------------------------------------------------------------------------------------------------- */

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

static int has_point(const struct frame *f, const struct spot *p) { return isfinite(at_x(f, p->x) + at_y(f, p->y)); }

static int has_band(const struct frame *f, const struct spot *p)
{
    return isfinite(p->lo) && isfinite(at_x(f, p->x) + at_y(f, p->hi));
}

static const struct spot *last_point(const struct frame *f, const struct curve *c)
{
    for (long i = c->n - 1; i >= 0; i--)
        if (has_point(f, &c->at[i])) return &c->at[i];
    return NULL;
}

/* first and one past the last index of the next stretch where `has` holds, from *end on; 0 if there is none */
static int stretch(const struct frame *f, const struct curve *c, int (*has)(const struct frame *, const struct spot *),
                   long *start, long *end) {
    for (*start = *end; *start < c->n && !has(f, &c->at[*start]); ++*start) {}
    for (*end = *start; *end < c->n && has(f, &c->at[*end]); ++*end) {}
    return *start < *end;
}

/* ---- what a panel is made of --------------------------------------------------------------------------------------- */

static void put_grid(struct sink *out, const struct frame *f)
{
    put(out, "<g stroke=\"%s\" stroke-width=\"1\">\n", f->inks->grid);
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
    put(out, "<g stroke=\"%s\" stroke-width=\"1\" fill=\"none\">\n", f->inks->axis);
    put(out, "<path d=\"M%.2f %.2fH%.2f\"/>\n", f->left, f->bottom, f->right);
    for (int i = 0; i < f->x.n; i++) put(out, "<path d=\"M%.2f %.2fv5\"/>\n", at_x(f, f->x.tick[i]), f->bottom);
    put_minor(out, f, &f->x, 0);
    put_minor(out, f, &f->y, 1);
    put(out, "</g>\n<g font-size=\"12\" fill=\"%s\">\n<g text-anchor=\"end\">\n", f->inks->soft);
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
    put(out, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"13\">", (f->left + f->right) / 2, f->bottom + 38);
    put_text(out, f->x_name);
    put(out, "</text>\n</g>\n</g>\n");
}

/* there along the upper end, back along the lower one; a single point is a bar */
static void put_band(struct sink *out, const struct frame *f, const struct curve *c, double opacity)
{
    const char *colour = line_of(f, c);
    for (long start, end = 0; stretch(f, c, has_band, &start, &end);) {
        if (end == start + 1) put(out, "<path stroke=\"%s\" stroke-width=\"6\" stroke-opacity=\"%g\" d=\"", colour, opacity);
        else put(out, "<path fill=\"%s\" fill-opacity=\"%g\" d=\"", colour, opacity);
        for (long i = start; i < end; i++)
            put(out, "%s%.2f %.2f", i == start ? "M" : "L", at_x(f, c->at[i].x), fmax(at_y(f, c->at[i].hi), f->top));
        for (long i = end - 1; i >= start; i--) put(out, "L%.2f %.2f", at_x(f, c->at[i].x), at_low(f, c->at[i].lo));
        put(out, "%s\"/>\n", end == start + 1 ? "" : "Z");
    }
}

static void put_mark(struct sink *out, const struct frame *f, const struct curve *c, const struct spot *p)
{
    put(out, "<path transform=\"translate(%.2f %.2f)\" d=\"%s\"/>\n", at_x(f, p->x), at_y(f, p->y), shapes[c->style % COLOURS]);
}

/* the point nearest to x pixels, or NULL */
static const struct spot *point_near(const struct frame *f, const struct curve *c, double x)
{
    const struct spot *best = NULL;
    for (long i = 0; i < c->n; i++)
        if (has_point(f, &c->at[i]) && (!best || fabs(at_x(f, c->at[i].x) - x) < fabs(at_x(f, best->x) - x))) best = &c->at[i];
    return best;
}

/* marks on every point if they are few; else on some, where other curves have none, if there are other curves */
static void put_marks(struct sink *out, const struct frame *f, const struct curve *c, int who)
{
    put(out, "<g fill=\"%s\" stroke=\"none\">\n", line_of(f, c));
    if (f->marks)
        for (long i = 0; i < c->n && !c->flat; i++)
            if (has_point(f, &c->at[i])) put_mark(out, f, c, &c->at[i]);
    if (!f->marks && f->curves > 1)
        for (int k = 0; k < MARKS_ON_LINE; k++) {
            double x = f->left + (f->right - f->left) * (k + (who + 0.5) / f->curves) / MARKS_ON_LINE;
            const struct spot *p = point_near(f, c, x);
            if (p && fabs(at_x(f, p->x) - x) < (f->right - f->left) / MARKS_ON_LINE / 2) put_mark(out, f, c, p);
        }
    put(out, "</g>\n");
}

static void put_line(struct sink *out, const struct frame *f, const struct curve *c, int who)
{
    const char *dash = c->flat ? "1 4" : dashes[c->style / COLOURS % DASHES];
    put(out, "<g stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"><title>", line_of(f, c), dash);
    put_text(out, c->label);
    put(out, "</title>\n");
    for (long start, end = 0; stretch(f, c, has_point, &start, &end);) {
        put(out, "<path d=\"");
        for (long i = start; i < end; i++)
            put(out, "%s%.2f %.2f", i == start ? "M" : "L", at_x(f, c->at[i].x), at_y(f, c->at[i].y));
        put(out, "\"/>\n");
        if (end == start + 1) put_mark(out, f, c, &c->at[start]);
    }
    put(out, "</g>\n");
    put_marks(out, f, c, who);
}

/* the last point, the way from there, the name and the value */
static void put_label(struct sink *out, const struct frame *f, const struct curve *c, double y)
{
    const struct spot *last = last_point(f, c);
    if (!last) return;
    double x0 = at_x(f, last->x), y0 = at_y(f, last->y), x = f->right + 16;
    if (fabs(y - y0) > 2 || x0 < f->right - 1)
        put(out, "<path d=\"M%.2f %.2fL%.2f %.2f\" stroke=\"%s\" stroke-opacity=\".6\"/>\n", x0, y0, x - 3, y, line_of(f, c));
    put(out, "<g fill=\"%s\">\n", line_of(f, c));
    put_mark(out, f, c, last);
    put(out, "</g>\n<text x=\"%.2f\" y=\"%.2f\" fill=\"%s\"><tspan font-weight=\"600\">", x, y + 4.5, f->inks->text[c->style % COLOURS]);
    put_text(out, c->label);
    put(out, "</tspan><tspan dx=\"6\" font-weight=\"400\" fill=\"%s\">", f->inks->soft);
    put_quantity(out, last->y, 3);
    put(out, "</tspan></text>\n");
}

/* ---- layout -------------------------------------------------------------------------------------------------------- */

enum { LABEL_SIZE = 13, LABEL_GAP = 16, ABOVE = 40, BELOW = 48, PLOT_WIDTH = 250 };

/* the labels' column: names of size 13, semi-bold, and values */
static double label_width(const struct panel *p)
{
    double widest = 0;
    for (int i = 0; i < p->n; i++) widest = fmax(widest, text_width(p->curve[i].label));
    return 16 + 1.08 * LABEL_SIZE * widest + 6 + LABEL_SIZE * 2.6;
}

static double tick_width(const struct axis *y)
{
    double widest = 0;
    for (int i = 0; i < y->n; i++) widest = fmax(widest, quantity_width(y->tick[i], 10));
    return 14 + 12 * widest;
}

/* a panel as wide as its labels and a fair plot need */
static double panel_width(const struct panel *p)
{
    struct axis y;
    axis_fit(&y, &p->y, 6);
    return fmax(440, tick_width(&y) + PLOT_WIDTH + label_width(p));
}

static void put_heading(struct sink *out, const struct frame *f, const struct panel *p, double x, double y)
{
    put(out, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"15\"><tspan font-weight=\"700\" fill=\"%s\">", x, y, f->inks->ink);
    put_text(out, p->name);
    put(out, "</tspan>");
    if (*p->where) {
        put(out, "<tspan dx=\"8\" font-size=\"13\" fill=\"%s\">", f->inks->soft);
        put_text(out, p->where);
        put(out, "</tspan>");
    }
    put(out, "</text>\n");
}

static int put_panel(struct sink *out, const struct inks *inks, const struct figure *figure, const struct panel *p, double x, double y,
                     double width, double height) {
    struct frame f = {.inks = inks, .top = y + (inks == &of_page ? 8 : ABOVE), .bottom = y + height - BELOW,
                      .x_name = figure->x_name, .marks = figure->marks, .curves = p->n};
    if (!(f.place = calloc((size_t)p->n, sizeof *f.place))) return fail_inside("out of memory for %d labels", p->n);

    axis_fit(&f.y, &p->y, (int)((f.bottom - f.top) / 40));
    f.left = x + tick_width(&f.y), f.right = fmax(x + width - label_width(p), f.left + 40);
    axis_fit(&f.x, &p->x, (int)((f.right - f.left) / 60));
    axis_trim(&f.x, &p->x);

    if (inks != &of_page) put_heading(out, &f, p, x + 6, y + 20);
    put_grid(out, &f);
    for (int i = 0; i < p->n; i++) put_band(out, &f, &p->curve[i], fmin(0.17, 0.8 / p->n));
    put_axes(out, &f);
    put(out, "<g fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n");
    for (int i = p->n - 1; i >= 0; i--) put_line(out, &f, &p->curve[i], i);
    put(out, "</g>\n<g font-size=\"%d\">\n", LABEL_SIZE);

    int labels = 0;
    for (int i = 0; i < p->n; i++) {
        const struct spot *last = last_point(&f, &p->curve[i]);
        if (last) f.place[labels++] = (struct place){.want = at_y(&f, last->y), .who = i};
    }
    spread(f.place, labels, LABEL_GAP, f.top, f.bottom);
    for (int i = 0; i < labels; i++) put_label(out, &f, &p->curve[f.place[i].who], f.place[i].got);
    put(out, "</g>\n");
    free(f.place);
    return 0;
}

static int put_panels(struct sink *out, const struct inks *inks, const struct figure *f, int width, double head, double panel)
{
    double column = (width - 20.0) / f->columns;
    for (int i = 0; i < f->n; i++) {
        double x = 10 + column * (i % f->columns), y = head + panel * (i / f->columns);
        if (put_panel(out, inks, f, &f->panel[i], x, y, column, panel)) return -1;
    }
    return 0;
}

struct size { int width, height; double panel; };

static struct size fit(const struct figure *f, int width, int height, double around, double least, double least_width)
{
    int rows = (f->n + f->columns - 1) / f->columns, most = 0;
    double widest = 0;
    for (int i = 0; i < f->n; i++) most = f->panel[i].n > most ? f->panel[i].n : most, widest = fmax(widest, panel_width(&f->panel[i]));

    /* a panel is as high as its labels need */
    double panel = fmax(least, most * LABEL_GAP + ABOVE + BELOW);
    if (!width) width = (int)fmax(least_width, widest * f->columns + 20);
    if (!height) height = (int)(around + rows * panel);
    return (struct size){width, height, (height - around) / rows};
}

static void put_open(struct sink *out, const struct figure *f, struct size s, const char *attributes)
{
    const struct panel *p = &f->panel[0];
    put(out, "<svg xmlns=\"http://www.w3.org/2000/svg\"%s viewBox=\"0 0 %d %d\" role=\"img\">\n<title>", attributes, s.width, s.height);
    put_text(out, f->title ? f->title : p->name);
    if (!f->title && f->n == 1 && *p->where) put(out, ", "), put_text(out, p->where);
    put(out, "</title>\n<desc>");
    put_text(out, f->note);
    put(out, "</desc>\n");
}

int plot_svg(struct sink *out, const struct figure *f, int width, int height)
{
    char attributes[256];
    double head = f->title ? 44 : 10;
    struct size s = fit(f, width, height, head + 28, f->n == 1 ? 400 : 290, 760);
    snprintf(attributes, sizeof attributes, " width=\"%d\" height=\"%d\" "
             "font-family=\"Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif\"", s.width, s.height);
    put_open(out, f, s, attributes);
    put(out, "<rect width=\"%d\" height=\"%d\" fill=\"%s\"/>\n", s.width, s.height, on_white.ground);
    if (f->title) {
        put(out, "<text x=\"16\" y=\"32\" font-size=\"19\" font-weight=\"700\" fill=\"%s\">", on_white.ink);
        put_text(out, f->title);
        put(out, "</text>\n");
    }
    if (put_panels(out, &on_white, f, s.width, head, s.panel)) return -1;
    put(out, "<text x=\"16\" y=\"%d\" font-size=\"12\" fill=\"%s\">", s.height - 12, on_white.soft);
    put_text(out, f->note);
    put(out, "</text>\n</svg>\n");
    return 0;
}

int plot_svg_inline(struct sink *out, const struct figure *f)
{
    struct size s = fit(f, 0, 0, 4, 290, 0);
    char attributes[80];
    snprintf(attributes, sizeof attributes, " style=\"min-width:%dpx;max-width:%dpx\"", s.width * 7 / 10, s.width * 3 / 2);
    put_open(out, f, s, attributes);
    if (put_panels(out, &of_page, f, s.width, 2, s.panel)) return -1;
    put(out, "</svg>\n");
    return 0;
}

void plot_svg_colours(struct sink *out, int dark)
{
    const struct inks *inks = dark ? &on_dark : &on_white;
    for (int i = 0; i < COLOURS; i++) put(out, "--line%d:%s;--text%d:%s;", i, inks->line[i], i, inks->text[i]);
    put(out, "--ground:%s;--grid:%s;--axis:%s;--ink:%s;--soft:%s", inks->ground, inks->grid, inks->axis, inks->ink, inks->soft);
}
