/* Natural policy gradient: ascent in the geometry of the policies rather than of their parameters.
 *
 *     x = (F + damping I)^(-1) g,    theta += sqrt(2 delta / (g.x)) x       (step=normalised: KL(old || new) is about delta)
 *                                    theta += lr x                          (step=fixed)
 * g is gpomdp's gradient and F = mean over the steps of score score' the Fisher information.  With a softmax table and exact expectations
 * x is A(s, a)/(1 - discount) up to a constant in each state: soft policy iteration.  F is solved for each replicate by
 * Cholesky's method, a block of one state's preferences after another where the policy is a table; others have to have few parameters. */
#include "gradient.h"
#include "la.h"

struct npg {
    double lr, delta, damping; int step; struct batch_options o;
    struct policy p; struct batch b;
    double *theta, *g, *x, *F, *room;    /* [n*L], F of triangles */
};
enum { NORMALISED, FIXED };

static const param npg_params[] = {
    REAL(struct npg, lr, 0.1, 0, 1e9, "step size, with step=fixed"),
    CHOICE(struct npg, step, "normalised|fixed", "the same change of the policy on every turn, or the same factor"),
    REAL(struct npg, delta, 0.01, 0, 1e9, "with step=normalised: the divergence allowed on a turn"),
    REAL(struct npg, damping, 0.01, 1e-12, 1e9, "added to the diagonal of the Fisher information"),
    BATCH_PARAMS(struct npg, o, "none|mean|value"),
    END
};

static int npg_copies(const void *self) { return (int)((const struct npg *)self)->o.copies; }
static int npg_init(struct run *u)
{
    struct npg *s = u->self;
    if (policy_open(&s->p, u, &s->o.hidden, s->o.sigma) || batch_open(&s->b, u, &s->p, &s->o))
        return -1;
    int d = policy_block(&s->p);
    if (d > MOST_DIMS)
        return fail("npg: a policy of %d parameters: at most %d, for their Fisher information", d, MOST_DIMS);
    size_t n = (size_t)s->p.n, L = (size_t)u->L;
    s->theta = rows_f64(u->mem, n, u->L);
    s->g = scratch(u->mem, n * L), s->x = scratch(u->mem, n * L), s->room = scratch(u->mem, n * L);
    s->F = scratch(u->mem, n / (size_t)d * (size_t)tri_rows(d) * L);
    policy_init(&s->p, u->rng, s->theta);
    return 0;
}

static void npg_iterate(struct run *u)
{
    struct npg *s = u->self;
    int L = u->L, n = s->p.n, d = policy_block(&s->p), each_block = tri_rows(d);
    batch_collect(&s->b, u, s->theta);
    batch_gradient(&s->b, s->theta, s->g);
    batch_fisher(&s->b, s->theta, s->room, s->F);
    for (int k = 0; k < n / d; k++) {
        double *F = s->F + (size_t)(k * each_block) * (size_t)L;
        for (int i = 0; i < d; i++)
            strip(r)
                st(F + tri(i, i) * L + r, ld(F + tri(i, i) * L + r) + splat(s->damping));
        chol(F, d, L, F);
        chol_solve(F, s->g + k * d * L, d, L, s->x + k * d * L);
    }
    strip(r) {
        vd gx = splat(0), scale = splat(s->lr);
        for (int i = 0; i < n && s->step == NORMALISED; i++)
            gx = gx + ld(s->g + i * L + r) * ld(s->x + i * L + r);
        if (s->step == NORMALISED)
            scale = vsel(eq(gx, splat(0)), splat(0), vsqrt(splat(2 * s->delta) / gx));
        for (int i = 0; i < n; i++)
            st(s->theta + i * L + r, ld(s->theta + i * L + r) + scale * ld(s->x + i * L + r));
    }
    batch_fit(&s->b);
}

static void npg_policy(struct run *u, double *pi)
{
    struct npg *s = u->self;
    policy_chances(&s->p, s->theta, pi);
}

ALGORITHM(npg) = {
    .name = "npg", .brief = "natural policy gradient: the gradient through the inverse Fisher information",
    .source = "Kakade 2002, A natural policy gradient; Rajeswaran et al. 2017 for the normalised step",
    .params = npg_params, .size = sizeof(struct npg), .needs_one = STATES | OBSERVATIONS, .copies = npg_copies,
    .init = npg_init, .iterate = npg_iterate, .policy = npg_policy,
};
