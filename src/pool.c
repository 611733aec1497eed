/* Blocks of replicates over threads: see pool.h. */
#define _GNU_SOURCE
#include "pool.h"
#include <string.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const size_t SPILL = (size_t)64 << 20;       /* bytes of one point's values that may stay in memory */

/* a point at work: first its blocks, then its columns, then it is handed on */
struct work {
    struct outcome out;
    long blocks, blocks_taken, blocks_done, columns, columns_taken, columns_done;
    int open, finished;
};
struct crew {
    const struct pool *pool;
    struct work *work;
    long first, opened;              /* points handed on; points opened               */
    int ahead;                       /* how many points may be open at once           */
    long units_done, units;
    int failed, handing;
    pthread_mutex_t lock;
    pthread_cond_t change;
};

int pool_cpus(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
}

/* ---- values of a point ----------------------------------------------------------------------------------------------------------- */
static int work_open(struct work *w, const struct pool *pool, const struct point *q)
{
    const struct plan *p = pool->plan;
    const int summaries = pool->summaries;
    size_t columns = (size_t)p->n_log * (size_t)p->n_metrics, bytes = columns * (size_t)p->n * sizeof(double);
    w->out = (struct outcome){ .plan = p, .point = q, .file = -1 };
    w->blocks = blocks_of(p), w->columns = summaries ? (long)columns : 0;
    w->out.diverged = calloc((size_t)p->n, sizeof *w->out.diverged);
    if (pool->source)
        w->out.absent = calloc((size_t)p->n, 1);
    if (summaries)
        w->out.summary = calloc(columns, sizeof *w->out.summary);
    if (bytes <= SPILL)
        w->out.values = malloc(bytes);
    else {
        char name[512];
        snprintf(name, sizeof name, "%.480s/lockstep-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
        if ((w->out.file = mkstemp(name)) < 0 || unlink(name) || ftruncate(w->out.file, (off_t)bytes))
            return fail_file("%s: cannot make a temporary file of %zu MiB: %s; set TMPDIR, or log fewer steps", name, bytes >> 20, strerror(errno));
    }
    if (!w->out.diverged || (pool->source && !w->out.absent) || (summaries && !w->out.summary) || (bytes <= SPILL && !w->out.values))
        return fail_inside("out of memory: %zu MiB for the values of one point", bytes >> 20);
    w->open = 1;
    return 0;
}

static void work_close(struct work *w)
{
    free(w->out.diverged), free(w->out.summary), free(w->out.values), free(w->out.absent);
    if (w->out.file >= 0)
        close(w->out.file);
    w->out = (struct outcome){ .file = -1 };
}

/* all of n bytes at an offset, whatever the kernel cuts short */
static int transfer(int file, char *data, size_t n, off_t at, int writing)
{
    while (n) {
        ssize_t k = writing ? pwrite(file, data, n, at) : pread(file, data, n, at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return fail_file("temporary file: cannot %s %zu bytes: %s; set TMPDIR to a place with room", writing ? "write" : "read", n,
                             k ? strerror(errno) : "it ends early");
        data += k, n -= (size_t)k, at += k;
    }
    return 0;
}

int outcome_values(const struct outcome *o, int log, int metric, long from, long count, double *to)
{
    size_t at = ((size_t)log * (size_t)o->plan->n_metrics + (size_t)metric) * (size_t)o->plan->n + (size_t)from;
    if (o->file >= 0)
        return transfer(o->file, (char *)to, (size_t)count * sizeof *to, (off_t)(at * sizeof *to), 0);
    memcpy(to, o->values + at, (size_t)count * sizeof *to);
    return 0;
}

/* ---- one block, one column ------------------------------------------------------------------------------------------------------- */
static int run_block(struct crew *crew, struct work *w, long block, struct block *b)
{
    const struct pool *pool = crew->pool;
    struct outcome *o = &w->out;
    block_set(b, o->point->index * w->blocks + block);
    int status = pool->source ? pool->source(pool->context, b) : block_run(b, NULL);
    if (status > 0) {
        for (long i = 0; i < b->n; i++)
            o->absent[b->from + i] = 1;
        return 0;
    }
    for (long i = 0; i < b->n; i++)
        o->diverged[b->from + i] = b->diverged[i];
    for (int c = 0; c < b->columns && !status; c++) {
        size_t where = (size_t)c * (size_t)pool->plan->n + (size_t)b->from;
        if (o->file >= 0)
            status = transfer(o->file, (char *)(b->out + c * BLOCK), (size_t)b->n * sizeof *b->out, (off_t)(where * sizeof *b->out), 1);
        else
            memcpy(o->values + where, b->out + c * BLOCK, (size_t)b->n * sizeof *b->out);
    }
    return status;
}

static int run_column(struct crew *crew, struct work *w, long column, double *scratch)
{
    const struct plan *p = crew->pool->plan;
    int log = (int)(column / p->n_metrics), metric = (int)(column % p->n_metrics);
    if (outcome_values(&w->out, log, metric, 0, p->n, scratch))
        return -1;
    long n = 0;
    for (long i = 0; i < p->n; i++)
        if (!w->out.absent || !w->out.absent[i])
            scratch[n++] = scratch[i];
    summarize(&w->out.summary[column], scratch, n, scratch + p->n);
    return 0;
}

/* ---- the crew ---------------------------------------------------------------------------------------------------------------------- */

/* hand finished points on, in order; called with the lock held */
static void hand_on(struct crew *crew)
{
    const struct pool *pool = crew->pool;
    while (!crew->handing && !crew->failed && crew->first < pool->plan->n_points && crew->work[crew->first].finished) {
        struct work *w = &crew->work[crew->first];
        crew->handing = 1;
        pthread_mutex_unlock(&crew->lock);
        int status = pool->done(pool->context, &w->out);
        work_close(w);
        pthread_mutex_lock(&crew->lock);
        crew->handing = 0, crew->first++;
        crew->failed |= status != 0;
        pthread_cond_broadcast(&crew->change);
    }
}

static void *crew_member(void *argument)
{
    struct crew *crew = argument;
    const struct pool *pool = crew->pool;
    const struct plan *p = pool->plan;
    struct block b;
    int opened = block_open(&b, p);
    double *scratch = pool->summaries ? malloc((size_t)p->n * 2 * sizeof *scratch) : NULL;
    pthread_mutex_lock(&crew->lock);
    if (opened || (pool->summaries && !scratch))
        crew->failed = 1, fail_inside("out of memory");
    while (!crew->failed && crew->first < p->n_points) {
        struct work *w = NULL;
        long block = -1, column = -1;
        hand_on(crew);
        /* the earliest point with something to do */
        for (long i = crew->first; i < crew->opened && !w; i++) {
            struct work *v = &crew->work[i];
            if (v->blocks_taken < v->blocks)
                w = v, block = v->blocks_taken++;
            else if (v->blocks_done == v->blocks && v->columns_taken < v->columns)
                w = v, column = v->columns_taken++;
        }
        if (!w && crew->opened < p->n_points && crew->opened < crew->first + crew->ahead) {
            w = &crew->work[crew->opened];
            if (work_open(w, pool, &p->point[crew->opened])) {
                crew->failed = 1;
                break;
            }
            crew->opened++;
            block = w->blocks_taken++;
        }
        if (!w) {
            if (crew->first < p->n_points && !crew->failed)
                pthread_cond_wait(&crew->change, &crew->lock);
            continue;
        }
        pthread_mutex_unlock(&crew->lock);
        int status = block >= 0 ? run_block(crew, w, block, &b) : run_column(crew, w, column, scratch);
        pthread_mutex_lock(&crew->lock);
        crew->failed |= status != 0;
        if (block >= 0) {
            w->blocks_done++, crew->units_done++;
            if (pool->progress)
                pool->progress(pool->progress_of, (double)crew->units_done / (double)crew->units);
        } else
            w->columns_done++;
        w->finished = w->blocks_done == w->blocks && w->columns_done == w->columns;
        pthread_cond_broadcast(&crew->change);
    }
    pthread_cond_broadcast(&crew->change);
    pthread_mutex_unlock(&crew->lock);
    block_close(&b), free(scratch);
    return NULL;
}

/* what is held at once: the replicates' ends and values of the open points, and for each thread a column to sort and its copy */
int pool_fits(const struct pool *pool)
{
    const struct plan *p = pool->plan;
    int threads = pool->threads ? pool->threads : pool_cpus();
    double column = (double)p->n * sizeof(double), values = column * p->n_log * p->n_metrics;
    double open = (double)(p->n_points < threads + 2 ? p->n_points : threads + 2);
    double bytes = open * (column + (values < (double)SPILL ? values : 0)) + threads * (pool->summaries ? 2 * column : 0);
    if (bytes <= (double)p->max_bytes)
        return 0;
    return fail("%ld seeds in %d threads need %.3g GB of memory: %.3g are allowed; try fewer seeds or threads, or --max-mem", p->n, threads,
                bytes * 1e-9, (double)p->max_bytes * 1e-9);
}

void pool_crew(void *(*member)(void *), void *context, int threads)
{
    pthread_t *thread = calloc((size_t)threads, sizeof *thread);
    int started = 0;
    while (thread && started < threads - 1 && !pthread_create(&thread[started], NULL, member, context))
        started++;
    if (started < threads - 1)
        note("warning: %d threads instead of %d: the system has no more", started + 1, threads);
    member(context);
    for (int i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
    free(thread);
}

int pool_run(const struct pool *pool)
{
    const struct plan *p = pool->plan;
    int threads = pool->threads ? pool->threads : pool_cpus();
    if (pool_fits(pool))
        return -1;
    struct crew crew = { .pool = pool, .ahead = threads + 2, .units = units_of(p),
                         .lock = PTHREAD_MUTEX_INITIALIZER, .change = PTHREAD_COND_INITIALIZER };
    crew.work = calloc((size_t)p->n_points + 1, sizeof *crew.work);
    if (!crew.work)
        return fail_inside("out of memory");
    for (long i = 0; i < p->n_points; i++)
        crew.work[i].out.file = -1;
    pool_crew(crew_member, &crew, threads);
    for (long i = 0; i < p->n_points; i++)
        work_close(&crew.work[i]);
    free(crew.work);
    return crew.failed ? -1 : 0;
}
