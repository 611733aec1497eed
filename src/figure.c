/* From estimates to a figure: rows that agree in everything but the step are one curve, or, with a key on the x axis, rows that
 * agree in everything but that key.  A curve is called by what tells it apart: the algorithm where several are drawn, the keys
 * that vary, the environment where a panel holds several. */
#include <stdlib.h>
#include "fail.h"
#include "markup.h"
#include "number.h"
#include "param.h"
#include "plot.h"

/* what can tell estimates apart: ENV, ALGO, METRIC, or a key from 0 on */
enum { NOTHING = -4, ENV, ALGO, METRIC };

struct build {
    struct figure *f; const struct estimates *e; const struct wish *wish;
    int n_facets, facet[MOST_FACETS], key;           /* key: on the x axis, or NOTHING              */
    double least, most, bad;                         /* replicates behind the points, and left out  */
    double first_step, last_step;                    /* where the points with a key on the x axis were taken */
};

static const char *text_of(const struct estimate *x, int what)
{
    return what == ENV ? x->env : what == ALGO ? x->algo : what == METRIC ? x->metric : x->value[what];
}

static const char *text_at(const struct build *b, long row, int what) { return text_of(&b->e->row[row], what); }

static int same(const struct build *b, long one, long other, int what)
{
    return !strcmp(text_at(b, one, what), text_at(b, other, what));
}

static int out_of_memory(void) { return fail_inside("out of memory for a plot"); }

/* ---- what was wished ------------------------------------------------------------------------------------------------- */

static int find_key(const struct estimates *e, const char *name, size_t n)
{
    for (int k = 0; k < e->n_keys; k++)
        if (strlen(e->key[k]) == n && !memcmp(e->key[k], name, n)) return k;
    return NOTHING;
}

static int no_such_key(const struct estimates *e, const char *option, const char *given, size_t n, const char *also)
{
    char have[400] = "", name[128];
    const char *names[64];
    for (int k = 0; k < e->n_keys; k++) {
        size_t used = strlen(have);
        snprintf(have + used, sizeof have - used, "%s%s", ", ", e->key[k]);
    }
    for (int k = 0; k < e->n_keys && k < 64; k++) names[k] = e->key[k];
    snprintf(name, sizeof name, "%.*s", (int)n, given);
    const char *near = nearest(name, names, (size_t)(e->n_keys < 64 ? e->n_keys : 64));
    return fail("--%s %.60s: can be %s%s in %s%s%s%s", option, name, also, have, e->path, near ? ": did you mean " : "", near ? near : "",
                e->n_keys ? "" : ", where no key was swept");
}

static int read_facets(struct build *b)
{
    static const struct { const char *name; int what; } known[] = {{"env", ENV}, {"algo", ALGO}, {"metric", METRIC}};
    for (const char *at = b->wish->facet ? b->wish->facet : "env"; at;) {
        size_t n = strcspn(at, ",");
        int what = find_key(b->e, at, n);
        for (int i = 0; i < 3; i++)
            if (strlen(known[i].name) == n && !memcmp(known[i].name, at, n)) what = known[i].what;
        if (what == NOTHING) return no_such_key(b->e, "facet", at, n, "env, algo, metric");
        if (what == b->key) return fail("--facet %s: %.*s is on the x axis; drop one", b->wish->facet, (int)n, at);
        if (b->n_facets == MOST_FACETS) return fail("--facet %s: can be %d keys at most", b->wish->facet, MOST_FACETS);
        if (what != METRIC) b->facet[b->n_facets++] = what;              /* metrics have panels of their own anyway */
        at = at[n] ? at + n + 1 : NULL;
    }
    return 0;
}

static int is_facet(const struct build *b, int what)
{
    for (int i = 0; i < b->n_facets; i++)
        if (b->facet[i] == what) return 1;
    return 0;
}

/* ---- from rows to curves ------------------------------------------------------------------------------------------- */

/* room for one more behind n items: what is there doubles whenever n is a power of two; NULL after fail() */
static void *one_more(void *items, long n, size_t size)
{
    if (n & (n - 1)) return items;
    void *more = realloc(items, (size_t)(n ? 2 * n : 1) * size);
    if (!more) out_of_memory();
    return more;
}

static int add_point(struct curve *c, struct spot at)
{
    struct spot *more = one_more(c->at, c->n, sizeof *more);
    if (!more) return -1;
    c->at = more;
    c->at[c->n++] = at;
    return 0;
}

