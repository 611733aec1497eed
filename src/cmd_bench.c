/* lockstep bench: how fast, against what a good programmer would write instead.
 *
 * Every algorithm with a plain scalar twin (tests/plain.h) is timed against it on the same instances, in one thread: setup,
 * random numbers, environment and learning included.  The two take turns, and of several rounds the fastest of each counts.
 * Further rows say what a second thread brings, and what whole processes take against the limits the project sets itself. */
#define _GNU_SOURCE
#include "clock.h"
#include "commands.h"
#include "isa.h"
#include "param.h"
#include "plain.h"
#include "pool.h"
#include "rows.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* where a plain loop predicts its branches badly (small gaps) and well (one arm soon dominates) */
static const struct plain_case bandits[] = {
    { "A11",  "means=0.9/0.6/0.6/0.6/0.6/0.6/0.6/0.6/0.6/0.6", 1 },           /* Auer et al. 2002, distributions 11, 13, 14 */
    { "A13",  "means=0.9/0.8/0.8/0.8/0.8/0.8/0.8/0.8/0.8/0.8", 1 },
    { "A14",  "means=0.55/0.45/0.45/0.45/0.45/0.45/0.45/0.45/0.45/0.45", 1 },
    { "B2",   "means=0.01/0.02/0.3/0.4/0.5/0.6/0.795/0.8/0.805", 1 },
    { "K2",   "means=0.9/0.8", 0 },                                           /* only where asked for by name, and for ucb1 */
    { "K100", "arms=100 top=0.55 gap=0.1", 0 },
    { 0 }
};

struct bench {
    struct words words;
    const struct isa *isa;
    uint64_t seed;
    long steps, replicates;              /* -T and -n; 0: not given   */
    int rounds, threads;
    int table;                           /* 1: stdout is a terminal   */
    struct sink sink; struct rows rows;
};

/* ---- the table ------------------------------------------------------------------------------------------------------- */
static void bench_header(struct bench *b)
{
    static const char *const names[] = { "kernel", "env", "instance", "arms", "steps", "unit", "lockstep", "against", "ratio" };
    if (b->table)
        printf("%-20s %-10s %-8s %6s %7s %-8s %10s %10s %6s\n", names[0], names[1], names[2], names[3], names[4], names[5],
               names[6], names[7], names[8]);
    else
        rows_header(&b->rows, names, sizeof names / sizeof *names);
}

/* four digits after the point are more than any clock is worth */
static double rounded(double x) { return (double)(long)(x * 1e4 + 0.5) / 1e4; }

/* ratio: how many times better than `against` */
static int bench_row(struct bench *b, const char *kernel, const char *env, const char *instance, long arms, long steps,
                     const char *unit, double ours, double against)
{
    if (b->table) {
        printf("%-20s %-10s %-8s %6ld %7ld %-8s %10.4g %10.4g %6.2f\n", kernel, env, instance, arms, steps, unit, ours,
               against, against / ours);
        fflush(stdout);
        return 0;
    }
    struct rows *r = &b->rows;
    cell_text(r, kernel), cell_text(r, env), cell_text(r, instance), cell_long(r, arms), cell_long(r, steps), cell_text(r, unit);
    cell_number(r, rounded(ours)), cell_number(r, rounded(against)), cell_number(r, rounded(against / ours));
    return sink_flush(r->to);
}

/* was it asked for by name, or is it among what is measured unasked? */
static int wanted(const struct bench *b, const char *name, int usual)
{
    for (int i = 0; i < b->words.n_rest; i++)
        if (!strcmp(b->words.rest[i], name))
            return 1;
    return usual && !b->words.n_rest;
}

/* ---- kernels against their plain twins ------------------------------------------------------------------------------- */
struct duel {
    struct setup set;
    const struct plain_type *plain; struct plain_job job;
    long blocks, replicates;             /* in one measurement of each side; 0: as many as fill its time */
};
static const double ENOUGH = 0.01;       /* seconds of a measurement, on this thread's own clock */

