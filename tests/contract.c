/* What every registered algorithm and environment owes, whether or not its author thought of it.
 *
 * All pairs that fit are run: the same bits at every width and instruction set, after a checkpoint, and beside a lane that went
 * wrong; no memory and no pointer that appears after init; exact regret that never falls; documentation and ranges that hold.
 * Whoever has a plain scalar twin (tests/plain.h) is compared with it.
 * The count of allocations needs the linker's --wrap=malloc,calloc,realloc,aligned_alloc and is skipped without it. */
#include "isa.h"
#include "number.h"
#include "param.h"
#include "plain.h"
#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* ---- allocations, counted -------------------------------------------------------------------------------------------- */
static volatile long allocations;         /* volatile: compilers believe that malloc changes no variable */
void *__real_malloc(size_t) __attribute__((weak));
void *__real_calloc(size_t, size_t) __attribute__((weak));
void *__real_realloc(void *, size_t) __attribute__((weak));
void *__real_aligned_alloc(size_t, size_t) __attribute__((weak));
void *__wrap_malloc(size_t), *__wrap_calloc(size_t, size_t), *__wrap_realloc(void *, size_t), *__wrap_aligned_alloc(size_t, size_t);
void *__wrap_malloc(size_t n) { allocations++; return __real_malloc(n); }
void *__wrap_calloc(size_t n, size_t size) { allocations++; return __real_calloc(n, size); }
void *__wrap_realloc(void *p, size_t n) { allocations++; return __real_realloc(p, n); }
void *__wrap_aligned_alloc(size_t to, size_t n) { allocations++; return __real_aligned_alloc(to, n); }

/* ---- a pair at work -------------------------------------------------------------------------------------------------- */
enum { T = 200, LOGS = 7, MOST_ROWS = LOGS * MOST_METRICS * BLOCK, SICK = 3 };
static const long logged[LOGS] = { 1, 7, 50, 51, 120, 121, T };

struct pair {
    const struct isa *isa;
    const struct algo_type *algo; const struct env_type *env;
    void *algo_self, *env_self;
    const struct metric *metric[MOST_METRICS]; int n_metrics;
    long T; int logs;                    /* turns, and the logged ones among them: fewer where a turn is a whole batch */
    size_t bytes;                        /* of one run's output, out[(log*n_metrics + metric)*BLOCK + lane] */
};

static void *self_of(const param *table, size_t size)
{
    void *self = calloc(1, size + 1);
    param_defaults(table, self);
    return self;
}
/* where defaults are not enough a table is made up: arms' rewards, or state, action, reward, next state and end */
static void give_table(const param *table, void *self)
{
    static const double process[] = { 0, 0, 0, 0.25, 0,   0, 0, 1, 0.75, 1,   0, 1, 0, 1, 0.1,   1, 0, 0, 1, 0.5,   1, 1, 0, 0.5, 0,   1, 1, 1, 0.5, 1 };
    static double made_up[20][5];
    for (int i = 0; i < 20; i++)
        for (int c = 0; c < 5; c++)
            made_up[i][c] = c == 2 ? i * 7 % 20 / 20.0 : c == 4 ? i % 7 == 6 : (i * (c + 3) / 4) % 2;
    for (const param *p = table; p->name; p++)
        if (p->type == 'f')
            *(grid *)(void *)((char *)self + p->at) = strstr(p->doc, "s,a,next,p,r") ? (grid){ "process.csv", 6, 5, process }
                                                                                     : (grid){ "table.csv", 20, 5, made_up[0] };
}
static void self_free(const param *table, void *self)
{
    for (const param *p = table; p->name; p++)
        if (p->type == 'f')
            *(grid *)(void *)((char *)self + p->at) = (grid){ 0 };
    param_release(table, self);
    free(self);
}

static struct sim *try_pair(const struct pair *p, int lanes, long first, long horizon)
{
    const struct setup set = { .algo = p->algo, .algo_self = p->algo_self, .env = p->env, .env_self = p->env_self, .seed = 20020501,
                               .first = first, .lanes = lanes, .horizon = horizon, .log = logged,
                               .n_log = p->logs, .metric = p->metric, .n_metrics = p->n_metrics, .max_bytes = (size_t)1 << 30 };
    return sim_open(&set);
}
static struct sim *open_pair(const struct pair *p, int lanes, long first, long horizon)
{
    struct sim *s = try_pair(p, lanes, first, horizon);
    if (!s)
        fail_msg("%s on %s: %s", p->algo->name, p->env->name, failure());
    return s;
}

