/* Candidates, races, judgement: see tune.h. */
#define _GNU_SOURCE
#include "tune.h"
#include "number.h"
#include "param.h"
#include "progress.h"
#include "rows.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const gains[] = { [UNCLEAR] = "undecided", [BETTER] = "better", [WORSE] = "worse", [SAME] = "same" };

/* ---- what counts -------------------------------------------------------------------------------------------------------------------- */
int tune_objective(struct tune *t, long step, int auc, const char *better)
{
    const struct plan *p = t->plan;
    t->of = (struct objective){ 0, p->n_log - 1, auc, p->metric[0]->more_is_better };
    if (auc && step >= 0)
        return fail("--at %ld and --auc: one step or the whole curve: choose one", step);
    if (better && strcmp(better, "lower") && strcmp(better, "higher"))
        return fail("--better %.20s: must be lower or higher", better);
    if (better)
        t->of.higher = !strcmp(better, "higher");
    if (step < 0)
        return 0;
    long near = 0;
    for (int j = 0; j < p->n_log; j++) {
        near = !near || labs(p->log[j] - step) < labs(near - step) ? p->log[j] : near;
        if (p->log[j] == step)
            return t->of.log = j, 0;
    }
    return fail("--at %ld: is not logged: the nearest step that is, is %ld; --log %ld,%ld would log it", step, near, step, p->steps);
}

/* ---- candidates --------------------------------------------------------------------------------------------------------------------- */
static int contest_of(struct tune *t, const struct point *q)
{
    for (int i = t->n_contests - 1; i >= 0; i--) {
        const struct point *o = t->contest[i].first;
        if (o->algo == q->algo && o->env == q->env && !strcmp(o->label, q->label) && params_same(q->env->params, o->env_self, q->env_self))
            return i;
    }
    if (q->baseline)                     /* whoever has defaults has candidates before them */
        return fail_inside("%s on %s: defaults without a candidate", q->label, q->env->name);
    struct contest *more = realloc(t->contest, (size_t)(t->n_contests + 1) * sizeof *more);
    if (!more)
        return fail_inside("out of memory");
    t->contest = more;
    t->contest[t->n_contests] = (struct contest){ .first = q };
    return t->n_contests++;
}

int tune_add(struct tune *t, const struct plan *p)
{
    t->plan = t->plan ? t->plan : p;
    if (p->metric[0] != t->plan->metric[0])
        return fail("%s on %s is judged by %s, the first point by %s: say --metric", p->point->label, p->point->env->name,
                    p->metric[0]->name, t->plan->metric[0]->name);
    struct candidate *more = realloc(t->candidate, (size_t)(t->n_candidates + p->n_points) * sizeof *more);
    if (!more)
        return fail_inside("out of memory");
    t->candidate = more;
    for (long i = 0; i < p->n_points; i++) {
        const struct point *q = &p->point[i];
        int contest = contest_of(t, q);
        if (contest < 0)
            return -1;
        if (q->baseline) {
            t->contest[contest].baseline = q->lanes ? q : NULL;
            continue;
        }
        t->contest[contest].n++;
        t->candidate[t->n_candidates] = (struct candidate){ .point = q, .number = t->n_candidates, .contest = contest };
        t->n_candidates++;
    }
    return 0;
}

void tune_free(struct tune *t)
{
    for (long i = 0; i < t->n_candidates; i++)
        free(t->candidate[i].x);
    free(t->candidate), free(t->contest);
    *t = (struct tune){ 0 };
}

/* ---- values of the objective -------------------------------------------------------------------------------------------------------- */
struct measured { const struct tune *tune; double *x; };

/* the objective of a point's replicates, x[point*n + replicate] */
static int measure(void *context, const struct outcome *o)
{
    const struct measured *m = context;
    const struct objective *of = &m->tune->of;
    const struct plan *p = o->plan;
    double *x = m->x + o->point->index * p->n;
    if (!of->auc)
        return outcome_values(o, of->log, of->metric, 0, p->n, x);
    double *curve = malloc((size_t)p->n_log * sizeof *curve);
    int status = curve ? 0 : fail_inside("out of memory");
    for (long i = 0; i < p->n && !status; i++) {
        for (int j = 0; j < p->n_log && !status; j++)
            status = outcome_values(o, j, of->metric, i, 1, &curve[j]);
        if (!status)
            x[i] = curve_finals(p, p->metric[of->metric], curve, o->diverged[i] != 0).auc;
    }
    free(curve);
    return status;
}

