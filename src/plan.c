/* From words to points: experiment file, command line, value lists, zips, samples.  See plan.h.
 *
 * Layers, later wins: the parameter's default, the file's shared keys, its section's keys, the command line's keys. */
#include "plan.h"
#include "number.h"
#include "param.h"
#include "rng.h"
#include "sink.h"
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_KEYS = 512, MOST_CURVES = 512, MOST_VALUES = 100000, MOST_FILE = 1 << 20 };
static const double MOST_POINTS = 1e6, MOST_STEPS = 1e14, MOST_T = 0xffffffff;    /* MOST_T: a stream's counter has 32 bits */

struct key { const char *scope, *name, *values, *where; int used; };
struct keys { int n; struct key key[MOST_KEYS]; };
struct curve { const char *label, *env, *algo; struct keys keys; };
struct builder {
    struct plan *plan;
    struct words words;                      /* options, the file's filled in where the command line is silent */
    struct keys shared, typed;               /* keys before the first section; on the command line            */
    int n_curves; struct curve *curve;
    const char *zip; long sample;
    long room;
};

/* ---- texts that live as long as the plan ------------------------------------------------------------------------------------ */
struct text { struct text *next; char at[]; };

static char *keep(struct plan *p, const char *from, size_t n)
{
    struct text *t = malloc(sizeof *t + n + 1);
    if (!t)
        return fail_inside("out of memory"), NULL;
    memcpy(t->at, from, n);
    t->at[n] = 0;
    t->next = p->kept, p->kept = t;
    return t->at;
}
static char *keep_trimmed(struct plan *p, const char *from, size_t n)
{
    while (n && (*from == ' ' || *from == '\t'))
        from++, n--;
    while (n && (from[n-1] == ' ' || from[n-1] == '\t' || from[n-1] == '\r'))
        n--;
    return keep(p, from, n);
}

static int is_name(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:+-");
    return n && n <= 64 && !s[n] && s[0] != '-' && s[0] != '.' && s[0] != '+';
}

/* ---- numbers of the request -------------------------------------------------------------------------------------------------- */
int plan_whole(const char *what, const char *text, double lo, double hi, long *out)
{
    double x;
    char a[NUMBER_SIZE], b[NUMBER_SIZE];
    number_format(a, lo), number_format(b, hi);
    if (number_parse(text, &x) || !(x >= lo && x <= hi) || x != (double)(long)x)
        return fail("%s %.40s: must be a whole number from %s to %s, as 1000, 10k or 2M", what, text, a, b);
    *out = (long)x;
    return 0;
}

static int read_seeds(struct plan *p, const char *text)
{
    const char *dots = text ? strstr(text, "..") : NULL;
    char from[64];
    long to = 0;
    p->n = 30;
    if (!text)
        return 0;
    if (!dots)
        return plan_whole("--seeds", text, 1, 0x1p31, &p->n);
    snprintf(from, sizeof from, "%.*s", (int)(dots - text), text);
    if (plan_whole("--seeds", from, 0, 0x1p31, &p->first) || plan_whole("--seeds", dots + 2, (double)p->first, 0x1p31, &to))
        return -1;
    p->n = to - p->first + 1;
    return 0;
}

/* log:60, lin:100 or 10,100,1000 */
static int read_log(struct plan *p, const char *text)
{
    long count = 60, last = 0;
    char word[32];
    int geometric = !text || !strncmp(text, "log:", 4);
    if (!text || geometric || !strncmp(text, "lin:", 4)) {
        if (text && plan_whole("--log", text + 4, 1, 1e6, &count))
            return -1;
        if (!(p->log = calloc((size_t)count, sizeof *p->log)))
            return fail_inside("out of memory");
        for (long i = 1; i <= count; i++) {
            double share = (double)i / (double)count;
            long step = geometric ? (long)(exp_of(log_of((double)p->steps) * share) + 0.5) : (long)((double)p->steps * share);
            step = i == count ? p->steps : step;
            if (step > last)
                p->log[p->n_log++] = last = step;
        }
        return 0;
    }
    if (!(p->log = calloc(strlen(text) + 1, sizeof *p->log)))
        return fail_inside("out of memory");
    for (const char *at = text; ; at++) {
        size_t n = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", (int)n, at);
        if (plan_whole("--log", word, (double)last + 1, (double)p->steps, &p->log[p->n_log]))
            return -1;
        last = p->log[p->n_log++];
        at += n;
        if (!*at)
            return 0;
    }
}

