/* A figure as text: 2x4 braille dots to a character, labels with the last value where the curves end.
 *
 * Cells that a line crosses belong to the line; its band fills the cells beside it with every fourth dot.  Without colours
 * the labels stand in the order of the curves; in ASCII every curve has its own mark. */
#include <stdlib.h>
#include "fail.h"
#include "plot.h"

/* of the 256 colours those nearest to those of plot.h that read well on black and on white; 39: the terminal's own */
static const char *const colours[COLOURS] = {"38;5;33", "38;5;166", "38;5;36", "38;5;170", "38;5;172", "38;5;74", "39"};
static const char marks[] = "*+ox#@%&";
enum { MARKS = sizeof marks - 1 };

struct cell { unsigned char line, band; int who; };             /* dots as in U+2800, and the style of the curve */

struct canvas {
    const struct screen *screen;
    int gutter, columns, rows, labels, values;                  /* widths: tick labels, plot, curve labels, last values */
    struct axis x, y;
    struct cell *cell;                                          /* [rows*columns]                                */
    struct place *place;                                        /* [curves]: label row for each                  */
    char *ticks;                                                /* the line of x tick labels                     */
};

/* ---- dots ---------------------------------------------------------------------------------------------------------- */

static double dot_x(const struct canvas *c, double v) { return axis_at(&c->x, v) * (2 * c->columns - 1); }
static double dot_y(const struct canvas *c, double v) { return (1 - axis_at(&c->y, v)) * (4 * c->rows - 1); }

