/* From words to points: keys meet the parameters that declare them, lists multiply, zips pair.  See plan.h.
 *
 * Layers, later wins: the parameter's default, the file's shared keys, its section's keys, the command line's keys. */
#include "request.h"
#include "again.h"
#include "param.h"
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double MOST_POINTS = 1e6, MOST_STEPS = 1e14;

/* the last key of that name that reaches a plug-in of this name on a curve of this label; NULL: none.  Marks all as used. */
static struct key *key_for(struct request *b, struct curve *c, const char *plugin, const char *name)
{
    struct keys *layer[] = { &b->shared, &c->keys, &b->typed };
    struct key *found = NULL;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < layer[i]->n; j++) {
            struct key *k = &layer[i]->key[j];
            if (!strcmp(k->name, name) && (!k->scope || !strcmp(k->scope, plugin) || !strcmp(k->scope, c->label)))
                k->used = 1, found = k;
        }
    return found;
}

static int read_grids(const param *table, void *self, const char *owner)
{
    for (const param *p = table; p->name; p++) {
        grid *g = (grid *)(void *)((char *)self + p->at);
        struct table t;
        if (p->type != 'f' || !g->path)
            continue;
        if (!*g->path)
            return fail("%s: %s= must name a CSV file: %s", owner, p->name, p->doc);
        if (table_read(&t, g->path))
            return table_free(&t), -1;
        double *v = calloc((size_t)t.rows * (size_t)t.cols + 1, sizeof *v);
        int status = v ? 0 : fail_inside("out of memory");
        for (long i = 0; !status && i < t.rows; i++)
            for (int j = 0; !status && j < t.cols; j++)
                status = table_number(&t, i, j, &v[i * t.cols + j]);
        g->rows = t.rows, g->cols = t.cols, g->v = v;
        table_free(&t);
        if (status)
            return -1;
    }
    return 0;
}

static int is_zipped(const struct request *b, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = b->zip; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (!strncmp(at, name, n) && (!at[n] || at[n] == ','))
            return 1;
    return 0;
}

/* every name of --zip is a key with a list */
static int check_zip(const struct request *b)
{
    const struct plan *p = b->plan;
    for (const char *at = b->zip; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        char name[64];
        int found = 0;
        snprintf(name, sizeof name, "%.*s", (int)strcspn(at, ","), at);
        for (int i = 0; i < p->n_swept; i++)
            found |= !strcmp(p->swept[i], name);
        const char *near = found ? NULL : nearest(name, (const char *const *)p->swept, (size_t)p->n_swept);
        if (!found)
            return fail("--zip %s: no key '%s' has a list%s%s%s", b->zip, name, near ? ": did you mean '" : "", near ? near : "", near ? "'" : "");
    }
    return 0;
}

static int note_swept(struct plan *p, const char *name)
{
    for (int i = 0; i < p->n_swept; i++)
        if (!strcmp(p->swept[i], name))
            return 0;
    char **more = realloc(p->swept, (size_t)(p->n_swept + 1) * sizeof *more);
    if (!more)
        return fail_inside("out of memory");
    p->swept = more;
    return (p->swept[p->n_swept++] = keep(p, name, strlen(name))) ? 0 : -1;
}

static struct point *new_point(struct request *b)
{
    struct plan *p = b->plan;
    if (p->n_points == b->room) {
        b->room = b->room ? b->room * 2 : 16;
        struct point *more = realloc(p->point, (size_t)b->room * sizeof *more);
        if (!more)
            return fail_inside("out of memory"), NULL;
        p->point = more;
    }
    struct point *q = &p->point[p->n_points];
    *q = (struct point){ .index = p->n_points };
    p->n_points++;
    return q;
}

/* one key of a curve's algorithm or environment, with its values */
struct axis { const param *row; struct key *key; int of_env; struct values values; };
struct axes { int n; struct axis axis[128]; };

