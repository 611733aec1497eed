/* lockstep compare: is one group better than another, by how much, and is that sure?  From the values of every seed (samples.h), by the
 * tests of compare.h, corrected for the number of comparisons in one call. */
#include "aligned.h"
#include "commands.h"
#include "compare.h"
#include "fail.h"
#include "isa.h"
#include "number.h"
#include "option.h"
#include "plan.h"
#include "rows.h"
#include "samples.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum test { STUDENT, PERMUTATION, RANKS };
enum { FEW = 10 };

/* a against factor * b; differences are those of values, whichever is better */
struct comparison {
    const struct group *a, *b;
    double factor, step;
    long n, n_a, n_bad, alone;                        /* n_a: unpaired, of a; alone: seeds that only one side has */
    double mean_a, mean_b, t_p, other_p, p_holm, effect, delta;
    struct interval difference, ratio, improvement;   /* improvement: P(a is better)                 */
};

/* A<B, A>B, A<0.9*B */
struct assertion { const char *text; char *a, *b; double factor; int sign; };

struct request {
    struct samples s;
    int metric, unpaired, higher;
    enum test test;
    double at, level;
    uint64_t seed;
    long n, room; struct comparison *c;
    int n_asserted; struct assertion *asserted;
    char *texts;                                      /* what assertions point into                  */
};

/* ---- what is asked for -------------------------------------------------------------------------------------------------------- */

static int choose_test(struct request *q, const char *name)
{
    static const char *const names[] = { "t", "permutation", "u" };
    for (q->test = STUDENT; name && strcmp(name, names[q->test]); q->test++)
        if (q->test == RANKS)
            return fail("--test %.20s: must be t (default), permutation or u", name);
    if (q->test == PERMUTATION && q->unpaired)
        return fail("--test permutation: is for pairs; with --unpaired there are t and u");
    if (q->test == RANKS && !q->unpaired)
        return fail("--test u: is for independent groups; add --unpaired, or take permutation, which is for pairs");
    return 0;
}

static char *trimmed(char *text)
{
    text += strspn(text, " \t");
    for (size_t n = strlen(text); n && strchr(" \t", text[n - 1]);)
        text[--n] = 0;
    return text;
}

/* text is cut into the names it holds; whole: the same, uncut */
static int read_assertion(struct request *q, struct assertion *x, char *text, const char *whole)
{
    char *relation = strpbrk(text, "<>"), *star;
    *x = (struct assertion){ .text = whole, .factor = 1 };
    if (!relation || !*trimmed(relation + 1) || relation == text)
        return fail("--assert '%.80s': is written A<B, A>B or A<0.9*B, between quotes", whole);
    x->sign = *relation == '<' ? -1 : 1;
    *relation = 0;
    x->a = trimmed(text), x->b = trimmed(relation + 1);
    if ((star = strchr(x->b, '*'))) {
        *star = 0;
        if (number_parse(trimmed(x->b), &x->factor))
            return fail("--assert '%.80s': '%.40s' where a number should stand before '*'", whole, x->b);
        x->b = trimmed(star + 1);
    }
    return samples_group(&q->s, NULL, x->a) < 0 || samples_group(&q->s, NULL, x->b) < 0 ? -1 : 0;
}

static int read_assertions(struct request *q, const char *words)
{
    size_t size = words ? strlen(words) + 1 : 0, most = 1;
    for (size_t i = 0; i + 1 < size; i++)
        most += words[i] == ',';
    if (!words)
        return 0;
    q->texts = malloc(2 * size), q->asserted = calloc(most, sizeof *q->asserted);
    if (!q->texts || !q->asserted)
        return fail_inside("out of memory");
    char *text = q->texts, *whole = q->texts + size;
    memcpy(text, words, size), memcpy(whole, words, size);
    for (int last = 0; !last;) {
        size_t length = strcspn(text, ",");
        last = !text[length];
        text[length] = whole[length] = 0;
        if (read_assertion(q, &q->asserted[q->n_asserted++], text, trimmed(whole)))
            return -1;
        text += length + 1, whole += length + 1;
    }
    return 0;
}

/* ---- which comparisons ---------------------------------------------------------------------------------------------------------- */

