/* Transitions that somebody else made, for learners that may only look: env->data.
 *
 * The i-th transition of lane w is was[i*W + w] --action--> next with its reward; end says that the episode ended with it, so that
 * nothing follows.  Lane w has size[w] of them; every replicate has its own.
 *
 * Environments collect them in init(), from the table of their outcomes (tabular.h), with numbers keyed by the transition: all
 * algorithms are handed the same data. */
#ifndef DATASET_H
#define DATASET_H
#include "tabular.h"

enum { MOST_READ = 4096 };         /* states, and actions, of a table that is read */
struct dataset {
    int S, A, W;
    long room;                     /* transitions that fit in a lane                                        */
    uint64_t walks;                /* how often dataset_walk() was called                                   */
    int32_t *size;                 /* [W]                                                                   */
    int32_t *was, *action, *next, *end;     /* [room*W]                                                     */
    double *reward;                /* [room*W]                                                              */
    double *first;                 /* [S*W] chance that an episode begins here: the model's, or as in the data */
};

/* ---- making one: in an environment's init(), after tabular_close() -------------------------------------------------------------- */
void dataset_open(struct dataset *, struct env *, long room);
/* fills the room with independent transitions from pairs drawn with chances mu[s*A + a], which add up to 1 */
void dataset_draw(struct dataset *, struct env *, const struct tabular *, const double *mu);
/* adds `episodes` episodes of at most `most` steps under the policy pi[s*A + a] */
void dataset_walk(struct dataset *, struct env *, const struct tabular *, const double *pi, long episodes, long most);
/* the same rows in every lane, from a table of five columns: state, action, reward, next state, end (0 or 1); -1 after fail() */
int  dataset_read(struct dataset *, struct env *, const grid *);

/* ---- learning from one: in an algorithm's init() ------------------------------------------------------------------------------- *
 * What the data say: counts n[(s*A + a)*L + l], and the empirical model, whose chances of a pair add up to the share of its
 * transitions that did not end, to 0 if there are none. */
struct tally { int S, A, L; double *n, *P, *R, *total; struct mdp model; };
void tally_open(struct tally *, struct run *);

/* sum over states of first[s] v[s], in the lanes from r on */
FN vd dot_states(const double *first, const double *v, int S, int L, int r)
{
    vd sum = splat(0);
    for (int s = 0; s < S; s++)
        sum = sum + ld(first + s * L + r) * ld(v + s * L + r);
    return sum;
}
/* pi = 1 where action[s*L + l] is a */
void sure_actions(const double *action, int S, int A, int L, double *pi);
#endif
