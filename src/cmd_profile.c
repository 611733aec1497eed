/* lockstep profile: algorithms over several tasks, as Agarwal et al. (2021) compare them: aggregate scores, performance profiles and
 * probabilities of improvement (profile.h), of scores made comparable (scores.h). */
#include "commands.h"
#include "fail.h"
#include "number.h"
#include "option.h"
#include "plan.h"
#include "profile.h"
#include "rows.h"
#include "scores.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum what { AGGREGATE, PROFILE, AVERAGE_PROFILE, IMPROVEMENT };
static const char *const whats[] = { "aggregates", "profile", "average-profile", "improvement", NULL };
enum shape { TABLE, ROWS, PLOT };    /* for people, for programs, for lockstep plot */
static const double LEVEL = 0.95;
enum { MOST_TAUS = 100000 };

struct request {
    struct score_request scores;
    enum what what; enum shape shape; enum format format;
    double gamma; const char *taus; long resamples; uint64_t seed;
};
struct answer {
    const struct request *q; struct scores s;
    struct strata *strata;            /* [n_algos]                  */
    long n_taus; double *tau;
    struct sink to; struct rows rows;
};

/* ---- what was asked ------------------------------------------------------------------------------------------------------------- */

static int number_word(const struct words *w, const char *name, double *out)
{
    const char *given = word_of(w, name);
    return !given || !number_parse(given, out) ? 0 : fail("--%s %.40s: is not a number", name, given);
}

