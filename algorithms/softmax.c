/* Softmax, or Boltzmann exploration: better arms more often, by the exponential of their means.
 *
 * Every arm is pulled once; then arm k, of mean reward m_k, is drawn with chance
 *     p_k = exp(m_k / tau) / sum_j exp(m_j / tau)
 * A constant temperature tau never stops exploring: regret grows linearly, slowly so when tau is well chosen. */
#include "choice.h"

struct softmax { double tau; double *n, *sum; struct scores p; };

static const param softmax_params[] = {
    REAL(struct softmax, tau, 0.1, 1e-6, 1e9, "temperature, in units of reward: small is greedy, large is random"),
    END
};

static int softmax_init(struct run *u)
{
    struct softmax *s = u->self;
    scores_open(&s->p, u);
    s->n = rows_f64(u->mem, (size_t)s->p.K, u->L);
    s->sum = rows_f64(u->mem, (size_t)s->p.K, u->L);
    return 0;
}

static void softmax_iterate(struct run *u)
{
    struct softmax *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L;
    double coin[64], chance[64], mean[64];
    draw_u01(u->rng, coin);
    scores_choose(&s->p, 1 / s->tau, coin, io->action, chance);
    if (u->t < s->p.K)
        each(l)
            io->action[l] = (int32_t)u->t;
    sim_step(u);
    /* the mean of the arm pulled is its score */
    each(l) {
        size_t at = place(io->action, L, l);
        s->n[at] += 1, s->sum[at] += io->reward[l];
        mean[l] = s->sum[at] / s->n[at];
    }
    scores_set(&s->p, 1 / s->tau, io->action, mean);
}

static void softmax_policy(struct run *u, double *pi)
{
    struct softmax *s = u->self;
    if (u->t < s->p.K)
        sure_choice(u, pi);
    else
        weights_chances(s->p.w, s->p.K, u->L, pi);
}

ALGORITHM(softmax) = {
    .name = "softmax", .brief = "Boltzmann exploration: chances proportional to exp(mean / tau)",
    .source = "Sutton and Barto 1998, Reinforcement learning, section 2.3; after Luce 1959",
    .params = softmax_params, .size = sizeof(struct softmax), .needs = ARMS,
    .init = softmax_init, .iterate = softmax_iterate, .policy = softmax_policy,
};
