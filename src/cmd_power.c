/* lockstep power: how many seeds a comparison needs, or what some seeds can show (power.h).
 *
 * Without a file the effect is given in standard deviations.  With one, a pilot, they are measured: of the pairs' differences, and of each
 * group; what pairing saves is what common random numbers are for. */
#include "aligned.h"
#include "commands.h"
#include "fail.h"
#include "number.h"
#include "option.h"
#include "plan.h"
#include "power.h"
#include "rows.h"
#include "samples.h"
#include "stats.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FEW = 10 };
struct question {
    double power, level, shared;    /* shared: what each comparison gets */
    long comparisons; int unpaired; enum format format;
};

static int ask(struct question *q, const struct words *w)
{
    const char *power = word_of(w, "power"), *level = word_of(w, "level"), *k = word_of(w, "comparisons");
    *q = (struct question){ .power = 0.8, .level = 0.05, .comparisons = 1, .unpaired = word_of(w, "unpaired") != NULL };
    if ((power && plan_between("--power", power, 0, 1, &q->power)) || (level && plan_between("--level", level, 1e-9, 1, &q->level))
        || (k && plan_whole("--comparisons", k, 1, 1e6, &q->comparisons)) || format_or_table(word_of(w, "format"), &q->format))
        return -1;
    q->shared = q->level / (double)q->comparisons;
    if (q->shared < 1e-9)
        return fail("--comparisons %ld: leaves each a level of %.3g; the least that makes sense is 1e-9", q->comparisons, q->shared);
    if (q->power <= q->shared)
        return fail("--power %.10g: is not above the level, %.10g: what no seeds at all would show", q->power, q->shared);
    if (q->comparisons > 1)
        note("each of %ld comparisons is planned at level %.4g (Bonferroni's correction; Holm's, which compare uses, needs no more seeds)",
             q->comparisons, q->shared);
    return 0;
}

/* no comparison of one call takes both */
static int refuse(const struct words *w, const char *const *names, const char *why)
{
    for (; *names; names++)
        if (word_of(w, *names))
            return fail("power: --%s %s", *names, why);
    return 0;
}

/* ---- from an effect or a number of seeds --------------------------------------------------------------------------------------- */

static int print_plain(const struct question *q, double effect, double n, double power)
{
    static const char *const name[] = { "test", "level", "comparisons", "effect", "n", "power" };
    struct sink out;
    struct rows r = { .to = &out, .format = q->format };
    if (q->format == PEOPLE) {
        if (isinf(n))
            printf("more than %.0g seeds for an effect of %.4g with power %.4g\n", MOST_SEEDS, effect, q->power);
        else
            printf("%.0f seeds%s show an effect of %.4g with power %.4g\n", n, q->unpaired ? " of each" : "", effect, power);
        printf("(%s t test, two-sided, level %.4g)\n", q->unpaired ? "two-sample" : "paired", q->shared);
        return 0;
    }
    if (sink_open(&out, STDOUT_FILENO, "standard output"))
        return -1;
    rows_header(&r, name, 6);
    cell_text(&r, q->unpaired ? "two-sample" : "paired"), cell_number(&r, q->level), cell_long(&r, q->comparisons);
    cell_number(&r, effect), cell_number(&r, n), cell_number(&r, power);
    rows_end(&r);
    return sink_close(&out);
}

static int plain(const struct question *q, const struct words *w)
{
    static const char *const pilots[] = { "metric", "at", "difference", "relative", NULL };
    const char *effect = word_of(w, "effect"), *seeds = word_of(w, "seeds");
    double d = NAN, power = q->power, n = NAN;
    long whole = 0;
    if (refuse(w, pilots, "speaks of a pilot: name a run directory or a CSV, and its --baseline"))
        return -1;
    if (!effect && !seeds)
        return fail("power: say --effect D (how many seeds?), --seeds N (which effect?), both (which power?), or name a pilot and its "
                    "--baseline");
    if (effect && (number_parse(effect, &d) || d == 0))
        return fail("--effect %.40s: must be a difference in standard deviations, as 0.5, and not 0", effect);
    d = fabs(d);
    if (effect && seeds && word_of(w, "power"))
        return fail("power: of --effect, --seeds and --power two give the third");
    if (seeds && plan_whole("--seeds", seeds, 2, MOST_SEEDS, &whole))
        return -1;
    n = seeds ? (double)whole : power_seeds(d, q->power, !q->unpaired, q->shared);
    d = effect ? d : power_effect(n, q->power, !q->unpaired, q->shared);
    if (isfinite(n))
        power = power_of(d, n, !q->unpaired, q->shared);
    return print_plain(q, d, n, power);
}

/* ---- from a pilot --------------------------------------------------------------------------------------------------------------- */

struct pilot {
    const struct group *a, *b; double step;
    long n, n_bad;
    double sd_a, sd_b, sd_difference, correlation, difference, n_paired, n_unpaired, saved;
};
struct aim { double difference, relative; };    /* NaN: not given */

