/* What learners that plan share: a model counted from experience, values of all stages, and an episode played by them.
 *
 * Counts over lanes, with i = (table*S + s)*A + a: one table for all stages (pooled: the process does not change with time), or one
 * for each.
 *     n[i*L + l]        visits of the pair                 sum[i*L + l]      its rewards, added up
 *     went[(i*S + next)*L + l]   how often it led to next
 * Of the S next states most are never seen: to[i*S + k], k < many[i], are those that some lane of the block has seen, ascending.  A sum
 * over them is, to the last bit, the sum over all, for what is left out is 0.
 *
 * A planner writes q, backward over the stages, with planner_next(); planner_episode() plays the best actions and counts. */
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

/* ---- backward: for (h = H-1 .. 0) for all s, a: q; then planner_stage() ------------------------------------------------------------- */

/* the values after stage h, 0 after the last one */
FN const double *planner_after(const struct planner *p, int h) { return p->v + (size_t)((h + 1) & 1) * (size_t)(p->S * p->L); }
/* the largest value of a stage: one for every step that is left, and not more than `top` */
FN double planner_cap(const struct planner *p, int h) { return p->H - h < p->top ? p->H - h : p->top; }
/* sum over next states of went * v */
FN vd planner_next(const struct planner *p, int i, const double *v, int r)
{
    const double *went = p->went + (size_t)i * (size_t)(p->S * p->L) + r;
    const int32_t *to = p->to + (size_t)i * (size_t)p->S;
    vd sum = splat(0);
    for (int k = 0, n = p->many[i]; k < n; k++)
        sum = sum + ld(went + to[k] * p->L) * ld(v + to[k] * p->L + r);
    return sum;
}
FN double *planner_q(const struct planner *p, int h, int s, int a) { return p->q + (size_t)((h * p->S + s) * p->A + a) * (size_t)p->L; }
/* v of the last stage is 0: before the first planner_stage() */
void planner_begin(struct planner *);
/* v of stage h = max over actions of q */
void planner_stage(struct planner *, int h);

/* ---- forward -------------------------------------------------------------------------------------------------------------------------- */

/* H steps with the actions that q likes best; what was seen is counted */
void planner_episode(struct planner *, struct run *);
/* for the plug-in's policy(), values() */
void planner_policy(const struct planner *, double *pi);
void planner_values(const struct planner *, double *v);
#endif