static struct panel *panel_of(struct build *b, long row)
{
    struct figure *f = b->f;
    for (int i = 0; i < f->n; i++) {
        int k = 0;
        while (k < b->n_facets && same(b, f->panel[i].row, row, b->facet[k])) k++;
        if (k == b->n_facets && same(b, f->panel[i].row, row, METRIC)) return &f->panel[i];
    }
    struct panel *more = one_more(f->panel, f->n, sizeof *more);
    if (!more) return NULL;
    f->panel = more;
    f->panel[f->n] = (struct panel){.metric = text_at(b, row, METRIC), .row = row};
    return &f->panel[f->n++];
}

/* do two rows of a panel belong to one curve, whatever number `but` is? */
static int same_curve(const struct build *b, long one, long other, int but)
{
    for (int k = 0; k < b->e->n_keys; k++)
        if (k == but ? !strcmp(text_at(b, one, k), "NaN") != !strcmp(text_at(b, other, k), "NaN") : !same(b, one, other, k)) return 0;
    return same(b, one, other, ALGO) && same(b, one, other, ENV);
}

/* rows come curve by curve: look from the end */
static struct curve *curve_of(struct build *b, struct panel *p, long row, int but)
{
    for (int i = p->n - 1; i >= 0; i--)
        if (same_curve(b, p->curve[i].row, row, but)) return &p->curve[i];
    struct curve *more = one_more(p->curve, p->n, sizeof *more);
    if (!more) return NULL;
    p->curve = more;
    p->curve[p->n] = (struct curve){.row = row};
    return &p->curve[p->n++];
}

static int add_row(struct build *b, long row)
{
    const struct estimate *x = &b->e->row[row];
    struct panel *p = panel_of(b, row);
    struct curve *curve = p ? curve_of(b, p, row, NOTHING) : NULL;
    b->least = fmin(b->least, x->n), b->most = fmax(b->most, x->n), b->bad = fmax(b->bad, x->n_bad);
    return curve ? add_point(curve, (struct spot){x->step, x->y, x->lo, x->hi}) : -1;
}

static int by_x(const void *a, const void *b)
{
    double x = ((const struct spot *)a)->x, y = ((const struct spot *)b)->x;
    return (x > y) - (x < y);
}

static int in_order(struct build *b, const struct curve *curve)
{
    const char *algo = text_at(b, curve->row, ALGO), *metric = text_at(b, curve->row, METRIC);
    qsort(curve->at, (size_t)curve->n, sizeof *curve->at, by_x);
    for (long i = 0; i < curve->n; i++) {
        if (!isfinite(curve->at[i].x)) return fail("%s: %s has a step that is not a number", b->e->path, algo);
        if (i && curve->at[i].x == curve->at[i - 1].x)
            return fail("%s: %s has two rows for %s at step %.15g: the points to compare must differ in a column, and files must "
                        "not be joined twice", b->e->path, algo, metric, curve->at[i].x);
    }
    return 0;
}

/* ---- a key on the x axis ----------------------------------------------------------------------------------------------- */

/* a curve's point at the wished step, or its last; NULL: it has none */
static const struct spot *taken(const struct curve *c, double at)
{
    for (long i = c->n - 1; i >= 0; i--)
        if (isnan(at) || c->at[i].x == at) return &c->at[i];
    return NULL;
}

/* a curve over steps becomes one point of a curve over the key's values */
static int turn_curve(struct build *b, struct panel *to, const struct curve *from)
{
    const char *text = text_at(b, from->row, b->key);
    const struct spot *p = taken(from, b->wish->at);
    struct spot at;
    if (!p) return 0;
    at = *p, at.x = NAN;
    if (strcmp(text, "NaN") && number_parse(text, &at.x))
        return fail("--x %s: %s has the value '%.60s', which is no number", b->wish->key, text_at(b, from->row, ALGO), text);
    struct curve *curve = curve_of(b, to, from->row, b->key);
    if (!curve) return -1;
    curve->flat = isnan(at.x);
    b->first_step = fmin(b->first_step, p->x), b->last_step = fmax(b->last_step, p->x);
    return add_point(curve, at);
}

static int turn_panel(struct build *b, struct panel *p)
{
    struct panel turned = {.metric = p->metric, .row = p->row};
    int status = 0;
    for (int i = 0; i < p->n && !status; i++) status = turn_curve(b, &turned, &p->curve[i]);
    for (int i = 0; i < p->n; i++) free(p->curve[i].at);
    free(p->curve);
    *p = turned;
    for (int i = 0; i < p->n && !status; i++) {
        struct curve *c = &p->curve[i];
        qsort(c->at, (size_t)c->n, sizeof *c->at, by_x);
        for (long j = 1; j < c->n && !status; j++)
            if (c->at[j].x == c->at[j - 1].x)
                status = fail("--x %s: %s has two points at %.15g", b->wish->key, text_at(b, c->row, ALGO), c->at[j].x);
    }
    return status;
}

