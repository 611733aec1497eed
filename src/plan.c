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
    struct keys *layer[] = { &b->shared, &c->keys, &b->typed, &b->row };
    struct key *found = NULL;
    for (int i = 0; i < 4; i++)
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
struct axis {
    const param *row; struct key *key; int of_env; struct values values;
    int twin;                            /* a later axis has the same key: the environment's, behind the algorithm's        */
    int searched, drawn;                 /* by tune; its values come from draws                                            */
};
struct axes { int n, drawn; struct axis axis[128]; };

/* 1: a cell of --points */
static int is_row(const struct request *b, const struct key *k) { return k >= b->row.key && k < b->row.key + b->row.n; }

static int add_axes(struct request *b, struct curve *c, const param *table, const char *owner, int of_env, struct axes *all)
{
    for (const param *p = table; p->name; p++) {
        struct key *k = key_for(b, c, owner, p->name);
        if (!k)
            continue;
        struct axis *a = &all->axis[all->n++];
        *a = (struct axis){ .row = p, .key = k, .of_env = of_env };
        int of_row = is_row(b, k);
        if (values_of(b, k, p->type, &a->values))
            return -1;
        if (of_row && (a->values.n != 1 || a->values.random))
            return fail("%s: %s=%.60s: a cell holds one value", k->where, k->name, k->values);
        a->searched = b->search && !of_env && (a->values.n > 1 || a->values.random || of_row);
        if ((a->values.n > 1 || a->values.random || of_row) && note_swept(b->plan, p->name))
            return -1;
    }
    return 0;
}

/* what both sides declare is one axis; what is drawn, and by what right */
static int judge_axes(struct request *b, struct axes *all)
{
    all->drawn = 0;
    for (int i = 0; i < all->n; i++) {
        struct axis *a = &all->axis[i];
        for (int j = i + 1; j < all->n; j++)
            a->twin |= all->axis[j].key == a->key;
        a->searched &= !a->twin;
        a->drawn = a->values.random || (a->searched && b->search != GRID && a->values.n > 1);
        all->drawn += a->drawn && !a->twin;
        if (b->search && a->values.random && !a->searched)
            return fail("%s: %s=%.60s: a random value of the environment is no search: give it a list, or scope the key (ALGO.%s)",
                        a->key->where, a->key->name, a->key->values, a->key->name);
        if (b->search == GRID && a->values.random)
            return fail("%s: %s=%.60s is random: a grid takes lists (log:1e-3:1:7); random, sobol and halving draw", a->key->where,
                        a->key->name, a->key->values);
    }
    return b->search == SOBOL && all->drawn && !b->baseline ? draw_sobol(b, all->drawn) : 0;
}

/* the text of an axis in the point whose digits these are */
static const char *axis_text(struct request *b, const struct axes *all, int j, const long *digit, long sample)
{
    int at = digit[j] < 0 ? (int)(-1 - digit[j]) : j, dimension = 0;
    const struct axis *a = &all->axis[at];
    if (!a->drawn)
        return a->values.v[digit[at]];
    for (int k = 0; k < at; k++)
        dimension += all->axis[k].drawn && !all->axis[k].twin;
    double u = b->search == SOBOL ? b->sobol[sample * all->drawn + dimension] : draw_uniform(b, sample, at);
    return quantile_value(b, a->key, &a->values, u);
}

/* a baseline is the same for all rows of --points that differ in what is searched; baselines stand last */
static int is_known(const struct plan *p, const struct point *q)
{
    for (const struct point *o = q - 1; o >= p->point && o->baseline; o--)
        if (o->algo == q->algo && o->env == q->env && !strcmp(o->label, q->label)
            && params_same(q->algo->params, o->algo_self, q->algo_self) && params_same(q->env->params, o->env_self, q->env_self))
            return 1;
    return 0;
}

static void free_point(struct point *q)
{
    if (q->algo_self)
        param_release(q->algo->params, q->algo_self);
    if (q->env_self)
        param_release(q->env->params, q->env_self);
    free(q->algo_self), free(q->env_self), free(q->swept);
}