static int add_axes(struct request *b, struct curve *c, const param *table, const char *owner, int of_env, struct axes *all)
{
    for (const param *p = table; p->name; p++) {
        struct key *k = key_for(b, c, owner, p->name);
        if (!k)
            continue;
        struct axis *a = &all->axis[all->n++];
        *a = (struct axis){ p, k, of_env, { 0 } };
        /* a key that both declare is one axis: the environment's row follows the algorithm's */
        if (values_of(b, k, p->type, &a->values) || ((a->values.n > 1 || a->values.random) && note_swept(b->plan, p->name)))
            return -1;
    }
    return 0;
}

static int add_points(struct request *b, struct curve *c, const struct algo_type *algo, const struct env_type *env, const char *label)
{
    static _Thread_local struct axes all;
    all.n = 0;
    int status = -1, random = 0;
    if (add_axes(b, c, algo->params, algo->name, 0, &all) || add_axes(b, c, env->params, env->name, 1, &all))
        goto out;

    /* how many: zipped keys count once, the same key of both sides counts once, samples multiply */
    double count = 1;
    long zipped = 0;
    for (int i = 0; i < all.n; i++) {
        struct axis *a = &all.axis[i];
        int twin = 0;
        for (int j = 0; j < i; j++)
            twin |= all.axis[j].key == a->key;
        random |= a->values.random != NULL;
        if (a->values.random || twin)
            continue;
        if (is_zipped(b, a->row->name) && a->values.n > 1) {
            if (zipped && zipped != a->values.n) {
                fail("--zip %s: the lists are of different length (%ld and %ld)", b->zip, zipped, a->values.n);
                goto out;
            }
            count *= zipped ? 1 : (double)a->values.n;
            zipped = a->values.n;
        } else
            count *= (double)a->values.n;
    }
    count *= random ? (double)b->sample : 1;
    if ((double)b->plan->n_points + count > MOST_POINTS) {
        fail("the lists multiply to %.3g points: at most %g; use --zip or --sample", count, MOST_POINTS);
        goto out;
    }
    for (long i = 0; i < (long)count; i++) {
        long rest = i, zip_at = -1, sample = random ? i % b->sample : 0;
        if (random)
            rest /= b->sample;
        struct point *q = new_point(b);
        if (!q)
            goto out;
        q->label = label, q->algo = algo, q->env = env;
        q->algo_self = calloc(1, algo->size + 1), q->env_self = calloc(1, env->size + 1);
        if (!q->algo_self || !q->env_self) {
            fail_inside("out of memory");
            goto out;
        }
        param_defaults(algo->params, q->algo_self), param_defaults(env->params, q->env_self);
        /* the last axis moves fastest */
        long digit[128];
        for (int j = all.n - 1; j >= 0; j--) {
            struct axis *a = &all.axis[j];
            digit[j] = 0;
            for (int k = j + 1; k < all.n; k++)
                if (all.axis[k].key == a->key)
                    digit[j] = -1 - k;
            if (digit[j] < 0 || a->values.random || a->values.n == 1)
                continue;
            if (is_zipped(b, a->row->name)) {
                if (zip_at < 0)
                    zip_at = rest % a->values.n, rest /= a->values.n;
                digit[j] = zip_at;
            } else
                digit[j] = rest % a->values.n, rest /= a->values.n;
        }
        for (int j = 0; j < all.n; j++) {
            struct axis *a = &all.axis[j];
            long d = digit[j] < 0 ? digit[-1 - digit[j]] : digit[j];
            const char *text = a->values.random ? draw_value(b, a->key, sample, digit[j] < 0 ? (int)(-1 - digit[j]) : j) : a->values.v[d];
            if (!text || param_set(a->row, a->of_env ? env->name : label, text, a->of_env ? q->env_self : q->algo_self))
                goto out;
        }
        if (read_grids(algo->params, q->algo_self, algo->name) || read_grids(env->params, q->env_self, env->name))
            goto out;
    }
    status = 0;
out:
    for (int i = 0; i < all.n; i++)
        free(all.axis[i].values.v);
    return status;
}

