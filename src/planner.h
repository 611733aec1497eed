/* What learners that plan share: a model counted from experience, values of all stages, and an episode played by them.
 *
 * Counts over lanes, with i = (table*S + s)*A + a: one table for all stages (pooled: the process does not change with time), or one
 * for each.
 *     n[i*L + l]        visits of the pair                 sum[i*L + l]      its rewards, added up
 *     went[(i*S + next)*L + l]   how often it led to next
 * Of the S next states most are never seen: to[i*S + k], k < many[i], are those that some lane of the block has seen, ascending.  A sum
 * over them is, to the last bit, the sum over all, for what is left out is 0.
 *
 * A planner sets q, backward over the stages, with planner_sum(); planner_episode() plays the best actions and counts. */
#ifndef PLANNER_H
#define PLANNER_H
#include "action_values.h"
#include "lockstep.h"
#include "rng.h"

struct planner {
    int S, A, H, L, tables, tie;   /* tables: 1, or H                                                          */
    double top;                    /* the largest return of an episode, where it is known; else infinite       */
    double *n, *sum, *went;
    int32_t *to, *many;
    double *q;                     /* [H*S*A*L] values of all stages, as planned last                          */
    double *v, *inverse;           /* scratch: values of two stages [2*S*L] in turn; 1/n, 0 without visits [tables*S*A*L] */
    double *x;                     /* scratch: the row of q of the states at hand [A*L]                        */
};
enum tables { POOLED, STAGED };
#define TABLES_TEXT "pooled|stages"

/* for an algorithm that is `staged`; -1 after fail() */
int  planner_open(struct planner *, struct run *, enum tables, enum tie, double top);
/* the number of pairs in all tables; the pair of stage h, whose counts are those of its table */
FN int planner_pairs(const struct planner *p) { return p->tables * p->S * p->A; }
FN int planner_pair(const struct planner *p, int h, int s, int a) { return ((p->tables > 1 ? h : 0) * p->S + s) * p->A + a; }
/* inverse of all pairs, after episodes were counted */
void planner_invert(struct planner *);

/* ---- backward: for (h = H-1 .. 0) for all s, a: planner_set() --------------------------------------------------------------------- */

/* the values after stage h, 0 after the last one */
FN const double *planner_after(const struct planner *p, int h) { return p->v + (size_t)((h + 1) & 1) * (size_t)(p->S * p->L); }
/* the largest value of a stage: one for every step that is left, and not more than `top` */
FN double planner_cap(const struct planner *p, int h) { return p->H - h < p->top ? p->H - h : p->top; }
/* the n = many[i] next states of pair i: where their counts and their values lie, from v; at most FEW_NEXT of them are kept at hand,
 * for a compiler must believe that any store changes p->to */
enum { FEW_NEXT = 3 };
struct next { const double *went, *v; const int32_t *to; int n, L; int32_t few[FEW_NEXT]; };
FN struct next planner_next(const struct planner *p, int i, int n, const double *v)
{
    struct next x = { p->went + (size_t)i * (size_t)(p->S * p->L), v, p->to + (size_t)i * (size_t)p->S, n, p->L, { 0 } };
    for (int k = 0; k < n && n <= FEW_NEXT; k++)
        x.few[k] = x.to[k] * p->L;
    return x;
}
/* the sum of went * v over them */
FN vd planner_sum(const struct next *x, int r)
{
    vd sum = splat(0);
    for (int k = 0; k < x->n; k++) {
        int at = (x->n <= FEW_NEXT ? x->few[k] : x->to[k] * x->L) + r;
        sum = sum + ld(x->went + at) * ld(x->v + at);
    }
    return sum;
}
FN double *planner_q(const struct planner *p, int h, int s, int a) { return p->q + (size_t)((h * p->S + s) * p->A + a) * (size_t)p->L; }
/* nothing is worth anything after the last stage: before the first planner_set() */
void planner_begin(struct planner *);
/* q of a pair at stage h, actions in order; v of the stage is the largest */
FN void planner_set(const struct planner *p, int h, int s, int a, int r, vd q)
{
    double *v = p->v + (size_t)((h & 1) * p->S + s) * (size_t)p->L + r;
    st(planner_q(p, h, s, a) + r, q), st(v, a ? vmax(q, ld(v)) : q);
}

/* ---- forward ------------------------------------------------------------------------------------------------------------------------ */

/* H steps with the actions that q likes best; what was seen is counted */
void planner_episode(struct planner *, struct run *);
/* for the plug-in's policy(), values() */
void planner_policy(const struct planner *, double *pi);
void planner_values(const struct planner *, double *v);
#endif
