/* Proximal policy optimisation: several epochs of gradient steps on each rollout, held near the policy that made it.
 *
 * M copies of the environment play n steps each; advantages A by GAE(lambda).  Then, for epochs times minibatches, Adam descends
 *     mean of max(-rho A, -clip(rho, 1 - clip, 1 + clip) A)  +  value_weight mean of (V - R)^2 / 2  -  entropy mean of H,
 * rho = pi(a|x) / pi_old(a|x), A standardised in the minibatch, R = A + V_old; with value_clip the larger of (V - R)^2 and
 * (V_old + clip(V - V_old, -clip, clip) - R)^2.  The gradient of all parameters together is cut to the length grad_clip.
 * Once rho has left the interval on the side where A would push it further, a sample has no gradient: that is the whole trick.
 *
 * Defaults are CleanRL's ppo.py, whose thirteen details make or break it: two separate networks, orthogonal weights (0.01 for the
 * last layer of the policy), biases 0, Adam with eps 1e-5, a rate that falls to 0 at the end of the run, advantages per minibatch,
 * clipped values, bonus 0.01, gradients cut at 0.5, and a time limit that counts as an end (timeout=end; bootstrap is the
 * unbiased way, and what Stable-Baselines3 does).
 * Reliable, at the price of data: what a rollout taught is thrown away with it. */
#include "on_policy.h"
#include "adam.h"
#include "gae.h"

struct ppo {
    long copies, rollout, epochs, minibatches, units, layers;
    int activation, anneal, value_clip, standardize, timeout;
    double lr, gamma, lambda, clip, value_weight, entropy, grad_clip, goal;
    struct on_policy ac; float *m, *v, *c, *dv; int32_t *order; int size;
};
enum { FALLS };                  /* the first of each choice */
enum { YES };

static const param ppo_params[] = {
    INT(struct ppo, copies, 4, 1, 1024, "copies of the environment that each replicate plays side by side (CleanRL: num_envs)"),
    INT(struct ppo, rollout, 128, 1, 1e6, "steps of each copy between updates (num_steps)"),
    INT(struct ppo, epochs, 4, 1, 1000, "passes over a rollout (update_epochs)"),
    INT(struct ppo, minibatches, 4, 1, 1e6, "gradient steps a pass; has to divide copies * rollout"),
    REAL(struct ppo, lr, 2.5e-4, 0, 1, "Adam's learning rate"),
    CHOICE(struct ppo, anneal, "linear|none", "the rate falls to 0 at the end of the run, or stays"),
    REAL(struct ppo, gamma, 0.99, 0, 1, "discount"),
    REAL(struct ppo, lambda, 0.95, 0, 1, "of the advantages: 0 one step, 1 whole returns"),
    REAL(struct ppo, clip, 0.2, 0, 1e9, "how far rho may move from 1 and still have a gradient"),
    CHOICE(struct ppo, value_clip, "yes|no", "values may move by clip as well"),
    REAL(struct ppo, value_weight, 0.5, 0, 1e6, "weight of the critic's loss"),
    REAL(struct ppo, entropy, 0.01, 0, 1e6, "weight of the policy's entropy"),
    REAL(struct ppo, grad_clip, 0.5, 0, 1e9, "longest gradient; 0: as long as it is"),
    CHOICE(struct ppo, standardize, "yes|no", "advantages of a minibatch are shifted and scaled to mean 0 and deviation 1"),
    CHOICE(struct ppo, timeout, "end|bootstrap", "after a time limit nothing follows, or the critic's value of where the episode was cut"),
    INT(struct ppo, layers, 2, 1, MOST_LAYERS - 1, "hidden layers of each network"),
    INT(struct ppo, units, 64, 1, MOST_UNITS, "units of a hidden layer"),
    CHOICE(struct ppo, activation, "tanh|relu", "of the hidden layers"),
    REAL(struct ppo, goal, 475, -1e300, 1e300, "`solved` becomes 1 when a hundred episodes' mean return reaches this"),
    END
};

static int ppo_copies(const void *self) { return (int)((const struct ppo *)self)->copies; }

