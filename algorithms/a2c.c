/* Advantage actor-critic: one gradient step on each short rollout of several copies of the environment.
 *
 * M copies play n steps each; the n-step return R of a sample is what it earned to the end of the rollout, discounted, plus the
 * critic's value of where the rollout stopped (lambda = 1; below 1 GAE).  One step of RMSprop then descends
 *     -mean of log pi(a|x) (R - V_old)  +  value_weight mean of (R - V)^2  -  entropy mean of H,
 * with the gradient of all parameters together cut to the length grad_clip.  It is asynchronous A3C made synchronous; the copies
 * are there to decorrelate the samples.  Simple and quick a step, but each sample is used once: PPO gets more out of it.
 *
 * Defaults are Stable-Baselines3's (the square has no 1/2 there; RMSprop forgets with 0.99, eps 1e-5 outside the root). */
#include "on_policy.h"
#include "adam.h"

struct a2c {
    long copies, rollout, units, layers; int activation, anneal, timeout;
    double lr, gamma, lambda, value_weight, entropy, grad_clip, goal;
    struct on_policy ac; float *v, *c, *dv;
};
enum { STAYS };                                  /* the first of the choices */

static const param a2c_params[] = {
    INT(struct a2c, copies, 8, 1, 1024, "copies of the environment that each replicate plays side by side"),
    INT(struct a2c, rollout, 5, 1, 1e6, "steps of each copy between updates"),
    REAL(struct a2c, lr, 7e-4, 0, 1, "RMSprop's learning rate"),
    CHOICE(struct a2c, anneal, "none|linear", "the rate stays, or falls to 0 at the end of the run"),
    REAL(struct a2c, gamma, 0.99, 0, 1, "discount"),
    REAL(struct a2c, lambda, 1, 0, 1, "of the advantages: 0 one step, 1 to the end of the rollout"),
    REAL(struct a2c, value_weight, 0.5, 0, 1e6, "weight of the critic's loss"),
    REAL(struct a2c, entropy, 0, 0, 1e6, "weight of the policy's entropy"),
    REAL(struct a2c, grad_clip, 0.5, 0, 1e9, "longest gradient; 0: as long as it is"),
    CHOICE(struct a2c, timeout, "bootstrap|end", "after a time limit the critic's value of where the episode was cut, or nothing follows"),
    INT(struct a2c, layers, 2, 1, MOST_LAYERS - 1, "hidden layers of each network"),
    INT(struct a2c, units, 64, 1, MOST_UNITS, "units of a hidden layer"),
    CHOICE(struct a2c, activation, "tanh|relu", "of the hidden layers"),
    REAL(struct a2c, goal, 475, -1e300, 1e300, "`solved` becomes 1 when a hundred episodes' mean return reaches this"),
    END
};

static int a2c_copies(const void *self) { return (int)((const struct a2c *)self)->copies; }

static int a2c_open(struct run *u, int discrete)
{
    struct a2c *s = u->self;
    long batch = s->copies * s->rollout;
    if (batch > 1 << 16)
        return fail("copies * rollout = %ld samples: a batch has %d at most", batch, 1 << 16);
    const struct on_policy_words words = { .rollout = s->rollout, .minibatch = batch, .hidden = s->layers, .units = s->units,
        .activation = s->activation, .discrete = discrete, .bootstrap = s->timeout == 0, .gamma = s->gamma, .lambda = s->lambda,
        .goal = s->goal };
    if (on_policy_open(&s->ac, u, &words))
        return -1;
    s->v = rows_f32(u->mem, s->ac.params, u->L);
    size_t most = (size_t)s->ac.actor.most;
    s->c = (float *)(void *)scratch(u->mem, most), s->dv = s->c + most;
    return 0;
}
static int a2c_init(struct run *u) { return a2c_open(u, 1); }
static int a2c_gauss_init(struct run *u) { return a2c_open(u, 0); }

static void a2c_iterate(struct run *u)
{
    struct a2c *s = u->self;
    struct on_policy *ac = &s->ac;
    int L = u->L, n = ac->batch;
    long update = u->t / n, updates = u->horizon / n;
    double rate = s->anneal == STAYS ? s->lr : s->lr * (1 - (double)update / (double)updates);
    if (!on_policy_collect(ac, u))
        return;
    each(l) {
        size_t at = (size_t)l * ac->params;
        on_policy_batch(ac, u, l, NULL, n);
        /* dl/dlog pi and dl/dV of each sample */
        vf share = fsplat((float)(-1.0 / n)), weight = fsplat((float)(2 * s->value_weight / n));
        for (int i = 0; i < n; i += FLOATS) {
            stf(s->c + i, share * ldf(ac->badv + i));
            stf(s->dv + i, weight * (ldf(ac->bvalue + i) - ldf(ac->btarget + i)));
        }
        on_policy_gradient(ac, l, n, s->c, s->entropy / n, s->dv);
        rmsprop_step(rate, 0.99, 1e-5, ac->w + at, s->v + at, ac->g, ac->params, clip_of(ac->g, ac->params, s->grad_clip));
    }
}

ALGORITHM(a2c) = {
    .name = "a2c", .brief = "advantage actor-critic, softmax over actions, networks of its own for each replicate",
    .source = "Mnih et al. 2016, Asynchronous methods for deep reinforcement learning (synchronous form); constants of Stable-Baselines3 "
              "(Raffin et al. 2021)",
    .params = a2c_params, .size = sizeof(struct a2c), .needs = ACTIONS | OBSERVATIONS | EPISODES,
    .metrics = on_policy_metrics, .copies = a2c_copies, .init = a2c_init, .iterate = a2c_iterate,
};
ALGORITHM(a2c_gauss) = {
    .name = "a2c-gauss", .brief = "the same for actions that are real numbers: independent Gaussians",
    .source = "Mnih et al. 2016, Asynchronous methods for deep reinforcement learning; constants as in a2c",
    .params = a2c_params, .size = sizeof(struct a2c), .needs = CONTROLS | OBSERVATIONS | EPISODES,
    .metrics = on_policy_metrics, .copies = a2c_copies, .init = a2c_gauss_init, .iterate = a2c_iterate,
};