/* a whole run of one width */
static void run_pair(const struct pair *p, int lanes, long first, double *out)
{
    struct sim *s = open_pair(p, lanes, first, p->T);
    memset(out, 0, p->bytes);
    sim_run(s, p->T, out);
    sim_close(s);
}

/* every pair that fits, on one instruction set */
static void each_pair_of(const struct isa *isa, void (*law)(const struct pair *))
{
    for (const struct env_type *const *e = isa->env; *e; e++)
        for (const struct algo_type *const *a = isa->algo; *a; a++) {
            struct pair p = { .isa = isa, .algo = *a, .env = *e };
            if (pair_fits(*a, *e)) {
                failure_forget();
                continue;
            }
            p.algo_self = self_of((*a)->params, (*a)->size), p.env_self = self_of((*e)->params, (*e)->size);
            p.logs = (*a)->needs & PROMPTS ? 4 : LOGS, p.T = logged[p.logs - 1];
            for (int m = 0; m < N_METRICS; m++)
                if (metric_fits(&metrics[m], *a, *e))
                    p.metric[p.n_metrics++] = &metrics[m];
            for (const struct metric *m = (*a)->metrics; m && m->name; m++)
                p.metric[p.n_metrics++] = m;
            for (const struct metric *m = (*e)->metrics; m && m->name; m++)
                p.metric[p.n_metrics++] = m;
            p.bytes = (size_t)(p.logs * p.n_metrics * BLOCK) * sizeof(double);
            struct sim *trial = try_pair(&p, 8, 0, p.T);
            if (!trial)
                give_table((*e)->params, p.env_self), trial = try_pair(&p, 8, 0, p.T);
            /* an algorithm may refuse what is too large for it, and says so */
            int refused_here = !trial && failure_status() == BAD_REQUEST;
            if (trial)
                sim_close(trial);
            failure_forget();
            if (!refused_here)
                law(&p);
            self_free((*a)->params, p.algo_self), self_free((*e)->params, p.env_self);
        }
}
static void each_pair(void (*law)(const struct pair *)) { each_pair_of(isa_pick(NULL), law); }

/* ---- the same bits whatever the width and the instruction set -------------------------------------------------------- */
static void widths(const struct pair *p)
{
    static double wide[MOST_ROWS], narrow[MOST_ROWS];
    run_pair(p, BLOCK, 0, wide);
    for (int from = 0; from < BLOCK; from += 8) {
        run_pair(p, 8, from, narrow);
        for (int row = 0; row < p->logs * p->n_metrics; row++)
            if (memcmp(wide + row * BLOCK + from, narrow + row * BLOCK, 8 * sizeof(double)))
                fail_msg("%s on %s: replicates %d to %d differ between 8 and 64 lanes at step %ld (%s)", p->algo->name, p->env->name,
                         from, from + 7, logged[row / p->n_metrics], p->metric[row % p->n_metrics]->name);
    }
}
static void width_does_not_matter(void **unused) { (void)unused, each_pair(widths); }

