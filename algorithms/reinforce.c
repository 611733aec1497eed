/* REINFORCE and GPOMDP: gradient ascent on the expected return with a constant step, from whole episodes.
 *
 *     reinforce   theta += lr mean over episodes of (sum_h score_h) (G_0 - b)          every score takes the credit for all rewards
 *     gpomdp      theta += lr mean over episodes of sum_h g^h score_h (G_h - b_h)      only for those that came after it
 * with G_h = r_h + g r_{h+1} + ..., score_h = grad log pi(a_h | s_h).  Both are unbiased for the gradient of the discounted return;
 * gpomdp's variance is smaller, and a baseline makes either smaller still: the batch's own mean (its bias is a factor (n-1)/n), or a
 * value function that is linear in features of the state. */
#include "gradient.h"

struct reinforce {
    double lr; struct batch_options o;
    struct policy p; struct batch b;
    double *theta, *g;                   /* [n*L] */
};

static const param reinforce_params[] = {
    REAL(struct reinforce, lr, 0.1, 0, 1e9, "step size"),
    BATCH_PARAMS(struct reinforce, o, "none|mean|value"),
    END
};

static int reinforce_copies(const void *self) { return (int)((const struct reinforce *)self)->o.copies; }
static int reinforce_init(struct run *u)
{
    struct reinforce *s = u->self;
    if (policy_open(&s->p, u, &s->o.hidden, s->o.sigma) || batch_open(&s->b, u, &s->p, &s->o))
        return -1;
    s->theta = rows_f64(u->mem, (size_t)s->p.n, u->L), s->g = scratch(u->mem, (size_t)(s->p.n * u->L));
    policy_init(&s->p, u->rng, s->theta);
    return 0;
}

static void reinforce_turn(struct run *u, void (*gradient)(struct batch *, const double *, double *))
{
    struct reinforce *s = u->self;
    batch_collect(&s->b, u, s->theta);
    gradient(&s->b, s->theta, s->g);
    for (int i = 0; i < s->p.n * u->L; i += LANES)
        st(s->theta + i, ld(s->theta + i) + splat(s->lr) * ld(s->g + i));
    batch_fit(&s->b);
}
static void reinforce_iterate(struct run *u) { reinforce_turn(u, batch_gradient_whole); }
static void gpomdp_iterate(struct run *u) { reinforce_turn(u, batch_gradient); }

static void reinforce_policy(struct run *u, double *pi)
{
    struct reinforce *s = u->self;
    policy_chances(&s->p, s->theta, pi);
}

ALGORITHM(reinforce) = {
    .name = "reinforce", .brief = "likelihood-ratio gradient: the whole return credits every action",
    .source = "Williams 1992, Simple statistical gradient-following algorithms for connectionist reinforcement learning",
    .params = reinforce_params, .size = sizeof(struct reinforce), .needs_one = STATES | OBSERVATIONS, .copies = reinforce_copies,
    .init = reinforce_init, .iterate = reinforce_iterate, .policy = reinforce_policy,
};
ALGORITHM(gpomdp) = {
    .name = "gpomdp", .brief = "policy gradient in which rewards credit the actions before them only",
    .source = "Baxter and Bartlett 2001, Infinite-horizon policy-gradient estimation; Peters and Schaal 2008",
    .params = reinforce_params, .size = sizeof(struct reinforce), .needs_one = STATES | OBSERVATIONS, .copies = reinforce_copies,
    .init = reinforce_init, .iterate = gpomdp_iterate, .policy = reinforce_policy,
};
