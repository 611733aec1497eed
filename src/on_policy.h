/* What actor-critic methods that learn from their own fresh steps share: two networks for each replicate, rollouts of M copies of
 * the environment, advantages, and the record of the last hundred episodes.
 *
 * A rollout is n steps of each copy; sample t*M + c of a lane is copy c at step t.  Everything about it is scratch: it is forgotten
 * after the turn that made it.  Parameters of one lane: the policy's, then the critic's, then nothing. */
#ifndef ON_POLICY_H
#define ON_POLICY_H
#include "actor.h"

struct on_policy {
    int M, n, W, batch;              /* copies, steps, lanes of the environment, samples of a lane (n*M)                    */
    int bootstrap;                   /* after a time limit: 1 the return goes on with V(next), 0 it ends                    */
    double gamma, lambda, goal;
    struct actor actor; struct net critic;
    size_t params, at_critic;        /* floats of a lane; where the critic's begin                                          */
    float *w;                        /* [L*params]                                                                          */
    float *x, *act, *logp;           /* the rollout: [L][(n+1)*M][inputs] seen, [L][batch][k] done, with which log pi       */
    double *reward, *value, *adv, *target;     /* [(n+1)*W]                                                                 */
    int32_t *end;                    /* [n*W]                                                                               */
    double *so_far, *last, *sum;     /* returns: of the running episodes [W]; of the last hundred [100*L] and their sum [L] */
    uint64_t *ended;                 /* episodes that have ended [L]: an index, whatever becomes of the numbers             */
    /* one batch of a lane: on_policy_batch() */
    float *bx, *bact, *badv, *btarget, *blogp, *bold, *bvalue;
    float *g, *vh, *vd, *vwork;      /* gradient [params]; scratch of the critic: its last layer's rows hold V              */
    double *noise, *drawn;           /* [k][most] of a lane, [k*M][L]                                                       */
};
struct on_policy_words {          /* what the algorithm's parameters say                                                 */
    long rollout, minibatch, hidden, units; /* minibatch: the most samples of on_policy_batch() */
    int activation, discrete, bootstrap; double gamma, lambda, goal;
};
/* the columns: return100, solved, at_goal, entropy */
extern const struct metric on_policy_metrics[];

int on_policy_open(struct on_policy *, struct run *, const struct on_policy_words *);
/* one rollout with its values, advantages and targets; 0: the run ended before it was full, and nothing is to be learned */
int on_policy_collect(struct on_policy *, struct run *);
/* n samples of a lane, at most as many as words.minibatch said (which: their numbers; NULL: all from the first): rows of actions,
 * advantages, targets, log pi and values at the time of the rollout, values now, and the policy's rows at what was seen */
void on_policy_batch(struct on_policy *, struct run *, int lane, const int32_t *which, int n);
/* g = gradient of sum_i c_i log pi(a_i) - c_entropy H_i + the critic's, whose dl/dV_i are dv[i] */
void on_policy_gradient(struct on_policy *, int lane, int n, const float *c, double c_entropy, const float *dv);
#endif
