/* Exponential bandit: arm k pays -mean[k] ln u, u uniform; with a cap c it pays no more than c.
 *
 * The capped reward's mean is mean[k] (1 - exp(-c / mean[k])): that is what gaps are counted in. */
#include "arms.h"

struct exponential { list means; long arms; double top, gap, cap; struct arms a; double *scale; };

static const param exponential_params[] = {
    LIST(struct exponential, means, "", 0, 1e9, "mean reward of each arm before the cap, as 1/0.5/0.2 or @file.csv:column"),
    INT(struct exponential, arms, 5, 2, 100000, "number of arms, when no means are given"),
    REAL(struct exponential, top, 1, 0, 1e9, "mean of the best arm, when no means are given"),
    REAL(struct exponential, gap, 0.5, 0, 1e9, "how far the other arms lie below it"),
    REAL(struct exponential, cap, 0, 0, 1e9, "the largest reward (10 in the paper on kl-ucb); 0: no cap"),
    END
};

static int exponential_init(struct env *e)
{
    struct exponential *s = e->self;
    int L = e->width;
    if (arms_from(&s->a, e, &s->means, s->arms, s->top, s->gap, 0))
        return -1;
    s->scale = rows_f64(e->mem, (size_t)s->a.K, 1);
    for (int k = 0; k < s->a.K; k++)
        s->scale[k] = s->a.mean[k * L];
    if (s->cap <= 0)
        return 0;
    e->max_reward = s->cap;
    for (int k = 0; k < s->a.K; k++)
        each(l)
            s->a.mean[k * L + l] = s->scale[k] > 0 ? s->scale[k] * (1 - exp_of(-s->cap / s->scale[k])) : 0;
    arms_truth(&s->a, e);
    return 0;
}

static void exponential_step(struct env *e)
{
    struct exponential *s = e->self;
    int L = e->width;
    vd cap = splat(s->cap > 0 ? s->cap : INFINITY);
    arms_pull(&s->a, e);
    strip(r) {
        vd scale = gather(s->scale, ldi_u(e->io.action + r));
        st(e->io.reward + r, vmin(cap, splat(0) - scale * vlog(ld(s->a.u + r))));
    }
}

ENVIRONMENT(exponential) = {
    .name = "exponential", .brief = "arms that pay an exponential variable, capped on request",
    .source = "Garivier and Cappe 2011, The KL-UCB algorithm for bounded stochastic bandits and beyond, section 6",
    .params = exponential_params, .size = sizeof(struct exponential), .has = ARMS | TRUTH,
    .init = exponential_init, .step = exponential_step,
};
