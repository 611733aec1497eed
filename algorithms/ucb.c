/* Upper confidence bounds: play the arm that could still be the best.
 *
 * Every arm is pulled once; then, with n pulls of arm k that gave the mean m and the empirical variance V, turn t plays the
 * arm with the largest index
 *     ucb1         m + sqrt(c ln t / n),  c = 2                                      Auer et al. 2002, figure 1
 *     ucb1-tuned   m + sqrt((ln t / n) min(1/4, V + sqrt(2 ln t / n)))               the same paper, section 4
 *     ucb-v        m + sqrt(2 V zeta ln t / n) + 3 c b zeta ln t / n                 Audibert et al. 2009, equation 1
 *     moss         m + sqrt(max(0, ln(T / (K n))) / n)                               Audibert and Bubeck 2009
 * where rewards lie in an interval of length b.  ucb1 grows like 8 sum ln T / gap, ucb1-tuned is the better in practice (no
 * proof), ucb-v pays less where the variance is small, and moss is minimax: its worst case is of order sqrt(K T). */
#include "index.h"

struct ucb { double c, zeta; long horizon; struct stats s; };

static const param ucb1_params[] = {
    REAL(struct ucb, c, 2, 0, 1000, "exploration: 2 is the paper's, 0.5 the smallest with logarithmic regret, 0 is greedy"),
    END
};
static const param ucbv_params[] = {
    REAL(struct ucb, c, 1, 0, 1000, "weight of the term that corrects the variance's own error"),
    REAL(struct ucb, zeta, 1, 0, 1000, "exploration: the proof wants more than 1 (1.2)"),
    END
};
static const param moss_params[] = {
    INT(struct ucb, horizon, 0, 0, 1L << 53, "turns the bonus is tuned to; 0: the run's own number of steps"),
    END
};
static const param no_params[] = { END };

static int ucb_init(struct run *u)
{
    struct ucb *s = u->self;
    if (!s->horizon)
        s->horizon = u->horizon;
    stats_open(&s->s, u, 0);
    return 0;
}
static int ucb_init_squares(struct run *u)
{
    struct ucb *s = u->self;
    stats_open(&s->s, u, SQUARES);
    return 0;
}

/* V of arm k in the lanes from r on: mean square minus squared mean */
FN vd variance(const struct stats *s, int at)
{
    vd inverse = ld(s->width + at) * ld(s->width + at), m = ld(s->sum + at) * inverse;
    return vmax(splat(0), ld(s->square + at) * inverse - m * m);
}

static void ucb1_choose(struct run *u)
{
    struct ucb *s = u->self;
    int L = u->L, K = s->s.K;
    vd bonus = splat(sqrt_of(s->c * log_of((double)(u->t + 1))));
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < K; k++)
            a = challenge(a, k, ld(s->s.mean + k * L + r) + bonus * ld(s->s.width + k * L + r));
        sti(u->env->io.action + r, a.arm);
    }
}

static void ucb1_tuned_choose(struct run *u)
{
    struct ucb *s = u->self;
    int L = u->L, K = s->s.K;
    vd lnt = splat(log_of((double)(u->t + 1))), root = vsqrt(splat(2) * lnt);
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < K; k++) {
            int at = k * L + r;
            vd w = ld(s->s.width + at), v = vmin(splat(0.25), variance(&s->s, at) + root * w);
            a = challenge(a, k, ld(s->s.mean + at) + w * vsqrt(lnt * v));
        }
        sti(u->env->io.action + r, a.arm);
    }
}

static void ucbv_choose(struct run *u)
{
    struct ucb *s = u->self;
    int L = u->L, K = s->s.K;
    vd e = splat(s->zeta * log_of((double)(u->t + 1))), linear = splat(3 * s->c * u->env->max_reward) * e;
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < K; k++) {
            int at = k * L + r;
            vd w = ld(s->s.width + at);
            a = challenge(a, k, ld(s->s.mean + at) + w * vsqrt(splat(2) * variance(&s->s, at) * e) + w * w * linear);
        }
        sti(u->env->io.action + r, a.arm);
    }
}

static void moss_choose(struct run *u)
{
    struct ucb *s = u->self;
    int L = u->L, K = s->s.K;
    vd share = splat((double)s->horizon / K);
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < K; k++) {
            int at = k * L + r;
            vd w = ld(s->s.width + at);
            a = challenge(a, k, ld(s->s.mean + at) + w * vsqrt(vmax(splat(0), vlog(share * w * w))));
        }
        sti(u->env->io.action + r, a.arm);
    }
}

/* each arm once; then the largest index; then the means learn */
static void ucb_turn(struct run *u, void (*choose)(struct run *))
{
    struct ucb *s = u->self;
    if (!first_pulls(u))
        choose(u);
    sim_step(u);
    stats_add(&s->s, u->env->io.action, u->env->io.reward);
}
static void ucb1_iterate(struct run *u) { ucb_turn(u, ucb1_choose); }
static void ucb1_tuned_iterate(struct run *u) { ucb_turn(u, ucb1_tuned_choose); }
static void ucbv_iterate(struct run *u) { ucb_turn(u, ucbv_choose); }
static void moss_iterate(struct run *u) { ucb_turn(u, moss_choose); }

ALGORITHM(ucb1) = {
    .name = "ucb1", .brief = "the mean plus sqrt(2 ln t / n): optimism for rewards in [0, 1]",
    .source = "Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis of the multiarmed bandit problem, figure 1",
    .params = ucb1_params, .size = sizeof(struct ucb), .needs = ARMS, .init = ucb_init, .iterate = ucb1_iterate,
};
ALGORITHM(ucb1_tuned) = {
    .name = "ucb1-tuned", .brief = "ucb1 with the empirical variance in the bonus",
    .source = "Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis of the multiarmed bandit problem, section 4",
    .params = no_params, .size = sizeof(struct ucb), .needs = ARMS, .init = ucb_init_squares, .iterate = ucb1_tuned_iterate,
};
ALGORITHM(ucb_v) = {
    .name = "ucb-v", .brief = "a Bernstein bound: arms of small variance are left sooner",
    .source = "Audibert, Munos and Szepesvari 2009, Exploration-exploitation tradeoff using variance estimates, equation 1",
    .params = ucbv_params, .size = sizeof(struct ucb), .needs = ARMS | UNIT_REWARDS, .init = ucb_init_squares, .iterate = ucbv_iterate,
};
ALGORITHM(moss) = {
    .name = "moss", .brief = "bonus that ends once an arm has had its share of the horizon: minimax optimal",
    .source = "Audibert and Bubeck 2009, Minimax policies for adversarial and stochastic bandits, section 2",
    .params = moss_params, .size = sizeof(struct ucb), .needs = ARMS, .init = ucb_init, .iterate = moss_iterate,
};