static int read_words(struct request *q, const struct words *w)
{
    const char *what = word_of(w, "what"), *format = word_of(w, "format"), *given;
    long n = 2000, seed = 0;
    if (score_words(&q->scores, w))
        return -1;
    if (!q->scores.normalize && !q->scores.lo_algo && !q->scores.hi_algo)
        q->scores.normalize = "minmax";
    while (what && whats[q->what] && strcmp(whats[q->what], what))
        q->what++;
    if (!whats[q->what])
        return fail("--what %.20s: must be aggregates, profile, average-profile or improvement", what);
    q->shape = !format || !strcmp(format, "table") ? TABLE : !strcmp(format, "plot") ? PLOT : ROWS;
    if (q->shape == PLOT && q->what != PROFILE && q->what != AVERAGE_PROFILE)
        return fail("--format plot: is for --what profile and average-profile");
    if (word_of(w, "taus") && q->what != PROFILE && q->what != AVERAGE_PROFILE)
        return fail("--taus: are the thresholds of --what profile and average-profile");
    if (word_of(w, "gamma") && q->what != AGGREGATE)
        return fail("--gamma: is the threshold of the optimality gap, in --what aggregates");
    if (q->shape == ROWS && format_find(format, &q->format))
        return -1;
    q->gamma = 1, q->taus = word_of(w, "taus");
    if (number_word(w, "gamma", &q->gamma) || ((given = word_of(w, "resamples")) && plan_whole("--resamples", given, 100, 1e6, &n))
        || ((given = word_of(w, "seed")) && plan_whole("--seed", given, 0, 281474976710655.0, &seed)))
        return -1;
    q->resamples = n, q->seed = (uint64_t)seed;
    if (!w->n_rest && isatty(STDIN_FILENO))
        return fail("profile reads values of every seed: name run directories or CSV files, or pipe one in (lockstep run --rows seeds)");
    return 0;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* every score once */
static int taus_of_data(struct answer *a)
{
    long n = 0, kept = 0;
    for (int i = 0; i < a->s.n_algos; i++)
        n += a->strata[i].n;
    a->tau = malloc((size_t)n * sizeof *a->tau + 1);
    if (!a->tau)
        return fail_inside("out of memory for %ld thresholds", n);
    n = 0;
    for (int i = 0; i < a->s.n_algos; i++) {
        memcpy(a->tau + n, a->strata[i].x, (size_t)a->strata[i].n * sizeof *a->tau);
        n += a->strata[i].n;
    }
    qsort(a->tau, (size_t)n, sizeof *a->tau, by_size);
    for (long i = 0; i < n; i++)
        if (!i || a->tau[i] != a->tau[kept - 1])
            a->tau[kept++] = a->tau[i];
    a->n_taus = kept;
    return 0;
}

static int taus_between(struct answer *a, double from, double to, long n)
{
    a->tau = malloc((size_t)n * sizeof *a->tau);
    if (!a->tau)
        return fail_inside("out of memory for %ld thresholds", n);
    a->n_taus = n;
    for (long i = 0; i < n; i++)
        a->tau[i] = i + 1 == n ? to : from + (to - from) * (double)i / (double)(n - 1);
    return 0;
}

/* lin:A:B:N or A,B,C */
static int taus_given(struct answer *a, const char *text)
{
    double x[3];
    char word[64];
    if (!strncmp(text, "lin:", 4)) {
        int n = 0;
        for (const char *at = text + 3; *at == ':' && n < 4; n++) {
            size_t size = strcspn(++at, ":");
            snprintf(word, sizeof word, "%.*s", (int)(size < 60 ? size : 60), at), at += size;
            if (n == 3 || number_parse(word, &x[n]))
                break;
        }
        if (n == 3 && x[0] < x[1] && x[2] >= 2 && x[2] <= MOST_TAUS && x[2] == floor(x[2]))
            return taus_between(a, x[0], x[1], (long)x[2]);
        return fail("--taus %.60s: must be lin:FROM:TO:HOW_MANY as lin:0:1:101, FROM below TO, 2 to %d of them", text, MOST_TAUS);
    }
    a->tau = malloc((strlen(text) / 2 + 1) * sizeof *a->tau);
    if (!a->tau)
        return fail_inside("out of memory");
    for (const char *at = text; ; at++) {
        size_t size = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", (int)(size < 60 ? size : 60), at), at += size;
        if (number_parse(word, &a->tau[a->n_taus]) || (a->n_taus && !(a->tau[a->n_taus - 1] < a->tau[a->n_taus])))
            return fail("--taus %.60s: must be rising numbers between commas, lin:0:1:101, or data", text);
        if (a->n_taus++, !*at)
            return 0;
    }
}

/* from 0 to 1 where scores were made to lie there, else from the least to the greatest; eleven for people */
static int choose_taus(struct answer *a)
{
    const char *text = a->q->taus;
    double from = 0, to = 1;
    if (text)
        return strcmp(text, "data") ? taus_given(a, text) : taus_of_data(a);
    if (a->q->scores.normalize && !strcmp(a->q->scores.normalize, "none")) {
        from = INFINITY, to = -INFINITY;
        for (int i = 0; i < a->s.n_algos; i++) {
            const struct strata *x = &a->strata[i];
            from = fmin(from, x->x[x->order[0]]), to = fmax(to, x->x[x->order[x->n - 1]]);
        }
        if (from == to)
            return taus_of_data(a);
    }
    return taus_between(a, from, to, a->q->shape == TABLE ? 11 : 101);
}

/* ---- scores without the bad ----------------------------------------------------------------------------------------------------- */

/* an algorithm's resamples are its own: neither the order of the file nor the other algorithms matter */
static uint64_t hash_of(const char *text)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    return h;
}

static int make_strata(struct answer *a)
{
    int tasks = a->s.n_tasks, status = 0;
    double **x = calloc((size_t)tasks, sizeof *x);
    long *n = calloc((size_t)tasks, sizeof *n);
    a->strata = calloc((unsigned)a->s.n_algos, sizeof *a->strata);
    if (!x || !n || !a->strata)
        status = fail_inside("out of memory");
    for (int i = 0; i < a->s.n_algos && !status; i++) {
        for (int t = 0; t < tasks && !status; t++) {
            const struct runs *r = scores_runs(&a->s, i, t);
            x[t] = r->x, n[t] = good_values(r->x, r->n, r->x);
            if (n[t] < r->n - r->n_bad)
                status = fail("%s of %s on %s: no numbers any more once normalised: the range is too small", a->s.metric, a->s.algo[i], a->s.task[t]);
        }
        if (!status)
            status = strata_make(&a->strata[i], (const double *const *)x, n, tasks, a->q->seed ^ hash_of(a->s.algo[i]));
    }
    free(x), free(n);
    return status;
}