static int read_metrics(struct plan *p, const char *text)
{
    const char *names[N_METRICS];
    for (int m = 0; m < N_METRICS; m++)
        names[m] = metrics[m].name;
    if (!(p->metric = calloc(N_METRICS, sizeof *p->metric)))
        return fail_inside("out of memory");
    if (!text)
        text = "regret";
    for (const char *at = text; ; at++) {
        char word[64];
        int found = -1;
        size_t n = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", (int)n, at);
        for (int m = 0; m < N_METRICS; m++)
            if (!strcmp(word, names[m]))
                found = m;
        for (int i = 0; i < p->n_metrics; i++)
            if (p->metric[i] == found)
                return fail("--metrics: %s is named twice", word);
        const char *near = nearest(word, names, N_METRICS);
        if (found < 0)
            return fail("--metrics: unknown metric '%s'%s%s; 'lockstep list metrics' names them all", word, near ? ": did you mean " : "", near ? near : "");
        p->metric[p->n_metrics++] = found;
        at += n;
        if (!*at)
            return 0;
    }
}

/* ---- keys and the experiment file ---------------------------------------------------------------------------------------------- */
static int add_key(struct builder *b, struct keys *keys, const char *name, const char *values, const char *where)
{
    if (keys->n == MOST_KEYS)
        return fail("%s: more than %d keys", where, MOST_KEYS);
    if (!*values)
        return fail("%s: %s has no value; write %s=0.1 or a list %s=0.1,0.5", where, name, name, name);
    char *copy = keep(b->plan, name, strlen(name));
    if (!copy)
        return -1;
    char *dot = strrchr(copy, '.');
    if (dot)
        *dot = 0;
    if (!is_name(dot ? dot + 1 : copy))
        return fail("%s: '%.80s' is no key; write key=value", where, name);
    keys->key[keys->n++] = (struct key){ dot ? copy : NULL, dot ? dot + 1 : copy, values, where, 0 };
    return 0;
}

static struct curve *add_curve(struct builder *b, const char *label)
{
    if (b->n_curves == MOST_CURVES)
        return fail("more than %d curves in one file", MOST_CURVES), NULL;
    struct curve *c = &b->curve[b->n_curves++];
    *c = (struct curve){ .label = label };
    return c;
}

static int add_claim(struct plan *p, char *name, char *text, long line)
{
    struct claim_text *more = realloc(p->claim, (size_t)(p->n_claims + 1) * sizeof *more);
    if (!more)
        return fail_inside("out of memory");
    p->claim = more;
    p->claim[p->n_claims++] = (struct claim_text){ name, text, line };
    return 0;
}

static int read_line(struct builder *b, const char *path, long number, const char *line, size_t n, struct curve **section, int *claims)
{
    struct plan *p = b->plan;
    char spot[300], *text = keep_trimmed(p, line, n);
    if (!text)
        return -1;
    snprintf(spot, sizeof spot, "%.250s:%ld", path, number);
    char *where = keep(p, spot, strlen(spot));
    if (!where)
        return -1;
    if (*text == '#' || *text == ';') {
        if (!p->title && text[1])
            p->title = keep_trimmed(p, text + 1, strlen(text + 1));
        return 0;
    }
    if (!*text)
        return 0;
    if (*text == '[') {
        size_t end = strcspn(text, "]");
        if (!text[end] || text[end + 1])
            return fail("%s: '%.60s': a section is [name]", where, text);
        char *name = keep_trimmed(p, text + 1, end - 1);
        if (!name)
            return -1;
        *claims = !strcmp(name, "claims");
        if (*claims)
            return 0;
        if (!is_name(name))
            return fail("%s: [%.60s]: a section's name is made of letters, digits and _.:+-", where, name);
        for (int i = 0; i < b->n_curves; i++)
            if (!strcmp(b->curve[i].label, name))
                return fail("%s: [%s] stands twice", where, name);
        return (*section = add_curve(b, name)) ? 0 : -1;
    }
    char *equal = strchr(text, '=');
    if (!equal || equal == text)
        return fail("%s: '%.60s': write key = value, [section] or # comment", where, text);
    char *key = keep_trimmed(p, text, (size_t)(equal - text)), *value = keep_trimmed(p, equal + 1, strlen(equal + 1));
    if (!key || !value)
        return -1;
    if (*claims)
        return add_claim(p, key, value, number);
    if (*section && !strcmp(key, "env"))
        return (*section)->env = value, 0;
    if (*section && !strcmp(key, "algo"))
        return (*section)->algo = value, 0;
    const struct option *o = option_find(key);
    if (o && o->in_file) {
        if (*section)
            return fail("%s: %s holds for the whole file: it stands before the first section", where, key);
        return word_of(&b->words, key) ? 0 : words_set(&b->words, key, value, where);
    }
    return add_key(b, *section ? &(*section)->keys : &b->shared, key, value, where);
}

