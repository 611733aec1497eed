/* The laboratory of the tests: run an algorithm on an environment by their names, through the simulator alone. */
#ifndef LAB_H
#define LAB_H
#include "isa.h"
#include "param.h"
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* a run described by words, all of which but algo and env have defaults */
struct lab {
    const char *algo, *env, *params;     /* "means=0.9/0.8 c=1": each key goes to whoever declares it; both may            */
    long n, T;                           /* replicates, turns                                                              */
    uint64_t seed; long first;
    const char *isa; int lanes;          /* default: the best, 64                                                          */
    const long *log; int n_log;          /* default: T alone                                                               */
    int metric;                          /* default: REGRET                                                                */
    const char *own;                     /* or one of the algorithm's own, by its name                                     */
    int episodes;                        /* 1: T and log count episodes                                                    */
};

static inline void lab_fail(const char *what)
{
    fprintf(stderr, "lab: %s: %s\n", what, failure() ? failure() : "");
    abort();
}

/* parameters of a plug-in from the words; the caller frees */
static inline void *lab_self(const param *table, size_t size, const char *owner, const char *params)
{
    void *self = calloc(1, size + 1);
    char words[4096], *next = words;
    param_defaults(table, self);
    snprintf(words, sizeof words, "%s", params ? params : "");
    for (char *word; (word = strsep(&next, " ")); ) {
        char *value = strchr(word, '=');
        if (!value)
            continue;
        *value++ = 0;
        const param *p = param_find(table, word);
        if (p && param_set(p, owner, value, self))
            lab_fail(word);
    }
    return self;
}

/* the same, freed at the end of the program: for runs that live as long */
struct lab_kept { const param *table; void *self; struct lab_kept *next; };
static struct lab_kept *lab_all_kept;
static inline void lab_free_kept(void)
{
    for (struct lab_kept *k = lab_all_kept, *next; k; k = next) {
        for (const param *p = k->table; p->name; p++)
            if (p->type == 'f')                /* tables are static, and the tests' own */
                *(grid *)(void *)((char *)k->self + p->at) = (grid){ 0 };
        next = k->next, param_release(k->table, k->self), free(k->self), free(k);
    }
}
static inline void *lab_keep(const param *table, size_t size, const char *owner, const char *params)
{
    struct lab_kept *k = malloc(sizeof *k);
    if (!lab_all_kept)
        atexit(lab_free_kept);
    *k = (struct lab_kept){ table, lab_self(table, size, owner, params), lab_all_kept };
    return (lab_all_kept = k)->self;
}

/* values[i*n_log + j]: replicate i at log point j */
static inline void lab_run(struct lab lab, double *values)
{
    const struct isa *isa = isa_pick(lab.isa);
    const struct algo_type *algo = isa ? isa_algo(isa, lab.algo) : NULL;
    const struct env_type *env = isa ? isa_env(isa, lab.env) : NULL;
    if (!algo || !env)
        lab_fail(lab.algo);
    void *algo_self = lab_self(algo->params, algo->size, lab.algo, lab.params);
    void *env_self = lab_self(env->params, env->size, lab.env, lab.params);
    long end[] = { lab.T };
    const struct metric *metric = lab.own ? isa_metric(isa, lab.own) : &metrics[lab.metric];
    if (!metric)
        lab_fail(lab.own);
    if (!lab.n_log)
        lab.log = end, lab.n_log = 1;
    int L = lab.lanes ? lab.lanes : BLOCK;
    double *out = malloc((size_t)lab.n_log * BLOCK * sizeof *out);
    for (long from = 0; from < lab.n; from += L) {
        struct setup set = { .algo = algo, .algo_self = algo_self, .env = env, .env_self = env_self, .seed = lab.seed,
                             .first = lab.first + from, .lanes = L, .episodes = lab.episodes, .horizon = lab.T, .log = lab.log, .n_log = lab.n_log,
                             .metric = &metric, .n_metrics = 1, .max_bytes = (size_t)1 << 32 };
        struct sim *s = sim_open(&set);
        if (!s)
            lab_fail(lab.algo);
        if (sim_run(s, LONG_MAX, out))
            lab_fail(lab.algo);
        for (long i = 0; i < L && from + i < lab.n; i++)
            for (int j = 0; j < lab.n_log; j++)
                values[(from + i) * lab.n_log + j] = out[j * BLOCK + i];
        sim_close(s);
    }
    param_release(algo->params, algo_self), param_release(env->params, env_self);
    free(out), free(algo_self), free(env_self);
}

/* mean of the last value of n replicates, and its standard error */
static inline double lab_mean(struct lab lab, double *se)
{
    double *x = calloc((size_t)lab.n, sizeof *x), sum = 0, square = 0;
    lab.n_log = 0;
    lab_run(lab, x);
    for (long i = 0; i < lab.n; i++)
        sum += x[i];
    for (long i = 0; i < lab.n; i++)
        square += (x[i] - sum / (double)lab.n) * (x[i] - sum / (double)lab.n);
    if (se)
        *se = sqrt(square / ((double)lab.n - 1) / (double)lab.n);
    free(x);
    return sum / (double)lab.n;
}
static inline double lab_regret(const char *algo, const char *env, const char *params, long n, long T, double *se)
{
    return lab_mean((struct lab){ .algo = algo, .env = env, .params = params, .n = n, .T = T }, se);
}
#endif
