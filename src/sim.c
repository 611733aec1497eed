/* The simulator: arena, logging, checkpoint.  See sim.h; step.c has the hot path. */
#include "sim_inside.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct metric metrics[N_METRICS] = {
    [REGRET]          = { "regret", "sum so far of the best arm's mean minus that of the arm pulled: exact, never estimated", ARMS, 0 },
    [EXPECTED_REGRET] = { "expected_regret", "the same, averaged over the algorithm's own coin: sum of pi(k) gap(k)", ARMS | TRUTH, 1 },
    [REWARD]          = { "reward", "mean reward a step since the previous logged step", 0, 0 },
    [OPTIMAL]         = { "optimal", "share of steps with a best action since the previous logged step", ARMS, 0 },
};

/* ---- arena: a list of zeroed rows ------------------------------------------------------------------------------------------- */

static void *rows_of(struct arena *a, size_t count, int width, size_t size, char type)
{
    size_t bytes, total;
    if (__builtin_mul_overflow(count, (size_t)width * size, &bytes) || __builtin_add_overflow(bytes, a->bytes, &total)
        || total > a->limit) {
        fail("a block of %d lanes does not fit: its state needs %.3g MB, %.3g are allowed; try fewer arms or states, or --max-mem", width,
             ((double)a->bytes + (double)count * width * (double)size) * 1e-6, (double)a->limit * 1e-6);
        longjmp(*a->full, 1);
    }
    struct rows *r = aligned_alloc(64, sizeof *r + ((bytes + 63) & ~(size_t)63));
    if (!r) {
        fail_inside("out of memory: %zu bytes asked for", bytes);
        longjmp(*a->full, 1);
    }
    *r = (struct rows){ .bytes = bytes, .count = count, .width = width, .type = type };
    memset(r->at, 0, bytes);
    *a->last = r, a->last = &r->next, a->bytes = total;
    return r->at;
}
double   *rows_f64(struct arena *a, size_t rows, int width) { return rows_of(a, rows, width, 8, 'd'); }
int32_t  *rows_i32(struct arena *a, size_t rows, int width) { return rows_of(a, rows, width, 4, 'i'); }
uint64_t *rows_u64(struct arena *a, size_t rows, int width) { return rows_of(a, rows, width, 8, 'u'); }

/* ---- the run ------------------------------------------------------------------------------------------------------------------ */
static void rng_open(struct rng *g, struct arena *mem, const struct setup *set, enum domain domain, int copies)
{
    int L = set->lanes, W = L * copies;
    rng_key(g, set->seed, set->stream, domain);
    g->width = W;
    g->replicate = rows_u64(mem, 1, W), g->copy = rows_u64(mem, 1, W);
    g->draws = rows_u64(mem, 1, 8);
    g->spare = rows_f64(mem, 2, W);
    for (int w = 0; w < W; w++)
        g->replicate[w] = (uint64_t)(set->first + w % L), g->copy[w] = (uint64_t)(w / L) << 20;
}

static void arena_open(struct arena *a, size_t limit, jmp_buf *full)
{
    *a = (struct arena){ .limit = limit, .full = full };
    a->last = &a->first;
}
static void arena_close(struct arena *a)
{
    for (struct rows *r = a->first, *next; r; r = next)
        next = r->next, free(r);
}

/* everything that may allocate: 0, or -1 after fail() */
static int sim_init(struct sim *s)
{
    const struct setup *set = &s->set;
    int L = set->lanes, W = L * set->copies;
    struct env *e = &s->env;
    struct run *u = &s->run;
    *e = (struct env){ .type = set->env, .mem = &s->env_mem, .rng = &s->env_rng, .width = W, .n_states = 1,
                       .horizon = set->horizon, .max_reward = INFINITY };
    if (!(e->self = malloc(set->env->size + 1)))
        return fail_inside("out of memory");
    memcpy(e->self, set->env_self, set->env->size);
    rng_open(&s->env_rng, &s->env_mem, set, FOR_ENV, set->copies);
    e->io = (struct wire){ .now = rows_i32(&s->mem, 1, W), .action = rows_i32(&s->mem, 1, W), .was = rows_i32(&s->mem, 1, W),
                           .next = rows_i32(&s->mem, 1, W), .end = rows_i32(&s->mem, 1, W),
                           .reward = rows_f64(&s->mem, 1, W), .gap = rows_f64(&s->mem, 1, W) };
    e->best = rows_f64(&s->env_mem, 1, W);
    if (set->env->init(e))
        return -1;
    *u = (struct run){ .type = set->algo, .mem = &s->algo_mem, .rng = &s->algo_rng, .env = e, .L = L,
                       .copies = set->copies, .horizon = set->horizon };
    if (!(u->self = malloc(set->algo->size + 1)))
        return fail_inside("out of memory");
    memcpy(u->self, set->algo_self, set->algo->size);
    rng_open(&s->algo_rng, &s->algo_mem, set, FOR_ALGO, 1);
    for (int i = 0; i < set->n_metrics; i++) {
        int m = set->metric[i];
        if ((metrics[m].needs & ~set->env->has) || (metrics[m].needs_policy && !set->algo->policy))
            return fail("metric %s is not defined for %s on %s; try -m regret", metrics[m].name, set->algo->name, set->env->name);
        s->wants[m] = 1;
        s->total[m] = rows_f64(&s->mem, 1, L), s->rest[m] = rows_f64(&s->mem, 1, L);
    }
    if (s->wants[EXPECTED_REGRET])
        s->pi = rows_f64(&s->mem, (size_t)e->n_actions, L);
    return set->algo->init(u);
}

