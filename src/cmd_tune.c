/* lockstep tune: which parameters?  (tune.h)
 *
 *     lockstep tune grid|random|sobol|halving (the words of run)      all at once
 *     lockstep tune --points FILE (the words of run)                  the points of a file
 *     lockstep tune --points -    (the words of run)                  ask and tell
 *
 * Ask and tell: whoever searches writes a CSV, a header of keys and then one row for each point to be tried, and for each row reads
 * one: the answer, on the tuning seeds, which is there before the next row is wanted.  At the end of its input the winner is judged.
 * All rows that come out have the columns
 *     env,algo,point,<keys>,role,n,n_bad,mean,se,ci_lo,ci_hi,verdict
 * role: `tuning` for an answer; at the end, for each algorithm and environment, the winner's `tuning` row (in ask and tell it was an
 * answer: not again), and on the test seeds `winner`, `default` and, paired, `difference`, which alone has a verdict: better, worse,
 * undecided, or same (the winner is the default). */
#include "commands.h"
#include "number.h"
#include "param.h"
#include "progress.h"
#include "rows.h"
#include "table.h"
#include "tune.h"
#include "whole.h"
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum method { ALL_OF_GRID, DRAWN, SOBOL_POINTS, HALVING, POINTS_OF_FILE, ASKED };
static const char *const methods[] = { "grid", "random", "sobol", "halving" };

struct job {
    struct tune tune;
    enum method method;
    const char *out, *format;
    long eta, start, step; int auc; const char *better;
    int n_keys; const char **key;            /* the columns between point and role                         */
    long n_plans; struct plan **plan;        /* what the candidates point into: one, or one for each row   */
};

/* ---- rows --------------------------------------------------------------------------------------------------------------------------- */
static void header(struct rows *r, const struct job *j, const char *const *rest, int n_rest)
{
    const char *name[4096] = { "env", "algo", "point" };
    int n = 3;
    for (int i = 0; i < j->n_keys; i++)
        name[n++] = j->key[i];
    for (int i = 0; i < n_rest; i++)
        name[n++] = rest[i];
    rows_header(r, name, n);
}

/* number -1: none */
static void point_cells(struct rows *r, const struct job *j, const struct point *q, long number)
{
    char text[8192];
    cell_text(r, q->env->name), cell_text(r, q->label);
    if (number >= 0)
        cell_long(r, number);
    else
        cell_number(r, NAN);
    for (int i = 0; i < j->n_keys; i++) {
        const char *value = point_text(q, j->key[i], text, sizeof text);
        cell_swept(r, value && *value ? value : NULL);
    }
}

static void score_cells(struct rows *r, const struct summary *s)
{
    cell_long(r, s->n), cell_long(r, s->n_bad);
    cell_number(r, s->mean), cell_number(r, s->se), cell_number(r, s->ci_lo), cell_number(r, s->ci_hi);
}

static const char *const result_columns[] = { "role", "n", "n_bad", "mean", "se", "ci_lo", "ci_hi", "verdict" };
static const char *const tune_columns[] = { "rung", "n", "n_bad", "mean", "se", "ci_lo", "ci_hi" };
static const char *const effect_columns[] = { "env", "algo", "contest", "key", "from", "to", "n", "best", "mean", "best_point" };
enum { RESULT = 8, TUNE = 7, EFFECT = 10 };

static void result_row(struct rows *r, const struct job *j, const struct point *q, long number, const char *role, const struct summary *s,
                       const char *verdict)
{
    point_cells(r, j, q, number), cell_text(r, role), score_cells(r, s);
    if (verdict)
        cell_text(r, verdict);
    else
        cell_number(r, NAN);
}

static void tuning_row(struct rows *r, const struct job *j, const struct candidate *c)
{
    result_row(r, j, c->point, c->number, "tuning", &c->score, NULL);
}

/* JSON's rows are separated */
static void next_row(struct rows *r, long i)
{
    if (r->format == JSONL)
        sink_char(r->to, i ? ',' : ' ');
}

