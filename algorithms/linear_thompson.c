/* Thompson sampling where an arm is a vector: draw theta from its posterior, play the arm that is best for it.
 *
 * With V = lambda I + sum x x' and m = V^-1 sum r x over the turns so far,
 *     theta ~ N(m, v^2 V^-1),   play the arm x with the largest theta'x                                  algorithm 1
 * v = sd samples from the posterior of a N(0, sd^2/lambda I) prior; the regret bound's v = sd sqrt(9 d ln(t / delta)) explores so much
 * that nobody uses it.  The draw is m + v C z with V^-1 = C C' (Cholesky) and z standard normal. */
#include "index.h"
#include "ridge.h"

struct linear_thompson {
    double lambda, sd, delta; int width;
    struct ridge ridge;
    double *low, *theta;       /* scratch */
    double *z, *x;             /* [d*L]   */
};
enum { POSTERIOR, THEORY };

static const param linear_thompson_params[] = {
    REAL(struct linear_thompson, lambda, 1, 1e-9, 1e9, "weight of the ridge: V starts at lambda I"),
    REAL(struct linear_thompson, sd, 0.5, 0, 1e6, "standard deviation of the rewards"),
    CHOICE(struct linear_thompson, width, "posterior|theory", "v: sd, or the one with the proof"),
    REAL(struct linear_thompson, delta, 0, 0, 1, "chance that the bound fails, with width=theory; 0: 1/T"),
    END
};

static int linear_thompson_init(struct run *u)
{
    struct linear_thompson *s = u->self;
    size_t d = (size_t)u->env->n_features, L = (size_t)u->L;
    if (!(s->delta > 0))
        s->delta = 1 / (double)u->horizon;
    if (ridge_open(&s->ridge, u, (int)d, s->lambda))
        return -1;
    s->low = scratch(u->mem, (size_t)tri_rows((int)d) * L), s->theta = scratch(u->mem, d * L);
    s->z = rows_f64(u->mem, d, u->L), s->x = rows_f64(u->mem, d, u->L);
    return 0;
}

static void linear_thompson_iterate(struct run *u)
{
    struct linear_thompson *s = u->self;
    const struct ridge *ridge = &s->ridge;
    int L = u->L, d = ridge->d;
    double t = (double)u->t + 1, v = s->width == POSTERIOR ? s->sd : s->sd * sqrt_of(9 * d * log_of(t / s->delta));
    for (int i = 0; i < d; i++)
        draw_normal(u->rng, s->z + i * L);
    chol(ridge->inverse, d, L, s->low);
    low_times(s->low, s->z, d, L, s->theta);
    for (int i = 0; i < d; i++)
        strip(r)
            st(s->theta + i * L + r, ld(ridge->theta + i * L + r) + splat(v) * ld(s->theta + i * L + r));
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < u->env->n_actions; k++)
            a = challenge(a, k, dot(u->env->features + (size_t)(k * d) * (size_t)L, s->theta, d, L, r));
        sti(u->env->io.action + r, a.arm);
    }
    features_of_action(u->env, s->x);
    sim_step(u);
    ridge_add(&s->ridge, s->x, u->env->io.reward);
}

ALGORITHM(lin_ts) = {
    .name = "lin-ts", .brief = "draw the unknown vector from its posterior, play the arm that is best for it",
    .source = "Agrawal and Goyal 2013, Thompson sampling for contextual bandits with linear payoffs, algorithm 1",
    .params = linear_thompson_params, .size = sizeof(struct linear_thompson), .needs = ARMS | FEATURES,
    .init = linear_thompson_init, .iterate = linear_thompson_iterate,
};