/* its place, or -1; *sign -1: as b against a */
static long find(const struct request *q, const struct group *a, const struct group *b, double factor, int *sign)
{
    for (long i = 0; i < q->n; i++) {
        const struct comparison *c = &q->c[i];
        *sign = c->a == a ? 1 : -1;
        if (c->factor == factor && ((c->a == a && c->b == b) || (factor == 1 && c->a == b && c->b == a)))
            return i;
    }
    return -1;
}

static int add(struct request *q, const struct group *a, const struct group *b, double factor)
{
    if (q->n == q->room) {
        long room = q->room * 2 + 16;
        struct comparison *more = realloc(q->c, (size_t)room * sizeof *more);
        if (!more)
            return fail_inside("out of memory for %ld comparisons", room);
        q->c = more, q->room = room;
    }
    q->c[q->n++] = (struct comparison){ .a = a, .b = b, .factor = factor };
    return 0;
}

/* the group of that label on the environment of another, or NULL */
static const struct group *neighbour(const struct samples *s, const struct group *of, const char *label)
{
    for (int i = 0; i < s->n; i++)
        if (!strcmp(s->group[i].env, of->env) && !strcmp(s->group[i].label, label))
            return &s->group[i];
    return NULL;
}

static int first_of_env(const struct samples *s, int i)
{
    for (int j = 0; j < i; j++)
        if (!strcmp(s->group[j].env, s->group[i].env))
            return 0;
    return 1;
}

/* on the environment of group `from`: every pair or all against the baseline, then what is asserted beside these */
static int choose_on(struct request *q, int from, const char *baseline)
{
    const struct samples *s = &q->s;
    const struct group *env = &s->group[from], *base = baseline ? neighbour(s, env, baseline) : NULL;
    int status = baseline && !base ? samples_group(s, *env->env ? env->env : NULL, baseline) : 0;
    for (int i = from; i < s->n && status >= 0; i++)
        for (int j = base ? s->n - 1 : i + 1; j < s->n && status >= 0; j++) {
            const struct group *a = &s->group[i], *b = base ? base : &s->group[j];
            if (a != b && !strcmp(a->env, env->env) && !strcmp(b->env, env->env))
                status = add(q, a, b, 1);
        }
    for (int i = 0; i < q->n_asserted && status >= 0; i++) {
        const struct assertion *x = &q->asserted[i];
        const struct group *a = neighbour(s, env, x->a), *b = neighbour(s, env, x->b);
        int sign;
        if (a && b && (a != b || x->factor != 1) && find(q, a, b, x->factor, &sign) < 0)
            status = add(q, a, b, x->factor);
    }
    return status < 0 ? -1 : 0;
}

static int choose(struct request *q, const char *baseline)
{
    for (int i = 0; i < q->s.n; i++)
        if (first_of_env(&q->s, i) && choose_on(q, i, baseline))
            return -1;
    for (int i = 0; i < q->n_asserted; i++) {
        const struct assertion *x = &q->asserted[i];
        int sign, found = 0;
        for (int j = 0; j < q->s.n; j++)
            if (!strcmp(q->s.group[j].label, x->a)) {
                const struct group *b = neighbour(&q->s, &q->s.group[j], x->b);
                found |= b && find(q, &q->s.group[j], b, x->factor, &sign) >= 0;
            }
        if (!found)
            return fail("--assert '%.80s': %s", x->text,
                        strcmp(x->a, x->b) ? "the two are never on the same environment" : "compares a group with itself");
    }
    return q->n ? 0 : fail("%s: has one group on each environment: there is nothing to compare", q->s.path);
}

/* ---- one comparison --------------------------------------------------------------------------------------------------------------- */

static double mean(const double *x, long n) { return moments(x, x, 0, n).mean; }

static void compare_pairs(const struct request *q, struct comparison *c, const double *x, const double *y, long n)
{
    double level = 1 - q->level;
    c->n = n, c->mean_a = mean(x, n), c->mean_b = mean(y, n);
    c->difference = paired_difference(x, y, n, level), c->ratio = ratio_interval(x, n, y, n, 1, level);
    c->t_p = paired_t_p(x, y, n), c->other_p = sign_flip_p(x, y, n, q->seed), c->effect = cohen_dz(x, y, n);
    c->improvement = improvement_paired(q->higher ? x : y, q->higher ? y : x, n, level);
}