static void result_rows(struct rows *r, const struct job *j, int tuning)
{
    long n = 0;
    for (int i = 0; i < j->tune.n_contests; i++) {
        const struct contest *c = &j->tune.contest[i];
        const struct candidate *w = c->winner;
        if (tuning)
            next_row(r, n++), tuning_row(r, j, w);
        next_row(r, n++), result_row(r, j, w->point, w->number, "winner", &c->tested, NULL);
        if (!c->baseline)
            continue;
        next_row(r, n++), result_row(r, j, c->baseline, -1, "default", &c->standard, NULL);
        next_row(r, n++), result_row(r, j, w->point, w->number, "difference", &c->difference, gains[c->gain]);
    }
}

static void tune_rows(struct rows *r, const struct job *j)
{
    for (long i = 0; i < j->tune.n_candidates; i++) {
        const struct candidate *c = &j->tune.candidate[i];
        next_row(r, i), point_cells(r, j, c->point, c->number), cell_long(r, c->rung), score_cells(r, &c->score);
    }
}

/* ---- sensitivity -------------------------------------------------------------------------------------------------------------------- */
/* the i-th of n levels of a searched key, to whoever wants it */
struct reader {
    void (*level)(void *, const struct contest *, int contest, const char *key, const struct level *, long i, long n);
    void *context;
};

static int each_level(const struct job *j, int contest, const struct reader *to, int warn)
{
    const struct tune *t = &j->tune;
    const struct contest *c = &t->contest[contest];
    int status = 0, edge, binned = j->method != ALL_OF_GRID;
    struct level *l = calloc((size_t)c->n + 1, sizeof *l);
    if (!l)
        return fail_inside("out of memory");
    for (int k = 0; k < j->n_keys && !status; k++) {
        char text[8192];
        long n = tune_levels(t, contest, j->key[k], binned, l, &edge);
        status = n < 0 ? -1 : 0;
        for (long i = 0; i < n && to; i++)
            to->level(to->context, c, contest, j->key[k], &l[i], i, n);
        if (n > 0 && edge && warn)
            note("warning: %s on %s: the best %s (%s) is the %s tried: try %s ones", c->first->label, c->first->env->name, j->key[k],
                 point_text(c->winner->point, j->key[k], text, sizeof text), edge < 0 ? "smallest" : "largest",
                 edge < 0 ? "smaller" : "larger");
    }
    free(l);
    return status;
}

static const char *level_text(const struct candidate *c, const char *key, char *to, size_t size)
{
    const char *text = point_text(c->point, key, to, size);
    return *text ? text : "NaN";
}

struct effects { struct rows *rows; long n; };
static void effect_row(void *context, const struct contest *c, int contest, const char *key, const struct level *l, long i, long n)
{
    struct effects *e = context;
    struct rows *r = e->rows;
    char from[8192], to[8192];
    (void)i, (void)n;
    next_row(r, e->n++);
    cell_text(r, c->first->env->name), cell_text(r, c->first->label), cell_long(r, contest), cell_text(r, key);
    cell_swept(r, level_text(l->low, key, from, sizeof from)), cell_swept(r, level_text(l->high, key, to, sizeof to));
    cell_long(r, l->n), cell_number(r, l->best ? l->best->score.mean : NAN), cell_number(r, l->mean);
    cell_number(r, l->best ? (double)l->best->number : NAN);
}

static int effect_rows(struct rows *r, const struct job *j)
{
    struct effects e = { .rows = r };
    const struct reader to = { effect_row, &e };
    for (int i = 0; i < j->tune.n_contests; i++)
        if (each_level(j, i, &to, 0))
            return -1;
    return 0;
}

/* ---- a table for people ------------------------------------------------------------------------------------------------------------- */
static const char *what(const struct job *j, char *to, size_t size)
{
    const struct tune *t = &j->tune;
    const struct plan *p = t->plan;
    const char *unit = p->episodes ? "episode" : "step", *better = t->of.higher ? "higher" : "lower";
    if (t->of.auc)
        snprintf(to, size, "%s, mean over all %ss, %s is better", p->metric[0]->name, unit, better);
    else
        snprintf(to, size, "%s at %s %ld, %s is better", p->metric[0]->name, unit, p->log[t->of.log], better);
    return to;
}

