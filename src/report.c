/* The parts of a report: see report.h. */
#include "report.h"
#include "again.h"
#include "fail.h"
#include "html.h"
#include "number.h"
#include "plan.h"
#include "plot.h"
#include "stats.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CELL = 64, MOST_SHOWN = 30, FEW_SEEDS = 10 };

/* ---- reading ------------------------------------------------------------------------------------------------------------ */

static const char *fact(const struct report *r, const char *name)
{
    return json_string_value(json_object_get(r->facts, name));
}

static char *copy(const char *text)
{
    char *made = text ? strdup(text) : NULL;
    if (text && !made)
        fail_inside("out of memory");
    return made;
}

/* the last part of a path; "." and the like have none that says something */
static char *last_part(const char *path)
{
    size_t end = strlen(path), from;
    while (end > 1 && path[end - 1] == '/')
        end--;
    for (from = end; from && path[from - 1] != '/'; from--) {}
    char *made = strndup(path + from, end - from);
    if (!made)
        fail_inside("out of memory");
    return made;
}

int report_read(struct report *r, const struct store *s)
{
    size_t size;
    *r = (struct report){ .store = s, .plan = s->plan, .path = s->path };
    char *text = regular_read(s->dir, "manifest.json", (size_t)1 << 24, &size);
    r->facts = text ? json_loadb(text, size, 0, NULL) : NULL;
    free(text);
    if (!(r->name = last_part(s->path)))
        return -1;
    r->title = copy(fact(r, "title") ? fact(r, "title") : r->name), r->command = copy(fact(r, "command"));
    return !r->title || failure() ? -1 : samples_read(&r->samples, s->path);
}

void report_free(struct report *r)
{
    json_decref(r->facts);
    free(r->name), free(r->title), free(r->command);
    samples_free(&r->samples);
    *r = (struct report){ 0 };
}

/* ---- numbers ------------------------------------------------------------------------------------------------------------ */

/* v with so many places behind the point; the true minus sign */
static void fixed(char to[CELL], double v, int places)
{
    char text[CELL];
    if (!isfinite(v))
        snprintf(text, sizeof text, "%s", isnan(v) ? "–" : v > 0 ? "∞" : "-∞");
    else if (v != 0 && (fabs(v) >= 1e9 || fabs(v) < 1e-6))
        snprintf(text, sizeof text, "%.4g", v);
    else
        snprintf(text, sizeof text, "%.*f", places, v);
    snprintf(to, CELL, "%s%.*s", *text == '-' ? "−" : "", CELL - 4, text + (*text == '-'));
}

/* places that show two digits of half an interval's width, or four of v where there is none */
static int places(double v, double lo, double hi)
{
    double half = hi / 2 - lo / 2, size = isfinite(half) && half > 0 ? half : fabs(v);
    int digits = isfinite(half) && half > 0 ? 2 : 4;
    if (!isfinite(size) || size <= 0)
        return 0;
    int n = digits - 1 - (int)floor(decades(size) + 1e-9);
    return n < 0 ? 0 : n > 9 ? 9 : n;
}

/* a value with its mark above its interval */
static void put_interval(struct sink *out, double v, double lo, double hi, const char *mark)
{
    char a[CELL], b[CELL], c[CELL];
    int n = places(v, lo, hi);
    fixed(a, v, n), fixed(b, lo, n), fixed(c, hi, n);
    put(out, "<td><span class=\"value\">%s</span>", a);
    if (*mark)
        put(out, " <span class=\"mark\">%s</span>", mark);
    put(out, " <span class=\"interval\">%s to %s</span></td>", b, c);
}

/* ---- the last step ------------------------------------------------------------------------------------------------------ */

enum mark { PLAIN, BEST, TIED };
struct row { const struct group *group; const struct curve *curve; struct summary summary; enum mark mark; };
struct last { const struct report *r; const struct panel *panel; int metric, more_is_better, n; struct row *row; double step, level; };

/* the group of a curve of the figure */
static const struct group *group_of(const struct report *r, const struct estimate *x, int n_keys)
{
    for (int i = 0; i < r->samples.n; i++) {
        const struct group *g = &r->samples.group[i];
        int k = 0;
        while (k < n_keys && k < r->samples.n_keys && !strcmp(g->value[k], x->value[k]))
            k++;
        if (k == n_keys && k == r->samples.n_keys && !strcmp(g->env, x->env) && !strcmp(g->algo, x->algo))
            return g;
    }
    return NULL;
}

