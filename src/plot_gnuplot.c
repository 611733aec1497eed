/* A figure as a script for gnuplot 5.4 or later: data inline, one block a curve, everything there to be edited. */
#include "fail.h"
#include "markup.h"
#include "plot.h"
#include <stdlib.h>

/* filled circle, square, triangle, diamond, triangle, pentagon, plus: the order of the colours */
static const int point_type[COLOURS] = {7, 5, 9, 13, 11, 15, 1};
static const char *const dash[] = {"1", "(7,4)", "(2,4)"};
enum { DASHES = sizeof dash / sizeof *dash, LABEL_GAP = 16, AROUND = 92 };

/* a text in gnuplot's single quotes, in which only the quote is special; names are clean (markup.h) */
static void put_quoted(struct sink *out, const char *text)
{
    sink_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'') sink_char(out, '\'');
        sink_char(out, *text);
    }
    sink_char(out, '\'');
}

/* what an axis cannot show is a gap: gnuplot would warn of it */
static void put_value(struct sink *out, double v, int log)
{
    sink_char(out, ' ');
    if (isfinite(v) && !(log && v <= 0)) sink_number(out, v);
    else sink_text(out, "NaN");
}

/* a band's lower end on a logarithmic axis is the axis's where it has none */
static double low_end(const struct axis *y, double lo) { return y->log && lo < y->from ? y->from : lo; }

static void put_data(struct sink *out, const struct curve *c, const struct axis *x, const struct axis *y, int panel, int curve)
{
    put(out, "# ");
    sink_text(out, c->label);
    put(out, "\n$D%d_%d << EOD\n", panel, curve);
    for (long i = 0; i < c->n; i++) {
        const struct spot *p = &c->at[i];
        int band = isfinite(p->lo) && isfinite(p->hi) && isfinite(p->y);
        if (!isfinite(axis_at(x, p->x))) continue;
        sink_number(out, p->x);
        put_value(out, p->y, y->log);
        put_value(out, band ? low_end(y, p->lo) : NAN, y->log), put_value(out, band ? p->hi : NAN, y->log);
        sink_char(out, '\n');
    }
    put(out, "EOD\n");
}

static void put_axis(struct sink *out, const struct axis *a, char name)
{
    char text[TICK_TEXT];
    put(out, "%s logscale %c\nset %crange [", a->log ? "set" : "unset", name, name);
    sink_number(out, a->from), sink_text(out, ":"), sink_number(out, a->to);
    put(out, "]\nset %ctics (", name);
    for (int i = 0; i < a->n; i++) {
        quantity(text, a->tick[i], 10);
        sink_text(out, i ? ", " : ""), put_quoted(out, text), sink_char(out, ' '), sink_number(out, a->tick[i]);
    }
    put(out, ")\n");
}

static const struct spot *last_point(const struct curve *c, const struct axis *x, const struct axis *y)
{
    for (long i = c->n - 1; i >= 0; i--)
        if (isfinite(axis_at(x, c->at[i].x) + axis_at(y, c->at[i].y))) return &c->at[i];
    return NULL;
}

/* names and values at the right of the plot, where the curves end; how many characters the longest has */
static int put_labels(struct sink *out, const struct panel *p, const struct axis *x, const struct axis *y, double height,
                      struct place *place) {
    int n = 0, widest = 0;
    for (int i = 0; i < p->n; i++) {
        const struct spot *last = last_point(&p->curve[i], x, y);
        if (last) place[n++] = (struct place){.want = axis_at(y, last->y), .who = i};
    }
    spread(place, n, LABEL_GAP / height, 0, 1);
    put(out, "unset label\n");
    for (int i = 0; i < n; i++) {
        const struct curve *c = &p->curve[place[i].who];
        char value[TICK_TEXT];
        int size = (int)strlen(c->label);
        quantity(value, last_point(c, x, y)->y, 3);
        put(out, "set label %d ", i + 1);
        put_quoted(out, c->label);
        put(out, ".'  %s' at graph 1.03, graph %.4f left noenhanced textcolor rgb '%s'\n", value, place[i].got,
            on_white.text[c->style % COLOURS]);
        size += 2 + (int)strlen(value);
        widest = size > widest ? size : widest;
    }
    return widest;
}

static int has_band(const struct curve *c)
{
    for (long i = 0; i < c->n; i++)
        if (isfinite(c->at[i].y) && isfinite(c->at[i].lo) && isfinite(c->at[i].hi)) return 1;
    return 0;
}

