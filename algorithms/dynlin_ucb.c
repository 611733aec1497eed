/* DynLin-UCB: where an action's effect comes late, hold it until its steady state shows, and learn from the last reward only.
 *
 * A reward seen H turns after the action was taken up is off its steady mean h'u by a term of order rho^H.  So action number m is held
 * for H_m + 1 turns, H_m = floor(ln m / ln(1/rho)), and only the last reward enters a ridge regression of h on u: V += u u', b += u r,
 * w = V^-1 b.  The next action is the one with the largest
 *     w'u + beta_t sqrt(u'V^-1 u)                                                                                       algorithm 1
 *     beta_t = c1 sqrt(lambda) + (c2 / sqrt(lambda)) ln(e (t+1)) + sqrt(2 sb2 (ln(1/delta) + (p/2) ln(1 + t U^2 / (p lambda))))
 *     c1 = theta + omega B Phi / (1-rho),   c2 = U omega Phi (U B / (1-rho) + X),   X = U / (1-rho),
 *     sb2 = sd^2 (1 + omega^2 Phi^2 / (1-rho^2)),   delta = 1/T
 * with what is known of the system (envs/dynlin.c): theta = |D'1|, omega = |C'1|, B = |B|, |A^k| <= Phi rho^k, U the longest action.
 * The defaults are those of the synthetic system.  The very first action is drawn at random and held for two turns.
 *
 * When each reward depends on the present action alone, lin-ucb learns more from every turn; also when the noise is so large that it
 * hides what comes late anyway.  Ties go to the first arm. */
#include "index.h"
#include "ridge.h"

struct dynlin_ucb {
    double lambda, rho, phi, theta, omega, B, sd;
    struct ridge ridge;
    double c1, c2, sb2, U;
    double *mean, *square;     /* [K*L] scratch                                        */
    double *x, *coin;          /* [d*L], [L]                                           */
    int32_t *arm;              /* [L] the action held                                  */
    double *at;                /* [2] its number; the turn whose reward is learnt from */
};
enum { NUMBER, LAST };

static const param dynlin_ucb_params[] = {
    REAL(struct dynlin_ucb, lambda, 0, 0, 1e9, "weight of the ridge; 0: ln T"),
    REAL(struct dynlin_ucb, rho, 0.2, 0, 0.999999, "spectral radius of A; below 1e-6 an action is held for one turn"),
    REAL(struct dynlin_ucb, phi, 1, 1, 1e9, "Phi: how far the norm of A^k exceeds rho^k"),
    REAL(struct dynlin_ucb, theta, 0.5099019513592785, 0, 1e9, "|D'1|, or a bound on it"),
    REAL(struct dynlin_ucb, omega, 1.004987562112089, 0, 1e9, "|C'1|, or a bound on it"),
    REAL(struct dynlin_ucb, B, 0.45, 0, 1e9, "the norm of B, or a bound on it"),
    REAL(struct dynlin_ucb, sd, 0.01, 0, 1e6, "standard deviation of the noises"),
    END
};

static int dynlin_ucb_init(struct run *u)
{
    struct dynlin_ucb *s = u->self;
    struct env *e = u->env;
    int L = u->L, d = e->n_features;
    size_t arms = (size_t)(e->n_actions * L);
    double slow = 1 - s->rho, longest = 0;
    if (!(s->lambda > 0))
        s->lambda = u->horizon > 1 ? log_of((double)u->horizon) : 1;
    for (int k = 0; k < e->n_actions; k++) {
        double square = 0;
        for (int i = 0; i < d; i++)
            square += e->features[(k * d + i) * L] * e->features[(k * d + i) * L];
        longest = square > longest ? square : longest;
    }
    s->U = sqrt_of(longest);
    s->c1 = s->theta + s->omega * s->B * s->phi / slow;
    s->c2 = s->U * s->omega * s->phi * (s->U * s->B / slow + s->U / slow);
    s->sb2 = s->sd * s->sd * (1 + s->omega * s->omega * s->phi * s->phi / (1 - s->rho * s->rho));
    s->mean = scratch(u->mem, arms), s->square = scratch(u->mem, arms);
    s->x = rows_f64(u->mem, (size_t)d, L), s->coin = rows_f64(u->mem, 1, L);
    s->arm = rows_i32(u->mem, 1, L), s->at = rows_f64(u->mem, 2, 1);
    s->at[NUMBER] = 1, s->at[LAST] = s->rho < 1e-6 ? 0 : 1;
    return ridge_open(&s->ridge, u, d, s->lambda);
}

static void dynlin_ucb_choose(struct run *u)
{
    struct dynlin_ucb *s = u->self;
    int L = u->L, K = u->env->n_actions, p = s->ridge.d;
    double t = (double)u->t, T = (double)u->horizon;
    double noise = sqrt_of(2 * s->sb2 * (log_of(T) + 0.5 * p * log_of(1 + t * s->U * s->U / (p * s->lambda))));
    double beta = s->c1 * sqrt_of(s->lambda) + s->c2 / sqrt_of(s->lambda) * (1 + log_of(t + 1)) + noise;
    ridge_look(&s->ridge, u->env->features, K, s->mean, s->square);
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < K; k++)
            a = challenge(a, k, ld(s->mean + k * L + r) + splat(beta) * vsqrt(ld(s->square + k * L + r)));
        sti(s->arm + r, a.arm);
    }
}

static void dynlin_ucb_iterate(struct run *u)
{
    struct dynlin_ucb *s = u->self;
    int L = u->L, learn = u->t == (long)s->at[LAST];
    if (!u->t) {
        draw_u01(u->rng, s->coin);
        strip(r)
            sti(s->arm + r, vfloor(ld(s->coin + r) * splat(u->env->n_actions)));
    } else if (u->t == (long)s->at[LAST] + 1) {
        dynlin_ucb_choose(u);
        s->at[NUMBER] += 1;
        double held = s->rho < 1e-6 ? 0 : log_of(s->at[NUMBER]) / log_of(1 / s->rho);
        s->at[LAST] += 1 + (double)(long)held;
        learn = u->t == (long)s->at[LAST];
    }
    memcpy(u->env->io.action, s->arm, (size_t)L * sizeof *s->arm);
    if (learn)
        features_of_action(u->env, s->x);
    sim_step(u);
    if (learn)
        ridge_add(&s->ridge, s->x, u->env->io.reward);
}

ALGORITHM(dynlin_ucb) = {
    .name = "dynlin-ucb", .brief = "holds an action, ever longer, until the system has settled, and learns from the last reward",
    .source = "Mussi, Metelli and Restelli 2023, Dynamical linear bandits, algorithm 1",
    .params = dynlin_ucb_params, .size = sizeof(struct dynlin_ucb), .needs = ARMS | FEATURES,
    .init = dynlin_ucb_init, .iterate = dynlin_ucb_iterate,
};