static int add_points(struct request *b, struct curve *c, const struct algo_type *algo, const struct env_type *env, const char *label)
{
    static _Thread_local struct axes all;
    all.n = 0;
    int status = -1, random;
    if (add_axes(b, c, algo->params, algo->name, 0, &all) || add_axes(b, c, env->params, env->name, 1, &all) || judge_axes(b, &all))
        goto out;
    random = all.drawn && !b->baseline;

    /* how many: zipped keys count once, the same key of both sides counts once, samples multiply */
    double count = 1;
    long zipped = 0;
    for (int i = 0; i < all.n; i++) {
        struct axis *a = &all.axis[i];
        if (a->drawn || a->twin || (b->baseline && a->searched))
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
        q->label = label, q->algo = algo, q->env = env, q->baseline = b->baseline;
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
            if (digit[j] < 0 || a->drawn || a->values.n == 1 || (b->baseline && a->searched))
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
            if (b->baseline && a->searched)
                continue;
            const char *text = axis_text(b, &all, j, digit, sample), *owner = a->of_env ? env->name : label;
            char in_row[400];
            if (is_row(b, a->key))
                snprintf(in_row, sizeof in_row, "%s: %s", a->key->where, owner), owner = in_row;
            if (!text || param_set(a->row, owner, text, a->of_env ? q->env_self : q->algo_self))
                goto out;
        }
        if (read_grids(algo->params, q->algo_self, algo->name) || read_grids(env->params, q->env_self, env->name))
            goto out;
        if (b->baseline && is_known(b->plan, q))
            free_point(q), b->plan->n_points--;
    }
    status = 0;
out:
    for (int i = 0; i < all.n; i++)
        free(all.axis[i].values.v);
    return status;
}

/* a row of --points is a point of each of its algorithms: its keys are theirs */
static int check_row(const struct request *b, const struct algo_type *algo, const struct env_type *env)
{
    for (int i = 0; i < b->row.n; i++) {
        const struct key *k = &b->row.key[i];
        if (!k->scope && !param_find(algo->params, k->name) && !param_find(env->params, k->name))
            return fail("%s: neither %s nor %s has a key '%s': write NaN there, or name each row's algorithm in a column algo", k->where,
                        algo->name, env->name, k->name);
    }
    return 0;
}