static void compare_groups(const struct request *q, struct comparison *c, const double *x, long nx, const double *y, long ny, double *work)
{
    double level = 1 - q->level;
    c->n = nx + ny, c->n_a = nx, c->mean_a = mean(x, nx), c->mean_b = mean(y, ny);
    c->difference = welch_difference(x, nx, y, ny, level), c->ratio = ratio_interval(x, nx, y, ny, 0, level);
    c->t_p = welch_p(x, nx, y, ny), c->other_p = mann_whitney_p(x, nx, y, ny, work);
    c->effect = hedges_g(x, nx, y, ny), c->delta = cliff_delta(x, nx, y, ny, work);
    c->improvement = q->higher ? improvement(x, nx, y, ny, level, q->seed, work) : improvement(y, ny, x, nx, level, q->seed, work);
}

static int compare_one(const struct request *q, struct comparison *c)
{
    const struct group *a = c->a, *b = c->b;
    int at_a, at_b, status = group_steps(&q->s, a, b, q->at, &at_a, &at_b);
    double *x = malloc((size_t)(a->n + b->n) * 4 * sizeof *x + sizeof *x), *y = x + a->n, *work = y + b->n;
    if (!status && !x)
        status = fail_inside("out of memory for %ld seeds", a->n + b->n);
    if (!status)
        c->step = a->step[at_a];
    if (!status && q->unpaired) {
        long nx = good_values(group_values(&q->s, a, at_a, q->metric), a->n, x);
        long ny = good_values(group_values(&q->s, b, at_b, q->metric), b->n, y);
        for (long i = 0; i < ny; i++)
            y[i] *= c->factor;
        c->n_bad = a->n - nx + b->n - ny;
        compare_groups(q, c, x, nx, y, ny, work);
    } else if (!status) {
        long n = group_pairs(&q->s, a, at_a, b, at_b, q->metric, x, y, &c->n_bad);
        for (long i = 0; i < n; i++)
            y[i] *= c->factor;
        c->alone = a->n + b->n - 2 * (n + c->n_bad);
        if (!n && !c->n_bad)
            status = fail("%s: %s and %s have no seed in common: nothing can be paired; --unpaired compares them as independent groups",
                          q->s.path, a->label, b->label);
        else
            compare_pairs(q, c, x, y, n);
    }
    free(x);
    return status;
}

static int correct(struct request *q)
{
    size_t n = (size_t)q->n;
    double *p = malloc(4 * n * sizeof *p);
    if (!p)
        return fail_inside("out of memory for %ld comparisons", q->n);
    for (size_t i = 0; i < n; i++)
        p[i] = q->test == STUDENT ? q->c[i].t_p : q->c[i].other_p;
    holm(p, p + n, q->n, p + 2 * n);
    for (size_t i = 0; i < n; i++)
        q->c[i].p_holm = p[n + i];
    free(p);
    return 0;
}

/* pairs, or the members of the smaller group */
static long smaller(const struct request *q, const struct comparison *c)
{
    long n_b = c->n - c->n_a;
    return !q->unpaired ? c->n : c->n_a < n_b ? c->n_a : n_b;
}

/* what makes a result weaker than it looks, each told once */
static void warn(const struct request *q)
{
    const struct comparison *few = NULL, *alone = NULL, *bad = NULL;
    for (long i = q->n; i-- > 0;) {
        const struct comparison *c = &q->c[i];
        few = smaller(q, c) < FEW ? c : few, alone = c->alone ? c : alone, bad = c->n_bad ? c : bad;
    }
    if (few)
        note("warning: %s and %s: fewer than %d %s (%ld): intervals are wide, and t leans on values being Gaussian",
             few->a->label, few->b->label, FEW, q->unpaired ? "seeds of one" : "pairs of seeds", smaller(q, few));
    if (alone)
        note("warning: %s and %s: left out are seeds that only one of them has (%ld); --unpaired takes all", alone->a->label,
             alone->b->label, alone->alone);
    if (bad)
        note("warning: %s and %s: left out are seeds without a number there (diverged, or no episode ended; %ld): survivors are compared, "
             "which favours the side that lost more", bad->a->label, bad->b->label, bad->n_bad);
}

/* ---- what it says ------------------------------------------------------------------------------------------------------------------- */

/* 1: a is above b, -1: below, 0: not shown; ranks are judged by who wins more often */
static int shown(const struct request *q, const struct comparison *c)
{
    double above = q->test != RANKS ? c->difference.estimate : q->higher ? c->improvement.estimate - 0.5 : 0.5 - c->improvement.estimate;
    return !(c->p_holm <= q->level) ? 0 : above > 0 ? 1 : above < 0 ? -1 : 0;
}

