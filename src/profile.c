/* Aggregates over tasks and their stratified bootstrap: see profile.h.
 *
 * A resample is how often each score was drawn.  The scores stay sorted, so every statistic is one pass over the counts. */
#include "profile.h"
#include "fail.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- scores and their resamples ------------------------------------------------------------------------------------------------- */

/* merge sort of places by the score that lies there; equal scores by place */
static void sort_places(long *at, long *work, const double *x, long n)
{
    if (n < 2)
        return;
    long half = n / 2, i = 0, j = half;
    sort_places(at, work, x, half), sort_places(at + half, work, x, n - half);
    for (long k = 0; k < n; k++)
        work[k] = j == n || (i < half && x[at[i]] <= x[at[j]]) ? at[i++] : at[j++];
    memcpy(at, work, (size_t)n * sizeof *at);
}

static void draw_all(struct strata *s)
{
    for (long i = 0; i < s->n; i++)
        s->count[i] = 1;
    s->counter = mix(s->key);
}

static void draw(struct strata *s)
{
    memset(s->count, 0, (size_t)s->n * sizeof *s->count);
    for (int t = 0; t < s->n_tasks; t++) {
        uint64_t n = (uint64_t)(s->from[t + 1] - s->from[t]);
        for (uint64_t i = 0; i < n; i++) {
            uint64_t u = mix(s->counter += GOLDEN);
            s->count[s->from[t] + (long)((unsigned __int128)u * n >> 64)]++;
        }
    }
}

int strata_make(struct strata *s, const double *const *x, const long *n, int n_tasks, uint64_t key)
{
    *s = (struct strata){ .n_tasks = n_tasks, .key = key, .from = calloc((size_t)n_tasks + 1, sizeof *s->from) };
    for (int t = 0; t < n_tasks && s->from; t++)
        s->n = s->from[t + 1] = s->from[t] + n[t];
    size_t most = (size_t)s->n + 1;
    long *places = malloc(most * sizeof *places);
    s->x = malloc(most * sizeof *s->x), s->order = malloc(most * sizeof *s->order), s->count = malloc(most * sizeof *s->count);
    s->mean = malloc(((size_t)n_tasks * 2 + 1) * sizeof *s->mean);
    int status = places && s->from && s->x && s->order && s->count && s->mean ? 0 : fail_inside("out of memory for %ld scores", s->n);
    for (int t = 0; t < n_tasks && !status; t++) {
        memcpy(s->x + s->from[t], x[t], (size_t)n[t] * sizeof *s->x);
        sort_values(s->x + s->from[t], n[t], s->count);
    }
    for (long i = 0; i < s->n && !status; i++)
        s->order[i] = i;
    if (!status)
        sort_places(s->order, places, s->x, s->n), draw_all(s);
    free(places);
    return status;
}

void strata_free(struct strata *s)
{
    free(s->from), free(s->x), free(s->order), free(s->count), free(s->mean);
    *s = (struct strata){ 0 };
}

static double runs_of(const struct strata *s, int t) { return (double)(s->from[t + 1] - s->from[t]); }

/* ---- statistics of a resample --------------------------------------------------------------------------------------------------- */

/* the mean of min(x, most) over a task, summed around one of its scores: exact where all are equal */
static double task_mean(const struct strata *s, int t, double most)
{
    double centre = fmin(s->x[(s->from[t] + s->from[t + 1]) / 2], most), total = 0;
    for (long i = s->from[t]; i < s->from[t + 1]; i++)
        total += s->count[i] * (fmin(s->x[i], most) - centre);
    return centre + total / runs_of(s, t);
}

/* the tasks' means of min(x, most) into s->mean, and their mean */
static double mean_of_means(const struct strata *s, double most)
{
    double total = 0;
    for (int t = 0; t < s->n_tasks; t++)
        s->mean[t] = task_mean(s, t, most), total += s->mean[t] - s->mean[0];
    return s->mean[0] + total / s->n_tasks;
}

/* the scores drawn as number floor(n/4) .. n-floor(n/4)-1 */
static double trimmed_mean(const struct strata *s)
{
    double first = (double)(s->n / 4), last = (double)(s->n - s->n / 4), centre = s->x[s->order[s->n / 2]];
    double rank = 0, kept = first, total = 0;
    for (long i = 0; i < s->n; i++) {
        rank += s->count[s->order[i]];
        double now = fmin(fmax(rank, first), last);
        total += (now - kept) * (s->x[s->order[i]] - centre);
        kept = now;
    }
    return centre + total / (last - first);
}

/* what a statistic needs beside the resample: a, and for a pair b */
struct question {
    struct strata *a, *b;
    double gamma;
    const double *tau; long n; enum distribution of;
};