/* the same where every replicate logs at its own episodes; where episodes do not end, they do so at every width */
static void widths_by_episodes(const struct pair *p)
{
    static double wide[MOST_ROWS], narrow[MOST_ROWS];
    static const long episodes[] = { 1, 2, 3 };
    if (!(p->env->has & EPISODES) || p->algo->exact)
        return;
    struct setup set = { .algo = p->algo, .algo_self = p->algo_self, .env = p->env, .env_self = p->env_self, .seed = 2, .lanes = BLOCK,
                         .episodes = 1, .horizon = 3, .log = episodes, .n_log = 3, .metric = p->metric, .n_metrics = p->n_metrics,
                         .max_bytes = (size_t)1 << 30 };
    int failed = 0;
    for (int from = -8; from < BLOCK; from += 8) {
        struct sim *s = sim_open(&set);
        assert_non_null(s);
        int status = sim_run(s, LONG_MAX, from < 0 ? wide : narrow);
        failed += status != 0;
        for (int row = 0; row < 3 * p->n_metrics && from >= 0 && !failed; row++)
            if (memcmp(wide + row * BLOCK + from, narrow + row * BLOCK, 8 * sizeof(double)))
                fail_msg("%s on %s: replicates %d to %d differ between 8 and 64 lanes at episode %ld (%s)", p->algo->name, p->env->name,
                         from, from + 7, episodes[row / p->n_metrics], p->metric[row % p->n_metrics]->name);
        sim_close(s);
        set.lanes = 8, set.first = from + 8;
    }
    if (failed == 1)
        fail_msg("%s on %s: an episode ends at one width and not at another", p->algo->name, p->env->name);
    failure_forget();
}
static void width_does_not_matter_by_episodes(void **unused) { (void)unused, each_pair(widths_by_episodes); }

static void instruction_set(const struct pair *p)
{
    static double best[MOST_ROWS], here[MOST_ROWS];
    run_pair(p, BLOCK, 0, best);
    for (const struct isa *const *isa = isa_all(); *isa && *isa != p->isa; isa++) {
        struct pair q = *p;
        q.isa = *isa, q.algo = isa_algo(*isa, p->algo->name), q.env = isa_env(*isa, p->env->name);
        run_pair(&q, BLOCK, 0, here);
        if (memcmp(here, best, p->bytes))
            fail_msg("%s on %s: %s and %s differ", p->algo->name, p->env->name, q.isa->name, p->isa->name);
    }
}
static void instruction_set_does_not_matter(void **unused) { (void)unused, each_pair(instruction_set); }

/* ---- policies ------------------------------------------------------------------------------------------------------------ */
static void chances(const struct pair *p)
{
    static double out[MOST_ROWS];
    if (!p->algo->policy || (!(p->env->has & STATES) && (p->env->has & ARMS) != ARMS))
        return;
    struct sim *s = open_pair(p, 8, 0, T);
    struct run *u = sim_view(s);
    int rows = u->stages * u->env->n_states, A = u->env->n_actions;
    double *pi = malloc((size_t)(rows * A * 8) * sizeof *pi);
    for (long t = 1; t < T; t += 66) {
        sim_run(s, t, out);
        u->type->policy(u, pi);
        for (int i = 0; i < rows * 8; i++) {
            double sum = 0;
            for (int a = 0; a < A; a++) {
                double x = pi[(i / 8 * A + a) * 8 + i % 8];
                sum += x >= 0 && x <= 1 + 1e-9 ? x : NAN;
            }
            if (!(fabs(sum - 1) < 1e-9))
                fail_msg("%s on %s: state %d, lane %d: the chances add up to %g", p->algo->name, p->env->name, i / 8, i % 8, sum);
        }
    }
    free(pi), sim_close(s);
}
static void policies_are_chances(void **unused) { (void)unused, each_pair(chances); }

/* ---- a checkpoint is the arena's bytes ------------------------------------------------------------------------------- */
static void checkpoint(const struct pair *p)
{
    const long when[] = { 1, 37, p->T / 2 };         /* during the first pulls; odd and even numbers of draws */
    static double whole[MOST_ROWS], again[MOST_ROWS], fresh[MOST_ROWS];
    for (int i = 0; i < 3; i++) {
        struct sim *a = open_pair(p, BLOCK, 64, p->T), *b = open_pair(p, BLOCK, 64, p->T);
        void *bytes = malloc(sim_checkpoint_bytes(a));
        memset(whole, 0, p->bytes);
        sim_run(a, when[i], whole);
        sim_save(a, bytes);
        memcpy(again, whole, p->bytes), memcpy(fresh, whole, p->bytes);
        sim_run(a, p->T, whole);
        sim_load(a, bytes), sim_run(a, p->T, again);
        sim_load(b, bytes);
        for (long t = when[i]; t < p->T; t += 13)
            sim_run(b, t, fresh);
        sim_run(b, p->T, fresh);
        if (memcmp(whole, again, p->bytes) || memcmp(whole, fresh, p->bytes))
            fail_msg("%s on %s: a run restored at step %ld ends elsewhere (%s)", p->algo->name, p->env->name, when[i],
                     memcmp(whole, again, p->bytes) ? "the same run" : "a new one");
        free(bytes), sim_close(a), sim_close(b);
    }
}
static void checkpoints_restore(void **unused) { (void)unused, each_pair(checkpoint); }

