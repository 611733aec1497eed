/* Policies with parameters, and what gradient methods ask of them: chances, score, entropy, divergence, products with the Hessian.
 *
 *     table      theta[s*A + a] are preferences: pi(a | s) = exp(theta_sa) / sum_b exp(theta_sb)                (states)
 *     softmax    preferences are the outputs of a network, linear without hidden layers                         (actions)
 *     gaussian   u = K x + sigma noise, theta = K by rows, sigma fixed                                          (controls)
 * A network has layers z_k = W_k h_{k-1} + b_k, h_k = tanh z_k, the last one without tanh; theta holds W_k by rows, then b_k, layer
 * after layer.  Every replicate has parameters of its own, theta[i*L + l], shared by its copies of the environment.
 *
 * With z the outputs, delta = e_a - pi (softmax) or (u - z)/sigma^2 (gaussian), and R the derivative along v:
 *     score = J' delta,      Hess log pi v = R score,     R delta = -pi (Rz - pi.Rz)  or  -Rz/sigma^2
 * where J' is backpropagation, and R is carried through it forward and backward (Pearlmutter 1994). */
#ifndef POLICY_H
#define POLICY_H
#include "lockstep.h"
#include "rng.h"

enum { MOST_LAYERS = 4, MOST_UNITS = 64, MOST_ACTIONS = 64 };

struct policy {
    int table, gaussian;         /* softmax of a network, if neither                                              */
    int layers, size[MOST_LAYERS + 1];   /* numbers in, units of each layer; a table: none                         */
    int out;                     /* preferences, or numbers of an action                                          */
    int n;                       /* parameters                                                                    */
    int L, M, W;                 /* lanes, copies, M*L                                                            */
    double sigma;
};

/* what was seen and done at one step, rows as in struct env: a row of its own is needed only for what the policy reads */
struct moment { const double *x; const int32_t *state, *action; const double *u; };

/* hidden: units of each hidden layer, empty for linear; sigma: of the gaussian; the environment has states or
 * observations; -1 after fail() where the network does not fit it */
int  policy_open(struct policy *, struct run *, const list *hidden, double sigma);
/* 0, but for networks with hidden layers: their weights are uniform on +-sqrt(6 / (in + out)) (Glorot and Bengio 2010) */
void policy_init(const struct policy *, struct rng *, double *theta);
/* parameters whose scores are ever different from 0 at once: those of one state in a table, else all n */
int  policy_block(const struct policy *);
/* draws io.action or io.u for now, in every lane */
void policy_act(const struct policy *, struct run *, const double *theta);

/* grad[i*L + l] += sum over copies of weight[w] score_i */
void policy_score(const struct policy *, const double *theta, struct moment, const double *weight, double *grad);
/* out[w] = score . v */
void policy_along(const struct policy *, const double *theta, struct moment, const double *v, double *out);
/* out[i*L + l] += sum over copies of weight[w] (Hess log pi v)_i */
void policy_bend(const struct policy *, const double *theta, struct moment, const double *v, const double *weight, double *out);
/* out[w] = log pi, entropy at x, KL(theta || other) at x */
void policy_log(const struct policy *, const double *theta, struct moment, double *out);
void policy_entropy(const struct policy *, const double *theta, struct moment, double *out);
void policy_kl(const struct policy *, const double *theta, const double *other, struct moment, double *out);
/* what an algorithm's policy() gives: chances of a table, gains and deviations of a gaussian */
void policy_chances(const struct policy *, const double *theta, double *pi);
#endif
