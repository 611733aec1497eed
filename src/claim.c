/* Reading claims, gathering what they speak of, and judging them: see claim.h. */
#include "claim.h"
#include "number.h"
#include "param.h"
#include "rng.h"
#include "stats.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const verdicts[] = { [HOLDS] = "holds", [FAILS] = "fails", [UNDECIDED] = "undecided" };

/* ---- reading ----------------------------------------------------------------------------------------------------------------- */
struct reader {
    const struct plan *plan; struct claim *claim;
    const char *rest;
    char word[128];                   /* the word at hand, "" at the end */
    int metric, from, to;             /* from: log point, -1 for "at"    */
    int mean;                         /* "over"                        */
    double scale;
};

static __attribute__((format(printf, 2, 3))) int wrong(const struct reader *r, const char *format, ...)
{
    char what[600], where[300] = "plan.json";
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    if (r->plan->file)
        snprintf(where, sizeof where, "%.280s:%ld", r->plan->file, r->claim->line);
    return fail("%s: claim %.64s: %s", where, r->claim->name, what);
}

/* the next word: words end at blanks; < > * ; and .. are words wherever they stand, and so is the colon that ends a word */
static const char *next(struct reader *r)
{
    size_t n = 0;
    r->rest += strspn(r->rest, " \t");
    if (strchr("<>*;:", *r->rest))
        n = *r->rest != 0;
    else if (!strncmp(r->rest, "..", 2))
        n = 2;
    else
        while (r->rest[n] && !strchr(" \t<>*;", r->rest[n]) && strncmp(r->rest + n, "..", 2)
               && !(r->rest[n] == ':' && strchr(" \t", r->rest[n + 1])))
            n++;
    snprintf(r->word, sizeof r->word, "%.*s", (int)n, r->rest);
    r->rest += n;
    return r->word;
}
static int is(const struct reader *r, const char *word) { return !strcmp(r->word, word); }
static int expect(struct reader *r, const char *word)
{
    if (!is(r, word))
        return wrong(r, "'%s' where '%s' should stand; a claim is written as regret at 10k: ucb1 < 2 * ts", r->word, word);
    next(r);
    return 0;
}
static int read_number(struct reader *r, double *out)
{
    if (number_parse(r->word, out))
        return wrong(r, "'%s' where a number should stand", r->word);
    next(r);
    return 0;
}

static int read_metric(struct reader *r)
{
    const char *names[MOST_METRICS];
    for (r->metric = 0; r->metric < r->plan->n_metrics; r->metric++) {
        names[r->metric] = r->plan->metric[r->metric]->name;
        if (is(r, names[r->metric]))
            return next(r), 0;
    }
    const char *near = nearest(r->word, names, (size_t)r->plan->n_metrics);
    return wrong(r, "metric '%s' is not logged%s%s%s; metrics = names those that are", r->word, near ? ": did you mean '" : "",
                 near ? near : "", near ? "'" : "");
}

static int read_step(struct reader *r, int *log)
{
    const struct plan *p = r->plan;
    double step;
    if (read_number(r, &step))
        return -1;
    *log = 0;
    for (int j = 0; j < p->n_log; j++)
        if (fabs((double)p->log[j] - step) < fabs((double)p->log[*log] - step))
            *log = j;
    return (double)p->log[*log] == step ? 0 : wrong(r, "step %.17g is not logged, the nearest is %ld; log = names the steps that are", step, p->log[*log]);
}

/* METRIC when ":" */
static int read_head(struct reader *r)
{
    next(r), r->from = -1, r->scale = 1, r->mean = 0;
    if (read_metric(r))
        return -1;
    if (is(r, "from") || is(r, "over")) {
        r->mean = is(r, "over");
        next(r);
        if (read_step(r, &r->from) || expect(r, "to"))
            return -1;
    } else if (expect(r, "at"))
        return -1;
    if (read_step(r, &r->to))
        return -1;
    long a = r->from < 0 ? 1 : r->plan->log[r->from], b = r->plan->log[r->to];
    if (b <= a && r->from >= 0)
        return wrong(r, "%s %ld to %ld: the second step must be later", r->mean ? "over" : "from", a, b);
    if (is(r, "per") && !r->mean) {
        next(r);
        if (expect(r, "ln"))
            return -1;
        if (b == a)
            return wrong(r, "ln of step 1 is 0");
        r->scale = 1 / (log_of((double)b) - log_of((double)a));
    }
    return expect(r, ":");
}