static int ppo_open(struct run *u, int discrete)
{
    struct ppo *s = u->self;
    long batch = s->copies * s->rollout;
    if (batch % s->minibatches || batch > 1 << 24)
        return fail("minibatches=%ld: copies * rollout = %ld samples cannot be cut into as many equal parts (of 2^24 at most)",
                    s->minibatches, batch);
    s->size = (int)(batch / s->minibatches);
    const struct on_policy_words words = { .rollout = s->rollout, .minibatch = s->size, .hidden = s->layers, .units = s->units,
        .activation = s->activation, .discrete = discrete, .bootstrap = s->timeout, .gamma = s->gamma, .lambda = s->lambda,
        .goal = s->goal };
    if (on_policy_open(&s->ac, u, &words))
        return -1;
    s->m = rows_f32(u->mem, s->ac.params, u->L), s->v = rows_f32(u->mem, s->ac.params, u->L);
    size_t most = (size_t)s->ac.actor.most;
    s->c = (float *)(void *)scratch(u->mem, most), s->dv = s->c + most;
    s->order = (int32_t *)(void *)scratch(u->mem, (size_t)batch);
    return 0;
}
static int ppo_init(struct run *u) { return ppo_open(u, 1); }
static int ppo_gauss_init(struct run *u) { return ppo_open(u, 0); }

/* what the loss of each sample says to log pi and to V: c = dl/dlog pi, dv = dl/dV */
static void losses(struct ppo *s, int lane, double each_counts)
{
    struct on_policy *ac = &s->ac;
    int n = s->size;
    float *logp = s->c;
    vf lo = fsplat((float)(1 - s->clip)), hi = fsplat((float)(1 + s->clip)), clip = fsplat((float)s->clip), zero = fsplat(0);
    vf share = fsplat((float)each_counts), weight = fsplat((float)(s->value_weight * each_counts));
    actor_logp(&ac->actor, ac->w + (size_t)lane * ac->params, n, ac->bact, logp);
    for (int i = 0; i < n; i += FLOATS) {
        vf a = ldf(ac->badv + i), rho = vfexp(ldf(logp + i) - ldf(ac->blogp + i));
        vf free = zero - rho * a, held = zero - vfmin(hi, vfmax(lo, rho)) * a;
        stf(s->c + i, vfsel(vfge(free, held), free * share, zero));
        vf v = ldf(ac->bvalue + i), old = ldf(ac->bold + i), target = ldf(ac->btarget + i), off = v - target;
        vf near = old + vfmin(clip, vfmax(zero - clip, v - old)) - target, pull = weight * off;
        stf(s->dv + i, s->value_clip == YES ? vfsel(vfge(off * off, near * near), pull, zero) : pull);
    }
}

static void ppo_iterate(struct run *u)
{
    struct ppo *s = u->self;
    struct on_policy *ac = &s->ac;
    int L = u->L;
    double each_counts = 1.0 / s->size;
    long update = u->t / ac->batch, updates = u->horizon / ac->batch;
    struct adam adam = { .rate = s->lr, .b1 = 0.9, .b2 = 0.999, .eps = 1e-5 };
    if (s->anneal == FALLS)
        adam.rate *= 1 - (double)update / (double)updates;
    if (!on_policy_collect(ac, u))
        return;
    each(l) {
        size_t at = (size_t)l * ac->params;
        for (long epoch = 0; epoch < s->epochs; epoch++) {
            long pass = update * s->epochs + epoch;
            shuffle_once(u->rng, l, (uint64_t)pass, ac->batch, s->order);
            for (long b = 0; b < s->minibatches; b++) {
                on_policy_batch(ac, u, l, s->order + b * s->size, s->size);
                if (s->standardize == YES)
                    standardize(ac->badv, s->size);
                losses(s, l, each_counts);
                on_policy_gradient(ac, l, s->size, s->c, s->entropy * each_counts, s->dv);
                adam_step(&adam, pass * s->minibatches + b + 1, ac->w + at, s->m + at, s->v + at, ac->g, ac->params,
                          clip_of(ac->g, ac->params, s->grad_clip));
            }
        }
    }
}

ALGORITHM(ppo) = {
    .name = "ppo", .brief = "proximal policy optimisation, softmax over actions, networks of its own for each replicate",
    .source = "Schulman, Wolski, Dhariwal, Radford and Klimov 2017, Proximal policy optimization algorithms; constants of CleanRL's ppo.py "
              "(Huang et al. 2022)",
    .params = ppo_params, .size = sizeof(struct ppo), .needs = ACTIONS | OBSERVATIONS | EPISODES,
    .metrics = on_policy_metrics, .copies = ppo_copies, .init = ppo_init, .iterate = ppo_iterate,
};
ALGORITHM(ppo_gauss) = {
    .name = "ppo-gauss", .brief = "the same for actions that are real numbers: independent Gaussians",
    .source = "Schulman, Wolski, Dhariwal, Radford and Klimov 2017; constants as in ppo",
    .params = ppo_params, .size = sizeof(struct ppo), .needs = CONTROLS | OBSERVATIONS | EPISODES,
    .metrics = on_policy_metrics, .copies = ppo_copies, .init = ppo_gauss_init, .iterate = ppo_iterate,
};
