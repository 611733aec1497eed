/* KL-UCB: optimism measured by the divergence of the rewards' own family.
 *
 * Every arm is pulled once; then turn t plays the arm with the largest index
 *     U_k = max { q : n_k D(m_k, q) <= level },   m_k the mean of the n_k rewards of arm k
 *     kl-ucb      level = ln t + c ln ln t                                    Garivier and Cappe 2011, algorithm 1
 *     kl-ucb-pp   level = ln+( y (1 + ln+(y)^2) ), y = T / (K n_k)            Menard and Garivier 2017, equation 5
 * where D is the divergence between Bernoulli (any rewards in [0, 1]), Gaussian, exponential or Poisson distributions.
 * kl-ucb's regret grows like ln T sum gap/D, the least possible (Lai and Robbins 1985); kl-ucb-pp, which knows T, is also
 * minimax.  Between pulls an arm's index moves with ln t alone: src/curve.h follows it. */
#include "divergence.h"
#include "index.h"

struct kl_ucb { int family; double c, sd; long horizon; struct stats s; struct curves f; double *index; };

static const param kl_ucb_params[] = {
    CHOICE(struct kl_ucb, family, FAMILIES, "the rewards' distributions; auto: bernoulli for rewards in [0, 1], else gaussian"),
    REAL(struct kl_ucb, c, 0, 0, 100, "weight of ln ln t: 3 in the proof, 0 is better in practice, as the paper says"),
    REAL(struct kl_ucb, sd, 1, 1e-6, 1e6, "standard deviation of the rewards, with family=gaussian"),
    END
};
static const param kl_ucb_pp_params[] = {
    CHOICE(struct kl_ucb, family, FAMILIES, "the rewards' distributions; auto: bernoulli for rewards in [0, 1], else gaussian"),
    REAL(struct kl_ucb, sd, 1, 1e-6, 1e6, "standard deviation of the rewards, with family=gaussian"),
    INT(struct kl_ucb, horizon, 0, 0, 1L << 53, "turns the level is tuned to; 0: the run's own number of steps"),
    END
};

static int family_init(struct run *u)
{
    struct kl_ucb *s = u->self;
    int unit = (u->env->type->has & UNIT_REWARDS) != 0;
    if (s->family == AUTO)
        s->family = unit ? BERNOULLI : GAUSSIAN;
    if (s->family == BERNOULLI && !unit)
        return fail("%s: family=bernoulli wants rewards in [0, 1], and those of %s are not; try family=gaussian",
                    u->type->name, u->env->type->name);
    stats_open(&s->s, u, 0);
    return 0;
}
static int kl_ucb_init(struct run *u)
{
    struct kl_ucb *s = u->self;
    curves_open(&s->f, u);
    return family_init(u);
}
static int kl_ucb_pp_init(struct run *u)
{
    struct kl_ucb *s = u->self;
    s->index = rows_f64(u->mem, (size_t)u->env->n_actions, u->L);
    if (!s->horizon)
        s->horizon = u->horizon;
    return family_init(u);
}

/* ---- kl-ucb ---------------------------------------------------------------------------------------------------------------------- */

/* s of an arm is this times 1/sqrt(n): n s^2/2 is the level */
static vd root_at(const struct kl_ucb *s, long t)
{
    double log_t = log_of((double)t);
    return splat(sqrt_of(2 * (log_t + (s->c > 0 ? s->c * log_of(log_t) : 0))));
}

/* new anchors for all arms, near the old ones */
FN void renew(struct run *u, enum family family)
{
    struct kl_ucb *s = u->self;
    int L = u->L;
    vd root = root_at(s, u->t + 1), sd = splat(s->sd);
    strip(r)
        for (int k = 0; k < s->s.K; k++) {
            int at = k * L + r;
            vd w = ld(s->s.width + at), y = root * w;
            struct curve f = upper_bound(family, sd, ld(s->s.sum + at) * (w * w), y, curve_value(curve_load(&s->f, at), y));
            f.q += ld(s->s.tie + at);
            curve_store(&s->f, at, f);
        }
}