static long bad_of(const struct scores *s, int algo)
{
    long n = 0;
    for (int t = 0; t < s->n_tasks; t++)
        n += scores_runs(s, algo, t)->n_bad;
    return n;
}

/* what a reader should know about the runs */
static void warn(const struct scores *s)
{
    long least = s->runs[0].n, most = least;
    for (int i = 0; i < s->n_algos * s->n_tasks; i++)
        least = s->runs[i].n < least ? s->runs[i].n : least, most = s->runs[i].n > most ? s->runs[i].n : most;
    if (least < 10)
        note("warning: %ld runs are few: bootstrap intervals are too short below ten", least);
    if (least < most)
        note("warning: %ld to %ld runs of a task: tasks weigh the same, but in the iqm by their runs", least, most);
    for (int i = 0; i < s->n_algos; i++)
        if (bad_of(s, i))
            note("warning: %ld runs of %s are NaN or have diverged and are left out: what remains looks better than the algorithm is",
                 bad_of(s, i), s->algo[i]);
}

/* ---- answers -------------------------------------------------------------------------------------------------------------------- */

static void header(struct answer *a, const char *const *names, int n)
{
    if (a->q->shape != TABLE)
        rows_header(&a->rows, names, n);
}
static void cells_interval(struct rows *r, const struct interval *i)
{
    cell_number(r, i->estimate), cell_number(r, i->lo), cell_number(r, i->hi);
}

/* three decimals where scores are about 1 */
static void put_score(char *to, size_t size, double x) { snprintf(to, size, fabs(x) < 100 ? "%.3f" : "%.4g", x == 0 ? 0 : x); }

static const char *interval_text(char to[64], const struct interval *i)
{
    char x[3][20];
    put_score(x[0], sizeof *x, i->estimate), put_score(x[1], sizeof *x, i->lo), put_score(x[2], sizeof *x, i->hi);
    if (isnan(i->lo))
        snprintf(to, 64, "%s", isnan(i->estimate) ? "-" : x[0]);
    else
        snprintf(to, 64, "%s [%s, %s]", x[0], x[1], x[2]);
    return to;
}

static void put_padded(struct sink *to, const char *text, int width)
{
    sink_text(to, text);
    for (int n = (int)strlen(text); n < width; n++)
        sink_char(to, ' ');
}

static int widest(const struct scores *s, int least)
{
    for (int i = 0; i < s->n_algos; i++)
        least = (int)strlen(s->algo[i]) > least ? (int)strlen(s->algo[i]) : least;
    return least;
}

/* what the table is about, in two lines */
static void heading(struct answer *a)
{
    const struct scores *s = &a->s;
    long least = s->runs[0].n, most = least;
    double step = s->step[0];
    char text[512];
    for (int i = 0; i < s->n_algos * s->n_tasks; i++)
        least = s->runs[i].n < least ? s->runs[i].n : least, most = s->runs[i].n > most ? s->runs[i].n : most;
    for (int t = 0; t < s->n_tasks; t++)
        step = s->step[t] == step ? step : -1;
    int used = snprintf(text, sizeof text, "%.100s at ", s->metric);
    used += step < 0 ? snprintf(text + used, sizeof text - (size_t)used, "the last step of each task")
                     : snprintf(text + used, sizeof text - (size_t)used, "step %.15g", step);
    used += snprintf(text + used, sizeof text - (size_t)used, ": %d task%s, ", s->n_tasks, s->n_tasks == 1 ? "" : "s");
    used += least == most ? snprintf(text + used, sizeof text - (size_t)used, "%ld runs of each algorithm on each", least)
                          : snprintf(text + used, sizeof text - (size_t)used, "%ld to %ld runs of each algorithm on each", least, most);
    sink_text(&a->to, text), sink_text(&a->to, "\nscores: "), sink_text(&a->to, s->how);
    snprintf(text, sizeof text, "; in brackets 95 %% by %ld stratified resamples\n\n", a->q->resamples);
    sink_text(&a->to, text);
}

