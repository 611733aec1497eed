/* Tsallis-INF: optimal against an adversary and in a stochastic world, without being told which.
 *
 * Follow the regularised leader with Tsallis entropy of power 1/2: on turn t, with losses l = 1 - r and eta_t = 2 / sqrt(t),
 *     p_k = 4 / (eta_t (L_k - x))^2,    x < min L such that sum_k p_k = 1,    L_a <- L_a + l / p_a
 *
 * Solving for x.  Newton on S(x) = sum_k p_k is the paper's, but is safe only from the right of the root: from the left it
 * jumps past min L, and yesterday's x lies left of today's root.  We take Newton on S^(-1/2), a concave function (a power
 * mean of the L_k - x) that is nearly a straight line:
 *     x <- min(x - 2 S (sqrt(S) - 1) / (eta sum_k p_k^(3/2)),  min L - 2/eta)
 * Concave means that one step from anywhere lands right of the root and all others stay there; S >= 1 at min L - 2/eta, so
 * the cap is right of it, too.  Yesterday's x is a fine start, and three evaluations settle it (tests/law_tsallis.c). */
#include "choice.h"

struct tsallis_inf { int K; double *loss, *p, *x; };
enum { EVALUATIONS = 3 };

static const param tsallis_inf_params[] = { END };

static int tsallis_inf_init(struct run *u)
{
    struct tsallis_inf *s = u->self;
    int K = s->K = u->env->n_actions, L = u->L;
    s->loss = rows_f64(u->mem, (size_t)K, L);
    s->p = rows_f64(u->mem, (size_t)K, L);
    s->x = rows_f64(u->mem, 1, L);
    return 0;
}

/* p at x, and one step of Newton: half is eta/2, the new x is returned */
FN vd tsallis_inf_newton(const double *loss, double *p, int K, int L, int r, vd half, vd cap, vd x)
{
    vd sum = splat(0), cubes = splat(0);
    for (int k = 0; k < K; k++) {
        vd root = splat(1) / (half * (ld(loss + k * L + r) - x)), square = root * root;
        sum = sum + square, cubes = cubes + square * root;
        st(p + k * L + r, square);
    }
    return vmin(cap, x - sum * (vsqrt(sum) - splat(1)) / (half * cubes));
}

static void tsallis_inf_weigh(struct tsallis_inf *s, int L, double eta, int evaluations)
{
    int K = s->K;
    vd half = splat(eta / 2);
    strip(r) {
        vd least = ld(s->loss + r), x = ld(s->x + r);
        for (int k = 1; k < K; k++)
            least = vmin(least, ld(s->loss + k * L + r));
        vd cap = least - splat(2 / eta);
        x = vmin(cap, x);
        for (int i = 0; i < evaluations; i++)
            x = tsallis_inf_newton(s->loss, s->p, K, L, r, half, cap, x);
        st(s->x + r, x);
    }
}

static void tsallis_inf_iterate(struct run *u)
{
    struct tsallis_inf *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L;
    double coin[64], chance[64];
    tsallis_inf_weigh(s, L, 2 / sqrt_of((double)(u->t + 1)), EVALUATIONS);
    draw_u01(u->rng, coin);
    weights_choose(s->p, s->K, L, coin, io->action, chance);
    sim_step(u);
    each(l)
        s->loss[place(io->action, L, l)] += (1 - io->reward[l]) / chance[l];
}

static void tsallis_inf_policy(struct run *u, double *pi)
{
    struct tsallis_inf *s = u->self;
    weights_chances(s->p, s->K, u->L, pi);
}

ALGORITHM(tsallis_inf) = {
    .name = "tsallis-inf", .brief = "best of both worlds: optimal for adversarial and for stochastic losses",
    .source = "Zimmert and Seldin 2021, Tsallis-INF: an optimal algorithm for stochastic and adversarial bandits, algorithm 1",
    .params = tsallis_inf_params, .size = sizeof(struct tsallis_inf), .needs = ARMS | UNIT_REWARDS,
    .init = tsallis_inf_init, .iterate = tsallis_inf_iterate, .policy = tsallis_inf_policy,
};
