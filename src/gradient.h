/* Trajectories, and gradients of the expected return estimated from them.
 *
 * A batch holds, for each of the W lanes, one episode, or whole episodes of `steps` steps and more; a lane that has enough idles until
 * the last one could have it, so that every turn takes the same number of steps.  Batches begin with new episodes.  With
 * G_h = sum over k >= h of g^(k-h) (r_k - offset), to the end of the episode or of the horizon, and a baseline b,
 *     Psi_h = g^h (G_h - b_h)                       (weight=discounted: unbiased for the discounted return)
 *     Psi_h =      G_h - b_h                        (weight=plain: what deep learners do)
 *     gradient     sum_h Psi_h score_h,             summed over episodes and divided by their number, or by that of steps
 *     curvature    B v = (sum_h score_h . v) (sum_h Psi_h score_h) + sum_h Psi_h Hess log pi_h v,       episode by episode
 * which are unbiased for the gradient and for the Hessian times v (Baxter and Bartlett 2001; Shen et al. 2019).  Baselines: the batch's
 * mean of G at the same h (it takes 1/n of the gradient of n episodes away), or a linear function of x, x^2, h/100, (h/100)^2,
 * (h/100)^3 and 1 (of the state, for a table), fitted to G by least squares after the gradient has been taken: the next batch's.
 * Where neither the user nor the environment says how long an episode may be, it is cut off when the discount has left 1/1000 of a
 * reward, and after 1000 steps at the latest. */
#ifndef GRADIENT_H
#define GRADIENT_H
#include "policy.h"

enum baseline { NO_BASELINE, MEAN_BASELINE, VALUE_BASELINE };
enum weight { DISCOUNTED, PLAIN };
enum per { EPISODE, STEP };

/* what the algorithms that use batches let their users choose; gradient_params() are the rows of it */
struct batch_options {
    double discount; long horizon, copies, steps; int baseline, weight, per;
    double offset, sigma; list hidden;
};
#define BATCH_PARAMS(T, at, baselines)                                                                                              \
    { "discount", 'r', offsetof(T, at.discount), 0, 0, 1, NULL, "discount of the return; 0: the environment's own" },                \
    { "horizon", 'i', offsetof(T, at.horizon), 0, 0, 1000000, NULL, "steps of an episode at most; 0: the environment's time limit, or g^h < 1/1000, or 1000" }, \
    { "batch", 'i', offsetof(T, at.copies), 1, 1, 1000, NULL, "episodes collected side by side for a gradient" },                    \
    { "batch_steps", 'i', offsetof(T, at.steps), 0, 0, 1000000, NULL, "instead of one, whole episodes of at least so many steps" },   \
    { "baseline", 'c', offsetof(T, at.baseline), 0, 0, 0, baselines, "what is subtracted from the return" },                         \
    { "weight", 'c', offsetof(T, at.weight), 0, 0, 0, "discounted|plain", "discount step h by g^h: unbiased; or do not" },           \
    { "per", 'c', offsetof(T, at.per), 0, 0, 0, "episode|step", "the gradient is a mean over episodes, or over steps" },             \
    { "offset", 'r', offsetof(T, at.offset), 0, -1e9, 1e9, NULL, "subtracted from every reward in the gradient: changes its noise only" }, \
    { "sigma", 'r', offsetof(T, at.sigma), 0.5, 1e-9, 1e9, NULL, "standard deviation of a gaussian policy" },                        \
    { "hidden", 'l', offsetof(T, at.hidden), 0, 1, 64, "", "units of each hidden layer, as 32/32; none: linear" }

struct batch {
    struct batch_options o;
    const struct policy *p;
    double discount;
    int L, M, W, H;                /* lanes, copies, width; steps of an episode at most                      */
    int n, cut;                    /* steps of a batch; 1: episodes are cut off before the environment would  */
    double *power;                 /* [H] discount^h                                                         */
    double *x, *u, *reward;        /* [n rows of W]: what was seen, done, paid                               */
    int32_t *state, *action, *stage, *last;      /* last: the episode ends here                              */
    double *on;                    /* [n*W] 1 where the step counts                                          */
    double *G, *psi;               /* [n*W]                                                                  */
    double *share;                 /* [L] 1 / number of episodes, or of steps                                */
    double *work;                  /* [n*W] and [2*H*L]                                                      */
    double *done;                  /* [2*W] steps of a lane so far; 1 when it has enough                     */
    int F; double *fit;            /* [F*L] the value baseline's weights: in the arena's lasting part        */
    double *normal;                /* [F*(F+1)/2*L] its normal equations                                     */
};

/* 0, or -1 after fail(); the policy must be open */
int  batch_open(struct batch *, struct run *, const struct policy *, const struct batch_options *);
/* another batch of the same policy, which shares the first one's baseline */
int  batch_open_beside(struct batch *, struct run *, const struct batch *first, const struct batch_options *);
/* n steps with theta, and batch_weigh() */
void batch_collect(struct batch *, struct run *, const double *theta);
/* G, psi and share of what was recorded: reward, stage, last, on, and what the policy reads */
void batch_weigh(struct batch *);
/* grad[i*L + l], written */
void batch_gradient(struct batch *, const double *theta, double *grad);
/* REINFORCE: every score of an episode times its first psi */
void batch_gradient_whole(struct batch *, const double *theta, double *grad);
/* out = mean over episodes of B v */
void batch_curvature(struct batch *, const double *theta, const double *v, double *out);
/* the Fisher information, mean over steps of score score': lower triangles (la.h) of the policy's blocks, one after the other;
 * score [n*L] is room to work in */
void batch_fisher(struct batch *, const double *theta, double *score, double *out);
/* with the value baseline: fit it to this batch's returns */
void batch_fit(struct batch *);
#endif