static int find_curve(struct reader *r, long *point)
{
    const struct plan *p = r->plan;
    long found = 0, n = 0;
    const char **names = calloc((size_t)p->n_points + 1, sizeof *names);
    if (!names)
        return fail_inside("out of memory");
    for (long i = 0; i < p->n_points; i++) {
        names[i] = p->point[i].label;
        if (is(r, names[i]))
            n++, found = i;
    }
    const char *near = n ? NULL : nearest(r->word, names, (size_t)p->n_points);
    free(names);
    if (!n)
        return wrong(r, "no curve '%s'%s%s%s; curves are sections, or section:algo", r->word, near ? ": did you mean '" : "", near ? near : "", near ? "'" : "");
    if (n > 1)
        return wrong(r, "'%s' is %ld curves: give each its own section to speak of it", r->word, n);
    *point = found;
    next(r);
    return 0;
}

static int add_term(struct reader *r, long point, int log, int right, double weight)
{
    struct claim *c = r->claim;
    if (c->n_terms == MOST_TERMS)
        return wrong(r, "more than %d terms", MOST_TERMS);
    c->term[c->n_terms++] = (struct term){ point, log, r->metric, right, weight };
    return 0;
}

/* a curve at one step; the difference of two; the mean of all from one to the other */
static int add_terms(struct reader *r, long point, int right, double weight)
{
    for (int log = r->from; r->mean && log <= r->to; log++)
        if (add_term(r, point, log, right, weight / (r->to - r->from + 1)))
            return -1;
    if (r->mean)
        return 0;
    return (r->from >= 0 && add_term(r, point, r->from, right, -weight)) || add_term(r, point, r->to, right, weight) ? -1 : 0;
}

static int read_side(struct reader *r, int right)
{
    struct claim *c = r->claim;
    for (double sign = 1; ; ) {
        double number = 1;
        long point = 0;
        int plain = !number_parse(r->word, &number);
        if (plain)
            next(r);
        if (plain && !is(r, "*"))
            c->fixed[right] += sign * number;
        else {
            if (plain)
                next(r);
            if (find_curve(r, &point) || add_terms(r, point, right, sign * number * r->scale))
                return -1;
        }
        if (!is(r, "+") && !is(r, "-"))
            return 0;
        sign = is(r, "+") ? 1 : -1;
        next(r);
    }
}

static int read_claim(struct reader *r)
{
    struct claim *c = r->claim;
    r->rest = c->text, c->published = NAN, c->origin = "";
    if (read_head(r) || read_side(r, 0))
        return -1;
    if (is(r, "in")) {
        c->relation = '=';
        next(r);
        if (read_number(r, &c->low) || expect(r, "..") || read_number(r, &c->high))
            return -1;
        if (!(c->low <= c->high))
            return wrong(r, "in %.17g .. %.17g: the lower bound comes first", c->low, c->high);
    } else if (is(r, "<") || is(r, ">")) {
        c->relation = r->word[0];
        next(r);
        if (read_side(r, 1))
            return -1;
    } else
        return wrong(r, "'%s' where <, > or in should stand", r->word);
    if (!c->n_terms)
        return wrong(r, "names no curve");
    if (is(r, ";")) {
        next(r);
        if (expect(r, "published"))
            return -1;
        if (number_parse(r->word, &c->published))
            return wrong(r, "published '%s': a number", r->word);
        c->origin = r->rest + strspn(r->rest, " \t");
        if (*c->origin && *c->origin != '(')
            return wrong(r, "'%.40s': where a number comes from stands in brackets", c->origin);
        return 0;
    }
    return *r->word ? wrong(r, "'%s' after its end", r->word) : 0;
}