struct sim *sim_open(const struct setup *set)
{
    unsigned lacks = set->algo->needs & ~set->env->has;
    if (lacks)
        return fail("%s needs %s, and %s does not have that; 'lockstep show %s' names what it fits", set->algo->name,
                    lacks & ARMS ? "arms" : lacks & UNIT_REWARDS ? "rewards in [0, 1]" : "the arms' true means", set->env->name,
                    set->algo->name), NULL;
    struct sim *s = calloc(1, sizeof *s);
    if (!s)
        return fail_inside("out of memory"), NULL;
    jmp_buf full;
    s->set = *set;
    arena_open(&s->mem, set->max_bytes, &full);
    arena_open(&s->env_mem, set->max_bytes, &full);
    arena_open(&s->algo_mem, set->max_bytes, &full);
    if (setjmp(full) || sim_init(s)) {
        sim_close(s);
        return NULL;
    }
    return s;
}

void sim_close(struct sim *s)
{
    arena_close(&s->mem), arena_close(&s->env_mem), arena_close(&s->algo_mem);
    free(s->env.self), free(s->run.self), free(s);
}

/* ---- accounting -------------------------------------------------------------------------------------------------------------- */

/* a lane whose learner holds a NaN, or whose sums are not finite, is marked here and its rows are NaN from now on */
static void find_diverged(struct sim *s)
{
    int L = s->set.lanes;
    double probe[BLOCK] = { 0 };
    for (struct rows *r = s->algo_mem.first; r; r = r->next)
        if (r->type == 'd' && r->width % L == 0) {
            const double *x = (const double *)(const void *)r->at;
            for (size_t i = 0; i < r->count * (size_t)(r->width / L); i++)
                each(l)
                    probe[l] += x[i * (size_t)L + (size_t)l] == x[i * (size_t)L + (size_t)l] ? 0 : 1;
        }
    for (int m = 0; m < N_METRICS; m++)
        if (s->wants[m])
            each(l)
                probe[l] += isfinite(s->total[m][l]) ? 0 : 1;
    each(l)
        if (probe[l] > 0 && !s->diverged[l])
            s->diverged[l] = s->run.t;
}

void sim_record(struct sim *s)
{
    const struct setup *set = &s->set;
    int L = set->lanes;
    find_diverged(s);
    for (int i = 0; i < set->n_metrics; i++) {
        int m = set->metric[i];
        double *row = s->out + ((size_t)s->next_log * (size_t)set->n_metrics + (size_t)i) * BLOCK;
        int windowed = m == REWARD || m == OPTIMAL;
        each(l)
            row[l] = s->diverged[l] ? NAN : windowed ? s->total[m][l] / (double)(s->run.t - s->last_log) : s->total[m][l];
        if (windowed)
            each(l)
                s->total[m][l] = s->rest[m][l] = 0;
    }
    s->last_log = s->run.t, s->next_log++;
}

void sim_run(struct sim *s, long step, double *out)
{
    s->out = out;
    while (s->run.t < step && s->run.t < s->set.horizon)
        s->set.algo->iterate(&s->run);
}

long sim_time(const struct sim *s) { return s->run.t; }
const long *sim_diverged(const struct sim *s) { return s->diverged; }
size_t sim_bytes(const struct sim *s) { return s->mem.bytes + s->env_mem.bytes + s->algo_mem.bytes; }
struct run *sim_view(struct sim *s) { return &s->run; }
void sim_poison(struct sim *s, int lane)
{
    int L = s->set.lanes;
    for (struct rows *r = s->algo_mem.first; r; r = r->next)
        for (size_t i = (size_t)lane; r->type == 'd' && r->width % L == 0 && i < r->count * (size_t)r->width; i += (size_t)L)
            ((double *)(void *)r->at)[i] = NAN;
}

/* ---- checkpoint --------------------------------------------------------------------------------------------------------------- */
struct counters { long t, last_log, diverged[BLOCK]; int next_log; };

size_t sim_checkpoint_bytes(const struct sim *s) { return sizeof(struct counters) + sim_bytes(s); }

void sim_save(const struct sim *s, void *bytes)
{
    struct counters c = { .t = s->run.t, .last_log = s->last_log, .next_log = s->next_log };
    unsigned char *to = bytes;
    memcpy(c.diverged, s->diverged, sizeof c.diverged);
    memcpy(to, &c, sizeof c), to += sizeof c;
    const struct arena *all[] = { &s->mem, &s->env_mem, &s->algo_mem };
    for (int i = 0; i < 3; i++)
        for (const struct rows *r = all[i]->first; r; r = r->next)
            memcpy(to, r->at, r->bytes), to += r->bytes;
}

void sim_load(struct sim *s, const void *bytes)
{
    struct counters c;
    const unsigned char *from = bytes;
    memcpy(&c, from, sizeof c), from += sizeof c;
    s->run.t = s->env.t = c.t, s->last_log = c.last_log, s->next_log = c.next_log;
    memcpy(s->diverged, c.diverged, sizeof c.diverged);
    const struct arena *all[] = { &s->mem, &s->env_mem, &s->algo_mem };
    for (int i = 0; i < 3; i++)
        for (struct rows *r = all[i]->first; r; r = r->next)
            memcpy(r->at, from, r->bytes), from += r->bytes;
}