static const char *verdict(const struct request *q, const struct comparison *c)
{
    int above = shown(q, c);
    return !above ? "not shown" : (above > 0) == q->higher ? "better" : "worse";
}

/* b's name; to: where it is put together */
static const char *other(const struct comparison *c, char *to, size_t size)
{
    char number[NUMBER_SIZE];
    number_format(number, c->factor);
    snprintf(to, size, "%s%s%s", c->factor == 1 ? "" : number, c->factor == 1 ? "" : "*", c->b->label);
    return to;
}

static void print_rows(const struct request *q, struct rows *r)
{
    const char *name[32] = { "env", "metric", "step", "a", "b", "n", "n_bad", "mean_a", "mean_b", "difference", "ci_lo", "ci_hi",
                             "ratio", "ratio_lo", "ratio_hi", "t_p", q->unpaired ? "u_p" : "permutation_p", "p_holm", "effect" };
    int n = 19;
    if (q->unpaired)
        name[n++] = "cliff_delta";
    name[n++] = "p_improvement", name[n++] = "pi_lo", name[n++] = "pi_hi", name[n++] = "verdict";
    rows_header(r, name, n);
    for (long i = 0; i < q->n; i++) {
        const struct comparison *c = &q->c[i];
        const struct interval *d = &c->difference, *v = &c->ratio, *w = &c->improvement;
        const double x[] = { c->mean_a, c->mean_b, d->estimate, d->lo, d->hi, v->estimate, v->lo, v->hi,
                             c->t_p, c->other_p, c->p_holm, c->effect };
        char b[512];
        cell_swept(r, *c->a->env ? c->a->env : NULL), cell_text(r, q->s.metric[q->metric]), cell_number(r, c->step);
        cell_text(r, c->a->label), cell_text(r, other(c, b, sizeof b)), cell_long(r, c->n), cell_long(r, c->n_bad);
        for (size_t k = 0; k < sizeof x / sizeof *x; k++)
            cell_number(r, x[k]);
        if (q->unpaired)
            cell_number(r, c->delta);
        cell_number(r, w->estimate), cell_number(r, w->lo), cell_number(r, w->hi), cell_text(r, verdict(q, c));
    }
    rows_end(r);
}

static int print_table(const struct request *q)
{
    static const char *const tests[2][3] = { { "paired t test", "sign-flip permutation test", "" },
                                             { "Welch's t test", "", "Mann-Whitney U test" } };
    char interval[32], end[128];
    const char *const names[] = { "a", "b", "n", "mean a", "mean b", "a - b", interval, q->n > 1 ? "p (Holm)" : "p",
                                  "P(better)", "a is", NULL };
    struct aligned t;
    snprintf(interval, sizeof interval, "%.4g %% interval", 100 * (1 - q->level));
    aligned_begin(&t, names, "llrrrrlrrl");
    for (long i = 0; i < q->n; i++) {
        const struct comparison *c = &q->c[i], *next = i + 1 < q->n ? c + 1 : NULL;
        char b[512], p[16], limits[2 * SHORT_NUMBER + 8], x[7][SHORT_NUMBER];
        const double number[] = { c->mean_a, c->mean_b, c->difference.estimate, c->difference.lo, c->difference.hi };
        snprintf(x[0], sizeof *x, q->unpaired ? "%ld+%ld" : "%ld", q->unpaired ? c->n_a : c->n, c->n - c->n_a);
        for (int k = 0; k < 5; k++)
            short_number(x[k + 1], number[k], 4);
        snprintf(limits, sizeof limits, "%s .. %s", x[4], x[5]);
        snprintf(p, sizeof p, isnan(c->improvement.estimate) ? "NaN" : "%.3f", c->improvement.estimate);
        const char *const cells[] = { c->a->label, other(c, b, sizeof b), x[0], x[1], x[2], x[3], limits,
                                      short_number(x[6], c->p_holm, 2), p, verdict(q, c) };
        if (aligned_row(&t, cells)) {
            aligned_free(&t);
            return -1;
        }
        if (next && !strcmp(next->a->env, c->a->env) && next->step == c->step)
            continue;
        table_title(c->a->env, q->s.metric[q->metric], c->step);
        printf(", %s is better\n\n", q->higher ? "higher" : "lower");
        aligned_print(&t);
        putchar('\n');
    }
    snprintf(end, sizeof end, ", p corrected by Holm for %ld comparisons", q->n);
    printf("%s%s, level %.4g\n", tests[q->unpaired][q->test], q->n > 1 ? end : "", q->level);
    return 0;
}