/* the steps of the file nearest to the wished one */
static int no_such_step(const struct build *b)
{
    double near = NAN;
    for (long i = 0; i < b->e->n; i++)
        if (isnan(near) || fabs(b->e->row[i].step - b->wish->at) < fabs(near - b->wish->at)) near = b->e->row[i].step;
    return fail("--at %.15g: %s has no such step; the nearest is %.15g", b->wish->at, b->e->path, near);
}

static int turn(struct build *b)
{
    int curves = 0;
    for (int i = 0; i < b->f->n; i++) {
        if (turn_panel(b, &b->f->panel[i])) return -1;
        curves += b->f->panel[i].n;
    }
    if (!curves) return no_such_step(b);

    /* panels that lost all of theirs go */
    int n = 0;
    for (int i = 0; i < b->f->n; i++)
        if (b->f->panel[i].n) b->f->panel[n++] = b->f->panel[i];
    b->f->n = n;
    return 0;
}

/* what does not depend on the key is drawn from one end of the axis to the other */
static int stretch_flat(struct panel *p)
{
    for (int i = 0; i < p->n; i++) {
        struct curve *c = &p->curve[i];
        if (!c->flat) continue;
        c->at[0].x = p->x.lo;
        struct spot other = c->at[0];
        other.x = p->x.hi;
        if (p->x.lo < p->x.hi && add_point(c, other)) return -1;
    }
    return 0;
}

/* ---- names --------------------------------------------------------------------------------------------------------- */

/* does it differ between this curve and another of the figure (of the same algorithm, for a swept key)? */
static int tells_apart(const struct build *b, long row, int what)
{
    if (what == b->key || is_facet(b, what)) return 0;
    for (int i = 0; i < b->f->n; i++)
        for (int j = 0; j < b->f->panel[i].n; j++) {
            long other = b->f->panel[i].curve[j].row;
            if ((what < 0 || same(b, row, other, ALGO)) && !same(b, row, other, what)) return 1;
        }
    return 0;
}

static char *curve_label(const struct build *b, long row)
{
    char *label = NULL;
    size_t size;
    FILE *to = open_memstream(&label, &size);
    if (!to) return NULL;
    const char *space = "";
    if (tells_apart(b, row, ALGO)) put_clean(to, text_at(b, row, ALGO)), space = " ";
    for (int k = 0; k < b->e->n_keys; k++) {
        if (!strcmp(text_at(b, row, k), "NaN") || !tells_apart(b, row, k)) continue;
        fputs(space, to), put_clean(to, b->e->key[k]), fputc('=', to), put_clean(to, text_at(b, row, k));
        space = " ";
    }
    if (tells_apart(b, row, ENV)) fputs(space, to), put_clean(to, text_at(b, row, ENV)), space = " ";
    if (!*space) put_clean(to, text_at(b, row, strcmp(text_at(b, row, ALGO), "NaN") ? ALGO : METRIC));
    return fclose(to) ? NULL : label;
}