static int read_last(struct last *l, const struct estimates *e)
{
    const struct samples *s = &l->r->samples;
    l->row = calloc((size_t)l->panel->n + 1, sizeof *l->row);
    if (!l->row || (l->metric = samples_metric(s, l->panel->metric)) < 0)
        return l->row ? -1 : fail_inside("out of memory");
    for (int i = 0; i < l->panel->n; i++) {
        struct row *row = &l->row[l->n++];
        row->curve = &l->panel->curve[i];
        if (!(row->group = group_of(l->r, &e->row[row->curve->row], e->n_keys)))
            return fail("%s: summary.csv has %s, curves.csv has not", l->r->path, row->curve->label);
        double *work = malloc((size_t)row->group->n * 2 * sizeof *work + 1);
        if (!work)
            return fail_inside("out of memory for %ld seeds", row->group->n);
        group_summary(s, row->group, row->group->n_steps - 1, l->metric, &row->summary, work);
        free(work);
        l->step = row->group->step[row->group->n_steps - 1];
    }
    return 0;
}

static int counts(const struct row *row) { return row->summary.n > 0 && !row->summary.n_bad; }

/* is it not shown to differ from the best? */
static int tied(const struct last *l, const struct row *best, const struct row *other)
{
    const struct group *a = best->group, *b = other->group;
    long most = a->n < b->n ? a->n : b->n, bad;
    double *x = malloc((size_t)most * 2 * sizeof *x + 1);
    if (!x)
        return fail_inside("out of memory for %ld seeds", most);
    long n = group_pairs(&l->r->samples, a, a->n_steps - 1, b, b->n_steps - 1, l->metric, x, x + most, &bad);
    struct interval d = paired_difference(x, x + most, n, l->level);
    free(x);
    return !(d.lo > 0) && !(d.hi < 0);
}

static int mark_rows(struct last *l)
{
    struct row *best = NULL;
    int k = 0;
    for (int i = 0; i < l->n; i++) {
        struct row *row = &l->row[i];
        if (!counts(row))
            continue;
        k++;
        if (!best || (l->more_is_better ? row->summary.mean > best->summary.mean : row->summary.mean < best->summary.mean))
            best = row;
    }
    if (k < 2)
        return 0;
    best->mark = BEST, l->level = 1 - 0.05 / (k - 1);
    for (int i = 0; i < l->n; i++) {
        int found = &l->row[i] == best || !counts(&l->row[i]) ? 0 : tied(l, best, &l->row[i]);
        if (found < 0)
            return -1;
        l->row[i].mark = found ? TIED : l->row[i].mark;
    }
    return 0;
}

static void put_row(struct sink *out, const struct row *row)
{
    static const char *const marks[] = { "", "best", "tied" };
    const struct summary *s = &row->summary;
    put(out, "<tr%s><th scope=\"row\" style=\"color:var(--text%d)\">", row->mark == BEST ? " class=\"best\"" : "",
        row->curve->style % COLOURS);
    put_text(out, row->curve->label);
    put(out, "</th>");
    put_interval(out, s->mean, s->ci_lo, s->ci_hi, marks[row->mark]);
    put_interval(out, s->iqm, s->iqm_lo, s->iqm_hi, "");
    put(out, "<td>%ld</td><td>%ld</td></tr>\n", s->n, s->n_bad);
}

static void put_last(struct sink *out, const struct last *l)
{
    static const char *const columns[] = { "curve", "mean, 95 % interval", "IQM, 95 % interval", "n", "n_bad" };
    char step[TICK_TEXT], note[600], label[200];
    quantity(step, l->step, 10);
    snprintf(note, sizeof note, "At %s %s. %s", l->r->plan->episodes ? "episode" : "step", step,
             l->level > 0 ? l->more_is_better ? "Best: the highest mean" : "Best: the lowest mean" : "");
    if (l->level > 0)
        snprintf(note + strlen(note), sizeof note - strlen(note),
                 "; tied: not shown to differ from it (paired by seed, all comparisons together at 95 %%). Curves with seeds left out "
                 "(n_bad) are not compared.");
    snprintf(label, sizeof label, "%.80s, %.80s: the last step", l->panel->name, l->panel->where);
    html_table(out, label, columns, 5);
    for (int i = 0; i < l->n; i++)
        put_row(out, &l->row[i]);
    html_table_end(out, note);
}

/* ---- results ------------------------------------------------------------------------------------------------------------ */

