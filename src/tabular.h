/* What finite environments share: a table of what may happen, from which both the steps and the exact model come.
 *
 *     tabular_open(t, e, S, A, B, lanes);          at most B outcomes of each pair (state, action)
 *     tabular_add(t, lane, s, a, chance, next, reward);
 *     tabular_end(t, s);                           a terminal state: whoever gets there has ended
 *     tabular_start(t, s, chance);
 *     return tabular_close(t, e);
 * The environment's step, reset and place are then those of the table.  A step draws one uniform number in every lane, keyed by the
 * number of the step, unless nothing is left to chance. */
#ifndef TABULAR_H
#define TABULAR_H
#include "lockstep.h"
#include "rng.h"

struct event { double reward; int32_t next, end; };      /* in the table `next` of a terminal state carries a mark, `end` is free */

struct tabular {
    int S, A, B;
    int width;                   /* 0: one table for all; W: one for each lane, which is the last index             */
    double *upto;                /* [S*A*B] chance of this outcome or an earlier one of its pair                    */
    struct event *event;         /* [S*A*B]                                                                         */
    int32_t *terminal;           /* [S]                                                                             */
    double *few;                 /* [3*B][16] of at most 16 pairs with one table for all: upto, rewards, next; else NULL */
    double *u;                   /* [W] the step's uniform numbers                                                  */
    double *P, *R, *rho;         /* the model's: see struct mdp                                                     */
    struct mdp model;
    int start;                   /* the one first state, or -1: drawn from rho                                      */
};

/* per_lane: 0 or 1; -1 after fail() where the model would be too large */
int  tabular_open(struct tabular *, struct env *, int S, int A, int B, int per_lane);
/* lane: 0 with one table for all */
void tabular_add(struct tabular *, int lane, int s, int a, double chance, int next, double reward);
void tabular_end(struct tabular *, int s);
void tabular_start(struct tabular *, int s, double chance);
/* env->model, n_states, n_actions are set; H, gamma: env's.  Chances of a pair that do not add up to 1 are our own fault. */
int  tabular_close(struct tabular *, struct env *, int H);

/* what follows pair (s, a) in a lane at a uniform number u */
struct event tabular_outcome(const struct tabular *, int lane, int s, int a, double u);
void tabular_step(struct tabular *, struct env *);
void tabular_reset(struct tabular *, struct env *, const int32_t *who);
void tabular_place(struct env *, const int32_t *state);
#endif