static int add_curve_points(struct request *b, struct curve *c)
{
    const char *envs = word_of(&b->words, "env"), *algos = word_of(&b->words, "algo");
    envs = c->env ? c->env : envs, algos = c->algo ? c->algo : algos;
    if (!envs)
        return fail("no environment: say -e bernoulli; 'lockstep list envs' names them all");
    if (!algos)
        return fail("no algorithm: say -a ucb1; 'lockstep list algos' names them all");
    for (const char *e = envs; ; e++) {
        size_t ne = strcspn(e, ",");
        char *env_name = keep_trimmed(b->plan, e, ne);
        const struct env_type *env = env_name ? isa_env(b->plan->isa, env_name) : NULL;
        if (!env)
            return -1;
        int several = strchr(algos, ',') != NULL;
        for (const char *a = algos; ; a++) {
            size_t na = strcspn(a, ",");
            char *algo_name = keep_trimmed(b->plan, a, na), both[160];
            const struct algo_type *algo = algo_name ? isa_algo(b->plan->isa, algo_name) : NULL;
            if (!algo)
                return -1;
            snprintf(both, sizeof both, "%s%s%s", c->label, *c->label && several ? ":" : "", !*c->label || several ? algo_name : "");
            char *label = keep(b->plan, both, strlen(both));
            if (!label || add_points(b, c, algo, env, label))
                return -1;
            a += na;
            if (!*a)
                break;
        }
        e += ne;
        if (!*e)
            return 0;
    }
}

/* a key that nobody declares: the nearest of all that somebody does */
static int find_unused(struct request *b)
{
    struct keys *layers[MOST_CURVES + 2] = { &b->shared, &b->typed };
    int n_layers = 2;
    for (int i = 0; i < b->n_curves; i++)
        layers[n_layers++] = &b->curve[i].keys;
    for (int i = 0; i < n_layers; i++)
        for (int j = 0; j < layers[i]->n; j++) {
            struct key *k = &layers[i]->key[j];
            const char *names[1024];
            size_t n = 0;
            if (k->used)
                continue;
            for (long q = 0; q < b->plan->n_points && n < 960; q++) {
                if (q && b->plan->point[q].algo == b->plan->point[q-1].algo && b->plan->point[q].env == b->plan->point[q-1].env)
                    continue;
                for (const param *p = b->plan->point[q].algo->params; p->name; p++)
                    names[n++] = p->name;
                for (const param *p = b->plan->point[q].env->params; p->name; p++)
                    names[n++] = p->name;
            }
            const char *near = nearest(k->name, names, n);
            return fail("%s: nobody in this run has a key '%s%s%s'%s%s%s; 'lockstep show NAME' lists an algorithm's or environment's keys",
                        k->where, k->scope ? k->scope : "", k->scope ? "." : "", k->name, near ? ": did you mean '" : "", near ? near : "", near ? "'" : "");
        }
    return 0;
}

int point_fit(const struct plan *p, struct point *q)
{
    struct setup set = plan_setup(p, q, p->first, 8, 0);
    struct sim *s = sim_open(&set);
    if (!s)
        return -1;
    size_t one = sim_lane_bytes(s), rest = sim_bytes(s) - one * 8;
    sim_close(s);
    q->lanes = sim_lanes(one, p->n), q->state_bytes = rest + one * (size_t)q->lanes;
    return 0;
}