/* the searched keys of a point, or (of_env) those of its environment, as key=value */
static const char *keys_text(const struct job *j, const struct point *q, int of_env, char *to, size_t size)
{
    char text[8192];
    size_t used = 0;
    *to = 0;
    for (int i = 0; i < j->n_keys && used < size; i++) {
        int own = param_find(q->algo->params, j->key[i]) != NULL;
        const char *value = own == !of_env ? point_text(q, j->key[i], text, sizeof text) : NULL;
        if (value)
            used += (size_t)snprintf(to + used, size - used, "%s%s=%.200s", used ? " " : "", j->key[i], value);
    }
    return to;
}

static void print_score(const char *role, const struct summary *s, const char *rest)
{
    char bad[64] = "";
    if (s->n_bad)
        snprintf(bad, sizeof bad, "%s%ld without a value", *rest ? "; " : "", s->n_bad);
    printf("  %-11s %6ld %12.6g   %12.6g .. ", role, s->n, s->mean, s->ci_lo);
    printf(*rest || *bad ? "%-12.6g %s%s\n" : "%.6g\n", s->ci_hi, rest, bad);
}

/* numbers as short as the others of the table */
static void shorten(char *text, size_t size)
{
    double x;
    if (!number_parse(text, &x))
        snprintf(text, size, "%.6g", x);
}

static void print_level(void *context, const struct contest *c, int contest, const char *key, const struct level *l, long i, long n)
{
    char from[8192], to[8192], both[128];
    (void)context, (void)c, (void)contest, (void)n;
    level_text(l->low, key, from, sizeof from), level_text(l->high, key, to, sizeof to);
    shorten(from, sizeof from), shorten(to, sizeof to);
    if (!i)
        printf("\n  %-27s %6s %12s %12s\n", key, "points", "best", "mean");
    snprintf(both, sizeof both, !strcmp(from, to) ? "%.60s" : "%.60s .. %.60s", from, to);
    printf("  %-27s %6ld %12.6g %12.6g\n", both, l->n, l->best ? l->best->score.mean : NAN, l->mean);
}

static int print_contest(const struct job *j, int i)
{
    const struct tune *t = &j->tune;
    const struct contest *c = &t->contest[i];
    const struct reader to = { print_level, NULL };
    char keys[1024];
    keys_text(j, c->first, 1, keys, sizeof keys);
    printf("\n%s on %s%s%s: %ld point%s\n", c->first->label, c->first->env->name, *keys ? " " : "", keys, c->n, c->n == 1 ? "" : "s");
    printf("\n  %-11s %6s %12s   %28s\n", "", "seeds", "mean", "95 % interval");
    print_score("tuning", &c->winner->score, "the seeds that chose it: optimistic");
    print_score("winner", &c->tested, keys_text(j, c->winner->point, 0, keys, sizeof keys));
    if (c->baseline) {
        print_score("default", &c->standard, keys_text(j, c->baseline, 0, keys, sizeof keys));
        print_score("difference", &c->difference, c->gain == SAME ? "the default is the winner" : gains[c->gain]);
    }
    return each_level(j, i, &to, 0);
}

static int print_table(const struct job *j)
{
    const struct tune *t = &j->tune;
    const struct plan *p = t->plan;
    char text[512];
    printf("%s; tuning seeds %ld..%ld, test seeds %ld..%ld\n", what(j, text, sizeof text), p->first, p->first + p->n - 1, p->first + p->n,
           p->first + p->n + t->test_seeds - 1);
    for (int i = 0; i < t->n_rungs; i++)
        printf("rung %d: %ld point%s, %ld seeds\n", i + 1, t->rung[i].candidates, t->rung[i].candidates == 1 ? "" : "s", t->rung[i].seeds);
    for (int i = 0; i < t->n_contests; i++)
        if (print_contest(j, i))
            return -1;
    return 0;
}

