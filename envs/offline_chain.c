/* A chain whose data come from an expert and from somebody who plays at random.
 *
 * Action 0 goes from state s to s+1 with chance 0.9 and stays otherwise; the last state absorbs and pays 1 for it.  Every other action
 * pays 1 with chance 0.3 and goes back to state 0.  gamma = 0.9; with four states the best policy, always 0, is worth 7.0523 at the start.
 *
 * A data set is `data` independent transitions from pairs (state, action) drawn with chance 1/coverage as the expert visits them, else
 * as the uniform policy does (discounted visits from the start): at coverage 1.1 most of it is the expert's, and the other actions of
 * the late states are never seen. */
#include "dataset.h"
#include "mdp.h"

struct offline_chain { long states, arms, data; double coverage, gamma; struct tabular t; struct dataset d; };

static const param offline_chain_params[] = {
    INT(struct offline_chain, states, 4, 2, 100, "length of the chain"),
    INT(struct offline_chain, arms, 20, 2, 100, "actions in each state"),
    INT(struct offline_chain, data, 400, 1, 10000000, "N, transitions in each replicate's data set"),
    REAL(struct offline_chain, coverage, 2, 1, 1e6, "C, one over the expert's share"),
    REAL(struct offline_chain, gamma, 0.9, 0, 0.999999, "discount"),
    END
};

/* adds share times the discounted visits of pairs under pi[(s*A + a)*8] */
static void add_visits(struct env *e, const struct mdp *m, const double *pi, double share, double *mu)
{
    enum { L = 8 };
    double *d = scratch(e->mem, (size_t)m->S * L), *work = scratch(e->mem, mdp_work(m, L));
    mdp_occupancy(m, L, m->gamma, pi, d, work);
    for (int i = 0; i < m->S * m->A; i++)
        mu[i] += share * (1 - m->gamma) * d[i / m->A * L] * pi[i * L];
}

static int offline_chain_init(struct env *e)
{
    struct offline_chain *s = e->self;
    int S = (int)s->states, A = (int)s->arms;
    size_t pairs = (size_t)(S * A);
    double *mu = scratch(e->mem, pairs), *expert = scratch(e->mem, pairs * 8), *uniform = scratch(e->mem, pairs * 8);
    e->gamma = s->gamma;
    if (tabular_open(&s->t, e, S, A, 2, 0))
        return -1;
    for (int i = 0; i < S; i++) {
        int last = i + 1 == S;
        tabular_add(&s->t, 0, i, 0, last ? 1 : 0.9, last ? i : i + 1, last);
        tabular_add(&s->t, 0, i, 0, last ? 0 : 0.1, i, 0);
        for (int a = 1; a < A; a++) {
            tabular_add(&s->t, 0, i, a, 0.3, 0, 1);
            tabular_add(&s->t, 0, i, a, 0.7, 0, 0);
        }
        for (int k = 0; k < 8 * A; k++)
            expert[i * A * 8 + k] = k < 8, uniform[i * A * 8 + k] = 1.0 / A;
    }
    tabular_start(&s->t, 0, 1);
    if (tabular_close(&s->t, e, 0))
        return -1;
    add_visits(e, e->model, expert, 1 / s->coverage, mu);
    add_visits(e, e->model, uniform, 1 - 1 / s->coverage, mu);
    dataset_open(&s->d, e, s->data);
    dataset_draw(&s->d, e, &s->t, mu);
    return 0;
}

static void offline_chain_step(struct env *e) { tabular_step(&((struct offline_chain *)e->self)->t, e); }
static void offline_chain_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct offline_chain *)e->self)->t, e, who); }

ENVIRONMENT(offline_chain) = {
    .name = "offline-chain", .brief = "a chain with a log of expert and random transitions",
    .source = "after Rashidinejad, Zhu, Ma, Jiao and Russell 2021, Bridging offline reinforcement learning and imitation learning",
    .params = offline_chain_params, .size = sizeof(struct offline_chain), .has = STATES | ACTIONS | MODEL | PLACE | DATA | UNIT_REWARDS,
    .init = offline_chain_init, .reset = offline_chain_reset, .step = offline_chain_step, .place = tabular_place,
};