/* the metrics by their names; none named: what suits the first point */
static int find_metrics(struct request *b)
{
    struct plan *p = b->plan;
    const char *text = word_of(&b->words, "metrics");
    if (!(p->metric = calloc(MOST_METRICS, sizeof *p->metric)))
        return fail_inside("out of memory");
    if (!text)
        return p->metric[p->n_metrics++] = metric_default(p->point->algo, p->point->env), 0;
    for (const char *at = text; ; at++) {
        char word[64];
        size_t length = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        const struct metric *m = isa_metric(p->isa, word);
        if (!m)
            return -1;
        for (int i = 0; i < p->n_metrics; i++)
            if (p->metric[i] == m)
                return fail("--metrics: %s is named twice", word);
        if (p->n_metrics == MOST_METRICS)
            return fail("--metrics: more than %d", MOST_METRICS);
        p->metric[p->n_metrics++] = m;
        at += length;
        if (!*at)
            return 0;
    }
}

/* the texts of swept keys, and a trial of every point's init: refused before anything starts */
static int finish_points(struct request *b)
{
    struct plan *p = b->plan;
    char text[8192];
    for (long i = 0; i < p->n_points; i++) {
        struct point *q = &p->point[i];
        if (!(q->swept = calloc((size_t)p->n_swept + 1, sizeof *q->swept)))
            return fail_inside("out of memory");
        for (int j = 0; j < p->n_swept; j++) {
            const param *row = param_find(q->algo->params, p->swept[j]);
            const void *self = q->algo_self;
            if (!row)
                row = param_find(q->env->params, p->swept[j]), self = q->env_self;
            const char *value = row ? param_text(row, self, text, sizeof text) : NULL;
            if (row && row->type == 'f' && strrchr(value, '/'))
                value = strrchr(value, '/') + 1;             /* where a file lies is nobody's business */
            if (value && !(q->swept[j] = keep(p, value, strlen(value))))
                return -1;
        }
        if (point_fit(p, q))
            return -1;
    }
    return 0;
}

static int plan_build(struct request *b, const struct words *given)
{
    struct plan *p = b->plan;
    if (request_read(b, given))
        return -1;
    if (!(p->isa = isa_pick(word_of(&b->words, "isa"))))
        return -1;
    for (int i = 0; i < b->n_curves; i++)
        if (add_curve_points(b, &b->curve[i]))
            return -1;
    if (find_unused(b) || check_zip(b) || find_metrics(b))
        return -1;
    double work = (double)p->n * (double)p->steps * (double)p->n_points;
    if (work > MOST_STEPS && !word_of(&b->words, "yes-really"))
        return fail("%ld point%s of %ld seeds and %ld steps: %.3g steps, about %.3g days on one core: say --yes-really, or lower -n or -T",
                    p->n_points, p->n_points == 1 ? "" : "s", p->n, p->steps, work, work * 5e-9 / 86400);
    if ((double)p->n * p->n_log * p->n_metrics > 0x1p40 / 8)
        return fail("%ld seeds, %d logged steps and %d metrics make %.3g numbers a point: at most 2^37; log fewer steps", p->n, p->n_log, p->n_metrics,
                    (double)p->n * p->n_log * p->n_metrics);
    char *again = command_again(given);
    p->command = again ? keep(p, again, strlen(again)) : NULL;
    free(again);
    return p->command ? finish_points(b) : -1;
}

int plan_make(struct plan *p, const struct words *given)
{
    struct request b = { .plan = p };
    *p = (struct plan){ 0 };
    b.curve = calloc(MOST_CURVES, sizeof *b.curve);
    int status = b.curve ? plan_build(&b, given) : fail_inside("out of memory");
    free(b.curve);
    if (status)
        plan_free(p);
    return status;
}

void plan_free(struct plan *p)
{
    for (long i = 0; i < p->n_points; i++) {
        struct point *q = &p->point[i];
        if (q->algo_self)
            param_release(q->algo->params, q->algo_self);
        if (q->env_self)
            param_release(q->env->params, q->env_self);
        free(q->algo_self), free(q->env_self), free(q->swept);
    }
    free(p->point), free(p->log), free(p->metric), free(p->swept), free(p->claim);
    keep_nothing(p);
    *p = (struct plan){ 0 };
}