static int answer_aggregates(struct answer *a)
{
    const struct scores *s = &a->s;
    int wide = widest(s, 9), status = 0;
    static const char *const titles[AGGREGATES] = { "mean", "median", "iqm", "optimality gap" };
    static const char *const names[] = { "algo", "aggregate", "value", "ci_lo", "ci_hi", "n_tasks", "n_runs", "n_bad" };
    char text[64];
    header(a, names, 8);
    if (a->q->shape == TABLE) {
        heading(a);
        put_padded(&a->to, "algorithm", wide);
        for (int k = 0; k < AGGREGATES; k++)
            sink_text(&a->to, "  "), put_padded(&a->to, titles[k], k + 1 < AGGREGATES ? 20 : 0);
        sink_char(&a->to, '\n');
    }
    for (int i = 0; i < s->n_algos && !status; i++) {
        struct interval of[AGGREGATES];
        status = aggregates(of, &a->strata[i], a->q->gamma, a->q->resamples, LEVEL);
        /* short of gamma means nothing where less is better */
        if (!s->more_is_better)
            of[AGGREGATE_GAP] = (struct interval){ NAN, NAN, NAN, a->strata[i].n };
        if (a->q->shape == TABLE)
            put_padded(&a->to, s->algo[i], wide);
        for (int k = 0; k < AGGREGATES && !status; k++)
            if (a->q->shape == TABLE)
                sink_text(&a->to, "  "), put_padded(&a->to, interval_text(text, &of[k]), k + 1 < AGGREGATES ? 20 : 0);
            else {
                cell_text(&a->rows, s->algo[i]), cell_text(&a->rows, aggregate_names[k]), cells_interval(&a->rows, &of[k]);
                cell_long(&a->rows, s->n_tasks), cell_long(&a->rows, of[k].n), cell_long(&a->rows, bad_of(s, i));
            }
        if (a->q->shape == TABLE)
            sink_char(&a->to, '\n');
    }
    return status;
}

/* an algorithm's profile as rows */
static void profile_rows(struct answer *a, int algo, const struct interval *of)
{
    struct rows *r = &a->rows;
    for (long k = 0; k < a->n_taus; k++)
        if (a->q->shape == PLOT) {
            cell_text(r, a->s.metric), cell_text(r, a->s.algo[algo]), cell_long(r, algo), cell_number(r, a->tau[k]);
            cell_text(r, a->q->what == PROFILE ? "runs_above" : "tasks_above"), cell_long(r, of[k].n), cell_long(r, bad_of(&a->s, algo));
            cells_interval(r, &of[k]);
        } else
            cell_text(r, a->s.algo[algo]), cell_number(r, a->tau[k]), cells_interval(r, &of[k]);
}

/* one line a threshold, one column an algorithm */
static void profile_table(struct answer *a, const struct interval *of)
{
    char text[64];
    heading(a);
    sink_text(&a->to, a->q->what == PROFILE ? "fraction of runs above tau, averaged over tasks\n\n"
                                            : "fraction of tasks whose mean is above tau\n\n");
    put_padded(&a->to, "tau", 8);
    for (int i = 0; i < a->s.n_algos; i++)
        sink_text(&a->to, "  "), put_padded(&a->to, a->s.algo[i], i + 1 < a->s.n_algos ? 20 : 0);
    sink_char(&a->to, '\n');
    for (long k = 0; k < a->n_taus; k++) {
        snprintf(text, sizeof text, "%.4g", a->tau[k]);
        put_padded(&a->to, text, 8);
        for (int i = 0; i < a->s.n_algos; i++) {
            int n = (int)strlen(a->s.algo[i]);
            sink_text(&a->to, "  ");
            put_padded(&a->to, interval_text(text, &of[i * a->n_taus + k]), i + 1 == a->s.n_algos ? 0 : n > 20 ? n : 20);
        }
        sink_char(&a->to, '\n');
    }
}