/* ---- one JSON object: facts, then the three tables, a row an object ----------------------------------------------------------------- */
static int json_tables(struct sink *to, const struct job *j)
{
    const struct tune *t = &j->tune;
    const struct plan *p = t->plan;
    struct rows r = { .to = to, .format = JSONL };
    char line[512];
    snprintf(line, sizeof line, "{\"objective\":\"%s\",\"auc\":%s,\"at\":%ld,\"better\":\"%s\",\"tuning_seeds\":[%ld,%ld],"
             "\"test_seeds\":[%ld,%ld],\n", p->metric[0]->name, t->of.auc ? "true" : "false", p->log[t->of.log],
             t->of.higher ? "higher" : "lower", p->first, p->first + p->n - 1, p->first + p->n, p->first + p->n + t->test_seeds - 1);
    sink_text(to, line), sink_text(to, "\"rungs\":[");
    for (int i = 0; i < t->n_rungs; i++) {
        snprintf(line, sizeof line, "%s{\"points\":%ld,\"seeds\":%ld}", i ? "," : "", t->rung[i].candidates, t->rung[i].seeds);
        sink_text(to, line);
    }
    sink_text(to, "],\n\"result\":[\n"), header(&r, j, result_columns, RESULT), result_rows(&r, j, 1);
    sink_text(to, "],\n\"sensitivity\":[\n"), rows_header(&r, effect_columns, EFFECT);
    if (effect_rows(&r, j))
        return -1;
    sink_text(to, "],\n\"points\":[\n"), header(&r, j, tune_columns, TUNE), tune_rows(&r, j);
    sink_text(to, "]}\n");
    return 0;
}

/* ---- what comes out ----------------------------------------------------------------------------------------------------------------- */
static int put_file(int dir, const char *path, const char *name, const struct job *j)
{
    struct whole w;
    struct rows r = { .to = &w.sink };
    int status = whole_open(&w, dir, path, name);
    if (status)
        return -1;
    if (!strcmp(name, "tune.csv"))
        header(&r, j, tune_columns, TUNE), tune_rows(&r, j);
    else if (!strcmp(name, "result.csv"))
        header(&r, j, result_columns, RESULT), result_rows(&r, j, 1);
    else
        rows_header(&r, effect_columns, EFFECT), status = effect_rows(&r, j);
    if (!status)
        return whole_close(&w);
    whole_drop(&w);
    return -1;
}

