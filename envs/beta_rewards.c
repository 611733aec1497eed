/* Beta bandit: arm k pays a Beta(a, b) variable, a = c m, b = c (1 - m), m = mean[k]; c, the concentration, sets the noise: its
 * variance is m (1 - m) / (c + 1).
 *
 * The sampler is beta.h's for shapes of 1 and more.  A smaller shape a is raised by 1 and X, a gamma variable, multiplied by
 * u^(1/a) (Marsaglia and Tsang 2000): so are the odds X / Y, whose logarithm is kept lest tiny shapes underflow. */
#include "arms.h"
#include "beta.h"

struct beta_rewards { list means; long arms; double top, gap, concentration; struct arms a; };

static const param beta_rewards_params[] = {
    LIST(struct beta_rewards, means, "", 0, 1, "mean reward of each arm, as 0.9/0.8 or @file.csv:column"),
    INT(struct beta_rewards, arms, 10, 2, 100000, "number of arms, when no means are given"),
    REAL(struct beta_rewards, top, 0.5, 0, 1, "mean of the best arm, when no means are given"),
    REAL(struct beta_rewards, gap, 0.1, 0, 1, "how far the other arms lie below it"),
    REAL(struct beta_rewards, concentration, 2, 1e-6, 1e9, "the larger, the less noise; 2 makes an arm of mean 1/2 uniform"),
    END
};

static int beta_rewards_init(struct env *e)
{
    struct beta_rewards *s = e->self;
    e->max_reward = 1;
    return arms_from(&s->a, e, &s->means, s->arms, s->top, s->gap, 0);
}

static void beta_rewards_step(struct env *e)
{
    struct beta_rewards *s = e->self;
    int L = e->width;
    vd one = splat(1), zero = splat(0), c = splat(s->concentration);
    arms_pull(&s->a, e);
    strip(r) {
        vu nth = small_from_double(ld(s->a.nth + r)), arm = ldi_u(e->io.action + r) + usplat(KEYED);
        vd m = ld(s->a.value + r), a = c * m, b = c * (one - m), u, v;
        vm low_a = lt(a, one), low_b = lt(b, one);
        vd x = beta_at(e->rng, r, nth, arm, shape_of(vsel(low_a, a + one, a)), shape_of(vsel(low_b, b + one, b)));
        if (any(either(low_a, low_b))) {
            u01_at(e->rng, r, nth, usplat(0xffffffff), arm, &u, &v);
            vd log_odds = vlog(x) - vlog(one - x) + vsel(low_a, vlog(u) / a, zero) - vsel(low_b, vlog(v) / b, zero);
            x = vsel(either(low_a, low_b), one / (one + vexp(zero - log_odds)), x);
        }
        st(e->io.reward + r, x);
    }
}

ENVIRONMENT(beta) = {
    .name = "beta", .brief = "arms that pay a beta variable: rewards in [0, 1], as noisy as wanted",
    .source = "the sampler: Marsaglia and Tsang 2000, A simple method for generating gamma variables",
    .params = beta_rewards_params, .size = sizeof(struct beta_rewards), .has = ARMS | UNIT_REWARDS | TRUTH,
    .init = beta_rewards_init, .step = beta_rewards_step,
};