/* ns a turn; -1 after fail() */
static double time_ours(struct duel *d)
{
    double out[BLOCK], from = clock_seconds(CLOCK_THREAD_CPUTIME_ID), spent = 0;
    long done = 0;
    for (; d->plain->part && (d->blocks ? done < d->blocks : spent < ENOUGH); done++) {
        d->plain->part(&d->job);
        spent = clock_seconds(CLOCK_THREAD_CPUTIME_ID) - from;
    }
    while (!d->plain->part && (d->blocks ? done < d->blocks : spent < ENOUGH)) {
        d->set.first = done++ * d->set.lanes;
        struct sim *s = sim_open(&d->set);
        if (!s)
            return -1;
        sim_run(s, d->set.horizon, out);
        sim_close(s);
        spent = clock_seconds(CLOCK_THREAD_CPUTIME_ID) - from;
    }
    d->blocks = done;
    return 1e9 * spent / (double)(done * (d->plain->part ? 1 : d->set.lanes)) / (double)d->job.T;
}
static double time_plain(struct duel *d)
{
    double from = clock_seconds(CLOCK_THREAD_CPUTIME_ID), spent = 0;
    long done = 0;
    while (d->replicates ? done < d->replicates : spent < ENOUGH) {
        d->job.replicate = done++;
        d->plain->run(&d->job);
        spent = clock_seconds(CLOCK_THREAD_CPUTIME_ID) - from;
    }
    d->replicates = done;
    return 1e9 * spent / (double)done / (double)d->job.T;
}

/* the two take turns */
static int duel(struct bench *b, struct duel *d, double best[2])
{
    best[0] = best[1] = INFINITY;
    for (int i = 0; i < b->rounds; i++) {
        double ours = time_ours(d), plain = time_plain(d);
        if (ours < 0)
            return -1;
        best[0] = ours < best[0] ? ours : best[0], best[1] = plain < best[1] ? plain : best[1];
    }
    return 0;
}

/* "means=0.9/0.8 c=1" into a plug-in's struct */
static int set_params(const param *table, const char *owner, const char *text, void *self)
{
    char words[256], *next = words;
    int status = 0;
    snprintf(words, sizeof words, "%s", text);
    for (char *word; !status && (word = strsep(&next, " ")); ) {
        char *value = strchr(word, '=');
        const param *row = value ? (*value++ = 0, param_find(table, word)) : NULL;
        status = !*word ? 0 : row ? param_set(row, owner, value, self) : fail_inside("bench: %s has no %s", owner, word);
    }
    return status;
}

/* a bandit's arms as its environment has them: how many, and their means; lanes as a run would choose them */
static int arms_of(struct setup *set, double *means, int most)
{
    struct sim *s = sim_open(set);
    if (!s)
        return -1;
    const struct env *e = sim_view(s)->env;
    int K = e->n_actions;
    for (int k = 0; e->mean && k < K && k < most; k++)
        means[k] = e->mean[k * e->width];
    set->lanes = sim_lanes(sim_lane_bytes(s), BLOCK);
    sim_close(s);
    return K;
}

static int bench_case(struct bench *b, const struct plain_type *plain, const struct plain_case *one, long T)
{
    const struct algo_type *algo = isa_algo(b->isa, plain->algo);
    const struct env_type *env = isa_env(b->isa, plain->env);
    if (!algo || !env)
        return fail_inside("bench: the plain twin of %s on %s has no counterpart", plain->algo, plain->env);
    const struct metric *metric = algo->exact ? algo->metrics : &metrics[(env->has & ARMS) == ARMS ? REGRET : REWARD];
    void *algo_self = calloc(1, algo->size + 1), *env_self = calloc(1, env->size + 1);
    int status = algo_self && env_self ? 0 : fail_inside("out of memory"), K = 0;
    if (!status) {
        double best[2], means[100];
        param_defaults(algo->params, algo_self), param_defaults(env->params, env_self);
        struct duel d = {
            .set = { .algo = algo, .algo_self = algo_self, .env = env, .env_self = env_self, .seed = b->seed, .lanes = 8,
                     .horizon = T, .log = &T, .n_log = 1, .metric = &metric, .n_metrics = 1, .max_bytes = (size_t)1 << 32 },
            .plain = plain, .job = { .means = means, .params = one->params, .scale = 1, .T = T, .seed = b->seed },
            .replicates = b->replicates,
        };
        status = set_params(env->params, env->name, one->params, env_self);
        if (!status)
            status = (K = arms_of(&d.set, means, 100)) < 0 ? -1 : 0;
        d.job.K = K, d.blocks = (b->replicates + d.set.lanes - 1) / d.set.lanes;
        if (!status && !(status = duel(b, &d, best)))
            status = bench_row(b, algo->name, env->name, one->name, K, T, "ns/turn", best[0], best[1]);
        param_release(algo->params, algo_self), param_release(env->params, env_self);
    }
    free(algo_self), free(env_self);
    return status;
}

