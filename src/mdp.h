/* Finite Markov decision processes, exactly: planning, evaluation, occupancy, gain.  struct mdp stands in lockstep.h.
 *
 * Everything runs over L lanes (a multiple of 8) at once, each lane for itself: what a lane gets does not depend on the others.
 *     values    v[s*L + l], by stages v[(h*S + s)*L + l], h = 0 .. H (the last row is 0)
 *     policies  pi[(s*A + a)*L + l], chances; by stages pi[((h*S + s)*A + a)*L + l]
 *     backups   q[(s*A + a)*L + l]
 * `stages` says which of the two a policy is: 1, or as many stages as are played.
 * `work` is scratch of mdp_work() doubles that may be shared between calls. */
#ifndef MDP_H
#define MDP_H
#include "lockstep.h"
#include "lane.h"

enum { MOST_STATES = 4096 };                 /* more are refused: the model alone would take gigabytes */
FN size_t mdp_work(const struct mdp *m, int L)
{
    size_t S = (size_t)m->S, chain = S * (S + 3) * 8, rows = (S * (size_t)m->A + 2 * S + 4) * (size_t)L;
    return chain > rows ? chain : rows;
}

/* one backup: q = R + discount P v */
void mdp_backup(const struct mdp *, int L, double discount, const double *v, double *q);

/* ---- n steps: backward from 0 ---------------------------------------------------------------------------------------------- */

/* where the values of stage h lie: all of them, or, to save room, two rows of stages that take turns, stage 0 in the first */
enum { ALL_STAGES = 0, FIRST_STAGE = 1 };
FN size_t stage_row(int h, int keep, int S) { return (size_t)(keep == FIRST_STAGE ? h & 1 : h) * (size_t)S; }

/* the best stage policy's values over n steps; v has n+1 rows of stages (FIRST_STAGE: two); work begins with the q of stage 0 */
void mdp_plan(const struct mdp *, int L, int n, double discount, int keep, double *v, double *work);
/* the same of a policy */
void mdp_return(const struct mdp *, int L, int n, double discount, const double *pi, int stages, int keep, double *v, double *work);
/* d[(h*S + s)*L + l], h = 0 .. n-1: the chance of state s at stage h, from rho */
void mdp_visits(const struct mdp *, int L, int n, const double *pi, int stages, double *d);

/* ---- without end: the model's discount, or, where it is 1, until the process ends -------------------------------------------- */

/* A policy's values, by elimination without subtraction (Grassmann, Taksar and Heyman 1985): good to the last digits however close
 * the discount is to 1.  Where a policy never ends and is not discounted they are infinite, or 0 if nothing is ever paid. */
void mdp_value(const struct mdp *, int L, double discount, const double *pi, double *v, double *work);
/* d[s*L + l] = sum over t of discount^t P(s_t = s), from rho: adds up to 1/(1 - discount) where nothing ends */
void mdp_occupancy(const struct mdp *, int L, double discount, const double *pi, double *d, double *work);

/* The best values by iteration from 0, until no value of the lane moves by more than `tol`; 0, or the lanes that would not settle
 * within `most` sweeps. */
int  mdp_value_iteration(const struct mdp *, int L, double tol, long most, double *v, double *work);
/* The best policy, chances 0 and 1, and its values, from the uniform policy on; ties go to the lowest action after rounding to 1e-9.
 * Needs a discount below 1, or that all policies end.  Returns how often a policy of any lane was improved. */
int  mdp_policy_iteration(const struct mdp *, int L, double *v, double *pi, double *work);
/* gain[l]: the best mean reward a step, where it does not depend on the start.  Relative value iteration on the aperiodic chain
 * 0.9 P + 0.1 I (Puterman 1994, section 8.5.4), until upper and lower bound differ by less than `tol`; returns as value iteration. */
int  mdp_gain(const struct mdp *, int L, double tol, long most, double *gain, double *work);

/* ---- policies -------------------------------------------------------------------------------------------------------------------- */

/* the actions that pi likes best share all the chance: what a learner does when it does not explore; n = stages*S rows of A; may be
 * done in place */
void policy_greedy(int n, int A, int L, const double *pi, double *greedy);
/* the lowest action whose q is largest after rounding to 1e-9; n = S rows of A; returns 1 if any chance changed */
int  policy_of(int n, int A, int L, const double *q, double *pi);
#endif