/* ---- nothing appears or moves after init ----------------------------------------------------------------------------- */
static void still(const struct pair *p)
{
    static double out[MOST_ROWS];
    struct sim *s = open_pair(p, BLOCK, 0, p->T);
    const struct run *u = sim_view(s);
    const struct env *e = u->env;
    void *algo = malloc(p->algo->size + 1), *env = malloc(p->env->size + 1);
    size_t bytes = sim_bytes(s);
    memcpy(algo, u->self, p->algo->size), memcpy(env, e->self, p->env->size);
    allocations = 0;
    sim_run(s, p->T, out);
    if (allocations || sim_bytes(s) != bytes)
        fail_msg("%s on %s: memory was asked for after init", p->algo->name, p->env->name);
    if (memcmp(algo, u->self, p->algo->size))
        fail_msg("%s: its struct changed after init: what changes belongs in rows", p->algo->name);
    if (memcmp(env, e->self, p->env->size))
        fail_msg("%s: its struct changed after init: what changes belongs in rows", p->env->name);
    free(algo), free(env), sim_close(s);
}
static void nothing_is_allocated_or_moved_after_init(void **unused)
{
    (void)unused;
    void *volatile probe;
    each_pair(still);
    allocations = 0;
    probe = malloc(1), free(probe);
    if (!allocations)
        print_message("allocations are not counted: link with --wrap\n"), skip();
}

/* ---- exact regret ---------------------------------------------------------------------------------------------------- */
static void regret(const struct pair *p)
{
    static double out[MOST_ROWS];
    int at = -1;
    for (int i = 0; i < p->n_metrics; i++)
        at = p->metric[i] == &metrics[REGRET] ? i : at;
    if (at < 0)
        return;
    run_pair(p, BLOCK, 0, out);
    for (int l = 0; l < BLOCK; l++)
        for (int j = 0; j < p->logs; j++) {
            double now = out[(j * p->n_metrics + at) * BLOCK + l], before = j ? out[((j - 1) * p->n_metrics + at) * BLOCK + l] : 0;
            if (!isfinite(now) || now < before)
                fail_msg("%s on %s: replicate %d: regret %g at step %ld after %g", p->algo->name, p->env->name, l, now, logged[j], before);
        }
}
static void regret_is_finite_and_never_falls(void **unused) { (void)unused, each_pair(regret); }

/* no episode may have ended yet, and a policy that never ends may be worth minus infinity */
static int undefined_at_first(const struct metric *m)
{
    return m == &metrics[RETURN] || m == &metrics[LENGTH] || m == &metrics[VALUE] || m == &metrics[GREEDY_RETURN] || m == &metrics[GREEDY_VALUE];
}

/* fewer turns than arms: tunings to T and first pulls must survive, unless the pair says why it cannot */
static void brief_run(const struct pair *p)
{
    static double out[MOST_ROWS];
    for (long horizon = 1; horizon <= 3; horizon++) {
        struct sim *s = try_pair(p, 8, 0, horizon);
        if (!s && failure_status() == BAD_REQUEST) {
            failure_forget();
            continue;
        }
        assert_non_null(s);
        sim_run(s, horizon, out);
        for (int i = 0; i < p->n_metrics; i++)
            for (int l = 0; l < 8; l++)
                if ((!isfinite(out[i * BLOCK + l]) && !undefined_at_first(p->metric[i])) || sim_diverged(s)[l])
                    fail_msg("%s on %s: a run of %ld steps diverged", p->algo->name, p->env->name, horizon);
        sim_close(s);
    }
}
static void runs_shorter_than_the_list_of_arms_end_well(void **unused) { (void)unused, each_pair(brief_run); }

/* ---- one lane goes wrong --------------------------------------------------------------------------------------------- */

/* Its numbers become NaN half-way.  The other lanes' bits stay; its own are marked and NaN from then on, or, where the
 * learner has nothing to lose (a policy that does not learn), as if nothing had happened. */