static int put_result(struct sink *out, const struct report *r, const struct estimates *e, const struct figure *all, int i, int level)
{
    char heading[400];
    struct figure one = *all;
    one.panel = &all->panel[i], one.n = one.columns = 1, one.title = NULL;
    struct last l = { .r = r, .panel = one.panel };
    const struct metric *metric = isa_metric(r->plan->isa, one.panel->metric);
    if (!metric)
        return -1;
    l.more_is_better = metric->more_is_better;
    snprintf(heading, sizeof heading, "%.150s%s%.150s", one.panel->name, *one.panel->where ? " on " : "", one.panel->where);
    html_heading(out, level, heading);
    put(out, "<div class=\"result\">\n<figure>\n<div class=\"scroll\" tabindex=\"0\">\n");
    int status = plot_svg_inline(out, &one);
    put(out, "</div>\n<figcaption>");
    put_text(out, all->note);
    put(out, "</figcaption>\n</figure>\n");
    if (!status && !(status = read_last(&l, e)) && !(status = mark_rows(&l)))
        put(out, "<div>\n"), put_last(out, &l), put(out, "</div>\n");
    put(out, "</div>\n");
    free(l.row);
    return status;
}

static int put_metric(struct sink *out, const struct report *r, const struct estimates *e, const char *metric, int level)
{
    const struct wish wish = { .metric = metric, .at = NAN, .empty = 1, .step_name = r->plan->episodes ? "episode" : "step" };
    struct figure f;
    int status = figure_build(&f, e, &wish);
    for (int i = 0; i < f.n && !status; i++)
        status = put_result(out, r, e, &f, i, level);
    figure_free(&f);
    return status;
}

int report_results(struct sink *out, const struct report *r, int level)
{
    struct estimates e;
    html_heading(out, level, "Results");
    int status = estimates_read(&e, r->path, MEAN);
    for (int m = 0; m < r->samples.n_metrics && !status; m++)
        status = put_metric(out, r, &e, r->samples.metric[m], level + 1);
    estimates_free(&e);
    return status;
}

/* ---- claims ------------------------------------------------------------------------------------------------------------- */

static void put_claim(struct sink *out, const struct claim *c, const struct finding *f)
{
    static const char *const shown[] = { [HOLDS] = "✓ holds", [FAILS] = "✗ fails", [UNDECIDED] = "? undecided" };
    char published[CELL] = "";
    size_t n = strcspn(c->text, ";");
    char *text = strndup(c->text, n);
    put(out, "<tr>");
    html_row_name(out, c->name);
    put(out, "<td><span class=\"mark %s\">%s</span></td>", verdicts[f->verdict], shown[f->verdict]);
    put_interval(out, f->measured, f->lo, f->hi, "");
    put(out, "<td>");
    if (!isnan(c->published))
        fixed(published, c->published, places(c->published, c->published, c->published));
    put_text(out, published);
    if (*c->origin)
        put(out, " <span class=\"interval origin\">"), put_text(out, c->origin), put(out, "</span>");
    put(out, "</td><td class=\"text\">");
    put_text(out, text ? text : c->text);
    put(out, "</td></tr>\n");
    free(text);
}

int report_claims(struct sink *out, const struct report *r, int level)
{
    static const char *const columns[] = { "claim", "verdict", "measured, 95 % interval", "published", "what it says" };
    struct claims claims = { 0 };
    struct table t = { 0 };
    char path[4200];
    int count[3] = { 0 };
    if (!r->plan->n_claims)
        return 0;
    snprintf(path, sizeof path, "%s/curves.csv", r->path);
    int status = claims_make(&claims, r->plan) || table_read(&t, path) || claims_read(&claims, &t) ? -1 : 0;
    if (!status) {
        html_heading(out, level, "Claims");
        html_table(out, "Claims and verdicts", columns, 5);
        for (int i = 0; i < claims.n; i++) {
            struct finding f = claim_find(&claims, &claims.claim[i]);
            count[f.verdict]++;
            put_claim(out, &claims.claim[i], &f);
        }
        html_table_end(out, "A claim holds if the interval lies inside what is claimed as a whole, fails if it lies outside as a whole, and is "
                            "undecided otherwise. The interval is that of the margin between the sides, laid around the left side.");
        put(out, "<p>%d claim%s: %d hold, %d fail, %d undecided.</p>\n", claims.n, claims.n == 1 ? "" : "s", count[HOLDS],
            count[FAILS], count[UNDECIDED]);
    }
    table_free(&t), claims_free(&claims);
    return status;
}

/* ---- parameters --------------------------------------------------------------------------------------------------------- */

static const char *at(const struct table *t, long row, int col) { return t->cell[row * t->cols + col]; }

static int varies(const struct table *t, int col)
{
    for (long row = 1; row < t->rows; row++)
        if (strcmp(at(t, row, col), at(t, 0, col)))
            return 1;
    return 0;
}

static const char *or_dash(const char *cell) { return strcmp(cell, "NaN") ? cell : "–"; }