/* a kernel that algorithms share */
static int bench_part(struct bench *b, const struct plain_type *plain, long T)
{
    double best[2];
    struct duel d = { .plain = plain, .job = { .T = T, .seed = b->seed } };
    return duel(b, &d, best) || bench_row(b, plain->algo, plain->env, "default", 0, T, "ns/sample", best[0], best[1]) ? -1 : 0;
}

static int bench_kernels(struct bench *b)
{
    static const long usual[] = { 2000, 20000 };
    for (const struct plain_type *const *p = b->isa->plain; *p; p++) {
        const long *horizons = b->steps ? &b->steps : (*p)->steps ? &(*p)->steps : usual;
        if ((*p)->part && wanted(b, (*p)->algo, 1) && bench_part(b, *p, horizons[0]))
            return -1;
        if ((*p)->part)
            continue;
        int all = wanted(b, (*p)->algo, 0) || !strcmp((*p)->algo, "ucb1");
        for (const struct plain_case *c = (*p)->cases ? (*p)->cases : bandits; c->name && wanted(b, (*p)->algo, 1); c++)
            for (int h = 0; h < (horizons == usual ? 2 : 1) && (all || c->usual); h++)
                if (bench_case(b, *p, c, horizons[h]))
                    return -1;
    }
    return 0;
}

/* ---- threads --------------------------------------------------------------------------------------------------------- */
static int nothing_done(void *context, const struct outcome *o) { (void)context, (void)o; return 0; }

static int bench_threads(struct bench *b)
{
    char *line[] = { "run", "-a", "ucb1", "-e", "bernoulli", "-n", "4096", "-T", "10k", "--log", "10000", NULL };
    struct words w;
    struct plan plan;
    double best[2] = { INFINITY, INFINITY };
    char name[32];
    int status = words_parse(&w, 11, line) || plan_make(&plan, &w) ? -1 : 0;
    words_free(&w);
    if (status)
        return -1;
    plan.seed = b->seed;
    for (int i = 0; i < b->rounds && !status; i++)
        for (int many = 0; many < 2 && !status; many++) {
            struct pool pool = { .plan = &plan, .threads = many ? b->threads : 1, .done = nothing_done };
            double from = clock_seconds(CLOCK_MONOTONIC), spent;
            status = pool_run(&pool);
            spent = (clock_seconds(CLOCK_MONOTONIC) - from) * 1e9 / ((double)plan.n * (double)plan.steps);
            best[many] = spent < best[many] ? spent : best[many];
        }
    snprintf(name, sizeof name, "threads:%d", b->threads);
    if (!status)
        status = bench_row(b, name, "bernoulli", "default", 10, plan.steps, "ns/turn", best[1], best[0]);
    plan_free(&plan);
    return status;
}

/* ---- whole processes: this same binary, started as a user would ------------------------------------------------------ */
static const struct process {
    const char *name, *env; int usual, in_seconds; long arms, steps; double limit; const char *words[20];
} processes[] = {
    { "startup", "none",      1, 1, 0, 0, 0.010, { "version" } },
    { "program", "bernoulli", 1, 1, 10, 10000, 0.15, { "run", "-a", "ucb1", "-e", "bernoulli", "-n", "1000", "-T", "10k", "-j", "1" } },
    { "memory",  "bernoulli", 0, 0, 10, 60, 200, { "run", "-a", "ucb1", "-e", "bernoulli", "-n", "1M", "-T", "60", "--log", "lin:60" } },
};
enum { PROCESSES = sizeof processes / sizeof *processes };