static void put_curves(struct sink *out, const struct figure *f, const struct panel *p, int panel)
{
    const char *comma = "plot ";
    for (int i = 0; i < p->n; i++) {
        const struct curve *c = &p->curve[i];
        if (!has_band(c)) continue;
        put(out, "%s$D%d_%d using 1:3:4 with filledcurves fillcolor rgb '%s' fillstyle transparent solid %.2f noborder", comma,
            panel + 1, i + 1, on_white.line[c->style % COLOURS], fmin(0.17, 0.8 / p->n));
        comma = ", \\\n     ";
    }
    for (int i = 0; i < p->n; i++) {
        const struct curve *c = &p->curve[i];
        long every = f->marks ? 1 : c->n / 5 > 1 ? c->n / 5 : 1;
        put(out, "%s$D%d_%d using 1:2 with linespoints linecolor rgb '%s' linewidth 2 dashtype %s ", comma, panel + 1, i + 1,
            on_white.line[c->style % COLOURS], c->flat ? "(1,4)" : dash[c->style / COLOURS % DASHES]);
        put(out, "pointtype %d pointsize 0.6 pointinterval %ld", point_type[c->style % COLOURS], every);
        comma = ", \\\n     ";
    }
    put(out, "\n");
}

static void put_nothing(struct sink *out) { put(out, "set label 1 'no numbers' at graph 0.5, graph 0.5 center\nplot NaN\n"); }

static int put_panel(struct sink *out, const struct figure *f, int i, double height)
{
    const struct panel *p = &f->panel[i];
    struct place *place = calloc((size_t)p->n, sizeof *place);
    struct axis x = { 0 }, y = { 0 };
    if (!place) return fail_inside("out of memory for %d labels", p->n);
    axis_fit(&y, &p->y, (int)(height / 40)), axis_fit(&x, &p->x, 6);
    axis_trim(&x, &p->x);
    int drawable = 0;
    for (int k = 0; k < p->n; k++) drawable += last_point(&p->curve[k], &x, &y) != NULL;

    put(out, "\n# ---- panel %d\n", i + 1);
    for (int k = 0; k < p->n; k++) put_data(out, &p->curve[k], &x, &y, i + 1, k + 1);
    put(out, "set title ");
    put_quoted(out, p->name);
    if (*p->where) put(out, ".'  '."), put_quoted(out, p->where);
    put(out, " noenhanced\nset xlabel ");
    put_quoted(out, f->x_name);
    put(out, " noenhanced\n");
    put_axis(out, &x, 'x'), put_axis(out, &y, 'y');
    put(out, "set rmargin %d\n", 3 + put_labels(out, p, &x, &y, height, place));
    if (i == f->n - 1) {
        put(out, "set label 9999 "), put_quoted(out, f->note);
        put(out, " at screen 0.02, screen 0.025 left noenhanced textcolor rgb '%s'\n", on_white.soft);
    }
    if (drawable) put_curves(out, f, p, i);
    else put_nothing(out);
    free(place);
    return 0;
}

int plot_gnuplot(struct sink *out, const struct figure *f, int width, int height)
{
    int rows = (f->n + f->columns - 1) / f->columns, most = 0;
    for (int i = 0; i < f->n; i++) most = f->panel[i].n > most ? f->panel[i].n : most;
    if (!width) width = f->n == 1 ? 760 : 520 * f->columns;
    if (!height) height = rows * (int)fmax(f->n == 1 ? 430 : 330, most * LABEL_GAP + AROUND);

    put(out, "# gnuplot FILE > figure.svg; for a PDF or PNG take one of the lines with a # instead of the first\n");
    put(out, "set terminal svg size %d,%d font 'Helvetica,12' background rgb '%s'\n", width, height, on_white.ground);
    put(out, "# set terminal pdfcairo size %.2fin,%.2fin font 'Helvetica,9' fontscale 0.8; set output 'figure.pdf'\n", width / 100.,
        height / 100.);
    put(out, "# set terminal pngcairo size %d,%d font 'Helvetica,20' fontscale 1.1; set output 'figure.png'\n", 2 * width, 2 * height);
    put(out, "unset key\nset border 3 linecolor rgb '%s'\nset tics nomirror out\n", on_white.axis);
    put(out, "set grid linetype 1 linecolor rgb '%s' linewidth 1\nset bmargin 5\n", on_white.grid);
    put(out, "set multiplot layout %d,%d", rows, f->columns);
    if (f->title) put(out, " title "), put_quoted(out, f->title), put(out, " noenhanced");
    put(out, "\n");
    for (int i = 0; i < f->n; i++)
        if (put_panel(out, f, i, (double)height / rows - AROUND)) return -1;
    put(out, "\nunset multiplot\n");
    return 0;
}