static void poisoned(const struct pair *p)
{
    static double clean[MOST_ROWS], out[MOST_ROWS];
    struct sim *s = open_pair(p, 16, 0, p->T);
    run_pair(p, 16, 0, clean);
    memset(out, 0, p->bytes);
    sim_run(s, p->T / 2, out);
    sim_poison(s, SICK);
    sim_run(s, p->T, out);
    long died = sim_diverged(s)[SICK];
    for (int row = 0; row < p->logs * p->n_metrics; row++)
        for (int l = 0; l < 16; l++) {
            double x = out[row * BLOCK + l], y = clean[row * BLOCK + l];
            if (l == SICK && died && logged[row / p->n_metrics] > died ? !isnan(x) : memcmp(&x, &y, sizeof x) && (l != SICK || !isnan(x)))
                fail_msg("%s on %s: lane %d at step %ld: %g beside a lane of NaN, %g without (that lane: diverged at %ld)", p->algo->name,
                         p->env->name, l, logged[row / p->n_metrics], x, y, died);
        }
    for (int l = 0; l < 16; l++)
        if (l != SICK && sim_diverged(s)[l])
            fail_msg("%s on %s: lane %d is marked for lane %d", p->algo->name, p->env->name, l, SICK);
    sim_close(s);
}
static void a_lane_that_went_wrong_freezes_alone(void **unused)
{
    (void)unused;
    each_pair(poisoned);
    each_pair_of(isa_all()[0], poisoned);
}

/* ---- plain twins ----------------------------------------------------------------------------------------------------- */

/* "means=0.9/0.8 d=5" into an environment's struct */
static void set_words(const struct env_type *env, const char *params, void *self)
{
    char words[512], *next = words;
    snprintf(words, sizeof words, "%s", params);
    for (char *word; (word = strsep(&next, " ")); ) {
        char *value = strchr(word, '=');
        if (value)
            *value++ = 0, assert_int_equal(param_set(param_find(env->params, word), env->name, value, self), 0);
    }
}

/* what n replicates come to, lockstep's and the twin's: see plain.h */
static void twins(const struct isa *isa, const struct plain_type *plain, const char *params, long n, double *ours, double *theirs)
{
    const long end[] = { plain->steps ? plain->steps : 3000 };
    const struct algo_type *algo = isa_algo(isa, plain->algo);
    const struct env_type *env = isa_env(isa, plain->env);
    if (!algo || !env)
        fail_msg("a plain twin of nobody: %s on %s", plain->algo, plain->env);
    const struct metric *const metric[] = { algo->exact ? algo->metrics : &metrics[(env->has & ARMS) == ARMS ? REGRET : REWARD] };
    void *algo_self = self_of(algo->params, algo->size), *env_self = self_of(env->params, env->size);
    set_words(env, params, env_self);
    double means[16];
    int K = 0;
    for (long from = 0; from < n; from += 8) {
        const struct setup set = { .algo = algo, .algo_self = algo_self, .env = env, .env_self = env_self, .seed = 77, .first = from,
                                   .lanes = 8, .horizon = *end, .log = end, .n_log = 1, .metric = metric, .n_metrics = 1,
                                   .max_bytes = (size_t)1 << 30 };
        double out[BLOCK];
        struct sim *s = sim_open(&set);
        assert_non_null(s);
        const struct env *e = sim_view(s)->env;
        K = e->n_actions;
        for (int k = 0; e->mean && k < K; k++)
            means[k] = e->mean[k * 8];
        sim_run(s, *end, out);
        sim_close(s);
        memcpy(ours + from, out, 8 * sizeof *out);
    }
    for (long i = 0; i < n; i++)
        theirs[i] = plain->run(&(struct plain_job){ .K = K, .means = means, .params = params, .scale = 1, .T = *end, .seed = 77,
                                                    .replicate = i, .stack = 1 });
    self_free(algo->params, algo_self), self_free(env->params, env_self);
}

/* the same bits where the twin does the same arithmetic; else the same mean within five standard errors of the two, a false alarm
 * in a million */
