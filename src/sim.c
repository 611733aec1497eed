/* The simulator: arena, logging, checkpoint.  See sim.h; step.c has the hot path. */
#include "sim_inside.h"
#include "mdp.h"
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct metric metrics[N_METRICS] = {
    [REGRET]          = { "regret", "sum so far of what was lost against the best arm, or policy, in expectation: exact, never estimated", 0 },
    [EXPECTED_REGRET] = { "expected_regret", "the same of a bandit, averaged over the algorithm's own coin: sum of pi(k) gap(k)", 0 },
    [REWARD]          = { "reward", "mean reward a step since the previous logged step", 1 },
    [OPTIMAL]         = { "optimal", "share of steps with a best action since the previous logged step", 1 },
    [RETURN]          = { "return", "mean sum of rewards of the episodes that ended since the previous logged step; NaN: none", 1 },
    [LENGTH]          = { "length", "their mean number of steps", 0 },
    [EPISODE_COUNT]   = { "episodes", "episodes ended so far", 1 },
    [STEP_COUNT]      = { "steps", "steps so far: fewer than asked for where a replicate stopped by itself", 0 },
    [VALUE]           = { "value", "what its own policy is worth from the starts, with the environment's discount: exact", 1 },
    [VALUE_ERROR]     = { "value_error", "root mean square error of the learner's values over the states that are not terminal: of its own "
                          "policy, if that is what it evaluates, else of the best one", 0 },
    [GREEDY_RETURN]   = { "greedy_return", "what return would average to if it only did what it likes best: exact, cut at the time limit", 1 },
    [GREEDY_VALUE]    = { "greedy_value", "the same with the environment's discount and without time limit", 1 },
    [SUBOPTIMALITY]   = { "suboptimality", "by how much value is less than the best policy's", 0 },
};

/* ---- which metric is defined where ---------------------------------------------------------------------------------------------- */
enum { POLICY = 1, VALUES = 2, STEPS = 4, STAGED = 8 };    /* what an algorithm has: policy(), values(), turns of sim_step(), stages */
static const struct rule { int metric; unsigned env, algo, not; } rules[] = {       /* any of a metric's rules is enough                      */
    { REGRET,          ARMS,             STEPS,           0 },
    { REGRET,          STAGES | MODEL,   STEPS | POLICY,  0 },
    { EXPECTED_REGRET, ARMS | TRUTH,     STEPS | POLICY,  0 },
    { REWARD,          0,                STEPS,           0 },
    { OPTIMAL,         ARMS,             STEPS,           0 },
    { RETURN,          EPISODES,         STEPS,           0 },
    { LENGTH,          EPISODES,         STEPS,           0 },
    { EPISODE_COUNT,   EPISODES,         STEPS,           0 },
    { STEP_COUNT,      0,                0,               0 },
    { VALUE,           MODEL,            POLICY,          0 },
    { VALUE,           LINEAR,           POLICY,          0 },
    { VALUE_ERROR,     MODEL,            VALUES,          STAGES ^ EPISODES },
    { VALUE_ERROR,     MODEL | STAGES,   VALUES | STAGED, 0 },
    { GREEDY_RETURN,   MODEL | EPISODES, POLICY,          0 },
    { GREEDY_VALUE,    MODEL,            POLICY,          0 },
    { SUBOPTIMALITY,   MODEL,            POLICY,          0 },
};
enum { RULES = sizeof rules / sizeof *rules };

static int builtin(const struct metric *m)
{
    for (int i = 0; i < N_METRICS; i++)
        if (m == &metrics[i])
            return i;
    return -1;
}

/* a metric of that name in a list, which may be NULL: its row, or -1 */
static int row_of(const struct metric *own, const char *name)
{
    for (int i = 0; own && own[i].name; i++)
        if (!strcmp(own[i].name, name))
            return i;
    return -1;
}

static size_t rows_in(const struct metric *own)
{
    size_t n = 0;
    while (own && own[n].name)
        n++;
    return n;
}