/* x [n_points*n]: some points on seeds first .. first+n-1 */
static int evaluate(const struct tune *t, const struct point *const *points, long n_points, long first, long n, double *x)
{
    struct plan part;
    struct measured m = { t, x };
    struct pool pool = { .plan = &part, .threads = t->threads, .done = measure, .context = &m,
                         .progress = t->progress ? progress_show : NULL, .progress_of = t->progress };
    if (plan_part(&part, t->plan, points, n_points, first, n))
        return -1;
    int status = pool_run(&pool);
    plan_part_free(&part);
    return status;
}

/* as `run` says it of the same values */
static int score(const double *x, long n, struct summary *s)
{
    double *work = malloc(((size_t)n * 2 + 1) * sizeof *work);
    if (!work)
        return fail_inside("out of memory");
    memcpy(work, x, (size_t)n * sizeof *work);
    summarize(s, work, n, work + n);
    free(work);
    return 0;
}

/* candidates that have equally many seeds get more */
static int add_seeds(const struct tune *t, struct candidate *const *who, long count, long seeds)
{
    long have = count ? who[0]->n : seeds, more = seeds - have;
    if (more <= 0)
        return 0;
    const struct point **points = calloc((size_t)count, sizeof *points);
    double *x = malloc((size_t)count * (size_t)more * sizeof *x);
    int status = points && x ? 0 : fail_inside("out of memory: %ld values", count * more);
    for (long i = 0; i < count && !status; i++)
        points[i] = who[i]->point;
    status = status || evaluate(t, points, count, t->plan->first + have, more, x) ? -1 : 0;
    for (long i = 0; i < count && !status; i++) {
        struct candidate *c = who[i];
        double *all = realloc(c->x, (size_t)seeds * sizeof *all);
        if (!all) {
            status = fail_inside("out of memory");
            break;
        }
        c->x = all, c->n = seeds;
        memcpy(all + have, x + i * more, (size_t)more * sizeof *all);
        status = score(all, seeds, &c->score);
    }
    free(points), free(x);
    return status;
}

