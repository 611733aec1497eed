/* Lists, ranges, columns of files and random values: see request.h. */
#include "request.h"
#include "number.h"
#include "rng.h"
#include "table.h"
#include <gsl/gsl_qrng.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int push(struct request *b, struct values *to, const char *text, size_t n)
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
static int push_number(struct request *b, struct values *to, double x)
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
    const char *at = strchr(text, ':');
    for (; at && n < 3; at = strchr(at, ':')) {
        char word[48];
        size_t length = strcspn(++at, ":");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        if (number_parse(word, &part[n++]))
            return -1;
    }
    return at ? -1 : n;
}

static int range(struct request *b, const struct key *k, const char *text, struct values *to)
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
    } else if (!strncmp(text, "int:", 4) && (n == 2 || n == 3) && (n == 2 || p[2] >= 1) && p[0] <= p[1] && p[1] - p[0] <= 1e5) {
        for (double x = p[0]; x <= p[1]; x += n == 3 ? p[2] : 1)
            if (push_number(b, to, x))
                return -1;
    } else if (!strncmp(text, "pow2:", 5) && n == 2 && p[0] >= 0 && p[0] <= p[1] && p[1] <= 52) {
        for (double x = p[0]; x <= p[1]; x++)
            if (push_number(b, to, (double)(1L << (long)x)))
                return -1;
    } else
        return fail("%s: %s=%.60s: ranges are lin:0:1:11, log:1e-4:1e-1:7, int:1:9:2, pow2:4:10", k->where, k->name, text);
    return 0;
}

static int starts(const char *s, const char *with) { return !strncmp(s, with, strlen(with)); }

/* @file.csv:column -> the column's numbers as a list */
static int column_list(struct request *b, const struct key *k, const char *text, struct values *to)
{
    const char *colon = strrchr(text, ':');
    if (!colon || !colon[1])
        return fail("%s: %s=%.80s: a column is @file.csv:column", k->where, k->name, text);
    char *path = keep(b->plan, text + 1, (size_t)(colon - text - 1));
    struct table t;
    if (!path)
        return -1;
    if (table_read(&t, path))
        return table_free(&t), -1;
    int column = table_column(&t, colon + 1), status = column < 0 ? -1 : t.rows ? 0 : fail("%s: no rows below the header", path);
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

/* @file -> its lines with / between them, without blanks and commas; empty lines do not count */
static int lines(struct request *b, const char *path, struct values *to)
{
    enum { MOST = 1 << 16 };
    FILE *f = fopen(path, "rb");
    char *all = malloc(MOST + 1);
    size_t n = f && all ? fread(all, 1, MOST + 1, f) : 0, used = 0;
    int status = !f ? fail_file("%s: cannot read: it is not there or not readable", path) : !all ? fail_inside("out of memory")
               : ferror(f) ? fail_file("%s: cannot read", path) : n > MOST ? fail("%s: larger than 64 KiB", path) : 0;
    for (size_t i = 0; i < n; i++)
        if (all[i] == '\n' && used && all[used-1] != '/')
            all[used++] = '/';
        else if (!strchr(" \t\r\n,", all[i]) || !all[i])
            all[used++] = all[i] ? all[i] : '?';
    used -= used && all[used-1] == '/';
    if (!status)
        status = push(b, to, all, used);
    if (f)
        fclose(f);
    free(all);
    return status;
}

int values_of(struct request *b, const struct key *k, char type, struct values *to)
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
        int status = *word == '@' && type == 's' ? lines(b, word + 1, to) : *word == '@' ? column_list(b, k, word, to)
                   : starts(word, "lin:") || starts(word, "log:") || starts(word, "int:") || starts(word, "pow2:") ? range(b, k, word, to)
                   : push(b, to, word, strlen(word));
        if (status)
            return -1;
        at += n;
        if (!*at)
            return 0;
    }
}

double draw_uniform(const struct request *b, long i, int j)
{
    struct rng g;
    vd u, v;
    rng_key(&g, b->plan->seed, 0, FOR_POINTS);
    philox_u01(&g, usplat((uint64_t)i), usplat(0), usplat(0), usplat((uint64_t)j), &u, &v);
    return first(u);
}

/* GSL's sequence begins behind the origin, and is integers over 2^30: the same everywhere */
int draw_sobol(struct request *b, int dimensions)
{
    gsl_qrng *q = dimensions <= 40 ? gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)dimensions) : NULL;
    free(b->sobol);
    b->sobol = calloc((size_t)b->sample * (size_t)dimensions, sizeof *b->sobol);
    int status = dimensions > 40 ? fail("sobol: %d keys to search: Sobol's sequence has at most 40 dimensions; take random", dimensions)
               : q && b->sobol ? 0 : fail_inside("out of memory");
    for (long i = 0; i < b->sample && !status; i++)
        gsl_qrng_get(q, b->sobol + i * dimensions);
    if (q)
        gsl_qrng_free(q);
    return status;
}

const char *quantile_value(struct request *b, const struct key *k, const struct values *v, double p)
{
    double part[3] = { 0, 1, 0 }, x;
    char text[NUMBER_SIZE];
    if (!v->random)
        return v->v[(long)(p * (double)v->n)];
    if (starts(k->values, "c:")) {
        const char *at = k->values + 2;
        long n = 1;
        for (const char *c = at; *c; c++)
            n += *c == ',';
        for (long pick = (long)(p * (double)n); pick > 0; pick--)
            at = strchr(at, ',') + 1;
        return keep_trimmed(b->plan, at, strcspn(at, ","));
    }
    int linear = starts(k->values, "u:");
    if (parts_of(k->values, part) != 2 || !(part[0] < part[1]) || (!linear && !(part[0] > 0)))
        return fail("%s: %s=%.60s: random values are u:0:1, lu:1e-4:1e-1, om:1e-3:1e-1 or c:a,b,c", k->where, k->name, k->values), NULL;
    x = linear ? part[0] + (part[1] - part[0]) * p : exp_of(log_of(part[0]) + (log_of(part[1]) - log_of(part[0])) * p);
    number_format(text, starts(k->values, "om:") ? 1 - x : x);
    return keep(b->plan, text, strlen(text));
}
