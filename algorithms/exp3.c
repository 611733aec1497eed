/* EXP3: exponential weights for arms of which only the one played is seen, whatever the adversary does.
 *
 * With losses l = 1 - r in [0, 1], estimated without bias by dividing by the chance of having looked:
 *     exp3      p_k = exp(-eta L_k) / sum_j exp(-eta L_j),    L_a <- L_a + l / p_a
 *     exp3-ix   the same with L_a <- L_a + l / (p_a + eta/2): a little bias for much less variance
 *     exp3-p    gains: p_k = (1 - g) exp(eta G_k) / sum_j exp(eta G_j) + g/K,    G_k <- G_k + (r 1[k = a] + beta) / p_k
 * eta is constant and tuned to the T turns of the run, or falls like 1/sqrt(t) and needs no T ("anytime").  The regret of
 * exp3 is at most sqrt(2 T K ln K) in expectation; exp3-ix and exp3-p are of that order with high probability. */
#include "choice.h"

struct exp3 { double eta; int schedule; double delta, beta, mix; struct scores g; };
enum { CONSTANT, ANYTIME };

static const param exp3_params[] = {
    REAL(struct exp3, eta, 0, 0, 1e6, "learning rate; 0: sqrt(2 ln K / (T K)), or sqrt(ln K / K) with schedule=anytime"),
    CHOICE(struct exp3, schedule, "constant|anytime", "the rate on turn t is eta, or eta / sqrt(t)"),
    END
};
static const param exp3_p_params[] = {
    REAL(struct exp3, delta, 0.05, 1e-300, 1, "the bound 5.15 sqrt(T K ln(K / delta)) may fail with this chance"),
    END
};

/* scores are minus the losses so far, or the gains */
static int exp3_init(struct run *u)
{
    struct exp3 *s = u->self;
    double K = u->env->n_actions, T = (double)u->horizon;
    if (!(s->eta > 0))
        s->eta = sqrt_of(s->schedule == CONSTANT ? 2 * log_of(K) / (T * K) : log_of(K) / K);
    scores_open(&s->g, u);
    return 0;
}
static int exp3_p_init(struct run *u)
{
    struct exp3 *s = u->self;
    double K = u->env->n_actions, T = (double)u->horizon, mix = 1.05 * sqrt_of(K * log_of(K) / T);
    s->eta = 0.95 * sqrt_of(log_of(K) / (T * K));
    s->beta = sqrt_of(log_of(K / s->delta) / (T * K));
    s->mix = mix < 1 ? mix : 1;
    scores_open(&s->g, u);
    return 0;
}

/* one turn of exp3 (ix = 0) and exp3-ix (ix = 1/2) */
static void exp3_turn(struct run *u, double ix)
{
    struct exp3 *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L;
    double coin[64], chance[64], score[64];
    double eta = s->schedule == CONSTANT ? s->eta : s->eta / sqrt_of((double)(u->t + 1));
    if (s->schedule == ANYTIME)
        scores_weigh(&s->g, eta);
    draw_u01(u->rng, coin);
    scores_choose(&s->g, eta, coin, io->action, chance);
    sim_step(u);
    /* the arm seen pays its estimated loss */
    each(l)
        score[l] = s->g.a[place(io->action, L, l)];
    strip(r)
        st(score + r, ld(score + r) - (splat(1) - ld(io->reward + r)) / (ld(chance + r) + splat(ix * eta)));
    scores_set(&s->g, eta, io->action, score);
}
static void exp3_iterate(struct run *u) { exp3_turn(u, 0); }
static void exp3_ix_iterate(struct run *u) { exp3_turn(u, 0.5); }

static void exp3_p_iterate(struct run *u)
{
    struct exp3 *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, K = s->g.K;
    double coin[64], chance[64];
    /* weights become chances */
    scores_weigh(&s->g, s->eta);
    strip(r) {
        vd scale = splat(1 - s->mix) / total_of(s->g.w, K, L, r);
        for (int k = 0; k < K; k++)
            st(s->g.w + k * L + r, scale * ld(s->g.w + k * L + r) + splat(s->mix / K));
    }
    draw_u01(u->rng, coin);
    weights_choose(s->g.w, K, L, coin, io->action, chance);
    sim_step(u);
    /* every arm gains beta / p, the one seen its reward / p as well */
    strip(r)
        for (int k = 0; k < K; k++)
            st(s->g.a + k * L + r, ld(s->g.a + k * L + r) + splat(s->beta) / ld(s->g.w + k * L + r));
    each(l)
        s->g.a[place(io->action, L, l)] += io->reward[l] / chance[l];
}

static void exp3_policy(struct run *u, double *pi)
{
    struct exp3 *s = u->self;
    weights_chances(s->g.w, s->g.K, u->L, pi);
}

ALGORITHM(exp3) = {
    .name = "exp3", .brief = "exponential weights on importance-weighted losses: for adversaries",
    .source = "Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed bandit problem; "
              "Bubeck and Cesa-Bianchi 2012, figure 3.1",
    .params = exp3_params, .size = sizeof(struct exp3), .needs = ARMS | UNIT_REWARDS,
    .init = exp3_init, .iterate = exp3_iterate, .policy = exp3_policy,
};
ALGORITHM(exp3_ix) = {
    .name = "exp3-ix", .brief = "exp3 with implicit exploration: regret bounded with high probability",
    .source = "Neu 2015, Explore no more: improved high-probability regret bounds for non-stochastic bandits, algorithm 1",
    .params = exp3_params, .size = sizeof(struct exp3), .needs = ARMS | UNIT_REWARDS,
    .init = exp3_init, .iterate = exp3_ix_iterate, .policy = exp3_policy,
};
ALGORITHM(exp3_p) = {
    .name = "exp3-p", .brief = "exp3 with forced exploration and a bonus: regret bounded with high probability",
    .source = "Bubeck and Cesa-Bianchi 2012, Regret analysis of stochastic and nonstochastic multi-armed bandit problems, figure 3.2",
    .params = exp3_p_params, .size = sizeof(struct exp3), .needs = ARMS | UNIT_REWARDS,
    .init = exp3_p_init, .iterate = exp3_p_iterate, .policy = exp3_policy,
};