int metric_fits(const struct metric *m, const struct algo_type *algo, const struct env_type *env)
{
    unsigned has = (algo->policy ? POLICY : 0) | (algo->values ? VALUES : 0) | (algo->exact ? 0 : STEPS) | (algo->staged ? STAGED : 0);
    int kind = builtin(m);
    for (int i = 0; i < RULES; i++)
        if (rules[i].metric == kind && !(rules[i].env & ~env->has) && !(rules[i].algo & ~has) && !(rules[i].not & env->has))
            return 1;
    return kind < 0 && (row_of(algo->metrics, m->name) >= 0 || (!algo->exact && row_of(env->metrics, m->name) >= 0));
}

const struct metric *metric_default(const struct algo_type *algo, const struct env_type *env)
{
    static const int order[] = { REGRET, RETURN, REWARD, GREEDY_VALUE, STEP_COUNT };
    int i = (env->has & ARMS) == ARMS ? 0 : 1;
    if (algo->exact && algo->metrics && algo->metrics->name)
        return algo->metrics;
    while (!metric_fits(&metrics[order[i]], algo, env))
        i++;
    return &metrics[order[i]];
}

static int refuse_metric(const struct metric *m, const struct algo_type *algo, const struct env_type *env)
{
    char names[1024] = "";
    const struct metric *const lists[] = { algo->metrics, env->metrics };
    for (int k = 0; k < 2; k++)
        for (const struct metric *own = lists[k]; own && own->name; own++)
            strncat(strncat(names, ", ", 3), own->name, 64);
    for (int i = 0; i < N_METRICS; i++)
        if (metric_fits(&metrics[i], algo, env))
            strncat(strncat(names, ", ", 3), metrics[i].name, 64);
    return fail("metric %s is not defined for %s on %s; there are %s", m->name, algo->name, env->name, names + 2);
}

/* ---- which pair fits -------------------------------------------------------------------------------------------------------------- */
static const struct { unsigned flag; const char *what; } wants[] = {
    { ARMS, "arms" }, { ACTIONS, "finitely many actions" }, { UNIT_REWARDS, "rewards in [0, 1]" }, { TRUTH, "the arms' true means" },
    { FEATURES, "features of its actions" }, { STATES, "finitely many states" }, { STAGES, "episodes of a fixed length" },
    { EPISODES, "episodes" }, { MODEL, "an exact model" }, { PLACE, "starts from any state" }, { OBSERVATIONS, "observations in numbers" },
    { CONTROLS, "actions that are numbers" }, { GAME, "several players" }, { LINEAR, "exact values of linear policies" },
    { DATA, "data to learn from" }, { PROMPTS, "prompts to respond to" },
};

int pair_fits(const struct algo_type *algo, const struct env_type *env)
{
    unsigned lacks = algo->needs & ~env->has;
    size_t i = 0;
    if (pair_suits(algo, env))
        return 0;
    if (!lacks)
        return fail("%s needs states or observations, and %s has neither; 'lockstep show %s' names what it fits", algo->name, env->name,
                    algo->name);
    while (!(lacks & wants[i].flag) || (algo->needs & wants[i].flag) != wants[i].flag)
        i++;
    return fail("%s needs %s, and %s does not have that; 'lockstep show %s' names what it fits", algo->name, wants[i].what, env->name,
                algo->name);
}

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
    /* a vector's length of zeros behind the last number: who loads whole vectors meets nothing of chance */
    size_t room = ((bytes + 63) & ~(size_t)63) + 64;
    struct rows *r = aligned_alloc(64, sizeof *r + room);
    if (!r) {
        fail_inside("out of memory: %zu bytes asked for", bytes);
        longjmp(*a->full, 1);
    }
    *r = (struct rows){ .bytes = bytes, .count = count, .width = width, .type = type };
    memset(r->at, 0, room);
    *a->last = r, a->last = &r->next, a->bytes = total, a->scratch += type == 's' ? bytes : 0;
    return r->at;
}
double   *rows_f64(struct arena *a, size_t rows, int width) { return rows_of(a, rows, width, 8, 'd'); }
int32_t  *rows_i32(struct arena *a, size_t rows, int width) { return rows_of(a, rows, width, 4, 'i'); }
uint64_t *rows_u64(struct arena *a, size_t rows, int width) { return rows_of(a, rows, width, 8, 'u'); }
double   *rows_own(struct arena *a, size_t n, int L) { return rows_of(a, n, L, 8, 'o'); }
float    *rows_f32(struct arena *a, size_t n, int L) { return rows_of(a, n, L, 4, 'f'); }
double   *scratch(struct arena *a, size_t n) { return rows_of(a, n, 1, 8, 's'); }

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
        g->replicate[w] = (uint64_t)(set->first + w % L);
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