static void plain_twins_agree(void **unused)
{
    static const struct plain_case bandits[] = {
        { "easy", "means=0.9/0.6/0.6/0.6/0.6/0.6/0.6/0.6/0.6/0.6", 1 }, { "two", "means=0.9/0.8", 1 }, { "sure", "means=0/1/0.5", 1 },
        { "hard", "means=0.55/0.45/0.45/0.45/0.45/0.45/0.45/0.45/0.45/0.45", 1 },
        { "wide", "means=0.01/0.02/0.3/0.4/0.5/0.6/0.795/0.8/0.805", 1 }, { 0 }
    };
    enum { FEW = 16, MANY = 256 };
    double ours[MANY], theirs[MANY];
    const struct isa *isa = isa_pick(NULL);
    (void)unused;
    for (const struct plain_type *const *p = isa->plain; *p; p++)
        if ((*p)->part) {
            const struct plain_job job = { .T = 3000, .seed = 77, .stack = 1 };
            double part = (*p)->part(&job), plain = (*p)->run(&job);
            if (memcmp(&part, &plain, sizeof part))
                fail_msg("%s: %.17g, its twin %.17g", (*p)->algo, part, plain);
        } else for (const struct plain_case *c = (*p)->cases ? (*p)->cases : bandits; c->name; c++) {
            long n = (*p)->exact ? FEW : MANY;
            double mean[2] = { 0 }, square[2] = { 0 };
            twins(isa, *p, c->params, n, ours, theirs);
            for (long r = 0; r < n; r++)
                if ((*p)->exact && memcmp(&ours[r], &theirs[r], sizeof *ours))
                    fail_msg("%s on %s %s, replicate %ld: %.17g, its twin %.17g", (*p)->algo, (*p)->env, c->params, r, ours[r], theirs[r]);
            for (long r = 0; r < n; r++)
                mean[0] += ours[r] / (double)n, mean[1] += theirs[r] / (double)n;
            for (long r = 0; r < n; r++)
                square[0] += (ours[r] - mean[0]) * (ours[r] - mean[0]), square[1] += (theirs[r] - mean[1]) * (theirs[r] - mean[1]);
            if (!(fabs(mean[0] - mean[1]) <= 5 * sqrt(square[0] + square[1]) / (double)n))
                fail_msg("%s on %s %s: %g, its twin %g", (*p)->algo, (*p)->env, c->params, mean[0], mean[1]);
        }
}

/* ---- names, documentation, ranges ------------------------------------------------------------------------------------ */
static void check_text(const char *owner, const char *what, const char *text)
{
    size_t n = text ? strlen(text) : 0;
    int stop = n > 3 && text[n - 1] == '.' && strcmp(text + n - 3, "...");
    if (n < 5 || isspace((unsigned char)text[0]) || stop || isspace((unsigned char)text[n - 1]))
        fail_msg("%s: %s \"%s\": a phrase without a full stop", owner, what, text ? text : "NULL");
}
static void check_name(const char *owner, const char *name, const char *signs)
{
    if (!*name || strlen(name) > 32 || !isalpha((unsigned char)*name) || strspn(name, signs) != strlen(name))
        fail_msg("%s: the name '%s'", owner, name);
}

/* refused, with a message that names the parameter */
static void refused(const param *p, const char *owner, const char *text, void *self)
{
    failure_forget();
    if (!param_set(p, owner, text, self))
        fail_msg("%s: %s=%s was taken", owner, p->name, text);
    if (failure_status() != BAD_REQUEST || !strstr(failure(), p->name) || !strstr(failure(), p->doc))
        fail_msg("%s: %s=%s: the message does not help: %s", owner, p->name, text, failure());
    failure_forget();
}
static void taken(const param *p, const char *owner, const char *text, void *self)
{
    if (param_set(p, owner, text, self))
        fail_msg("%s: %s=%s was refused: %s", owner, p->name, text, failure());
}