static void aggregates_of(const struct question *q, double *out)
{
    struct strata *s = q->a;
    out[AGGREGATE_GAP] = q->gamma - mean_of_means(s, q->gamma);
    out[AGGREGATE_MEAN] = mean_of_means(s, INFINITY);
    out[AGGREGATE_IQM] = trimmed_mean(s);
    sort_values(s->mean, s->n_tasks, s->mean + s->n_tasks);
    out[AGGREGATE_MEDIAN] = quantile(s->mean, s->n_tasks, 0.5);
}

/* scores and thresholds both rise */
static void profile_of(const struct question *q, double *out)
{
    struct strata *s = q->a;
    memset(out, 0, (size_t)q->n * sizeof *out);
    for (int t = 0; t < s->n_tasks; t++) {
        double left = runs_of(s, t), mean = q->of == AVERAGE_SCORES ? task_mean(s, t, INFINITY) : 0;
        for (long k = 0, i = s->from[t]; k < q->n; k++) {
            for (; q->of == RUN_SCORES && i < s->from[t + 1] && s->x[i] <= q->tau[k]; i++)
                left -= s->count[i];
            out[k] += q->of == AVERAGE_SCORES ? mean > q->tau[k] : left / runs_of(s, t);
        }
    }
    for (long k = 0; k < q->n; k++)
        out[k] /= s->n_tasks;
}

/* wins of a score of a over all of b, by a merge of the two */
static void improvement_of(const struct question *q, double *out)
{
    const struct strata *a = q->a, *b = q->b;
    *out = 0;
    for (int t = 0; t < a->n_tasks; t++) {
        double wins = 0, below = 0, equal = 0, last = NAN;
        for (long i = a->from[t], j = b->from[t]; i < a->from[t + 1]; i++) {
            if (a->x[i] != last)
                for (below += equal, equal = 0, last = a->x[i]; j < b->from[t + 1] && b->x[j] <= last; j++)
                    *(b->x[j] < last ? &below : &equal) += b->count[j];
            wins += a->count[i] * (below + equal / 2);
        }
        *out += wins / (runs_of(a, t) * runs_of(b, t));
    }
    *out /= a->n_tasks;
}

/* ---- the bootstrap ---------------------------------------------------------------------------------------------------------------- */

static int enough(const struct strata *s)
{
    for (int t = 0; s && t < s->n_tasks; t++)
        if (runs_of(s, t) < 2)
            return 0;
    return 1;
}

/* m estimates of one kind, and their percentile intervals */
typedef void statistic(const struct question *, double *out);
static int estimate(struct interval *out, long m, statistic *of, const struct question *q, long resamples, double level)
{
    double *now = malloc((size_t)m * sizeof *now), *work = malloc((size_t)resamples * sizeof *work);
    double *all = malloc((size_t)m * (size_t)resamples * sizeof *all);
    int status = now && work && all ? 0 : fail_inside("out of memory for %ld resamples of %ld numbers", resamples, m);
    long n = q->a->n + (q->b ? q->b->n : 0);
    if (!status) {
        draw_all(q->a);
        if (q->b)
            draw_all(q->b);
        of(q, now);
    }
    for (long k = 0; k < m && !status; k++)
        out[k] = (struct interval){ now[k], NAN, NAN, n };
    int known = !status && enough(q->a) && enough(q->b);
    for (long r = 0; r < resamples && known; r++) {
        draw(q->a);
        if (q->b)
            draw(q->b);
        of(q, now);
        for (long k = 0; k < m; k++)
            all[k * resamples + r] = now[k];
    }
    for (long k = 0; k < m && known; k++) {
        sort_values(all + k * resamples, resamples, work);
        out[k].lo = quantile(all + k * resamples, resamples, 0.5 - level / 2);
        out[k].hi = quantile(all + k * resamples, resamples, 0.5 + level / 2);
    }
    free(now), free(work), free(all);
    return status;
}

const char *const aggregate_names[AGGREGATES] = { "mean", "median", "iqm", "optimality_gap" };

int aggregates(struct interval out[AGGREGATES], struct strata *s, double gamma, long resamples, double level)
{
    return estimate(out, AGGREGATES, aggregates_of, &(struct question){ .a = s, .gamma = gamma }, resamples, level);
}

int performance_profile(struct interval *out, struct strata *s, const double *tau, long n, enum distribution of, long resamples,
                        double level)
{
    /* the same resamples for every stretch of thresholds: memory is bounded */
    enum { STRETCH = 512 };
    int status = 0;
    for (long k = 0; k < n && !status; k += STRETCH) {
        struct question q = { .a = s, .tau = tau + k, .n = n - k < STRETCH ? n - k : STRETCH, .of = of };
        status = estimate(out + k, q.n, profile_of, &q, resamples, level);
    }
    return status;
}

int probability_of_improvement(struct interval *out, struct strata *a, struct strata *b, long resamples, double level)
{
    return estimate(out, 1, improvement_of, &(struct question){ .a = a, .b = b }, resamples, level);
}