/* memory of the metrics asked for, after init() of both; 0, or -1 after fail() */
static int metrics_open(struct sim *s)
{
    const struct setup *set = &s->set;
    const struct mdp *model = s->env.model;
    struct run *u = &s->run;
    int L = set->lanes;
    for (int i = 0; i < set->n_metrics; i++) {
        int m = builtin(set->metric[i]);
        if (!metric_fits(set->metric[i], set->algo, set->env))
            return refuse_metric(set->metric[i], set->algo, set->env);
        if (m < 0) {
            s->own = 1;
            continue;
        }
        s->wants[m] = 1;
        s->total[m] = rows_f64(&s->mem, 1, L), s->rest[m] = rows_f64(&s->mem, 1, L);
    }
    s->counting = s->wants[RETURN] || s->wants[LENGTH] || s->wants[EPISODE_COUNT] || set->episodes;
    if (s->counting) {
        s->so_far = rows_f64(&s->mem, 1, s->env.width);
        s->returns = rows_f64(&s->mem, 1, L), s->lengths = rows_f64(&s->mem, 1, L);
        s->ended = rows_f64(&s->mem, 1, L), s->episodes = rows_f64(&s->mem, 1, L);
    }
    s->exact = s->wants[VALUE] || s->wants[VALUE_ERROR] || s->wants[GREEDY_RETURN] || s->wants[GREEDY_VALUE]
               || s->wants[SUBOPTIMALITY];
    s->by_episode = s->wants[REGRET] && !(~set->env->has & STAGES);
    if (s->wants[EXPECTED_REGRET])
        s->pi = rows_f64(&s->mem, (size_t)s->env.n_actions, L);
    if (!s->exact && !s->by_episode)
        return 0;
    if (!model) {
        s->pi = scratch(&s->mem, (size_t)(s->env.act_dim * (s->env.obs_dim + 1)) * (size_t)L);
        return 0;
    }
    if (s->wants[GREEDY_RETURN] && s->limit > INT32_MAX)
        return fail("metric greedy_return: episodes of up to %ld steps: at most %d", s->limit, INT32_MAX);
    size_t S = (size_t)model->S, pairs = S * (size_t)model->A * (size_t)u->stages;
    s->keep = s->wants[VALUE_ERROR] && model->H ? ALL_STAGES : FIRST_STAGE;
    size_t values = S * (s->keep == ALL_STAGES ? (size_t)model->H + 1 : 2);
    s->best = rows_f64(&s->mem, values, L);
    s->v = scratch(&s->mem, values * (size_t)L), s->guess = scratch(&s->mem, values * (size_t)L);
    s->pi = scratch(&s->mem, pairs * (size_t)L), s->packed = scratch(&s->mem, pairs * (size_t)L);
    s->work = scratch(&s->mem, mdp_work(model, L));
    return 0;
}

/* how long the run may take, and how its episodes end; 0, or -1 after fail() */
static int limits_open(struct sim *s)
{
    const struct setup *set = &s->set;
    struct env *e = &s->env;
    int staged = !(~set->env->has & STAGES);
    s->limit = staged ? e->model->H : e->max_len, s->limit_end = staged ? TERMINAL : TRUNCATED;
    if (!set->episodes)
        return 0;
    double each_takes = s->limit ? (double)s->limit : ENDLESS, steps = (double)set->horizon * each_takes * s->run.copies;
    if (!(set->env->has & EPISODES) || set->algo->exact || !set->n_log)
        return fail("%s on %s has no episodes to count: count steps", set->algo->name, set->env->name);
    if (steps > 0xffffffff)
        return fail("%ld episodes of up to %g steps: %.3g steps are more than 2^32; count steps, or fewer episodes", set->horizon, each_takes,
                    steps);
    s->run.horizon = (long)steps, e->horizon = (long)steps / s->run.copies;
    return 0;
}