static int answer_profile(struct answer *a)
{
    static const char *const names[] = { "algo", "tau", "fraction", "ci_lo", "ci_hi" };
    static const char *const for_plot[] = { "env", "algo", "point", "step", "metric", "n", "n_bad", "mean", "ci_lo", "ci_hi" };
    if (choose_taus(a))
        return -1;
    struct interval *of = malloc((size_t)a->n_taus * (size_t)a->s.n_algos * sizeof *of);
    int status = of ? 0 : fail_inside("out of memory for %ld thresholds", a->n_taus);
    if (a->q->shape == PLOT)
        header(a, for_plot, 10);
    else
        header(a, names, 5);
    enum distribution which = a->q->what == PROFILE ? RUN_SCORES : AVERAGE_SCORES;
    for (int i = 0; i < a->s.n_algos && !status; i++) {
        status = performance_profile(of + i * a->n_taus, &a->strata[i], a->tau, a->n_taus, which, a->q->resamples, LEVEL);
        if (!status && a->q->shape != TABLE)
            profile_rows(a, i, of + i * a->n_taus);
    }
    if (!status && a->q->shape == TABLE)
        profile_table(a, of);
    free(of);
    return status;
}

static int answer_improvement(struct answer *a)
{
    static const char *const names[] = { "a", "b", "probability", "ci_lo", "ci_hi", "n_tasks", "n_runs" };
    const struct scores *s = &a->s;
    int wide = widest(s, 1), status = 0;
    char text[64];
    if (s->n_algos < 2)
        return fail("--what improvement: compares algorithms, and there is only '%s'", s->algo[0]);
    header(a, names, 7);
    if (a->q->shape == TABLE) {
        heading(a);
        put_padded(&a->to, "a", wide + 2), put_padded(&a->to, "b", wide + 2), sink_text(&a->to, "P(a better than b)\n");
    }
    for (int i = 0; i < s->n_algos && !status; i++)
        for (int j = i + 1; j < s->n_algos && !status; j++) {
            struct interval p;
            struct strata *x = &a->strata[i], *y = &a->strata[j];
            status = s->more_is_better ? probability_of_improvement(&p, x, y, a->q->resamples, LEVEL)
                                       : probability_of_improvement(&p, y, x, a->q->resamples, LEVEL);
            if (a->q->shape == TABLE) {
                put_padded(&a->to, s->algo[i], wide + 2), put_padded(&a->to, s->algo[j], wide + 2);
                sink_text(&a->to, status ? "" : interval_text(text, &p)), sink_char(&a->to, '\n');
            } else if (!status) {
                cell_text(&a->rows, s->algo[i]), cell_text(&a->rows, s->algo[j]), cells_interval(&a->rows, &p);
                cell_long(&a->rows, s->n_tasks), cell_long(&a->rows, p.n);
            }
        }
    return status;
}

static int profile_files(const struct request *q)
{
    struct answer a = { .q = q, .rows = { .to = &a.to, .format = q->format } };
    int status = scores_read(&a.s, &q->scores);
    if (!status) {
        warn(&a.s);
        status = make_strata(&a);
    }
    if (!status && !(status = sink_open(&a.to, STDOUT_FILENO, "standard output"))) {
        status = q->what == AGGREGATE ? answer_aggregates(&a) : q->what == IMPROVEMENT ? answer_improvement(&a) : answer_profile(&a);
        if (q->shape != TABLE && !status)
            rows_end(&a.rows);
        if (sink_close(&a.to))
            status = -1;
    }
    for (int i = 0; i < a.s.n_algos && a.strata; i++)
        strata_free(&a.strata[i]);
    free(a.strata), free(a.tau);
    scores_free(&a.s);
    return status;
}

int cmd_profile(int argc, char **argv)
{
    struct words w;
    struct request *q = NULL;
    int status = words_parse(&w, argc, argv);
    if (!status && !(q = calloc(1, sizeof *q)))
        status = fail_inside("out of memory");
    if (!status)
        status = read_words(q, &w) ? -1 : profile_files(q);
    free(q);
    words_free(&w);
    return status > 0 ? OK : status;
}
