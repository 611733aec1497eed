/* Optimism where an arm is a vector: ridge regression of the rewards, and a bonus where it has not looked.
 *
 * With V = lambda I + sum x x', b = sum r x and theta = V^-1 b over the turns so far, play the arm x with the largest
 *     lin-ucb      theta'x + alpha sqrt(x'V^-1 x)                                        Li et al. 2010, algorithm 1, with one theta
 *     oful         theta'x + beta sqrt(x'V^-1 x),
 *                  beta = sd sqrt(2 ln(1/delta) + growth) + sqrt(lambda) S               Abbasi-Yadkori et al. 2011, theorem 2
 *     lin-greedy   theta'x, and with chance eps any arm
 * where growth is ln(det V / lambda^d), or its bound after n turns of vectors no longer than `length`, d ln(1 + n length^2 / (d lambda)).
 *
 * lin-ucb's alpha = 1 + sqrt(ln(2/delta)/2) is the theory's, 1 is usual, 0 is greedy.  With vectors that vary every turn even greedy
 * learns, because chance explores for it.  Optimists do badly where the arm that tells most is known to be bad (linear: "the end of
 * optimism").  Ties go to the first arm. */
#include "index.h"
#include "ridge.h"

struct linear_ucb {
    double alpha, lambda, sd, delta, S, length, eps; int bound;
    struct ridge ridge;
    double *mean, *square;     /* [K*L] scratch */
    double *x, *coin;          /* [d*L], [L]    */
};
enum { DET, TURNS, HORIZON };

#define LAMBDA REAL(struct linear_ucb, lambda, 1, 1e-9, 1e9, "weight of the ridge: V starts at lambda I")
static const param lin_ucb_params[] = {
    REAL(struct linear_ucb, alpha, 1, 0, 1e6, "width of the bonus: 1 + sqrt(ln(2/delta)/2) in theory, 0 is greedy"),
    LAMBDA,
    END
};
static const param oful_params[] = {
    LAMBDA,
    REAL(struct linear_ucb, sd, 0.5, 0, 1e6, "standard deviation of the rewards, or a bound on it"),
    REAL(struct linear_ucb, delta, 0, 0, 1, "chance that the bounds fail; 0: 1/T"),
    REAL(struct linear_ucb, S, 1, 0, 1e9, "bound on the length of theta"),
    CHOICE(struct linear_ucb, bound, "det|turns|horizon", "growth: the determinant's, or its bound after the turns so far, or after all T"),
    REAL(struct linear_ucb, length, 1, 0, 1e6, "bound on the length of the arms' vectors, with bound=turns or horizon"),
    END
};
static const param lin_greedy_params[] = {
    LAMBDA,
    REAL(struct linear_ucb, eps, 0, 0, 1, "chance of a random arm"),
    END
};

static int linear_ucb_init(struct run *u)
{
    struct linear_ucb *s = u->self;
    size_t arms = (size_t)(u->env->n_actions * u->L);
    if (!(s->delta > 0))
        s->delta = 1 / (double)u->horizon;
    s->mean = scratch(u->mem, arms), s->square = scratch(u->mem, arms);
    s->x = rows_f64(u->mem, (size_t)u->env->n_features, u->L), s->coin = rows_f64(u->mem, 1, u->L);
    return ridge_open(&s->ridge, u, u->env->n_features, s->lambda);
}

/* the arm with the largest mean + beta * width, beta[l] or none at all */
static void choose(struct run *u, const double *beta)
{
    struct linear_ucb *s = u->self;
    int L = u->L, K = u->env->n_actions;
    ridge_look(&s->ridge, u->env->features, K, s->mean, beta ? s->square : NULL);
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < K; k++) {
            vd index = ld(s->mean + k * L + r);
            if (beta)
                index = index + ld(beta + r) * vsqrt(ld(s->square + k * L + r));
            a = challenge(a, k, index);
        }
        sti(u->env->io.action + r, a.arm);
    }
}

/* the vectors change with the step: the one that was played is kept */
static void play_and_learn(struct run *u)
{
    struct linear_ucb *s = u->self;
    features_of_action(u->env, s->x);
    sim_step(u);
    ridge_add(&s->ridge, s->x, u->env->io.reward);
}

static void lin_ucb_iterate(struct run *u)
{
    struct linear_ucb *s = u->self;
    int L = u->L;
    double beta[64];
    each(l)
        beta[l] = s->alpha;
    choose(u, beta);
    play_and_learn(u);
}

static void oful_iterate(struct run *u)
{
    struct linear_ucb *s = u->self;
    int L = u->L, d = s->ridge.d;
    double beta[64], n = (double)(s->bound == TURNS ? u->t : u->horizon);
    vd bound = splat(d * log_of(1 + n * s->length * s->length / (d * s->lambda))), sure = splat(2 * log_of(1 / s->delta));
    strip(r) {
        vd growth = s->bound == DET ? ld(s->ridge.growth + r) : bound;
        st(beta + r, splat(s->sd) * vsqrt(sure + growth) + splat(sqrt_of(s->lambda) * s->S));
    }
    choose(u, beta);
    play_and_learn(u);
}

static void lin_greedy_iterate(struct run *u)
{
    struct linear_ucb *s = u->self;
    int L = u->L, K = u->env->n_actions;
    choose(u, NULL);
    /* below eps the coin, divided by eps, is again uniform */
    draw_u01(u->rng, s->coin);
    strip(r) {
        vd coin = ld(s->coin + r), other = vmin(splat(K - 1), vfloor(coin * splat(K / s->eps)));
        sti(u->env->io.action + r, vsel(lt(coin, splat(s->eps)), other, ldi(u->env->io.action + r)));
    }
    play_and_learn(u);
}

ALGORITHM(lin_ucb) = {
    .name = "lin-ucb", .brief = "ridge regression on the arms' features, plus a bonus where they have not been looked at",
    .source = "Li, Chu, Langford and Schapire 2010, A contextual-bandit approach to personalized news article recommendation",
    .params = lin_ucb_params, .size = sizeof(struct linear_ucb), .needs = ARMS | FEATURES,
    .init = linear_ucb_init, .iterate = lin_ucb_iterate,
};
ALGORITHM(oful) = {
    .name = "oful", .brief = "lin-ucb with the confidence ellipsoid of self-normalised martingales",
    .source = "Abbasi-Yadkori, Pal and Szepesvari 2011, Improved algorithms for linear stochastic bandits, theorem 2",
    .params = oful_params, .size = sizeof(struct linear_ucb), .needs = ARMS | FEATURES,
    .init = linear_ucb_init, .iterate = oful_iterate,
};
ALGORITHM(lin_greedy) = {
    .name = "lin-greedy", .brief = "ridge regression and no bonus; a random arm with chance eps",
    .source = "Bastani, Bayati and Khosravi 2021, Mostly exploration-free algorithms for contextual bandits",
    .params = lin_greedy_params, .size = sizeof(struct linear_ucb), .needs = ARMS | FEATURES,
    .init = linear_ucb_init, .iterate = lin_greedy_iterate,
};
