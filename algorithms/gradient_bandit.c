/* Gradient bandit: REINFORCE with one state, by preferences h and a running mean b of the rewards as baseline.
 *
 *     p_k = exp(h_k) / sum_j exp(h_j),    h_k <- h_k + lr (r - b) (1[k = a] - p_k)
 * where a is the arm drawn and r its reward.  In expectation this is stochastic ascent on sum_k p_k mean_k; the baseline
 * changes its variance only.  b counts the reward just seen, as in the book's first figures. */
#include "choice.h"

struct gradient_bandit { double lr; int baseline; double *mean; struct scores h; };
enum { BASELINE_YES, BASELINE_NO };

static const param gradient_bandit_params[] = {
    REAL(struct gradient_bandit, lr, 0.1, 0, 1e300, "step size of the preferences"),
    CHOICE(struct gradient_bandit, baseline, "yes|no", "subtract the mean reward so far"),
    END
};

static int gradient_bandit_init(struct run *u)
{
    struct gradient_bandit *s = u->self;
    scores_open(&s->h, u);
    s->mean = rows_f64(u->mem, 1, u->L);
    return 0;
}

static void gradient_bandit_iterate(struct run *u)
{
    struct gradient_bandit *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, K = s->h.K;
    double coin[64], chance[64], arm[64];
    draw_u01(u->rng, coin);
    scores_weigh(&s->h, 1);
    weights_choose(s->h.w, K, L, coin, io->action, chance);
    sim_step(u);
    strip(r) {
        vd reward = ld(io->reward + r), b = ld(s->mean + r), total = total_of(s->h.w, K, L, r);
        b = b + (reward - b) / splat((double)u->t);
        st(s->mean + r, b);
        vd base = s->baseline == BASELINE_YES ? b : splat(0);
        vd step = splat(s->lr) * (reward - base), share = step / total;
        /* every preference moves away, the one of the arm drawn moves up as well */
        for (int k = 0; k < K; k++)
            st(s->h.a + k * L + r, ld(s->h.a + k * L + r) - share * ld(s->h.w + k * L + r));
        st(arm + r, step);
    }
    each(l)
        s->h.a[place(io->action, L, l)] += arm[l];
}

static void gradient_bandit_policy(struct run *u, double *pi)
{
    struct gradient_bandit *s = u->self;
    weights_chances(s->h.w, s->h.K, u->L, pi);
}

ALGORITHM(gradient_bandit) = {
    .name = "gradient-bandit", .brief = "preferences that climb the gradient of the expected reward",
    .source = "Sutton and Barto 2018, Reinforcement learning, section 2.8; after Williams 1992",
    .params = gradient_bandit_params, .size = sizeof(struct gradient_bandit), .needs = ARMS,
    .init = gradient_bandit_init, .iterate = gradient_bandit_iterate, .policy = gradient_bandit_policy,
};
