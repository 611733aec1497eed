/* The unit of work: see block.h. */
#include "block.h"
#include "clock.h"
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && sizeof(long) == 8, "parts hold 8-byte numbers, lowest byte first");

long blocks_of(const struct plan *p) { return (p->n + BLOCK - 1) / BLOCK; }
long units_of(const struct plan *p) { return p->n_points * blocks_of(p); }

int block_open(struct block *b, const struct plan *p)
{
    *b = (struct block){ .plan = p, .columns = p->n_log * p->n_metrics };
    b->out = calloc((size_t)b->columns * BLOCK, sizeof *b->out);
    return b->out ? 0 : fail_inside("out of memory");
}

static long size_of(const struct plan *p, long unit)
{
    long from = unit % blocks_of(p) * BLOCK;
    return from + BLOCK < p->n ? BLOCK : p->n - from;
}

void block_set(struct block *b, long unit)
{
    b->unit = unit, b->point = &b->plan->point[unit / blocks_of(b->plan)];
    b->from = unit % blocks_of(b->plan) * BLOCK, b->n = size_of(b->plan, unit);
    memset(b->diverged, 0, sizeof b->diverged);
}

void block_close(struct block *b)
{
    free(b->out);
    b->out = NULL;
}

/* ---- a checkpoint: where it stands, all numbers so far, the simulator's bytes ---------------------------------------------------- */
struct mark { long at, diverged[BLOCK]; };

static size_t mark_bytes(const struct block *b, const struct sim *s)
{
    return sizeof(struct mark) + (size_t)b->columns * BLOCK * sizeof *b->out + sim_checkpoint_bytes(s);
}

static int keep(const struct block *b, const struct sim *s, long at, const struct pause *pause)
{
    size_t size = mark_bytes(b, s), numbers = (size_t)b->columns * BLOCK * sizeof *b->out;
    struct mark m = { .at = at };
    unsigned char *bytes = malloc(size);
    if (!bytes)
        return fail_inside("out of memory");
    memcpy(m.diverged, b->diverged, sizeof m.diverged);
    memcpy(bytes, &m, sizeof m);
    memcpy(bytes + sizeof m, b->out, numbers);
    sim_save(s, bytes + sizeof m + numbers);
    int status = pause->save(pause->context, b->unit, bytes, size);
    free(bytes);
    return status;
}

/* 1: s and the block stand where the checkpoint says, at its lanes `*at` */
static int restore(struct block *b, struct sim *s, long *at, const struct pause *pause)
{
    size_t size = mark_bytes(b, s), numbers = (size_t)b->columns * BLOCK * sizeof *b->out;
    unsigned char *bytes = malloc(size);
    if (!bytes)
        return fail_inside("out of memory");
    int found = pause->load(pause->context, b->unit, bytes, size);
    struct mark m;
    memcpy(&m, bytes, sizeof m);
    if (found > 0 && m.at >= 0 && m.at < b->n && m.at % b->point->lanes == 0) {
        *at = m.at;
        memcpy(b->diverged, m.diverged, sizeof m.diverged);
        memcpy(b->out, bytes + sizeof m, numbers);
        sim_load(s, bytes + sizeof m + numbers);
    } else if (found > 0)
        found = 0;
    free(bytes);
    return found;
}

/* ---- computing -------------------------------------------------------------------------------------------------------------------- */
static struct sim *open_lanes(const struct block *b, long at)
{
    long n = b->n - at < b->point->lanes ? b->n - at : b->point->lanes;
    struct setup set = plan_setup(b->plan, b->point, b->plan->first + b->from + at, b->point->lanes, (int)n);
    return sim_open(&set);
}

/* to the end in slices of about 50 ms; first: nothing was done since the unit was taken up, so that there is no progress to keep;
 * saved: when the last checkpoint was made; 1: left early */
static int run_slices(struct block *b, struct sim *s, long at, int first, const struct pause *pause, double *saved)
{
    long slice = 64;
    double now = clock_seconds(CLOCK_MONOTONIC);
    for (; !sim_over(s); first = 0) {
        int leave = !first && pause->asked();
        if (!first && now - *saved > (leave ? fmin(1, pause->every) : pause->every)) {
            if (keep(b, s, at, pause))
                return -1;
            *saved = now;
        }
        if (leave)
            return 1;
        double before = now;
        if (sim_run(s, sim_time(s) + slice, b->out + at))
            return -1;
        now = clock_seconds(CLOCK_MONOTONIC);
        slice = now - before < 0.025 ? slice * 2 : now - before > 0.1 && slice > 1 ? slice / 2 : slice;
    }
    return 0;
}

int block_run(struct block *b, const struct pause *pause)
{
    int lanes = b->point->lanes, status = 0, first = 1;
    double saved = clock_seconds(CLOCK_MONOTONIC);
    long start = 0;
    for (long at = 0; at < b->n && !status; at += lanes, first = 0) {
        struct sim *s = open_lanes(b, at);
        if (!s)
            return -1;
        /* a checkpoint may lie in later lanes than the first: the simulator of those lanes takes it */
        if (pause && at == 0 && restore(b, s, &start, pause) > 0 && start > 0) {
            at = start;
            sim_close(s);
            if (!(s = open_lanes(b, at)))
                return -1;
            status = restore(b, s, &start, pause) < 0 ? -1 : 0;
        }
        if (!status && pause)
            status = run_slices(b, s, at, first, pause, &saved);
        else if (!status)
            status = sim_run(s, LONG_MAX, b->out + at);
        long n = b->n - at < lanes ? b->n - at : lanes;
        for (long i = 0; i < n; i++)
            b->diverged[at + i] = sim_diverged(s)[i];
        sim_close(s);
    }
    /* one NaN, whatever the processor makes of 0/0 */
    for (int c = 0; c < b->columns && !status; c++)
        for (long i = 0; i < b->n; i++)
            if (isnan(b->out[c * BLOCK + i]))
                b->out[c * BLOCK + i] = NAN;
    return status;
}

int fail_diverged(const struct point *q, long seed, long step)
{
    return fail("point %ld (%s on %s): seed %ld diverged at step %ld; smaller steps may help, or --on-nan mark", q->index, q->label,
                q->env->name, seed, step);
}

/* ---- as bytes -------------------------------------------------------------------------------------------------------------------- */
size_t block_bytes(const struct plan *p, long unit)
{
    return (size_t)size_of(p, unit) * (1 + (size_t)p->n_log * (size_t)p->n_metrics) * 8;
}

void block_pack(const struct block *b, void *bytes)
{
    unsigned char *to = bytes;
    size_t row = (size_t)b->n * 8;
    memcpy(to, b->diverged, row);
    for (int c = 0; c < b->columns; c++)
        memcpy(to + (size_t)(c + 1) * row, b->out + c * BLOCK, row);
}

void block_unpack(struct block *b, const void *bytes)
{
    const unsigned char *from = bytes;
    size_t row = (size_t)b->n * 8;
    memcpy(b->diverged, from, row);
    for (int c = 0; c < b->columns; c++)
        memcpy(b->out + c * BLOCK, from + (size_t)(c + 1) * row, row);
}