/* ---- choosing ----------------------------------------------------------------------------------------------------------------------- */
int tune_compare(const struct tune *t, const struct candidate *a, const struct candidate *b)
{
    double x = a->score.mean, y = b->score.mean;
    if (a->rung != b->rung)
        return a->rung > b->rung ? -1 : 1;
    if (a->score.n_bad != b->score.n_bad)
        return a->score.n_bad < b->score.n_bad ? -1 : 1;
    if (x != y && !isnan(x) && !isnan(y))
        return (x > y) == t->of.higher ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

int tune_run(struct tune *t, long from, long seeds)
{
    long n = t->n_candidates - from;
    struct candidate **who = calloc((size_t)n + 1, sizeof *who);
    if (!who)
        return fail_inside("out of memory");
    for (long i = 0; i < n; i++)
        who[i] = &t->candidate[from + i], who[i]->rung = 1;
    int status = add_seeds(t, who, n, seeds);
    free(who);
    return status;
}

/* by contest, and there the best first */
static int by_rank(const void *a, const void *b, void *t)
{
    const struct candidate *x = *(struct candidate *const *)a, *y = *(struct candidate *const *)b;
    return x->contest != y->contest ? (x->contest > y->contest) - (x->contest < y->contest) : tune_compare(t, x, y);
}

/* the best 1/eta of each contest, rounded up, to the front: how many */
static long keep_best(struct tune *t, struct candidate **who, long n, long eta)
{
    long kept = 0, place = 0;
    qsort_r(who, (size_t)n, sizeof *who, by_rank, t);
    for (long i = 0; i < n; i++) {
        struct contest *c = &t->contest[who[i]->contest];
        place = i && who[i]->contest == who[i-1]->contest ? place + 1 : 0;
        if (place < (c->racing + eta - 1) / eta)
            who[kept++] = who[i];
    }
    for (int i = 0; i < t->n_contests; i++)
        t->contest[i].racing = (t->contest[i].racing + eta - 1) / eta;
    return kept;
}

static long first_rung(const struct tune *t, long start, long eta)
{
    long most = 0, share = 1, fewest = t->plan->n < 8 ? t->plan->n : 8;
    for (int i = 0; i < t->n_contests; i++)
        most = t->contest[i].n > most ? t->contest[i].n : most;
    while (share * eta <= most)
        share *= eta;
    long even = (t->plan->n + share - 1) / share;
    start = start ? start : even > fewest ? even : fewest;
    return start < t->plan->n ? start : t->plan->n;
}

int tune_race(struct tune *t, long start, long eta)
{
    long n = t->n_candidates, seeds = first_rung(t, start, eta);
    struct candidate **who = calloc((size_t)n + 1, sizeof *who);
    int status = who ? 0 : fail_inside("out of memory");
    for (long i = 0; i < n && who; i++)
        who[i] = &t->candidate[i];
    for (int i = 0; i < t->n_contests; i++)
        t->contest[i].racing = t->contest[i].n;
    for (t->n_rungs = 0; !status; ) {
        t->rung[t->n_rungs++] = (struct rung){ n, seeds };
        for (long i = 0; i < n; i++)
            who[i]->rung = t->n_rungs;
        status = add_seeds(t, who, n, seeds);
        if (seeds == t->plan->n || status)
            break;
        n = keep_best(t, who, n, eta);
        /* without rivals the rest of the seeds comes at once */
        seeds = n == t->n_contests || seeds > t->plan->n / eta ? t->plan->n : seeds * eta;
    }
    free(who);
    return status;
}

/* ---- judging ------------------------------------------------------------------------------------------------------------------------ */
static int compare_with_defaults(const struct tune *t, struct contest *c, const double *winner, const double *baseline)
{
    long n = t->test_seeds, pairs = 0, lost = 0;
    double *d = malloc((size_t)n * sizeof *d);
    if (!d)
        return fail_inside("out of memory");
    for (long i = 0; i < n; i++)
        if (fabs(winner[i]) < BAD_SIZE && fabs(baseline[i]) < BAD_SIZE)
            d[pairs++] = winner[i] - baseline[i];
        else
            lost++;
    int status = score(d, pairs, &c->difference);
    c->difference.n_bad = lost;
    free(d);
    const struct summary *s = &c->difference;
    c->gain = params_same(c->baseline->algo->params, c->baseline->algo_self, c->winner->point->algo_self) ? SAME
               : s->ci_lo > 0 ? (t->of.higher ? BETTER : WORSE) : s->ci_hi < 0 ? (t->of.higher ? WORSE : BETTER) : UNCLEAR;
    return status;
}

int tune_judge(struct tune *t)
{
    long n = t->test_seeds, count = 0;
    const struct point **points = calloc(2 * (size_t)t->n_contests + 1, sizeof *points);
    double *x = malloc((2 * (size_t)t->n_contests * (size_t)n + 1) * sizeof *x);
    int status = points && x ? 0 : fail_inside("out of memory: %ld test seeds", n);
    for (long i = 0; i < t->n_candidates; i++) {
        struct contest *c = &t->contest[t->candidate[i].contest];
        if (!c->winner || tune_compare(t, &t->candidate[i], c->winner) < 0)
            c->winner = &t->candidate[i];
    }
    for (int i = 0; i < t->n_contests && !status; i++) {
        points[count++] = t->contest[i].winner->point;
        if (t->contest[i].baseline)
            points[count++] = t->contest[i].baseline;
    }
    status = status || evaluate(t, points, count, t->plan->first + t->plan->n, n, x) ? -1 : 0;
    const double *at = x;
    for (int i = 0; i < t->n_contests && !status; i++, at += n) {
        struct contest *c = &t->contest[i];
        status = score(at, n, &c->tested);
        if (c->baseline && !status)
            status = score(at + n, n, &c->standard) || compare_with_defaults(t, c, at, at + n) ? -1 : 0, at += n;
    }
    free(points), free(x);
    return status;
}

/* ---- sensitivity -------------------------------------------------------------------------------------------------------------------- */
struct value { const struct candidate *of; double number; char *text; };

static int by_number(const void *a, const void *b)
{
    const struct value *x = a, *y = b;
    return x->number != y->number ? (x->number > y->number) - (x->number < y->number)
         : (x->of->number > y->of->number) - (x->of->number < y->of->number);
}
static int by_text(const void *a, const void *b)
{
    const struct value *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order ? order : (x->of->number > y->of->number) - (x->of->number < y->of->number);
}

/* what the candidates of a contest have for a key, sorted; -1: out of memory */
static int sorted_values(const struct tune *t, int contest, const char *key, struct value *v, int *numbers)
{
    char text[8192];
    long n = 0;
    *numbers = 1;
    for (long i = 0; i < t->n_candidates; i++) {
        const struct candidate *c = &t->candidate[i];
        if (c->contest != contest)
            continue;
        v[n] = (struct value){ .of = c, .text = strdup(point_text(c->point, key, text, sizeof text)) };
        if (!v[n].text)
            return fail_inside("out of memory");
        *numbers &= !number_parse(v[n].text, &v[n].number), n++;
    }
    qsort(v, (size_t)n, sizeof *v, *numbers ? by_number : by_text);
    return 0;
}

/* where a value stands among the different ones: place[i] of v[i]; how many there are */
static long rank_values(const struct value *v, long n, long *place)
{
    long last = -1;
    for (long i = 0; i < n; i++)
        place[i] = last += !i || strcmp(v[i].text, v[i-1].text);
    return last + 1;
}

static void fill_levels(const struct tune *t, const struct value *v, const long *place, long n, long different, long levels,
                        struct level *l)
{
    memset(l, 0, (size_t)levels * sizeof *l);
    for (long i = 0; i < n; i++) {
        struct level *at = &l[place[i] * levels / different];
        at->low = at->low ? at->low : v[i].of, at->high = v[i].of;
        if (isnan(v[i].of->score.mean))
            continue;
        at->n++, at->mean += v[i].of->score.mean;
        if (!at->best || tune_compare(t, v[i].of, at->best) < 0)
            at->best = v[i].of;
    }
    for (long k = 0; k < levels; k++)
        l[k].mean = l[k].n ? l[k].mean / (double)l[k].n : NAN;
}

/* the winner's value is the smallest or largest, others are worse, and the parameter may go beyond */
static int edge_of(const struct contest *c, const param *row, const struct value *v, const long *place, long n, const struct level *l,
                   long levels)
{
    int matters = 0;
    for (long k = 1; k < levels; k++)
        matters |= l[k].best && l[0].best && l[k].best->score.mean != l[0].best->score.mean;
    for (long i = 0; i < n && matters; i++)
        if (v[i].of == c->winner)
            return place[i] == 0 && v[i].number > row->lo ? -1 : place[i] == place[n-1] && v[i].number < row->hi ? 1 : 0;
    return 0;
}

long tune_levels(const struct tune *t, int contest, const char *key, int binned, struct level *l, int *edge)
{
    const struct contest *c = &t->contest[contest];
    const param *row = param_find(c->first->algo->params, key);
    struct value *v = calloc((size_t)c->n + 1, sizeof *v);
    long *place = calloc((size_t)c->n + 1, sizeof *place), levels = 0;
    int numbers, status = v && place ? 0 : fail_inside("out of memory");
    *edge = 0;
    if (row && !status && !(status = sorted_values(t, contest, key, v, &numbers))) {
        long different = rank_values(v, c->n, place);
        levels = different < 2 ? 0 : binned && numbers && different > 10 ? 5 : different;
        fill_levels(t, v, place, c->n, different, levels, l);
        if (numbers && levels)
            *edge = edge_of(c, row, v, place, c->n, l, levels);
    }
    for (long i = 0; i < c->n && v; i++)
        free(v[i].text);
    free(v), free(place);
    return status ? -1 : levels;
}
