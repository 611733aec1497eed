/* D-LinUCB: lin-ucb whose past fades, for a theta that changes.
 *
 * With weights gamma^(turns since) on all that was seen,
 *     V = lambda I + sum gamma^(t-s) x_s x_s',   V2 = lambda I + sum gamma^(2(t-s)) x_s x_s',   b = sum gamma^(t-s) r_s x_s
 *     index = theta'x + beta sqrt(x' V^-1 V2 V^-1 x),   theta = V^-1 b                                                  algorithm 1
 *     beta = sqrt(lambda) S + sd sqrt(2 ln(1/delta) + d ln(1 + length^2 (1 - gamma^(2t)) / (lambda d (1 - gamma^2))))
 * The inverse changes as a whole every turn: a factorisation, d^3/6, where lin-ucb has d^2.  Ties go to the first arm. */
#include "index.h"
#include "ridge.h"

struct dlinucb {
    double lambda, gamma, sd, delta, S, length;
    int d;
    double *V, *V2, *b;        /* [tri_rows(d)*L], [d*L] */
    double *low, *theta, *y;   /* scratch                */
    double *x, *fade;          /* [d*L]; [1] gamma^(2t)  */
};
static const param dlinucb_params[] = {
    REAL(struct dlinucb, lambda, 1, 1e-9, 1e9, "weight of the ridge"),
    REAL(struct dlinucb, gamma, 0.99, 0.01, 0.9999999999, "weight of a turn relative to the next"),
    REAL(struct dlinucb, sd, 0.5, 0, 1e6, "standard deviation of the rewards, or a bound on it"),
    REAL(struct dlinucb, delta, 0, 0, 1, "chance that the bounds fail; 0: 1/T"),
    REAL(struct dlinucb, S, 1, 0, 1e9, "bound on the length of theta"),
    REAL(struct dlinucb, length, 1, 0, 1e6, "bound on the length of the arms' vectors"),
    END
};

static int dlinucb_init(struct run *u)
{
    struct dlinucb *s = u->self;
    int L = u->L, d = s->d = u->env->n_features;
    size_t triangle = (size_t)tri_rows(d);
    if (d > MOST_DIMS)
        return fail("d-lin-ucb on %s: %d features: at most %d", u->env->type->name, d, MOST_DIMS);
    if (!(s->delta > 0))
        s->delta = 1 / (double)u->horizon;
    s->V = rows_f64(u->mem, triangle, L), s->V2 = rows_f64(u->mem, triangle, L);
    s->b = rows_f64(u->mem, (size_t)d, L), s->x = rows_f64(u->mem, (size_t)d, L), s->fade = rows_f64(u->mem, 1, 1);
    s->low = scratch(u->mem, triangle * (size_t)L);
    s->theta = scratch(u->mem, (size_t)(d * L)), s->y = scratch(u->mem, (size_t)(d * L));
    *s->fade = 1;
    for (int i = 0; i < d; i++)
        each(l)
            s->V[tri(i, i) * L + l] = s->V2[tri(i, i) * L + l] = s->lambda;
    return 0;
}

static void dlinucb_choose(struct run *u)
{
    struct dlinucb *s = u->self;
    int L = u->L, d = s->d;
    double top[64], arm[64], square[64], g2 = s->gamma * s->gamma;
    double growth = d * log_of(1 + s->length * s->length * (1 - *s->fade) / (s->lambda * d * (1 - g2)));
    double beta = sqrt_of(s->lambda) * s->S + s->sd * sqrt_of(2 * log_of(1 / s->delta) + growth);
    chol(s->V, d, L, s->low);
    chol_solve(s->low, s->b, d, L, s->theta);
    for (int k = 0; k < u->env->n_actions; k++) {
        const double *x = u->env->features + (size_t)(k * d) * (size_t)L;
        chol_solve(s->low, x, d, L, s->y);
        sym_forms(s->V2, s->y, 1, d, L, square);
        strip(r) {
            struct leader a = { k ? ld(top + r) : splat(-INFINITY), k ? ld(arm + r) : splat(0) };
            a = challenge(a, k, dot(x, s->theta, d, L, r) + splat(beta) * vsqrt(ld(square + r)));
            st(top + r, a.index), st(arm + r, a.arm);
        }
    }
    strip(r)
        sti(u->env->io.action + r, ld(arm + r));
}

/* a <- g a + x x' + (1 - g) lambda I */
static void fade_add(double *a, const double *x, double g, double lambda, int d, int L)
{
    for (int i = 0; i < d; i++)
        for (int j = 0; j <= i; j++)
            strip(r) {
                double *entry = a + tri(i, j) * L + r;
                st(entry, splat(g) * ld(entry) + ld(x + i * L + r) * ld(x + j * L + r) + splat(i == j ? (1 - g) * lambda : 0));
            }
}

static void dlinucb_iterate(struct run *u)
{
    struct dlinucb *s = u->self;
    int L = u->L, d = s->d;
    dlinucb_choose(u);
    features_of_action(u->env, s->x);
    sim_step(u);
    fade_add(s->V, s->x, s->gamma, s->lambda, d, L);
    fade_add(s->V2, s->x, s->gamma * s->gamma, s->lambda, d, L);
    for (int i = 0; i < d; i++)
        strip(r) {
            double *b = s->b + i * L + r;
            st(b, splat(s->gamma) * ld(b) + ld(s->x + i * L + r) * ld(u->env->io.reward + r));
        }
    *s->fade *= s->gamma * s->gamma;
}

ALGORITHM(d_lin_ucb) = {
    .name = "d-lin-ucb", .brief = "lin-ucb that forgets, for an unknown vector that changes",
    .source = "Russac, Vernade and Cappe 2019, Weighted linear bandits for non-stationary environments, algorithm 1",
    .params = dlinucb_params, .size = sizeof(struct dlinucb), .needs = ARMS | FEATURES,
    .init = dlinucb_init, .iterate = dlinucb_iterate,
};