static void plan_pilot(const struct question *q, struct pilot *p, const struct aim *aim, const double *x, long nx, const double *y, long ny)
{
    struct moments a = moments(x, x, 0, nx), b = moments(y, y, 0, ny), d = { NAN, NAN };
    if (!q->unpaired)
        d = moments(x, y, 1, nx);
    double wanted = !isnan(aim->difference) ? aim->difference : !isnan(aim->relative) ? aim->relative * fabs(b.mean) : a.mean - b.mean;
    double sd = sqrt((a.var + b.var) / 2), most = 1;
    p->n = q->unpaired ? nx + ny : nx, p->difference = wanted;
    p->sd_a = sqrt(a.var), p->sd_b = sqrt(b.var), p->sd_difference = sqrt(d.var);
    p->correlation = (a.var + b.var - d.var) / (2 * p->sd_a * p->sd_b);
    p->correlation = p->correlation > most ? most : p->correlation < -most ? -most : p->correlation;
    p->n_paired = p->n_unpaired = p->saved = NAN;
    if (wanted != 0 && !isnan(d.var))
        p->n_paired = d.var == 0 ? 2 : power_seeds(wanted / p->sd_difference, q->power, 1, q->shared);
    if (wanted != 0 && !isnan(sd))
        p->n_unpaired = sd == 0 ? 2 : power_seeds(wanted / sd, q->power, 0, q->shared);
    if (isfinite(p->n_unpaired))
        p->saved = 1 - p->n_paired / p->n_unpaired;
}

static int read_pilot(const struct question *q, const struct samples *s, int metric, double at, const struct aim *aim, struct pilot *p)
{
    const struct group *a = p->a, *b = p->b;
    double *x = malloc((size_t)(a->n + b->n) * sizeof *x), *y = x + a->n;
    int at_a, at_b, status = x ? group_steps(s, a, b, at, &at_a, &at_b) : fail_inside("out of memory for %ld seeds", a->n + b->n);
    if (!status) {
        long nx, ny;
        p->step = a->step[at_a];
        if (q->unpaired) {
            nx = good_values(group_values(s, a, at_a, metric), a->n, x), ny = good_values(group_values(s, b, at_b, metric), b->n, y);
            p->n_bad = a->n - nx + b->n - ny;
        } else
            nx = ny = group_pairs(s, a, at_a, b, at_b, metric, x, y, &p->n_bad);
        if (nx < 2 || ny < 2)
            status = fail("%s: %s and %s have numbers for %ld %s: a pilot needs two at least, ten to mean anything%s", s->path, a->label,
                          b->label, nx < ny ? nx : ny, q->unpaired ? "of one's seeds" : "of the seeds that both have",
                          q->unpaired ? "" : "; --unpaired asks for no common ones");
        else
            plan_pilot(q, p, aim, x, nx, y, ny);
    }
    free(x);
    return status;
}

static int print_pilots(const struct question *q, const char *metric, const struct pilot *p, long n)
{
    static const char *const name[] = { "env", "metric", "step", "a", "b", "n", "n_bad", "sd_a", "sd_b", "sd_difference", "correlation",
                                        "difference", "level", "comparisons", "power", "n_paired", "n_unpaired", "saved" };
    struct sink out;
    struct rows r = { .to = &out, .format = q->format };
    if (sink_open(&out, STDOUT_FILENO, "standard output"))
        return -1;
    rows_header(&r, name, sizeof name / sizeof *name);
    for (; n--; p++) {
        const double x[] = { p->sd_a, p->sd_b, p->sd_difference, p->correlation, p->difference, q->level };
        cell_swept(&r, *p->a->env ? p->a->env : NULL), cell_text(&r, metric), cell_number(&r, p->step), cell_text(&r, p->a->label);
        cell_text(&r, p->b->label), cell_long(&r, p->n), cell_long(&r, p->n_bad);
        for (size_t k = 0; k < sizeof x / sizeof *x; k++)
            cell_number(&r, x[k]);
        cell_long(&r, q->comparisons), cell_number(&r, q->power), cell_number(&r, p->n_paired), cell_number(&r, p->n_unpaired);
        cell_number(&r, p->saved);
    }
    rows_end(&r);
    return sink_close(&out);
}