static int read_file(struct builder *b, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return fail_file("%s: cannot read the experiment file: it is not there or not readable; 'lockstep list experiments' names the shipped ones", path);
    char *all = malloc(MOST_FILE + 1);
    size_t n = all ? fread(all, 1, MOST_FILE + 1, f) : 0;
    int bad = ferror(f), status = 0, claims = 0;
    fclose(f);
    if (!all)
        return fail_inside("out of memory");
    if (bad)
        status = fail_file("%s: cannot read", path);
    else if (n > MOST_FILE)
        status = fail("%s: larger than 1 MiB: not an experiment file", path);
    else if (memchr(all, 0, n))
        status = fail("%s: holds a NUL byte: not an experiment file", path);
    struct curve *section = NULL;
    long line = 1;
    for (size_t at = 0; at < n && !status; line++) {
        const char *end = memchr(all + at, '\n', n - at);
        size_t length = end ? (size_t)(end - (all + at)) : n - at;
        status = read_line(b, path, line, all + at, length, &section, &claims);
        at += length + 1;
    }
    free(all);
    return status;
}

/* ---- values: lists, ranges, random ------------------------------------------------------------------------------------------------- */
struct values { long n; char **v; const char *random; };

static int push(struct builder *b, struct values *to, const char *text, size_t n)
{
    if (to->n >= MOST_VALUES)
        return fail("more than %d values in one list", MOST_VALUES);
    if (!(to->n & (to->n - 1))) {
        char **more = realloc(to->v, (size_t)(to->n ? to->n * 2 : 1) * sizeof *more);
        if (!more)
            return fail_inside("out of memory");
        to->v = more;
    }
    to->v[to->n] = keep_trimmed(b->plan, text, n);
    return to->v[to->n++] ? 0 : -1;
}
static int push_number(struct builder *b, struct values *to, double x)
{
    char text[NUMBER_SIZE], neat[40];
    double y;
    snprintf(neat, sizeof neat, "%.12g", x);                 /* a grid's points as people write them */
    number_format(text, number_parse(neat, &y) ? x : y);
    return push(b, to, text, strlen(text));
}

/* kind:a:b[:c] -> the numbers; how many, or -1 */
static int parts_of(const char *text, double part[3])
{
    int n = 0;
    for (const char *at = strchr(text, ':'); at && n < 3; at = strchr(at, ':')) {
        char word[48];
        size_t length = strcspn(++at, ":");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        if (number_parse(word, &part[n++]))
            return -1;
    }
    return n;
}

static int range(struct builder *b, const struct key *k, const char *text, struct values *to)
{
    double p[3];
    int n = parts_of(text, p);
    if (!strncmp(text, "lin:", 4) && n == 3 && p[2] >= 2 && p[2] <= 1e5) {
        for (long i = 0; i < (long)p[2]; i++)
            if (push_number(b, to, p[0] + (p[1] - p[0]) * (double)i / (p[2] - 1)))
                return -1;
    } else if (!strncmp(text, "log:", 4) && n == 3 && p[0] > 0 && p[1] > 0 && p[2] >= 2 && p[2] <= 1e5) {
        for (long i = 0; i < (long)p[2]; i++)
            if (push_number(b, to, exp_of(log_of(p[0]) + (log_of(p[1]) - log_of(p[0])) * (double)i / (p[2] - 1))))
                return -1;
    } else if (!strncmp(text, "int:", 4) && (n == 2 || n == 3) && (n == 2 || p[2] >= 1) && p[1] - p[0] <= 1e5) {
        for (double x = p[0]; x <= p[1]; x += n == 3 ? p[2] : 1)
            if (push_number(b, to, x))
                return -1;
    } else if (!strncmp(text, "pow2:", 5) && n == 2 && p[0] >= 0 && p[1] <= 52) {
        for (double x = p[0]; x <= p[1]; x++)
            if (push_number(b, to, (double)(1L << (long)x)))
                return -1;
    } else
        return fail("%s: %s=%.60s: ranges are lin:0:1:11, log:1e-4:1e-1:7, int:1:9:2, pow2:4:10", k->where, k->name, text);
    return 0;
}

static int starts(const char *s, const char *with) { return !strncmp(s, with, strlen(with)); }