/* what one process took, in its unit; -1 after fail() */
static double start(const struct process *p)
{
    char *words[24] = { "lockstep" };
    for (int i = 0; p->words[i]; i++)
        words[i + 1] = (char *)(uintptr_t)p->words[i];
    posix_spawn_file_actions_t files;
    struct rusage used;
    pid_t child;
    int status = 0;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    double from = clock_seconds(CLOCK_MONOTONIC);
    int error = posix_spawn(&child, "/proc/self/exe", &files, NULL, words, environ);
    posix_spawn_file_actions_destroy(&files);
    if (error)
        return fail_inside("bench: cannot start this program again: %s", strerror(error));
    while (wait4(child, &status, 0, &used) < 0)
        if (errno != EINTR)
            return fail_inside("bench: cannot wait for a process: %s", strerror(errno));
    if (status)
        return fail_inside("bench: 'lockstep %s ...' failed", p->words[0]);
    return p->in_seconds ? clock_seconds(CLOCK_MONOTONIC) - from : (double)used.ru_maxrss / 1024;
}

static int bench_processes(struct bench *b)
{
    for (int i = 0; i < PROCESSES; i++) {
        const struct process *p = &processes[i];
        double best = INFINITY;
        if (!wanted(b, p->name, p->usual))
            continue;
        for (int k = 0; k < (p->in_seconds ? b->rounds : 1); k++) {
            double x = start(p);
            if (x < 0)
                return -1;
            best = x < best ? x : best;
        }
        if (bench_row(b, p->name, p->env, "default", p->arms, p->steps, p->in_seconds ? "s" : "MiB", best, p->limit))
            return -1;
    }
    return 0;
}

/* ---- the command ----------------------------------------------------------------------------------------------------- */

/* a name that nothing here answers to */
static int check_names(const struct bench *b)
{
    const char *names[300];
    size_t n = 0;
    for (int i = 0; i < PROCESSES; i++)
        names[n++] = processes[i].name;
    names[n++] = "threads";
    for (const struct plain_type *const *p = b->isa->plain; *p && n < 300; p++)
        names[n++] = (*p)->algo;
    for (int i = 0; i < b->words.n_rest; i++) {
        size_t k = 0;
        while (k < n && strcmp(names[k], b->words.rest[i]))
            k++;
        const char *near = k < n ? NULL : nearest(b->words.rest[i], names, n);
        if (k == n)
            return fail("bench: nothing to measure for '%.64s'%s%s%s; names are threads, startup, program, memory, and those of "
                        "algorithms with a plain twin", b->words.rest[i], near ? ": did you mean '" : "", near ? near : "", near ? "'" : "");
    }
    return 0;
}

static int bench_words(struct bench *b)
{
    const char *vs = word_of(&b->words, "vs"), *steps = word_of(&b->words, "steps"), *seeds = word_of(&b->words, "seeds");
    const char *rounds = word_of(&b->words, "repeat"), *threads = word_of(&b->words, "threads"), *seed = word_of(&b->words, "seed");
    long n = 5, m = pool_cpus() > 1 ? 2 : 1, s = 0;
    if (vs && strcmp(vs, "plain"))
        return fail("--vs %.20s: must be plain", vs);
    if ((steps && plan_whole("--steps", steps, 1, 1e9, &b->steps)) || (seeds && plan_whole("--seeds", seeds, 1, 1e6, &b->replicates))
        || (rounds && plan_whole("--repeat", rounds, 1, 1000, &n)) || (threads && plan_whole("--threads", threads, 1, 4096, &m))
        || (seed && plan_whole("--seed", seed, 0, 0x1p48 - 1, &s)) || !(b->isa = isa_pick(word_of(&b->words, "isa"))) || check_names(b))
        return -1;
    b->rounds = (int)n, b->threads = (int)m, b->seed = (uint64_t)s;
    b->table = isatty(1);
    if (sink_open(&b->sink, 1, "standard output"))
        return -1;
    b->rows.to = &b->sink;
    bench_header(b);
    int status = bench_kernels(b);
    if (!status && wanted(b, "threads", 1))
        status = bench_threads(b);
    if (!status)
        status = bench_processes(b);
    return sink_close(&b->sink) || status ? -1 : 0;
}

int cmd_bench(int argc, char **argv)
{
    struct bench b = { 0 };
    int status = words_parse(&b.words, argc, argv);
    status = status ? (status > 0 ? OK : status) : bench_words(&b);
    words_free(&b.words);
    return status;
}