int claims_make(struct claims *all, const struct plan *p)
{
    *all = (struct claims){ .plan = p, .n = p->n_claims, .claim = calloc((size_t)p->n_claims + 1, sizeof *all->claim) };
    int status = all->claim ? 0 : fail_inside("out of memory");
    if (!status && !all->n)
        status = fail("%s: claims nothing: a [claims] section says what is to be checked; 'lockstep run' runs it without", p->file ? p->file : "plan.json");
    for (int i = 0; i < all->n && !status; i++) {
        struct claim *c = &all->claim[i];
        struct reader r = { .plan = p, .claim = c };
        c->name = p->claim[i].name, c->text = p->claim[i].text, c->line = p->claim[i].line;
        status = read_claim(&r);
        for (int side = 0; side < 2 && !status; side++) {
            if (!(c->side[side] = calloc((size_t)p->n + 1, sizeof **c->side)))
                status = fail_inside("out of memory");
            for (long k = 0; k < p->n && !status; k++)
                c->side[side][k] = c->fixed[side];
        }
    }
    if (status)
        claims_free(all);
    return status;
}

void claims_free(struct claims *all)
{
    for (int i = 0; i < all->n && all->claim; i++)
        free(all->claim[i].side[0]), free(all->claim[i].side[1]);
    free(all->claim);
    *all = (struct claims){ 0 };
}

/* ---- gathering --------------------------------------------------------------------------------------------------------------- */
int claims_take(struct claims *all, const struct outcome *o)
{
    long n = all->plan->n;
    double *x = malloc((size_t)n * sizeof *x);
    int status = x ? 0 : fail_inside("out of memory");
    for (int i = 0; i < all->n; i++)
        for (int j = 0; j < all->claim[i].n_terms && !status; j++) {
            const struct term *t = &all->claim[i].term[j];
            double *sum = all->claim[i].side[t->right];
            if (t->point != o->point->index)
                continue;
            status = outcome_values(o, t->log, t->metric, 0, n, x);
            for (long k = 0; k < n && !status; k++)
                sum[k] += t->weight * x[k];
        }
    free(x);
    return status;
}

/* curves.csv, point by point, into the claims: its rows are sorted by point, seed and step */
int claims_read(struct claims *claims, const struct table *t)
{
    const struct plan *p = claims->plan;
    int step = table_column(t, "step"), seed = table_column(t, "seed"), point = table_column(t, "point");
    double *values = malloc((size_t)p->n * (size_t)p->n_log * (size_t)p->n_metrics * sizeof *values), x;
    int status = step < 0 || seed < 0 || point < 0 ? -1 : values ? 0 : fail_inside("out of memory");
    if (!status && t->rows != p->n_points * p->n * p->n_log)
        status = fail_file("%s: %ld rows where plan.json wants %ld points of %ld seeds and %d steps", t->path, t->rows, p->n_points, p->n,
                           p->n_log);
    long row = 0;
    for (long q = 0; q < p->n_points && !status; q++) {
        struct outcome o = { .plan = p, .point = &p->point[q], .values = values, .file = -1 };
        for (long i = 0; i < p->n && !status; i++)
            for (int j = 0; j < p->n_log && !status; j++, row++) {
                const long is[] = { q, p->first + i, p->log[j] };
                const int in[] = { point, seed, step };
                for (int k = 0; k < 3 && !status; k++)
                    if (!(status = table_number(t, row, in[k], &x)) && x != (double)is[k])
                        status = fail_file("%s:%ld: %s is %.17g where plan.json wants %ld", t->path, row + 2, t->name[in[k]], x, is[k]);
                for (int m = 0; m < p->n_metrics && !status; m++) {
                    int column = table_column(t, p->metric[m]->name);
                    status = column < 0 ? -1 : table_result(t, row, column, &values[(j * p->n_metrics + m) * p->n + i]);
                }
            }
        if (!status)
            status = claims_take(claims, &o);
    }
    free(values);
    return status;
}