/* on stdout after a table for people, else on stderr; how many assertions do not hold */
static int judge(const struct request *q, int for_people)
{
    int open = 0;
    for (int i = 0; i < q->n_asserted; i++)
        for (int j = 0; j < q->s.n; j++) {
            const struct assertion *x = &q->asserted[i];
            const struct group *a = &q->s.group[j], *b = neighbour(&q->s, a, x->b);
            int sign, holds;
            long at = strcmp(a->label, x->a) || !b ? -1 : find(q, a, b, x->factor, &sign);
            char line[1024], d[SHORT_NUMBER], p[SHORT_NUMBER];
            if (at < 0)
                continue;
            const struct comparison *c = &q->c[at];
            int seen = sign * shown(q, c);
            holds = seen == x->sign, open += !holds;
            snprintf(line, sizeof line, "assert %.300s%s%.100s: %s (difference %s, p %s)", x->text, *a->env ? " on " : "", a->env,
                     holds ? "shown" : seen ? "the opposite is shown" : "not shown", short_number(d, sign * c->difference.estimate, 4),
                     short_number(p, c->p_holm, 2));
            if (for_people)
                puts(line);
            else
                note("%s", line);
        }
    return open;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------------ */

static int ask(struct request *q, const struct words *w)
{
    const char *metric = word_of(w, "metric"), *level = word_of(w, "level"), *seed = word_of(w, "seed"), *at = word_of(w, "at");
    const char *task = word_of(w, "task");
    long whole = 0;
    q->level = 0.05, q->at = -1, q->unpaired = word_of(w, "unpaired") != NULL;
    if (choose_test(q, word_of(w, "test")) || (level && plan_between("--level", level, 1e-9, 1, &q->level)))
        return -1;
    if (at && (number_parse(at, &q->at) || q->at < 0))
        return fail("--at %.40s: must be a step, as 1000 or 10k", at);
    if (seed && plan_whole("--seed", seed, 0, 281474976710655.0, &whole))
        return -1;
    q->seed = (uint64_t)whole;
    if (samples_read(&q->s, w->n_rest ? w->rest[0] : NULL) || (task && samples_split(&q->s, task)) || (metric && (q->metric = samples_metric(&q->s, metric)) < 0))
        return -1;
    if (!q->s.n_metrics)
        return fail("%s: has no metric: no column right of 'seed'", q->s.path);
    if (metric_direction(q->s.metric[q->metric], word_of(w, "better"), &q->higher) || read_assertions(q, word_of(w, "assert")))
        return -1;
    return choose(q, word_of(w, "baseline"));
}

static int answer(struct request *q, enum format format)
{
    struct sink out;
    struct rows r = { .to = &out, .format = format };
    int status = 0;
    for (long i = 0; i < q->n && !status; i++)
        status = compare_one(q, &q->c[i]);
    if (status || correct(q))
        return -1;
    warn(q);
    if (format == PEOPLE)
        status = print_table(q);
    else if (!(status = sink_open(&out, STDOUT_FILENO, "standard output"))) {
        print_rows(q, &r);
        status = sink_close(&out);
    }
    if (!status && q->n_asserted && format == PEOPLE)
        putchar('\n');
    return status ? -1 : judge(q, format == PEOPLE) ? NO : OK;
}

int cmd_compare(int argc, char **argv)
{
    struct words w;
    struct request q = { 0 };
    enum format format;
    int status = words_parse(&w, argc, argv);
    if (status)
        status = status > 0 ? OK : status;
    else if (w.n_rest > 1)
        status = fail("compare: one file or run directory at a time");
    else if (!w.n_rest && isatty(STDIN_FILENO))
        status = fail("compare reads values of every seed: name a run directory or a CSV, or pipe one in (lockstep run --rows seeds)");
    else
        status = format_or_table(word_of(&w, "format"), &format) || ask(&q, &w) ? -1 : answer(&q, format);
    free(q.c), free(q.asserted), free(q.texts);
    samples_free(&q.s), words_free(&w);
    return status;
}