static int print_table(const struct question *q, const char *metric, const struct pilot *p, long n)
{
    static const char *const names[] = { "a", "b", "pilot", "sd a", "sd b", "sd (a - b)", "correlation", "difference", "n paired",
                                         "n unpaired", NULL };
    struct aligned t;
    aligned_begin(&t, names, "llrrrrrrrr");
    for (long i = 0; i < n; i++, p++) {
        char x[8][SHORT_NUMBER];
        const double of[] = { p->sd_a, p->sd_b, p->sd_difference, p->correlation, p->difference, p->n_paired, p->n_unpaired };
        snprintf(x[0], sizeof *x, "%ld", p->n);
        for (int k = 0; k < 7; k++)
            short_number(x[k + 1], of[k], k < 5 ? 4 : 10);
        const char *const cells[] = { p->a->label, p->b->label, x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7] };
        if (aligned_row(&t, cells)) {
            aligned_free(&t);
            return -1;
        }
        if (i + 1 < n && !strcmp(p[1].a->env, p->a->env) && p[1].step == p->step)
            continue;
        table_title(p->a->env, metric, p->step);
        puts("\n");
        aligned_print(&t);
        putchar('\n');
    }
    printf("n seeds show the difference with power %.4g in a two-sided t test at level %.4g; unpaired: n of each\n", q->power, q->shared);
    return 0;
}

static void warn(const struct question *q, const struct aim *aim, const struct pilot *p, long n)
{
    long few = 0, bad = 0;
    for (long i = 0; i < n; i++)
        few += p[i].n < (q->unpaired ? 2 * FEW : FEW), bad += p[i].n_bad;
    if (isnan(aim->difference) && isnan(aim->relative))
        note("the difference is the pilot's own, which is as uncertain as the pilot: --difference or --relative says what matters");
    if (few)
        note("warning: a pilot under 10 seeds knows its standard deviations badly, and so the seeds that are needed");
    if (bad)
        note("warning: left out are seeds without a number there (diverged, or no episode ended; %ld)", bad);
    if (n > 1 && q->comparisons == 1)
        note("%ld comparisons, each planned as if it were the only one; --comparisons %ld plans for all", n, n);
}

static int pilots(const struct question *q, const struct samples *s, const struct words *w, const char *baseline, struct pilot *p)
{
    const char *difference = word_of(w, "difference"), *relative = word_of(w, "relative");
    const char *at = word_of(w, "at"), *name = word_of(w, "metric");
    struct aim aim = { NAN, NAN };
    double step = -1;
    int metric = name ? samples_metric(s, name) : 0;
    long n = 0;
    if (metric < 0)
        return -1;
    if (!s->n_metrics)
        return fail("%s: has no metric: no column right of 'seed'", s->path);
    if (difference && relative)
        return fail("power: --difference or --relative, not both");
    if ((difference && (number_parse(difference, &aim.difference) || aim.difference == 0))
        || (relative && (number_parse(relative, &aim.relative) || aim.relative == 0)))
        return fail("--%s %.40s: must be a number, and not 0", difference ? "difference" : "relative", difference ? difference : relative);
    if (at && (number_parse(at, &step) || step < 0))
        return fail("--at %.40s: must be a step, as 1000 or 10k", at);
    for (int i = 0; i < s->n; i++) {
        int b = samples_group(s, *s->group[i].env ? s->group[i].env : NULL, baseline);
        if (b < 0)
            return -1;
        if (b == i)
            continue;
        p[n] = (struct pilot){ .a = &s->group[i], .b = &s->group[b] };
        if (read_pilot(q, s, metric, step, &aim, &p[n++]))
            return -1;
    }
    if (!n)
        return fail("%s: has nothing beside %s", s->path, baseline);
    warn(q, &aim, p, n);
    return q->format == PEOPLE ? print_table(q, s->metric[metric], p, n) : print_pilots(q, s->metric[metric], p, n);
}

static int from_pilot(const struct question *q, const struct words *w)
{
    static const char *const plain[] = { "effect", "seeds", NULL };
    const char *path = w->n_rest ? w->rest[0] : NULL, *baseline = word_of(w, "baseline");
    struct samples s = { 0 };
    struct pilot *p = NULL;
    if (w->n_rest > 1)
        return fail("power: one file or run directory at a time");
    if (refuse(w, plain, "is measured in a pilot; leave out the file or the option"))
        return -1;
    if (!baseline)
        return fail("power: --baseline LABEL says with which of the pilot's groups the others are compared");
    if (!path && isatty(STDIN_FILENO))
        return fail("power reads a pilot's values of every seed: name a run directory or a CSV, or pipe one in (lockstep run --rows "
                    "seeds)");
    int status = samples_read(&s, path) || (word_of(w, "task") && samples_split(&s, word_of(w, "task"))) ? -1 : 0;
    if (!status && !(p = calloc((size_t)s.n, sizeof *p)))
        status = fail_inside("out of memory");
    if (!status)
        status = pilots(q, &s, w, baseline, p);
    free(p);
    samples_free(&s);
    return status;
}

int cmd_power(int argc, char **argv)
{
    struct words w;
    struct question q;
    int status = words_parse(&w, argc, argv);
    if (!status && !(status = ask(&q, &w)))
        status = w.n_rest || word_of(&w, "baseline") ? from_pilot(&q, &w) : plain(&q, &w);
    words_free(&w);
    return status > 0 ? OK : status;
}
