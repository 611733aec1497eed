/* A stochastic policy with a network (net.h): a softmax over A actions, or A independent Gaussians whose standard deviations do not
 * depend on the state.
 *
 *     softmax    log pi(a|x) = z_a - log sum_b exp z_b
 *     Gaussian   log pi(a|x) = sum_k -(a_k - z_k)^2 / (2 s_k^2) - log s_k - log(2 pi)/2,   log s_k parameters beside the net's
 * Samples come in batches of at most `most`.  Networks want a sample's numbers together; the rest works on rows, one row of
 * `most` floats for each number of a sample: an action is one row (its number, as a float) or A of them. */
#ifndef ACTOR_H
#define ACTOR_H
#include "lockstep.h"
#include "net.h"

struct actor {
    int discrete, A, k, most;        /* A actions, or numbers in an action; k rows hold an action; most: a multiple of 16   */
    struct net net;
    size_t n, log_std;               /* floats of parameters; where log s_k stand                                           */
    float *h, *d, *work;             /* scratch of the network                                                              */
    float *row;                      /* [A][most] after actor_look(): log-probabilities, or means                          */
};
/* discrete: 1 softmax, 0 Gaussian */
void actor_open(struct actor *, struct arena *, int inputs, int A, int discrete, int hidden, int units, enum activation, int most);
/* orthogonal weights, nearly the same chances everywhere (gain 0.01), standard deviations 1; work: doubles, n of them */
void actor_init(const struct actor *, float *w, const struct rng *, int lane, uint64_t *draw, double *work);

/* rows of n samples x[n][inputs], for the functions below; w: the parameters */
void actor_look(struct actor *, const float *w, const float *x, int n);
/* one sample for each: actions into act[k][most]; noise[k][most]: uniform on (0, 1), or standard normal */
void actor_sample(const struct actor *, const float *w, int n, const double *noise, float *act);
void actor_logp(const struct actor *, const float *w, int n, const float *act, float *logp);
double actor_entropy(const struct actor *, const float *w, int n);     /* mean of the samples */
/* g += gradient of sum_i c_i log pi(a_i|x_i) - c_entropy H(x_i), after actor_look() at the same samples */
void actor_learn(struct actor *, const float *w, const float *x, int n, const float *act, const float *c, double c_entropy, float *g);
#endif