/* everything that may allocate: 0, or -1 after fail() */
static int sim_init(struct sim *s)
{
    const struct setup *set = &s->set;
    struct env *e = &s->env;
    struct run *u = &s->run;
    int L = set->lanes, M = set->algo->copies ? set->algo->copies(set->algo_self) : 1, W = L * M;
    *e = (struct env){ .type = set->env, .mem = &s->env_mem, .rng = &s->env_rng, .width = W, .n_states = 1, .n_actions = 1, .players = 1,
                       .horizon = (set->horizon + M - 1) / M, .max_reward = INFINITY, .gamma = 1 };
    *u = (struct run){ .type = set->algo, .mem = &s->algo_mem, .rng = &s->algo_rng, .env = e, .L = L, .copies = M,
                       .horizon = set->horizon };
    if (!(e->self = malloc(set->env->size + 1)) || !(u->self = malloc(set->algo->size + 1)))
        return fail_inside("out of memory");
    memcpy(e->self, set->env_self, set->env->size), memcpy(u->self, set->algo_self, set->algo->size);
    /* an instance belongs to its replicate: its copies draw the same one, and differ from then on */
    rng_open(&s->env_rng, &s->env_mem, set, FOR_ENV, M);
    e->best = rows_f64(&s->env_mem, 1, W), e->metric = rows_f64(&s->env_mem, rows_in(set->env->metrics), W);
    if (set->env->init(e))
        return -1;
    for (int w = 0; w < W; w++)
        s->env_rng.copy[w] = (uint64_t)(w / L) << 20;
    e->io = (struct wire){ .now = rows_i32(&s->mem, 1, W), .action = rows_i32(&s->mem, (size_t)e->players, W), .was = rows_i32(&s->mem, 1, W),
                           .next = rows_i32(&s->mem, 1, W), .end = rows_i32(&s->mem, 1, W), .stage = rows_i32(&s->mem, 1, W),
                           .u = rows_f64(&s->mem, (size_t)e->act_dim, W), .reward = rows_f64(&s->mem, (size_t)e->players, W),
                           .gap = rows_f64(&s->mem, 1, W) };
    s->who = rows_i32(&s->mem, 1, W);
    if (limits_open(s))
        return -1;
    u->stages = set->algo->staged && !(~set->env->has & STAGES) ? e->model->H : 1;
    rng_open(&s->algo_rng, &s->algo_mem, set, FOR_ALGO, 1);
    u->metric = rows_f64(&s->mem, rows_in(set->algo->metrics), L), u->done = set->algo->stops ? rows_i32(&s->mem, 1, L) : NULL;
    if (set->env->reset) {
        for (int w = 0; w < W; w++)
            s->who[w] = 1;
        set->env->reset(e, s->who);
    }
    if (set->algo->init(u) || metrics_open(s))
        return -1;
    s->at.due = set->episodes || !set->n_log ? LONG_MAX : set->log[0];
    s->at.open = set->live ? set->live : L;
    for (int l = s->at.open; l < L; l++)
        s->at.closed[l] = 1;
    return 0;
}