/* @file.csv:column -> the column's numbers as a list */
static int column_list(struct builder *b, const struct key *k, const char *text, struct values *to)
{
    const char *colon = strrchr(text, ':');
    if (!colon || !colon[1])
        return fail("%s: %s=%.80s: a column is @file.csv:column", k->where, k->name, text);
    char *path = keep(b->plan, text + 1, (size_t)(colon - text - 1));
    struct table t;
    if (!path || table_read(&t, path))
        return -1;
    int column = table_column(&t, colon + 1), status = column < 0 ? -1 : 0;
    char *all = calloc((size_t)t.rows + 1, NUMBER_SIZE);
    size_t used = 0;
    for (long i = 0; !status && all && i < t.rows; i++) {
        double x;
        status = table_number(&t, i, column, &x);
        if (i)
            all[used++] = '/';
        used += status ? 0 : number_format(all + used, x);
    }
    if (!status)
        status = all ? push(b, to, all, used) : fail_inside("out of memory");
    free(all);
    table_free(&t);
    return status;
}

static int values_of(struct builder *b, const struct key *k, struct values *to)
{
    *to = (struct values){ 0 };
    if (starts(k->values, "u:") || starts(k->values, "lu:") || starts(k->values, "om:") || starts(k->values, "c:")) {
        to->random = k->values;
        if (!b->sample)
            return fail("%s: %s=%.60s is random: say how many points to draw with --sample N", k->where, k->name, k->values);
        return 0;
    }
    for (const char *at = k->values; ; at++) {
        size_t n = strcspn(at, ",");
        char *word = keep_trimmed(b->plan, at, n);
        if (!word)
            return -1;
        int status = *word == '@' ? column_list(b, k, word, to)
                   : starts(word, "lin:") || starts(word, "log:") || starts(word, "int:") || starts(word, "pow2:") ? range(b, k, word, to)
                   : push(b, to, word, strlen(word));
        if (status)
            return -1;
        at += n;
        if (!*at)
            return 0;
    }
}

/* the i-th draw of a random value, the j-th key: u: uniform, lu: log-uniform, om: one minus log-uniform, c: a choice */
static const char *draw_value(struct builder *b, const struct key *k, long i, int j)
{
    struct rng g = { .k0 = b->plan->seed & 0xffffffff, .k1 = (b->plan->seed >> 32) << 8 | FOR_POINTS };
    double p[3] = { 0, 1, 0 }, x;
    char text[NUMBER_SIZE];
    vd u, v;
    philox_u01(&g, usplat((uint64_t)i), usplat(0), usplat(0), usplat((uint64_t)j), &u, &v);
    if (starts(k->values, "c:")) {
        const char *at = k->values + 2;
        long n = 1;
        for (const char *c = at; *c; c++)
            n += *c == ',';
        for (long pick = (long)(first(u) * (double)n); pick > 0; pick--)
            at = strchr(at, ',') + 1;
        return keep_trimmed(b->plan, at, strcspn(at, ","));
    }
    int linear = starts(k->values, "u:");
    if (parts_of(k->values, p) != 2 || !(p[0] < p[1]) || (!linear && !(p[0] > 0)))
        return fail("%s: %s=%.60s: random values are u:0:1, lu:1e-4:1e-1, om:1e-3:1e-1 or c:a,b,c", k->where, k->name, k->values), NULL;
    x = linear ? p[0] + (p[1] - p[0]) * first(u) : exp_of(log_of(p[0]) + (log_of(p[1]) - log_of(p[0])) * first(u));
    number_format(text, starts(k->values, "om:") ? 1 - x : x);
    return keep(b->plan, text, strlen(text));
}

/* ---- points ------------------------------------------------------------------------------------------------------------------------ */

/* the last key of that name that reaches a plug-in of this name on a curve of this label; NULL: none.  Marks all as used. */
static struct key *key_for(struct builder *b, struct curve *c, const char *plugin, const char *name)
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
            return -1;
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