/* ---- judging ----------------------------------------------------------------------------------------------------------------- */
struct finding claim_find(const struct claims *all, const struct claim *c)
{
    long n = all->plan->n, good = 0;
    double *margin = malloc((size_t)n * sizeof *margin), right = 0;
    struct finding f = { NAN, NAN, NAN, NAN, NAN, 0, UNDECIDED };
    for (long i = 0; i < n && margin; i++)
        if (isfinite(c->side[0][i]) && isfinite(c->side[1][i]))
            margin[good++] = c->side[0][i] - c->side[1][i], right += c->side[1][i];
    if (good) {
        struct interval m = mean_interval(margin, good, 0.95);
        right /= (double)good;
        f.n = good, f.measured = m.estimate + right, f.lo = m.lo + right, f.hi = m.hi + right;
        f.low = c->relation == '=' ? c->low : c->relation == '>' ? right : -INFINITY;
        f.high = c->relation == '=' ? c->high : c->relation == '<' ? right : INFINITY;
        /* judged where nothing was rounded by the shift; "<" and ">" do not hold at equality */
        int strict = c->relation != '=';
        double low = f.low - right, high = f.high - right;
        if (good == n && (strict ? m.lo > low && m.hi < high : m.lo >= low && m.hi <= high))
            f.verdict = HOLDS;
        else if (good == n && (strict ? m.hi <= low || m.lo >= high : m.hi < low || m.lo > high))
            f.verdict = FAILS;
    }
    free(margin);
    return f;
}

/* ---- telling ----------------------------------------------------------------------------------------------------------------- */
static void claimed_text(const struct claim *c, const struct finding *f, char *to, size_t size)
{
    if (c->relation == '=')
        snprintf(to, size, "%.5g .. %.5g", f->low, f->high);
    else
        snprintf(to, size, "%c %.5g", c->relation, c->relation == '<' ? f->high : f->low);
}

int claims_print(const struct claims *all, const char *experiment)
{
    int wide = 5, count[3] = { 0 };
    const struct plan *p = all->plan;
    for (int i = 0; i < all->n; i++)
        wide = (int)strlen(all->claim[i].name) > wide ? (int)strlen(all->claim[i].name) : wide;
    printf("%s: %s\n%ld seeds, %ld %s\n\n", experiment, p->title ? p->title : "claims", p->n, p->steps, p->episodes ? "episodes" : "steps");
    printf("  %-*s  %10s  %10s  %-22s  %-18s  %s\n", wide, "claim", "published", "measured", "95 % interval", "claimed", "verdict");
    for (int i = 0; i < all->n; i++) {
        const struct claim *c = &all->claim[i];
        struct finding f = claim_find(all, c);
        char published[32] = "-", interval[64], claimed[64];
        if (!isnan(c->published))
            snprintf(published, sizeof published, "%.5g", c->published);
        snprintf(interval, sizeof interval, "%.5g .. %.5g", f.lo, f.hi);
        claimed_text(c, &f, claimed, sizeof claimed);
        printf("  %-*s  %10s  %10.5g  %-22s  %-18s  %s\n", wide, c->name, published, f.measured, interval, claimed, verdicts[f.verdict]);
        if (f.verdict != HOLDS)
            printf("  %-*s  %s\n", wide, "", c->text);
        count[f.verdict]++;
    }
    printf("\n%d claims: %d hold, %d fail, %d undecided\n", all->n, count[HOLDS], count[FAILS], count[UNDECIDED]);
    return count[FAILS] + count[UNDECIDED];
}

void claims_header(struct rows *r)
{
    static const char *const names[] = { "experiment", "claim", "published", "measured", "ci_lo", "ci_hi", "claimed_lo", "claimed_hi", "n", "verdict" };
    rows_header(r, names, sizeof names / sizeof *names);
}

int claims_rows(const struct claims *all, const char *experiment, struct rows *r)
{
    int not_shown = 0;
    for (int i = 0; i < all->n; i++) {
        const struct claim *c = &all->claim[i];
        struct finding f = claim_find(all, c);
        cell_text(r, experiment), cell_text(r, c->name);
        cell_number(r, c->published), cell_number(r, f.measured), cell_number(r, f.lo), cell_number(r, f.hi);
        cell_number(r, isfinite(f.low) ? f.low : NAN), cell_number(r, isfinite(f.high) ? f.high : NAN);
        cell_long(r, f.n), cell_text(r, verdicts[f.verdict]);
        not_shown += f.verdict != HOLDS;
    }
    return not_shown;
}