static int put_files(const struct job *j)
{
    static const char *const files[] = { "tune.csv", "sensitivity.csv", "result.csv" };
    if (!j->out)
        return 0;
    if (mkdir(j->out, 0777) && errno != EEXIST)
        return fail_file("%s: cannot make the directory: %s", j->out, strerror(errno));
    int dir = open(j->out, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return fail_file("%s: cannot enter: %s", j->out, strerror(errno));
    int status = 0;
    for (int i = 0; i < 3 && !status; i++)
        status = put_file(dir, j->out, files[i], j);
    close(dir);
    return status;
}

static int warn(const struct job *j)
{
    const struct tune *t = &j->tune;
    long lost = 0;
    for (long i = 0; i < t->n_candidates; i++)
        lost += t->candidate[i].score.n_bad > 0;
    if (lost)
        note("warning: %ld of %ld points lost seeds (diverged, or without a value): they stand behind those that lost fewer", lost,
             t->n_candidates);
    for (int i = 0; i < t->n_contests; i++) {
        const struct contest *c = &t->contest[i];
        if (!c->winner->score.n)
            note("warning: %s on %s: no point gave a value on any seed", c->first->label, c->first->env->name);
        if (each_level(j, i, NULL, 1))
            return -1;
    }
    return 0;
}

static int print_all(const struct job *j)
{
    struct sink sink;
    struct rows r = { .to = &sink };
    if (!j->format || !strcmp(j->format, "table"))
        return print_table(j);
    if (sink_open(&sink, STDOUT_FILENO, "standard output"))
        return -1;
    int status = 0;
    if (!strcmp(j->format, "json"))
        status = json_tables(&sink, j);
    else
        header(&r, j, result_columns, RESULT), result_rows(&r, j, 1);
    return sink_close(&sink) || status ? -1 : 0;
}

/* ---- all at once -------------------------------------------------------------------------------------------------------------------- */
static struct plan *new_plan(struct job *j)
{
    struct plan **more = realloc(j->plan, (size_t)(j->n_plans + 1) * sizeof *more);
    j->plan = more ? more : j->plan;
    struct plan *p = more ? calloc(1, sizeof *p) : NULL;
    if (!p)
        return fail_inside("out of memory"), NULL;
    return j->plan[j->n_plans++] = p;
}

/* once the first plan is there */
static int check_plan(struct job *j)
{
    const struct plan *p = j->tune.plan;
    if (!p->crn)
        return fail("tune: crn = off: points are compared on common random numbers; leave it out");
    if (p->first + p->n - 1 + j->tune.test_seeds > 1L << 31)
        return fail("--test-seeds %ld: the seeds after %ld must stay below 2^31", j->tune.test_seeds, p->first + p->n - 1);
    if (p->n < 10)
        note("warning: %ld tuning seeds are few: the winner may be luck; hundreds cost little more", p->n);
    return tune_objective(&j->tune, j->step, j->auc, j->better);
}

static int search(struct job *j, const struct words *w)
{
    static const enum search how[] = { [ALL_OF_GRID] = GRID, [DRAWN] = RANDOM, [SOBOL_POINTS] = SOBOL, [HALVING] = RANDOM,
                                       [POINTS_OF_FILE] = GRID };
    struct tune *t = &j->tune;
    struct plan *p = new_plan(j);
    if (!p || plan_search(p, w, how[j->method], NULL) || tune_add(t, p) || check_plan(j))
        return -1;
    j->n_keys = p->n_swept, j->key = (const char **)p->swept;
    if (t->n_candidates == t->n_contests && !word_of(w, "points"))
        return fail("tune: nothing to search: give a key of %s a list, as c=log:0.01:10:7%s", t->contest->first->label,
                    j->method == ALL_OF_GRID ? "" : ", or a random value, as c=lu:0.01:10");
    if (j->method == HALVING ? tune_race(t, j->start, j->eta) : tune_run(t, 0, p->n))
        return -1;
    return tune_judge(t) || put_files(j) || warn(j) || print_all(j) ? -1 : 0;
}

/* ---- ask and tell ------------------------------------------------------------------------------------------------------------------- */
static const char from[] = "standard input";

/* the keys of the header: without scopes, algo, env and point, each once */
static int read_keys(struct job *j, const struct table *t)
{
    if (!(j->key = calloc((size_t)t->cols + 1, sizeof *j->key)))
        return fail_inside("out of memory");
    for (int i = 0; i < t->cols; i++) {
        const char *dot = strrchr(t->name[i], '.'), *name = dot ? dot + 1 : t->name[i];
        int known = !strcmp(name, "point") || !strcmp(name, "algo") || !strcmp(name, "env");
        for (int k = 0; k < j->n_keys; k++)
            known |= !strcmp(j->key[k], name);
        if (!known)
            j->key[j->n_keys++] = name;
    }
    return 0;
}

static int answer(struct job *j, const struct words *w, const struct table *row, struct rows *r)
{
    struct tune *t = &j->tune;
    struct plan *p = new_plan(j);
    long before = t->n_candidates;
    if (!p || plan_search(p, w, GRID, row) || tune_add(t, p) || (!before && check_plan(j)))
        return -1;
    if (t->n_candidates != before + 1)
        return fail("%s:%ld: makes %ld points: one algorithm and environment, and no lists; columns algo and env say which", from,
                    row->line, t->n_candidates - before);
    if (tune_run(t, before, p->n))
        return -1;
    tuning_row(r, j, &t->candidate[before]);
    return sink_flush(r->to);
}

static int answer_all(struct job *j, const struct words *w, const struct table *head, const char *header_line, size_t size, struct rows *r)
{
    char *line = NULL;
    size_t room = 0;
    int status = read_keys(j, head);
    if (!status)
        header(r, j, result_columns, RESULT), status = sink_flush(r->to);
    ssize_t n;
    for (long at = 2; !status && (n = getline(&line, &room, stdin)) > 0; at++) {
        struct table row;
        status = table_line(&row, from, header_line, size, line, (size_t)n, at) || answer(j, w, &row, r) ? -1 : 0;
        table_free(&row);
    }
    if (!status && ferror(stdin))
        status = fail_file("%s: cannot read", from);
    if (!status && !j->tune.n_candidates)
        status = fail("%s: no points below the header", from);
    free(line);
    if (status || tune_judge(&j->tune))
        return -1;
    result_rows(r, j, 0);
    return put_files(j) || warn(j) ? -1 : 0;
}

static int converse(struct job *j, const struct words *w)
{
    struct sink sink;
    struct rows r = { .to = &sink };
    struct table head = { 0 };
    char *line = NULL;
    size_t room = 0;
    if (j->format && (!strcmp(j->format, "table") || !strcmp(j->format, "json") || format_find(j->format, &r.format)))
        return fail("--format %.20s: answers row by row are csv (default), tsv or jsonl", j->format);
    ssize_t n = getline(&line, &room, stdin);
    int status = n < 0 ? fail("%s: empty; a header of keys is needed", from) : table_line(&head, from, line, (size_t)n, NULL, 0, 2);
    if (!status && !(status = sink_open(&sink, STDOUT_FILENO, "standard output"))) {
        status = answer_all(j, w, &head, line, (size_t)n, &r);
        status = sink_close(&sink) || status ? -1 : 0;
    }
    table_free(&head), free(line);
    free(j->key);
    return status;
}

/* ---- words -------------------------------------------------------------------------------------------------------------------------- */
static int read_method(struct job *j, struct words *w)
{
    const char *points = word_of(w, "points"), *given = w->n_rest ? w->rest[0] : "";
    for (int i = 0; i < 4; i++)
        if (!strcmp(given, methods[i])) {
            j->method = (enum method)i, w->rest++, w->n_rest--;
            return points && (i == DRAWN || i == SOBOL_POINTS) ? fail("tune %s: --points names the points: leave %s out", given, given) : 0;
        }
    if (points)
        return j->method = !strcmp(points, "-") ? ASKED : POINTS_OF_FILE, 0;
    const char *near = *given && !strchr(given, '=') ? nearest(given, methods, 4) : NULL;
    return fail("tune: how? say grid, random, sobol or halving%s%s%s, or --points FILE", near ? ": did you mean '" : "", near ? near : "",
                near ? "'" : "");
}

static int read_words(struct job *j, struct words *w)
{
    static const char *const of_halving[] = { "eta", "start" };
    const char *metric = word_of(w, "metric"), *at = word_of(w, "at"), *test = word_of(w, "test-seeds"), *threads = word_of(w, "threads"),
               *eta = word_of(w, "eta"), *start = word_of(w, "start");
    enum format format;
    long n = 0;
    j->out = word_of(w, "out"), j->format = word_of(w, "format"), j->auc = word_of(w, "auc") != NULL, j->better = word_of(w, "better");
    j->step = -1, j->eta = 3, j->tune.test_seeds = 100;
    if (read_method(j, w))
        return -1;
    for (int i = 0; i < 2; i++)
        if (word_of(w, of_halving[i]) && j->method != HALVING)
            return fail("--%s: belongs to tune halving", of_halving[i]);
    if (word_of(w, "zip") && j->method != ALL_OF_GRID)
        return fail("--zip: pairs the lists of a grid; elsewhere a list is a choice");
    if (word_of(w, "sample") && (j->method == ALL_OF_GRID || word_of(w, "points")))
        return fail("--sample: belongs to tune random, sobol and halving");
    if (j->format && strcmp(j->format, "table") && strcmp(j->format, "json") && format_find(j->format, &format))
        return -1;
    if ((at && plan_whole("--at", at, 1, 0xffffffff, &j->step))
        || (test && plan_whole("--test-seeds", test, 1, 0x1p31, &j->tune.test_seeds))
        || (threads && plan_whole("--threads", threads, 1, 4096, &n)) || (eta && plan_whole("--eta", eta, 2, 1e6, &j->eta))
        || (start && plan_whole("--start", start, 1, 0x1p31, &j->start)))
        return -1;
    j->tune.threads = (int)n;
    /* what is judged is the only thing measured */
    return metric ? words_set(w, "metrics", metric, "--metric") : 0;
}

static int tune(const struct words *given)
{
    struct words w = *given;
    struct job j = { 0 };
    struct progress progress;
    if (read_words(&j, &w) || progress_open(&progress, &w, NULL))
        return -1;
    j.tune.progress = &progress;
    int status = j.method == ASKED ? converse(&j, &w) : search(&j, &w);
    progress_close(&progress);
    tune_free(&j.tune);
    for (long i = 0; i < j.n_plans; i++)
        plan_free(j.plan[i]), free(j.plan[i]);
    free(j.plan);
    return status;
}

int cmd_tune(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    status = status ? (status > 0 ? OK : status) : tune(&w);
    words_free(&w);
    return status;
}