static int is_zipped(const struct builder *b, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = b->zip; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (!strncmp(at, name, n) && (!at[n] || at[n] == ','))
            return 1;
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

static struct point *new_point(struct builder *b)
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

static int add_axes(struct builder *b, struct curve *c, const param *table, const char *owner, int of_env, struct axes *all)
{
    for (const param *p = table; p->name; p++) {
        struct key *k = key_for(b, c, owner, p->name);
        if (!k)
            continue;
        struct axis *a = &all->axis[all->n++];
        *a = (struct axis){ p, k, of_env, { 0 } };
        /* a key that both declare is one axis: the environment's row follows the algorithm's */
        if (values_of(b, k, &a->values) || ((a->values.n > 1 || a->values.random) && note_swept(b->plan, p->name)))
            return -1;
    }
    return 0;
}

static int add_points(struct builder *b, struct curve *c, const struct algo_type *algo, const struct env_type *env, const char *label)
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

static int add_curve_points(struct builder *b, struct curve *c)
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
static int find_unused(struct builder *b)
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

/* the texts of swept keys, and a trial of every point's init: refused before anything starts */
static int finish_points(struct builder *b)
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
            if (row && !(q->swept[j] = keep(p, text, strlen(param_text(row, self, text, sizeof text)))))
                return -1;
        }
        int lanes = 8;
        struct setup set = { .algo = q->algo, .algo_self = q->algo_self, .env = q->env, .env_self = q->env_self, .seed = p->seed,
                             .first = p->first, .lanes = lanes, .copies = 1, .horizon = p->steps, .log = p->log, .n_log = p->n_log,
                             .metric = p->metric, .n_metrics = p->n_metrics, .max_bytes = p->max_bytes };
        struct sim *s = sim_open(&set);
        if (!s)
            return -1;
        size_t one = sim_bytes(s) / 8;
        sim_close(s);
        /* as many lanes as there are replicates, while a block's state stays in the second-level cache */
        while (lanes < BLOCK && lanes < p->n && one * (size_t)(lanes * 2) <= (size_t)1 << 19)
            lanes *= 2;
        q->lanes = lanes, q->state_bytes = one * (size_t)lanes;
    }
    return 0;
}

static int plan_build(struct builder *b, const struct words *given)
{
    struct plan *p = b->plan;
    b->words = *given;
    int from_file = 0;
    for (int i = 0; i < given->n_rest; i++) {
        const char *word = given->rest[i], *equal = strchr(word, '=');
        if (equal) {
            char *key = keep(p, word, (size_t)(equal - word));
            if (!key || add_key(b, &b->typed, key, equal + 1, given->command->name))
                return -1;
        } else if (from_file++)
            return fail("%s: a second experiment file '%.80s'; keys are written key=value", given->command->name, word);
        else if (read_file(b, p->file = word))
            return -1;
    }
    const char *seed = word_of(&b->words, "seed"), *crn = word_of(&b->words, "crn"), *steps = word_of(&b->words, "steps"),
               *sample = word_of(&b->words, "sample"), *memory = word_of(&b->words, "max-mem");
    long whole = 0, bytes = 4L << 30;
    b->zip = word_of(&b->words, "zip");
    p->crn = 1, p->steps = 10000;
    if (crn && strcmp(crn, "on") && strcmp(crn, "off"))
        return fail("--crn %.20s: must be on or off", crn);
    p->crn = !crn || !strcmp(crn, "on");
    if ((seed && plan_whole("--seed", seed, 0, 0x1p48 - 1, &whole)) || (steps && plan_whole("--steps", steps, 1, MOST_T, &p->steps))
        || (sample && plan_whole("--sample", sample, 1, 1e6, &b->sample)) || (memory && plan_whole("--max-mem", memory, 1e6, 0x1p50, &bytes)))
        return -1;
    p->seed = (uint64_t)whole, p->max_bytes = (size_t)bytes;
    if (read_seeds(p, word_of(&b->words, "seeds")) || read_log(p, word_of(&b->words, "log")) || read_metrics(p, word_of(&b->words, "metrics")))
        return -1;
    if (!(p->isa = isa_pick(word_of(&b->words, "isa"))))
        return -1;
    if (!b->n_curves && !add_curve(b, ""))
        return -1;
    for (int i = 0; i < b->n_curves; i++)
        if (add_curve_points(b, &b->curve[i]))
            return -1;
    if (find_unused(b))
        return -1;
    double work = (double)p->n * (double)p->steps * (double)p->n_points;
    if (work > MOST_STEPS && !word_of(&b->words, "yes-really"))
        return fail("%ld points of %ld seeds and %ld steps are %.3g steps, about %.3g days on one core: say --yes-really, or lower -n or -T",
                    p->n_points, p->n, p->steps, work, work * 5e-9 / 86400);
    if ((double)p->n * p->n_log * p->n_metrics > 0x1p40 / 8)
        return fail("%ld seeds, %d logged steps and %d metrics make %.3g numbers a point: at most 2^37; log fewer steps", p->n, p->n_log, p->n_metrics,
                    (double)p->n * p->n_log * p->n_metrics);
    return finish_points(b);
}

int plan_make(struct plan *p, const struct words *given)
{
    struct builder b = { .plan = p };
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
    for (struct text *t = p->kept, *next; t; t = next)
        next = t->next, free(t);
    *p = (struct plan){ 0 };
}