static void set_dot(struct canvas *c, int x, int y, int who, int band)
{
    static const unsigned char bit[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    if (x < 0 || x >= 2 * c->columns || y < 0 || y >= 4 * c->rows) return;
    struct cell *cell = &c->cell[y / 4 * c->columns + x / 2];
    if (band) cell->band |= bit[y % 4][x % 2];
    else cell->line |= bit[y % 4][x % 2];
    cell->who = who;
}

static void draw_line(struct canvas *c, double x0, double y0, double x1, double y1, int who)
{
    int n = (int)fmax(1, ceil(fmax(fabs(x1 - x0), fabs(y1 - y0))));
    for (int i = 0; i <= n; i++)
        set_dot(c, (int)floor(x0 + (x1 - x0) * i / n + 0.5), (int)floor(y0 + (y1 - y0) * i / n + 0.5), who, 0);
}

/* every other dot of every other column between two points of the band; a lower end that a log axis lacks is the bottom */
static void draw_band(struct canvas *c, const struct spot *a, const struct spot *b, int who)
{
    double x0 = dot_x(c, a->x), x1 = dot_x(c, b->x), bottom = 4 * c->rows;
    double top0 = dot_y(c, a->hi), top1 = dot_y(c, b->hi), low0 = dot_y(c, a->lo), low1 = dot_y(c, b->lo);
    if (!isfinite(a->lo + a->hi + b->lo + b->hi) || !isfinite(x0 + x1 + top0 + top1)) return;
    if (isnan(low0)) low0 = bottom;
    if (isnan(low1)) low1 = bottom;
    for (int x = (int)ceil(x0); x <= x1; x++) {
        if (x % 2) continue;
        double s = x1 > x0 ? (x - x0) / (x1 - x0) : 0, low = fmin(low0 + s * (low1 - low0), bottom);
        for (int y = (int)ceil(fmax(top0 + s * (top1 - top0), 0)); y <= low; y++)
            if (y % 2 == x / 2 % 2) set_dot(c, x, y, who, 1);
    }
}

static void draw_curve(struct canvas *c, const struct curve *curve, int band)
{
    for (long i = 0; i < curve->n; i++) {
        const struct spot *a = &curve->at[i], *b = i + 1 < curve->n ? a + 1 : a;
        if (band) {
            draw_band(c, a, b, curve->style);
            continue;
        }
        double x0 = dot_x(c, a->x), y0 = dot_y(c, a->y), x1 = dot_x(c, b->x), y1 = dot_y(c, b->y);
        if (!isfinite(x0 + y0)) continue;
        if (isfinite(x1 + y1)) draw_line(c, x0, y0, x1, y1, curve->style);
        else draw_line(c, x0, y0, x0, y0, curve->style);
    }
}

/* ---- layout -------------------------------------------------------------------------------------------------------- */

static int text_width(const char *utf8)
{
    int n = 0;
    for (; *utf8; utf8++) n += (*utf8 & 0xc0) != 0x80;
    return n;
}

static const struct spot *last_point(const struct canvas *c, const struct curve *curve)
{
    for (long i = curve->n - 1; i >= 0; i--)
        if (isfinite(dot_x(c, curve->at[i].x) + dot_y(c, curve->at[i].y))) return &curve->at[i];
    return NULL;
}

static int tick_row(const struct canvas *c, int i) { return (int)floor(dot_y(c, c->y.tick[i]) / 4); }

static int open_canvas(struct canvas *c, const struct panel *p, const struct screen *screen)
{
    *c = (struct canvas){.screen = screen};
    char text[TICK_TEXT];

    /* heading, axis and tick labels take three lines; every curve's label needs one */
    c->rows = screen->height - 3 > p->n ? screen->height - 3 : p->n;
    axis_fit(&c->y, &p->y, c->rows / 4);
    for (int i = 0; i < c->y.n; i++) {
        quantity(text, c->y.tick[i], 10);
        if (text_width(text) > c->gutter) c->gutter = text_width(text);
    }
    for (int i = 0; i < p->n; i++) {
        const struct curve *curve = &p->curve[i];
        if (text_width(curve->label) > c->labels) c->labels = text_width(curve->label);
        quantity(text, curve->n ? curve->at[curve->n - 1].y : 0, 3);
        if (text_width(text) > c->values) c->values = text_width(text);
    }
    if (c->labels > screen->width / 3) c->labels = screen->width / 3;
    if (c->labels < 4) c->labels = 4;                           /* the axis's name stands under them */

    /* gutter, blank, axis | plot | blank, mark and blank in ASCII, label, two blanks, value */
    c->columns = screen->width - (c->gutter + 2) - (1 + 2 * screen->ascii + c->labels + 2 + c->values);
    if (c->columns < 10) c->columns = 10;
    axis_fit(&c->x, &p->x, c->columns / 12);
    axis_trim(&c->x, &p->x);

    c->cell = calloc((size_t)c->rows * (size_t)c->columns, sizeof *c->cell);
    c->place = calloc((size_t)p->n, sizeof *c->place);
    c->ticks = malloc((size_t)(c->columns + 2 * TICK_TEXT));
    return c->cell && c->place && c->ticks ? 0 : fail_inside("out of memory for a plot of %d x %d characters", c->columns, c->rows);
}

static void close_canvas(struct canvas *c) { free(c->cell), free(c->place), free(c->ticks); }

/* labels go to the rows where their curves end, as near as they can; who = -1 for a curve without points */
static void place_labels(struct canvas *c, const struct panel *p)
{
    for (int i = 0; i < p->n; i++) {
        const struct spot *last = last_point(c, &p->curve[i]);
        c->place[i] = (struct place){.want = last ? dot_y(c, last->y) / 4 - 0.5 : c->rows, .who = i};
    }
    spread(c->place, p->n, 1, 0, c->rows - 1);
    int below = -1;
    for (int i = 0; i < p->n; i++) {
        int row = (int)floor(c->place[i].got + 0.5);
        below = row > below ? row : below + 1;
        c->place[i].got = below;
    }
}

/* ---- text ---------------------------------------------------------------------------------------------------------- */

static void put_colour(struct sink *out, const struct screen *s, const char *code)
{
    if (s->colour) sink_text(out, "\033["), sink_text(out, code), sink_char(out, 'm');
}

static void put_style(struct sink *out, const struct screen *s, int style) { put_colour(out, s, colours[style % COLOURS]); }

static void blanks(struct sink *out, int n)
{
    while (n-- > 0) sink_char(out, ' ');
}

/* at most n characters of it, then blanks if pad; ASCII screens get '?' for the rest of Unicode */
static void put_text(struct sink *out, const struct screen *s, const char *text, int n, int pad)
{
    for (; *text && (n > 0 || (*text & 0xc0) == 0x80); text++) {
        if ((*text & 0xc0) != 0x80) n--;
        else if (s->ascii) continue;
        sink_char(out, s->ascii && (*text & 0x80) ? '?' : *text);
    }
    if (pad) blanks(out, n);
}

static void put_cell(struct sink *out, const struct canvas *c, const struct cell *cell)
{
    int dots = cell->line ? cell->line : cell->band;
    if (!dots) sink_char(out, ' ');
    else if (c->screen->ascii) sink_char(out, cell->line ? marks[cell->who % MARKS] : '.');
    else sink_char(out, (char)0xe2), sink_char(out, (char)(0xa0 | dots >> 6)), sink_char(out, (char)(0x80 | (dots & 0x3f)));
}

static void put_row(struct sink *out, const struct canvas *c, int row)
{
    int colour = -1;
    for (int i = 0; i < c->columns; i++) {
        const struct cell *cell = &c->cell[row * c->columns + i];
        int wanted = cell->line ? 2 * cell->who : cell->band ? 2 * cell->who + 1 : colour;
        if (wanted != colour) {
            put_colour(out, c->screen, "0"), put_style(out, c->screen, cell->who);
            if (wanted % 2) put_colour(out, c->screen, "2");
        }
        colour = wanted;
        put_cell(out, c, cell);
    }
    if (colour >= 0) put_colour(out, c->screen, "0");
}

static void put_label(struct sink *out, const struct canvas *c, const struct panel *p, int row)
{
    for (int i = 0; i < p->n; i++) {
        const struct curve *curve = &p->curve[c->place[i].who];
        const struct spot *last = last_point(c, curve);
        if ((int)c->place[i].got != row || !last) continue;
        char value[TICK_TEXT];
        quantity(value, last->y, 3);
        put_style(out, c->screen, curve->style);
        sink_char(out, ' ');
        if (c->screen->ascii) sink_char(out, marks[curve->style % MARKS]), sink_char(out, ' ');
        put_text(out, c->screen, curve->label, c->labels, 1);
        blanks(out, 2 + c->values - text_width(value));
        sink_text(out, value);
        put_colour(out, c->screen, "0");
    }
}

static void put_rows(struct sink *out, const struct canvas *c, const struct panel *p)
{
    char text[TICK_TEXT];
    for (int row = 0; row < c->rows; row++) {
        int tick = 0;
        while (tick < c->y.n && tick_row(c, tick) != row) tick++;
        text[0] = 0;
        if (tick < c->y.n) quantity(text, c->y.tick[tick], 10);
        blanks(out, c->gutter - text_width(text));
        sink_text(out, text);
        sink_text(out, c->screen->ascii ? (*text ? " +" : " |") : *text ? " ┤" : " │");
        put_row(out, c, row);
        put_label(out, c, p, row);
        sink_char(out, '\n');
    }
}

/* the axis, and under it the tick labels that do not touch each other */
static void put_x_axis(struct sink *out, const struct canvas *c, const char *name)
{
    const struct screen *s = c->screen;
    char text[TICK_TEXT];
    memset(c->ticks, ' ', (size_t)(c->columns + TICK_TEXT));
    blanks(out, c->gutter + 1);
    sink_text(out, s->ascii ? "+" : "└");
    for (int i = 0, tick = 0, end = -2; i < c->columns; i++) {
        int here = tick < c->x.n && (int)floor(dot_x(c, c->x.tick[tick]) / 2 + 0.25) <= i;
        sink_text(out, s->ascii ? (here ? "+" : "-") : here ? "┬" : "─");
        if (!here) continue;
        quantity(text, c->x.tick[tick++], 10);
        int n = text_width(text), start = i - (n - 1) / 2;
        if (start < 0) start = 0;
        if (start > end + 1) memcpy(c->ticks + start, text, (size_t)n), end = start + n;
    }
    sink_char(out, '\n');

    int n = c->columns + TICK_TEXT;
    while (n > 0 && c->ticks[n - 1] == ' ') n--;
    c->ticks[n] = 0;
    blanks(out, c->gutter + 2);
    sink_text(out, c->ticks);
    blanks(out, c->columns + 1 - n);
    sink_char(out, ' ');
    put_text(out, s, name, c->labels + 2 + c->values, 0);
    sink_char(out, '\n');
}

static int put_panel(struct sink *out, const struct panel *p, const char *x_name, const struct screen *screen)
{
    struct canvas c;
    int status = open_canvas(&c, p, screen);
    if (!status) {
        for (int band = 1; band >= 0; band--)
            for (int i = 0; i < p->n; i++) draw_curve(&c, &p->curve[i], band);
        place_labels(&c, p);

        blanks(out, c.gutter + 1);
        put_colour(out, screen, "1"), put_text(out, screen, p->name, screen->width, 0), put_colour(out, screen, "0");
        if (*p->where) sink_text(out, "  "), put_text(out, screen, p->where, screen->width, 0);
        sink_char(out, '\n');
        put_rows(out, &c, p);
        put_x_axis(out, &c, x_name);
    }
    close_canvas(&c);
    return status;
}

int plot_term(struct sink *out, const struct figure *f, const struct screen *screen)
{
    if (f->title) {
        put_colour(out, screen, "1"), put_text(out, screen, f->title, screen->width, 0), put_colour(out, screen, "0");
        sink_text(out, "\n\n");
    }
    for (int i = 0; i < f->n; i++) {
        if (put_panel(out, &f->panel[i], f->x_name, screen)) return -1;
        if (i + 1 < f->n) sink_char(out, '\n');
    }
    put_colour(out, screen, "2"), sink_text(out, f->note), put_colour(out, screen, "0"), sink_char(out, '\n');
    return 0;
}