/* a new anchor for the arm just pulled: the old bound, moved as far as the mean */
FN void move(struct run *u, enum family family)
{
    struct kl_ucb *s = u->self;
    int L = u->L;
    vd root = root_at(s, u->t + 1), sd = splat(s->sd);
    strip(r) {
        vu at = chosen(u->env->io.action, r, L);
        vd n = gather(s->s.n, at), w = gather(s->s.width, at), mean = gather(s->s.sum, at) * (w * w), y = root * w;
        vd moved = (ld(u->env->io.reward + r) - mean) / (n - splat(1));
        struct curve f = upper_bound(family, sd, mean, y, curve_value(curve_gather(&s->f, at), y) + moved);
        f.q += gather(s->s.tie, at);
        curve_scatter(&s->f, at, f);
    }
}

static void kl_ucb_choose(struct run *u)
{
    struct kl_ucb *s = u->self;
    int L = u->L;
    vd root = root_at(s, u->t + 1);
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < s->s.K; k++)
            a = challenge(a, k, curve_value(curve_load(&s->f, k * L + r), root * ld(s->s.width + k * L + r)));
        sti(u->env->io.action + r, a.arm);
    }
}

FN void kl_ucb_turn(struct run *u, enum family family)
{
    struct kl_ucb *s = u->self;
    if (!first_pulls(u)) {
        if (u->t == s->s.K || curves_due(u->t))
            renew(u, family);
        kl_ucb_choose(u);
    }
    sim_step(u);
    stats_add(&s->s, u->env->io.action, u->env->io.reward);
    if (u->t > s->s.K)
        move(u, family);
}
static void kl_ucb_iterate(struct run *u)
{
    switch (((struct kl_ucb *)u->self)->family) {
    case BERNOULLI:   kl_ucb_turn(u, BERNOULLI); break;
    case GAUSSIAN:    kl_ucb_turn(u, GAUSSIAN); break;
    case EXPONENTIAL: kl_ucb_turn(u, EXPONENTIAL); break;
    default:          kl_ucb_turn(u, POISSON);
    }
}

/* ---- kl-ucb-pp: the level depends on n alone, so only the arm just pulled has a new index ---------------------------------------- */
static void kl_ucb_pp_iterate(struct run *u)
{
    struct kl_ucb *s = u->self;
    int L = u->L;
    vd share = splat((double)s->horizon / s->s.K), one = splat(1), zero = splat(0);
    if (!first_pulls(u))
        strip(r) {
            struct leader a = no_leader();
            for (int k = 0; k < s->s.K; k++)
                a = challenge(a, k, ld(s->index + k * L + r));
            sti(u->env->io.action + r, a.arm);
        }
    sim_step(u);
    stats_add(&s->s, u->env->io.action, u->env->io.reward);
    strip(r) {
        vu at = chosen(u->env->io.action, r, L);
        vd w = gather(s->s.width, at), y = share * (w * w), log_y = vmax(zero, vlog(y));
        vd level = vmax(zero, vlog(y * (one + log_y * log_y)));
        vd distance = w * vsqrt(splat(2) * level), mean = gather(s->s.sum, at) * (w * w);
        struct curve f = upper_bound((enum family)s->family, splat(s->sd), mean, distance, gather(s->index, at));
        scatter(s->index, at, curve_value(f, distance) + gather(s->s.tie, at));
    }
}

ALGORITHM(kl_ucb) = {
    .name = "kl-ucb", .brief = "the largest mean that the rewards of an arm do not refute: asymptotically optimal",
    .source = "Garivier and Cappe 2011, The KL-UCB algorithm for bounded stochastic bandits and beyond, algorithm 1",
    .params = kl_ucb_params, .size = sizeof(struct kl_ucb), .needs = ARMS, .init = kl_ucb_init, .iterate = kl_ucb_iterate,
};
ALGORITHM(kl_ucb_pp) = {
    .name = "kl-ucb-pp", .brief = "kl-ucb++: tuned to the horizon, minimax and asymptotically optimal at once",
    .source = "Menard and Garivier 2017, A minimax and asymptotically optimal algorithm for stochastic bandits, equation 5",
    .params = kl_ucb_pp_params, .size = sizeof(struct kl_ucb), .needs = ARMS, .init = kl_ucb_pp_init, .iterate = kl_ucb_pp_iterate,
};