static void check_param(const param *table, const param *p, const char *owner, void *self)
{
    char text[512];
    check_name(owner, p->name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    check_text(owner, p->name, p->doc);
    assert_ptr_equal(param_find(table, p->name), p);
    if (p->type == 'f')
        return;
    if (p->type == 's') {
        taken(p, owner, param_default_text(p, text, sizeof text), self), refused(p, owner, "a b", self), refused(p, owner, "", self);
        return;
    }
    if (p->type != 'l' || *p->text)
        taken(p, owner, param_default_text(p, text, sizeof text), self);
    refused(p, owner, "nan", self), refused(p, owner, "no-such-thing", self);
    if (p->type == 'c') {
        refused(p, owner, "", self);
        return;
    }
    if (!(p->lo < p->hi))
        fail_msg("%s: %s: nothing lies between %g and %g", owner, p->name, p->lo, p->hi);
    /* both ends belong to the range, their neighbours outside do not */
    for (int up = 0; up < 2; up++) {
        double end = up ? p->hi : p->lo, beyond = p->type == 'i' ? end + (up ? 1 : -1) : nextafter(end, up ? INFINITY : -INFINITY);
        if (!isfinite(end))
            continue;
        number_format(text, end), taken(p, owner, text, self);
        if (isfinite(beyond) && beyond != end)
            number_format(text, beyond), refused(p, owner, text, self);
    }
    if (p->type == 'i' && p->lo < 1)
        refused(p, owner, "0.5", self);
}

static void check_plugin(const char *name, const char *brief, const char *source, const param *table, size_t size)
{
    check_name(name, name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    check_text(name, "brief", brief), check_text(name, "source", source);
    if (strlen(brief) > 100)
        fail_msg("%s: its brief is too long for a list", name);
    for (const param *p = table; p->name; p++) {
        void *self = self_of(table, size);
        check_param(table, p, name, self);
        self_free(table, self);
    }
}
static void plugins_are_documented_and_refuse_what_is_out_of_range(void **unused)
{
    (void)unused;
    const struct isa *isa = isa_pick(NULL);
    for (const struct algo_type *const *a = isa->algo; *a; a++)
        check_plugin((*a)->name, (*a)->brief, (*a)->source, (*a)->params, (*a)->size);
    for (const struct env_type *const *e = isa->env; *e; e++)
        check_plugin((*e)->name, (*e)->brief, (*e)->source, (*e)->params, (*e)->size);
}

static void every_instruction_set_has_the_same_plugins(void **unused)
{
    (void)unused;
    const struct isa *best = isa_pick(NULL);
    for (const struct isa *const *isa = isa_all(); *isa; isa++) {
        int a = 0, e = 0;
        for (; best->algo[a] && (*isa)->algo[a]; a++)
            assert_string_equal(best->algo[a]->name, (*isa)->algo[a]->name);
        for (; best->env[e] && (*isa)->env[e]; e++)
            assert_string_equal(best->env[e]->name, (*isa)->env[e]->name);
        assert_true(a > 0 && e > 0 && !best->algo[a] && !(*isa)->algo[a] && !best->env[e] && !(*isa)->env[e]);
    }
}

static void names_differ(void **unused)
{
    (void)unused;
    const struct isa *isa = isa_pick(NULL);
    for (int i = 0; isa->algo[i]; i++) {
        for (int j = 0; j < i; j++)
            assert_string_not_equal(isa->algo[i]->name, isa->algo[j]->name);
        for (int j = 0; isa->env[j]; j++)
            assert_string_not_equal(isa->algo[i]->name, isa->env[j]->name);
    }
    for (int i = 0; isa->env[i]; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(isa->env[i]->name, isa->env[j]->name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_differ),
        cmocka_unit_test(every_instruction_set_has_the_same_plugins),
        cmocka_unit_test(plugins_are_documented_and_refuse_what_is_out_of_range),
        cmocka_unit_test(regret_is_finite_and_never_falls),
        cmocka_unit_test(runs_shorter_than_the_list_of_arms_end_well),
        cmocka_unit_test(width_does_not_matter),
        cmocka_unit_test(width_does_not_matter_by_episodes),
        cmocka_unit_test(policies_are_chances),
        cmocka_unit_test(instruction_set_does_not_matter),
        cmocka_unit_test(checkpoints_restore),
        cmocka_unit_test(nothing_is_allocated_or_moved_after_init),
        cmocka_unit_test(a_lane_that_went_wrong_freezes_alone),
        cmocka_unit_test(plain_twins_agree),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