struct sim *sim_open(const struct setup *set)
{
    if (pair_fits(set->algo, set->env))
        return NULL;
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

/* how far a lane is, in the unit that the run counts */
static long clock_of(const struct sim *s, int l) { return s->set.episodes ? (long)s->episodes[l] : s->run.t; }

void sim_find_diverged(struct sim *s, const int32_t *who)
{
    static const int sums[] = { REGRET, EXPECTED_REGRET, REWARD, OPTIMAL };
    int L = s->set.lanes;
    double probe[BLOCK] = { 0 };
    for (struct rows *r = s->algo_mem.first; r; r = r->next)
        if (r->type == 'd' && r->width % L == 0) {
            const double *x = (const double *)(const void *)r->at;
            for (size_t i = 0; i < r->count * (size_t)(r->width / L); i++)
                each(l)
                    probe[l] += x[i * (size_t)L + (size_t)l] == x[i * (size_t)L + (size_t)l] ? 0 : 1;
        } else if (r->type == 'f') {
            each(l) {
                const float *x = (const float *)(const void *)r->at + (size_t)l * r->count;
                for (size_t i = 0; i < r->count; i++)
                    probe[l] += x[i] == x[i] ? 0 : 1;
            }
        }
    for (struct rows *r = s->algo_mem.first; r; r = r->next)
        for (size_t i = 0; r->type == 'o' && i < r->count * (size_t)L; i++)
            probe[i / r->count] += ((double *)(void *)r->at)[i] == ((double *)(void *)r->at)[i] ? 0 : 1;
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (s->wants[sums[i]])
            each(l)
                probe[l] += isfinite(s->total[sums[i]][l]) ? 0 : 1;
    each(l)
        if (s->counting)
            probe[l] += isfinite(s->returns[l]) ? 0 : 1;
    each(l)
        if (probe[l] > 0 && !s->at.diverged[l] && !s->at.closed[l] && (!who || who[l]))
            s->at.diverged[l] = clock_of(s, l) ? clock_of(s, l) : 1;
}

/* a metric of the algorithm's, or of the environment's: the mean of its copies */
static double own_value(const struct sim *s, const char *name, int l)
{
    int L = s->set.lanes, row = row_of(s->set.algo->metrics, name), W = s->env.width;
    double sum = 0;
    if (row >= 0)
        return s->run.metric[row * L + l];
    row = row_of(s->set.env->metrics, name);
    for (int w = l; w < W; w += L)
        sum += s->env.metric[row * W + w];
    return sum / s->run.copies;
}

/* the values of one lane, [n_metrics]; those since the previous logged step begin anew */
static void measure(struct sim *s, int l, double *value)
{
    double steps = (double)(s->run.t - s->at.since[l]);
    for (int i = 0; i < s->set.n_metrics; i++) {
        int m = builtin(s->set.metric[i]);
        switch (m) {
        case REWARD:
        case OPTIMAL:       value[i] = s->total[m][l] / steps; s->total[m][l] = s->rest[m][l] = 0; break;
        case RETURN:        value[i] = s->ended[l] > 0 ? s->returns[l] / s->ended[l] : NAN; break;
        case LENGTH:        value[i] = s->ended[l] > 0 ? s->lengths[l] / s->ended[l] : NAN; break;
        case EPISODE_COUNT: value[i] = s->episodes[l]; break;
        case STEP_COUNT:    value[i] = (double)s->run.t; break;
        case -1:            value[i] = own_value(s, s->set.metric[i]->name, l); break;
        default:            value[i] = s->total[m][l];
        }
        if (s->at.diverged[l])
            value[i] = NAN;
    }
    if (s->counting)
        s->returns[l] = s->lengths[l] = s->ended[l] = 0;
    s->at.since[l] = s->run.t;
}

void sim_record(struct sim *s, const int32_t *who)
{
    const struct setup *set = &s->set;
    double value[MOST_METRICS];
    int L = set->lanes;
    sim_find_diverged(s, who);
    s->at.due = LONG_MAX;
    each(l) {
        int *next = &s->at.next_log[l], done = s->run.done && s->run.done[l];
        if (!s->at.closed[l] && who[l]) {
            if (*next < set->n_log)
                measure(s, l, value);
            /* a step over several copies may pass several numbers */
            for (; *next < set->n_log && (done || set->log[*next] <= clock_of(s, l)); ++*next)
                for (int i = 0; i < set->n_metrics; i++)
                    s->out[((size_t)*next * (size_t)set->n_metrics + (size_t)i) * BLOCK + (size_t)l] = value[i];
            if (done || (set->episodes && *next == set->n_log))
                s->at.closed[l] = 1, s->at.open--;
        }
        if (!s->at.closed[l] && !set->episodes && *next < set->n_log && set->log[*next] < s->at.due)
            s->at.due = set->log[*next];
    }
}

int sim_run(struct sim *s, long step, double *out)
{
    struct run *u = &s->run;
    s->out = out;
    while (u->t < step && u->t < u->horizon && s->at.open) {
        s->set.algo->iterate(u);
        if (s->settle && (s->pending || u->done))
            s->settle(s);
    }
    if (!s->set.episodes || u->t < u->horizon || !s->at.open)
        return 0;
    /* counting episodes, and there is one that does not end */
    sim_find_diverged(s, NULL);
    for (int l = 0; l < s->set.lanes; l++)
        if (!s->at.closed[l] && !s->at.diverged[l])
            return fail("%s on %s: seed %ld has ended %ld of %ld episodes in %ld steps, %d for each: its policy may never reach an end; "
                        "give the environment a time limit, or count steps", s->set.algo->name, s->set.env->name, s->set.first + l,
                        (long)s->episodes[l], s->set.horizon, u->horizon, ENDLESS);
    /* only lanes that diverged: what they have not logged is NaN */
    for (int l = 0; l < s->set.lanes; l++)
        for (int *next = &s->at.next_log[l]; !s->at.closed[l] && *next < s->set.n_log; ++*next)
            for (int i = 0; i < s->set.n_metrics; i++)
                out[((size_t)*next * (size_t)s->set.n_metrics + (size_t)i) * BLOCK + (size_t)l] = NAN;
    return 0;
}

long sim_time(const struct sim *s) { return s->run.t; }
int sim_over(const struct sim *s) { return s->run.t >= s->run.horizon || !s->at.open; }
const long *sim_diverged(const struct sim *s) { return s->at.diverged; }
size_t sim_bytes(const struct sim *s) { return s->mem.bytes + s->env_mem.bytes + s->algo_mem.bytes; }
size_t sim_lane_bytes(const struct sim *s)
{
    const struct arena *all[] = { &s->mem, &s->env_mem, &s->algo_mem };
    size_t bytes = 0;
    for (int i = 0; i < 3; i++)
        for (const struct rows *r = all[i]->first; r; r = r->next)
            bytes += r->width % s->set.lanes ? 0 : r->bytes / (size_t)s->set.lanes;
    return bytes;
}
struct run *sim_view(struct sim *s) { return &s->run; }
void sim_poison(struct sim *s, int lane)
{
    int L = s->set.lanes;
    for (struct rows *r = s->algo_mem.first; r; r = r->next) {
        for (size_t i = (size_t)lane; r->type == 'd' && r->width % L == 0 && i < r->count * (size_t)r->width; i += (size_t)L)
            ((double *)(void *)r->at)[i] = NAN;
        for (size_t i = 0; r->type == 'o' && i < r->count; i++)
            ((double *)(void *)r->at)[(size_t)lane * r->count + i] = NAN;
        for (size_t i = 0; r->type == 'f' && i < r->count; i++)
            ((float *)(void *)r->at)[(size_t)lane * r->count + i] = NAN;
    }
}

/* ---- checkpoint --------------------------------------------------------------------------------------------------------------- */
size_t sim_checkpoint_bytes(const struct sim *s)
{
    return sizeof s->at + sim_bytes(s) - s->mem.scratch - s->env_mem.scratch - s->algo_mem.scratch;
}

void sim_save(const struct sim *s, void *bytes)
{
    struct counters at = s->at;
    unsigned char *to = bytes;
    at.t = s->run.t, at.env_t = s->env.t;
    memcpy(to, &at, sizeof at), to += sizeof at;
    const struct arena *all[] = { &s->mem, &s->env_mem, &s->algo_mem };
    for (int i = 0; i < 3; i++)
        for (const struct rows *r = all[i]->first; r; r = r->next)
            if (r->type != 's')
                memcpy(to, r->at, r->bytes), to += r->bytes;
}

void sim_load(struct sim *s, const void *bytes)
{
    const unsigned char *from = bytes;
    memcpy(&s->at, from, sizeof s->at), from += sizeof s->at;
    s->run.t = s->at.t, s->env.t = s->at.env_t;
    const struct arena *all[] = { &s->mem, &s->env_mem, &s->algo_mem };
    for (int i = 0; i < 3; i++)
        for (struct rows *r = all[i]->first; r; r = r->next)
            if (r->type != 's')
                memcpy(r->at, from, r->bytes), from += r->bytes;
}