static int add_curve_points(struct request *b, struct curve *c)
{
    const char *envs = word_of(&b->words, "env"), *algos = word_of(&b->words, "algo");
    envs = b->row_env ? b->row_env : c->env ? c->env : envs, algos = b->row_algo ? b->row_algo : c->algo ? c->algo : algos;
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
            if (!label || check_row(b, algo, env) || add_points(b, c, algo, env, label))
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
static int find_unused_in(const struct request *b, const struct keys *keys)
{
    for (int j = 0; j < keys->n; j++) {
        const struct key *k = &keys->key[j];
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

static int find_unused(const struct request *b)
{
    if (find_unused_in(b, &b->shared) || find_unused_in(b, &b->typed))
        return -1;
    for (int i = 0; i < b->n_curves; i++)
        if (find_unused_in(b, &b->curve[i].keys))
            return -1;
    return 0;
}

static int add_all_curves(struct request *b)
{
    for (int i = 0; i < b->n_curves; i++)
        if (add_curve_points(b, &b->curve[i]))
            return -1;
    return 0;
}

/* the cells of a row, where they are not NaN, as keys; algo and env are no keys, nor is the number of a point */
static int read_row(struct request *b, const struct table *t, long row)
{
    char spot[300];
    snprintf(spot, sizeof spot, "%.250s:%ld", t->path, t->line + row);
    const char *where = keep(b->plan, spot, strlen(spot));
    b->row.n = 0, b->row_algo = b->row_env = NULL;
    if (!where)
        return -1;
    for (int j = 0; j < t->cols; j++) {
        const char *name = t->name[j], *cell = t->cell[row * t->cols + j];
        if (!strcmp(name, "point") || !strcmp(cell, "NaN"))
            continue;
        if (strchr(cell, ','))
            return fail("%s: %s=%.60s: a cell holds one value", where, name, cell);
        if (!strcmp(name, "algo"))
            b->row_algo = cell;
        else if (!strcmp(name, "env"))
            b->row_env = cell;
        else if (request_key(b, &b->row, name, cell, where))
            return -1;
    }
    for (int i = 0; i < b->row.n; i++)
        for (int j = 0; j < b->typed.n; j++) {
            const struct key *r = &b->row.key[i], *k = &b->typed.key[j];
            if (!strcmp(r->name, k->name) && (!r->scope || !k->scope || !strcmp(r->scope, k->scope)))
                return fail("%s: %s stands there and on the command line", where, r->name);
        }
    return 0;
}

static int add_rows(struct request *b, const struct table *t)
{
    if (!t->rows)
        return fail("%s: no points below the header", t->path);
    for (long i = 0; i < t->rows; i++)
        if (read_row(b, t, i) || add_all_curves(b) || find_unused_in(b, &b->row))
            return -1;
    return 0;
}

/* all points; and in a search what they are compared with */
static int add_everything(struct request *b, const struct table *rows)
{
    for (b->baseline = 0; b->baseline <= (b->search != NO_SEARCH); b->baseline++)
        if (rows ? add_rows(b, rows) : add_all_curves(b))
            return -1;
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

const char *point_text(const struct point *q, const char *name, char *to, size_t size)
{
    const param *row = param_find(q->algo->params, name);
    const void *self = q->algo_self;
    if (!row)
        row = param_find(q->env->params, name), self = q->env_self;
    const char *value = row ? param_text(row, self, to, size) : NULL;
    if (row && row->type == 'f' && strrchr(value, '/'))
        value = strrchr(value, '/') + 1;             /* where a file lies is nobody's business */
    return value;
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
            const char *value = point_text(q, p->swept[j], text, sizeof text);
            if (value && !(q->swept[j] = keep(p, value, strlen(value))))
                return -1;
        }
        if (point_fit(p, q) && !(q->baseline && failure_status() == BAD_REQUEST))
            return -1;
        if (q->baseline && failure()) {
            note("warning: no defaults to compare with: %s", failure());
            failure_forget();
        }
    }
    return 0;
}

/* the rows that --points names, if it does, to `own` */
static int read_points(struct request *b, struct table *own, const struct table **rows)
{
    const char *path = word_of(&b->words, "points");
    if (*rows || !path)
        return 0;
    *rows = own;
    return table_read(own, path);
}

static int plan_build(struct request *b, const struct words *given, const struct table *rows, struct table *own)
{
    struct plan *p = b->plan;
    if (request_read(b, given))
        return -1;
    if (b->search && !b->sample)
        b->sample = 32;
    if (!(p->isa = isa_pick(word_of(&b->words, "isa"))))
        return -1;
    if (read_points(b, own, &rows) || add_everything(b, rows) || find_unused(b) || check_zip(b) || find_metrics(b))
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

int plan_search(struct plan *p, const struct words *given, enum search search, const struct table *rows)
{
    struct request b = { .plan = p, .search = search };
    struct table own = { 0 };
    *p = (struct plan){ 0 };
    b.curve = calloc(MOST_CURVES, sizeof *b.curve);
    int status = b.curve ? plan_build(&b, given, rows, &own) : fail_inside("out of memory");
    free(b.curve), free(b.sobol), table_free(&own);
    if (status)
        plan_free(p);
    return status;
}

int plan_make(struct plan *p, const struct words *given) { return plan_search(p, given, NO_SEARCH, NULL); }

int plan_part(struct plan *to, const struct plan *from, const struct point *const *points, long n_points, long first, long n)
{
    *to = *from;
    to->first = first, to->n = n, to->n_points = 0;
    if (!(to->point = calloc((size_t)n_points, sizeof *to->point)))
        return fail_inside("out of memory");
    for (; to->n_points < n_points; to->n_points++) {
        struct point *q = &to->point[to->n_points];
        *q = *points[to->n_points], q->index = to->n_points;
        if (point_fit(to, q))
            return plan_part_free(to), -1;
    }
    return 0;
}

void plan_part_free(struct plan *p) { free(p->point), p->point = NULL; }

void plan_free(struct plan *p)
{
    for (long i = 0; i < p->n_points; i++)
        free_point(&p->point[i]);
    free(p->point), free(p->log), free(p->metric), free(p->swept), free(p->claim);
    keep_nothing(p);
    *p = (struct plan){ 0 };
}