static int put_points(struct sink *out, const struct table *t)
{
    const char **names = calloc((size_t)t->cols + 1, sizeof *names);
    int n = 0;
    if (!names)
        return fail_inside("out of memory");
    for (int c = 0; c < t->cols; c++)
        if (c < 3 || varies(t, c))
            names[n++] = t->name[c];
    put(out, "<details%s><summary>%ld point%s</summary>\n", t->rows <= MOST_SHOWN ? " open=\"open\"" : "", t->rows, t->rows == 1 ? "" : "s");
    html_table(out, "Parameters of every point", names, n);
    for (long row = 0; row < t->rows; row++) {
        put(out, "<tr>");
        html_row_name(out, at(t, row, 0));
        for (int c = 1; c < t->cols; c++)
            if (c < 3 || varies(t, c))
                html_cell(out, or_dash(at(t, row, c)));
        put(out, "</tr>\n");
    }
    html_table_end(out, "");
    put(out, "</details>\n");
    free(names);
    return 0;
}

int report_parameters(struct sink *out, const struct report *r, int level)
{
    struct table t = { 0 };
    char path[4200];
    int same = 0;
    snprintf(path, sizeof path, "%s/points.csv", r->path);
    int status = table_read(&t, path);
    if (!status) {
        html_heading(out, level, "Parameters");
        status = put_points(out, &t);
        for (int c = 3; c < t.cols; c++)
            if (t.rows && !varies(&t, c) && strcmp(at(&t, 0, c), "NaN")) {
                put(out, same++ ? ", " : "<p>The same everywhere: ");
                put_text(out, t.name[c]), put(out, "="), put_text(out, at(&t, 0, c));
            }
        put(out, same ? ".</p>\n" : "");
    }
    table_free(&t);
    return status;
}

/* ---- where it comes from ------------------------------------------------------------------------------------------------ */

static void put_commands(struct sink *out, const struct report *r)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        return;
    if (r->command)
        fprintf(to, "%s -o again\nlockstep verify again --against ", r->command), shell_word(to, r->name), putc('\n', to);
    fputs("lockstep verify ", to), shell_word(to, r->name);
    fputs("\n(cd ", to), shell_word(to, r->name), fputs(" && sha256sum -c SHA256SUMS)\n", to);
    if (!fclose(to))
        html_code(out, "Commands", text);
    free(text);
}

static void put_facts(struct sink *out, const struct report *r)
{
    static const struct { const char *name, *shown; } facts[] = {
        { "version", "lockstep" }, { "commit", "commit" }, { "compiler", "compiler" }, { "flags", "flags" },
        { "isa", "instruction set" }, { "host", "host" },
    };
    static const struct { const char *name, *shown; } numbers[] = { { "threads", "threads" }, { "restarts", "restarts" } };
    char text[CELL];
    json_t *finished = json_object_get(r->facts, "finished");
    put(out, "<dl>\n");
    html_term(out, "plan", r->store->plan_id);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        html_term(out, facts[i].shown, fact(r, facts[i].name));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        snprintf(text, sizeof text, "%lld", (long long)json_integer_value(json_object_get(r->facts, numbers[i].name)));
        html_term(out, numbers[i].shown, json_is_integer(json_object_get(r->facts, numbers[i].name)) ? text : NULL);
    }
    time_t when = (time_t)json_integer_value(finished);
    struct tm utc;
    if (json_is_integer(finished) && gmtime_r(&when, &utc) && strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc))
        html_term(out, "finished", text);
    put(out, "</dl>\n");
}

/* timing.csv: one row; it is a fact that no hash covers, and may be missing */
static void put_timing(struct sink *out, const struct report *r)
{
    size_t size;
    char *text = regular_read(r->store->dir, "timing.csv", 4096, &size), *row = text ? strchr(text, '\n') : NULL;
    double seconds, rate;
    if (row && sscanf(row + 1, "%*d,%*d,%*d,%lf,%lf", &seconds, &rate) == 2 && rate > 0) {
        char shown[CELL], second[CELL];
        quantity(shown, rate, 3), fixed(second, seconds, 3);
        put(out, "<p>The last process took %s s: %s steps a second.</p>\n", second, shown);
    }
    free(text);
}

int report_origin(struct sink *out, const struct report *r, int level)
{
    size_t size;
    char *sums = regular_read(r->store->dir, "SHA256SUMS", 4096, &size);
    html_heading(out, level, "Reproduce");
    if (!r->command)
        put(out, "<p>The directory does not record the line that made it; <code>plan.json</code> is the plan, and verify computes parts of it "
                 "again.</p>\n");
    put_commands(out, r);
    html_heading(out, level, "Provenance");
    put_facts(out, r);
    put_timing(out, r);
    if (sums)
        html_code(out, "SHA-256 of the files", sums);
    free(sums);
    return 0;
}