/* what a panel is of: the environment plain, other facets with their names */
static char *panel_label(const struct build *b, long row)
{
    char *label = NULL;
    size_t size;
    FILE *to = open_memstream(&label, &size);
    if (!to) return NULL;
    for (int i = 0, n = 0; i < b->n_facets; i++) {
        const char *text = text_at(b, row, b->facet[i]);
        if (!strcmp(text, "NaN") && b->facet[i] == ENV) continue;
        fputs(n++ ? ", " : "", to);
        if (b->facet[i] >= 0) put_clean(to, b->e->key[b->facet[i]]), fputc('=', to);
        put_clean(to, text);
    }
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

static int name_all(struct build *b)
{
    int styles = 0;
    struct figure *f = b->f;
    for (int i = 0; i < f->n; i++) {
        struct panel *p = &f->panel[i];
        p->name = clean(p->metric), p->where = panel_label(b, p->row);
        if (!p->name || !p->where) return out_of_memory();
        for (int j = 0; j < p->n; j++) {
            p->curve[j].label = curve_label(b, p->curve[j].row);
            if (!p->curve[j].label) return out_of_memory();
            p->curve[j].style = style_of(f, &p->curve[j], &styles);
        }
    }
    return 0;
}

static int write_note(const struct build *b)
{
    char *note = NULL, step[TICK_TEXT];
    size_t size;
    const struct statistic_names *s = &statistic_names[b->wish->stat];
    FILE *to = open_memstream(&note, &size);
    if (!to) return out_of_memory();
    fprintf(to, "%s of ", s->words);
    if (b->least < b->most) fprintf(to, "%.15g to ", b->least);
    fprintf(to, "%.15g seed%s", b->most, b->most == 1 ? "" : "s");
    if (b->key != NOTHING && b->first_step < b->last_step) fprintf(to, " at the last step");
    else if (b->key != NOTHING) {
        quantity(step, b->last_step, 10);
        fprintf(to, " at %s %s", b->wish->step_name ? b->wish->step_name : "step", step);
    }
    fprintf(to, ", band: %s", s->band);
    if (b->bad > 0) fprintf(to, "; up to %.15g left out (n_bad)", b->bad);
    if (fclose(to)) return out_of_memory();
    b->f->note = note;
    return 0;
}

/* ---- ranges -------------------------------------------------------------------------------------------------------- */

static void widen(struct range *r, double v)
{
    if (!isfinite(v) || (r->log && v <= 0)) return;
    r->lo = fmin(r->lo, v), r->hi = fmax(r->hi, v);
}

static const struct curve *longest_curve(const struct panel *p)
{
    const struct curve *longest = &p->curve[0];
    for (int i = 1; i < p->n; i++)
        if (p->curve[i].n > longest->n) longest = &p->curve[i];
    return longest;
}

/* are the steps of the longest curve spread over more than 1.5 decades, most of them near the lower end? */
static int log_steps(const struct panel *p)
{
    const struct curve *longest = longest_curve(p);
    const struct spot *low = longest->at, *high = low + longest->n - 1;
    while (low < high && low->x <= 0) low++;
    return high - low >= 2 && high->x > 31.6 * low->x && low[(high - low) / 2].x < (low->x + high->x) / 4;
}

/* are a key's values more even on a logarithmic axis than on a linear one?  Two have to be a decade apart. */
static int log_values(const struct panel *p)
{
    const struct curve *c = longest_curve(p);
    double least[2] = {INFINITY, INFINITY}, most[2] = {0, 0};
    if (c->n < 2 || c->at[0].x <= 0) return 0;
    for (long i = 1; i < c->n; i++) {
        const double gap[] = {c->at[i].x - c->at[i - 1].x, decades(c->at[i].x / c->at[i - 1].x)};
        for (int k = 0; k < 2; k++) least[k] = fmin(least[k], gap[k]), most[k] = fmax(most[k], gap[k]);
    }
    return c->n == 2 ? most[1] >= 1 : most[1] / least[1] < most[0] / least[0] * (1 - 1e-9);
}

/* 1 if something can be drawn, 0 if nothing, -1 after fail() */
static int find_ranges(const struct build *b, struct panel *p)
{
    const struct wish *wish = b->wish;
    int spaced = b->key == NOTHING ? log_steps(p) : log_values(p), finite = 0;
    p->x = (struct range){INFINITY, -INFINITY, wish->x == BY_DATA ? spaced : wish->x == LOG_SCALE};
    p->y = (struct range){INFINITY, -INFINITY, wish->log_y};
    for (int i = 0; i < p->n; i++)
        for (const struct spot *at = p->curve[i].at; at < p->curve[i].at + p->curve[i].n; at++) {
            if (!isfinite(at->y)) continue;
            finite = 1;
            if ((p->x.log && at->x <= 0) || (p->y.log && at->y <= 0)) continue;
            widen(&p->x, at->x), widen(&p->y, at->y), widen(&p->y, at->hi);
            if (!p->y.log || at->lo > at->y / 10) widen(&p->y, at->lo);     /* a band that nears 0 has no end on a log axis */
        }
    if (!finite) {
        p->x = p->y = (struct range){0, 1, 0};
        return 0;
    }
    if (p->y.lo > p->y.hi || (p->x.lo > p->x.hi && b->key == NOTHING))
        return fail("%s: nothing positive to show on a logarithmic axis; try without %s", p->name, p->y.log ? "--logy" : "--logx");
    if (p->x.lo > p->x.hi) p->x = (struct range){0, 1, 0};                  /* no curve here has the key */

    /* linear values near zero are better seen from zero */
    if (!p->y.log && p->y.lo > 0 && p->y.lo < p->y.hi / 3) p->y.lo = 0;
    if (!p->y.log && p->y.hi < 0 && p->y.hi > p->y.lo / 3) p->y.hi = 0;
    return stretch_flat(p) ? -1 : 1;
}

/* panels of one metric and environment are there to be compared: they share their axes */
static void share_ranges(struct figure *f)
{
    for (int i = 0; i < f->n; i++)
        for (int j = 0; j < f->n; j++) {
            struct panel *a = &f->panel[i], *b = &f->panel[j];
            if (strcmp(a->metric, b->metric) || a->y.log != b->y.log || a->x.log != b->x.log) continue;
            widen(&a->x, b->x.lo), widen(&a->x, b->x.hi), widen(&a->y, b->y.lo), widen(&a->y, b->y.hi);
        }
}

static int all_ranges(const struct build *b)
{
    int drawable = 0;
    for (int i = 0; i < b->f->n; i++) {
        int found = find_ranges(b, &b->f->panel[i]);
        if (found < 0) return -1;
        drawable += found;
    }
    if (!drawable && !b->wish->empty)
        return fail("%s: %s is not a number in any row: nothing to draw; did all seeds diverge?", b->e->path,
                    statistic_names[b->wish->stat].value);
    if (!is_facet(b, ENV)) share_ranges(b->f);
    return 0;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------- */

/* is name one of the comma-separated words of list? */
static int among(const char *list, const char *name)
{
    for (size_t n = strlen(name); list; list = strchr(list, ',') ? strchr(list, ',') + 1 : NULL)
        if (!strncmp(list, name, n) && (list[n] == ',' || !list[n])) return 1;
    return 0;
}

/* the metrics of the file, for a message */
static int no_such_metric(const struct estimates *e, const char *wanted)
{
    char have[200] = "";
    for (long row = 0; row < e->n; row++) {
        const char *name = e->row[row].metric;
        size_t used = strlen(have);
        if (!among(have, name) && used + strlen(name) + 2 < sizeof have)
            snprintf(have + used, sizeof have - used, "%s%s", used ? "," : "", name);
    }
    return fail("--metric %s: %s has %s", wanted, e->path, have);
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

static int longest(const struct figure *f)
{
    long n = 0;
    for (int i = 0; i < f->n; i++)
        for (int j = 0; j < f->panel[i].n; j++)
            if (!f->panel[i].curve[j].flat && f->panel[i].curve[j].n > n) n = f->panel[i].curve[j].n;
    return (int)n;
}

static int add_all(struct build *b)
{
    const struct estimates *e = b->e;
    if (!e->n) return fail("%s has a header but no rows: nothing to draw; has the run finished its first block?", e->path);
    for (long row = 0; row < e->n; row++)
        if (!b->wish->metric || among(b->wish->metric, e->row[row].metric))
            if (add_row(b, row)) return -1;
    if (!b->f->n) return no_such_metric(e, b->wish->metric);
    for (int i = 0; i < b->f->n; i++)
        for (int j = 0; j < b->f->panel[i].n; j++)
            if (in_order(b, &b->f->panel[i].curve[j])) return -1;
    return 0;
}

int figure_build(struct figure *f, const struct estimates *e, const struct wish *wish)
{
    *f = (struct figure){.columns = 1};
    struct build b = {.f = f, .e = e, .wish = wish, .key = NOTHING, .least = INFINITY, .first_step = INFINITY, .last_step = -INFINITY};
    const char *key = wish->key && strcmp(wish->key, "step") ? wish->key : NULL;
    if (key && (b.key = find_key(e, key, strlen(key))) == NOTHING) return no_such_key(e, "x", key, strlen(key), "step");
    if (read_facets(&b) || add_all(&b) || (key && turn(&b)) || name_all(&b) || write_note(&b) || all_ranges(&b)) return -1;
    if (wish->title && !(f->title = clean(wish->title))) return out_of_memory();
    if (!(f->x_name = clean(wish->x_name ? wish->x_name : key ? key : wish->step_name ? wish->step_name : "step"))) return out_of_memory();

    /* a row of panels for each metric if there are several of each; else as square as it gets */
    by_metric(f);
    int of_first = 0;
    for (int i = 0; i < f->n; i++) of_first += !strcmp(f->panel[i].metric, f->panel[0].metric);
    f->columns = of_first > 1 && of_first <= 4 ? of_first : f->n == 1 ? 1 : f->n == 2 || f->n == 4 ? 2 : 3;
    f->marks = longest(f) <= 12;
    return 0;
}

void figure_free(struct figure *f)
{
    for (int i = 0; i < f->n; i++) {
        struct panel *p = &f->panel[i];
        for (int j = 0; j < p->n; j++) free(p->curve[j].label), free(p->curve[j].at);
        free(p->curve), free(p->name), free(p->where);
    }
    free(f->panel), free(f->title), free(f->note), free(f->x_name);
}
