/* Bernoulli bandit: arm k pays 1 with chance mean[k], else 0.
 *
 * The means are a list, or one best arm and others a gap below, or drawn afresh for every replicate (uniform on an interval,
 * as in Bayesian regret).  The n-th pull of an arm compares the n-th uniform of its stack with the mean. */
#include "arms.h"

struct bernoulli { list means; long arms; double top, gap, lo, hi; int draw; struct arms a; };

static const param bernoulli_params[] = {
    LIST(struct bernoulli, means, "", 0, 1, "chance of a reward of each arm, as 0.9/0.8 or @file.csv:column"),
    INT(struct bernoulli, arms, 10, 2, 100000, "number of arms, when no means are given"),
    REAL(struct bernoulli, top, 0.5, 0, 1, "mean of the best arm, when no means are given"),
    REAL(struct bernoulli, gap, 0.1, 0, 1, "how far the other arms lie below it"),
    CHOICE(struct bernoulli, draw, "no|yes", "draw every replicate's means anew, uniform on [lo, hi]"),
    REAL(struct bernoulli, lo, 0, 0, 1, "lower end, with draw=yes"),
    REAL(struct bernoulli, hi, 1, 0, 1, "upper end, with draw=yes"),
    END
};

static int bernoulli_init(struct env *e)
{
    struct bernoulli *s = e->self;
    e->max_reward = 1;
    if (arms_from(&s->a, e, &s->means, s->arms, s->top, s->gap, 0))
        return -1;
    return s->draw ? arms_draw(&s->a, e, &s->means, s->lo, s->hi) : 0;
}

static void bernoulli_step(struct env *e) { arms_flip(&((struct bernoulli *)e->self)->a, e); }

ENVIRONMENT(bernoulli) = {
    .name = "bernoulli", .brief = "arms that pay 1 with a fixed chance, else 0",
    .source = "Auer, Cesa-Bianchi and Fischer 2002, section 4",
    .params = bernoulli_params, .size = sizeof(struct bernoulli), .has = ARMS | UNIT_REWARDS | TRUTH,
    .init = bernoulli_init, .step = bernoulli_step,
};
