/* Stochastic policy gradient with one episode an iteration, or two: plain, normalised, with momentum, with implicit transport of the
 * gradient, and with curvature.
 *
 * On iteration t = 0, 1, ... an episode tau_t gives the gradient g(tau, theta) = sum_h Psi_h grad log pi_theta(a_h | s_h), with Psi_h
 * the discounted return from step h on, and the product B(tau, theta) v that is unbiased for the Hessian of J times v (gradient.h).
 *     pg        theta += c_t g(tau_t, theta)                                              c_t = c (2/(t+2))^(2/3)
 *     pgc       the same with c_t = c
 *     n-sgd     theta += c_t g/|g|                                                        c_t = 2c/(t+2), as for all that follow but harpg
 *     n-mpg     d <- (1-e_t) d + e_t g(tau_t, theta),    theta += c_t d/|d|               e_t = e (2/(t+2))^(2/3)
 *     n-pg-igt  the same with tau_t and g at the look-ahead theta + (1-e_t)/e_t (theta - theta_before), e_t = e (2/(t+2))^(4/5)
 *     harpg     b uniform on (0, 1), a second episode at th = b theta + (1-b) theta_before:
 *               d <- (1-e_t) (d + B(tau', th)(theta - theta_before)) + e_t g(tau_t, theta),   theta += c_t d
 *               with c_t = c (2/(t+2))^(1/2), e_t = 2e/(t+2); no second episode at t = 0
 *     n-harpg   the same with theta += c_t d/|d|
 * with e_t at most 1.  Implicit transport (Cutkosky and Mehta 2020): the look-ahead is placed so that, on a quadratic, the average of old
 * gradients is exactly today's gradient.  For Fisher-non-degenerate policies J* - J falls like T^(-1/3) (pg), T^(-2/5) (n-pg-igt) and
 * T^(-1/2) (harpg, n-harpg) in the number of episodes.  Where the best policy is deterministic and lies at infinity, as with a softmax
 * table, steps of length 1/t cannot reach it, and pgc is ahead. */
#include "gradient.h"

struct pg {
    double step, eta, box; long hessian_steps; struct batch_options o;
    struct policy p; struct batch b, h;  /* h: the second episodes       */
    uint64_t *t;                         /* iterations so far              */
    double *theta, *before, *d;          /* [n*L]                          */
    double *g, *v, *at;                  /* [n*L] gradient, B v, look-ahead */
};

#define PG_PARAMS(c, doc)                                                                                        \
    REAL(struct pg, step, c, 0, 1e9, doc),                                                                       \
    REAL(struct pg, box, 0, 0, 1e9, "parameters are kept within +-box; 0: they go where they like"),            \
    BATCH_PARAMS(struct pg, o, "none|mean|value")
#define PG_ETA REAL(struct pg, eta, 1, 1e-9, 1e9, "e: weight of the newest gradient in the average, at the start")
static const param pg_params[] = { PG_PARAMS(0.1, "c: the first step size"), END };
static const param normal_params[] = { PG_PARAMS(0.8, "c: the first step's length"), END };
static const param momentum_params[] = { PG_PARAMS(0.8, "c: the first step's length"), PG_ETA, END };
#define PG_HESSIAN INT(struct pg, hessian_steps, 0, 0, 1000000, "batch_steps of the second episodes; 0: as the first")
static const param harpg_params[] = { PG_PARAMS(0.003, "c: the first step size"), PG_ETA, PG_HESSIAN, END };
static const param n_harpg_params[] = { PG_PARAMS(0.8, "c: the first step's length"), PG_ETA, PG_HESSIAN, END };

/* how a method differs from the others: exponents of 2/(t+2) */
struct kind { double step, eta; int momentum, normal, ahead, hessian; };

/* (2/(t+2))^e */
static double decay(uint64_t t, double e)
{
    double x = 2 / ((double)t + 2);
    return e == 1 ? x : e == 0 ? 1 : exp_of(e * log_of(x));
}

static int pg_copies(const void *self) { return (int)((const struct pg *)self)->o.copies; }
static int pg_init(struct run *u)
{
    struct pg *s = u->self;
    int L = u->L;
    if (policy_open(&s->p, u, &s->o.hidden, s->o.sigma) || batch_open(&s->b, u, &s->p, &s->o))
        return -1;
    size_t n = (size_t)s->p.n;
    s->t = rows_u64(u->mem, 1, 1);
    s->theta = rows_f64(u->mem, n, L), s->before = rows_f64(u->mem, n, L), s->d = rows_f64(u->mem, n, L);
    s->g = scratch(u->mem, n * (size_t)L), s->v = scratch(u->mem, n * (size_t)L), s->at = scratch(u->mem, n * (size_t)L);
    policy_init(&s->p, u->rng, s->theta);
    memcpy(s->before, s->theta, n * (size_t)L * sizeof *s->theta);
    return 0;
}

static int harpg_init(struct run *u)
{
    struct pg *s = u->self;
    struct batch_options o = s->o;
    if (pg_init(u))
        return -1;
    o.steps = s->hessian_steps, s->h = s->b;
    return s->hessian_steps ? batch_open_beside(&s->h, u, &s->b, &o) : 0;
}

/* at <- theta + k (theta - before) */
static void look_ahead(struct pg *s, double k)
{
    int L = s->p.L;
    for (int i = 0; i < s->p.n * L; i += LANES)
        st(s->at + i, ld(s->theta + i) + splat(k) * (ld(s->theta + i) - ld(s->before + i)));
}

/* v <- B(tau', th) (theta - before) */
static void transport(struct run *u)
{
    struct pg *s = u->self;
    int L = u->L;
    double b[64];
    draw_u01(u->rng, b);
    for (int i = 0; i < s->p.n; i++)
        strip(r) {
            vd x = ld(s->theta + i * L + r), y = ld(s->before + i * L + r);
            st(s->at + i * L + r, ld(b + r) * x + (splat(1) - ld(b + r)) * y), st(s->g + i * L + r, x - y);
        }
    batch_collect(&s->h, u, s->at);
    batch_curvature(&s->h, s->at, s->g, s->v);
}

/* theta += step d, or step d/|d|, within the box */
static void move(struct pg *s, double step, int normal)
{
    int L = s->p.L;
    strip(r) {
        vd sum = splat(0), scale = splat(step);
        for (int i = 0; i < s->p.n && normal; i++)
            sum = sum + ld(s->d + i * L + r) * ld(s->d + i * L + r);
        if (normal)
            scale = vsel(eq(sum, splat(0)), splat(0), scale / vsqrt(sum));
        for (int i = 0; i < s->p.n; i++) {
            vd x = ld(s->theta + i * L + r);
            st(s->before + i * L + r, x);
            x = x + scale * ld(s->d + i * L + r);
            if (s->box > 0)
                x = vsel(eq(x, x), vmax(splat(-s->box), vmin(splat(s->box), x)), x);
            st(s->theta + i * L + r, x);
        }
    }
}

static void pg_turn(struct run *u, struct kind k)
{
    struct pg *s = u->self;
    uint64_t t = *s->t;
    double step = s->step * decay(t, k.step), eta = k.momentum ? s->eta * decay(t, k.eta) : 1;
    const double *at = s->theta;
    eta = eta < 1 ? eta : 1;
    if (k.ahead)
        look_ahead(s, (1 - eta) / eta), at = s->at;
    if (k.hessian && t)
        transport(u);
    batch_collect(&s->b, u, at);
    batch_gradient(&s->b, at, s->g);
    /* the first direction is the first gradient */
    double keep = t ? 1 - eta : 0, take = t ? eta : 1;
    for (int i = 0; i < s->p.n * u->L; i += LANES) {
        vd d = ld(s->d + i);
        if (k.hessian && t)
            d = d + ld(s->v + i);
        st(s->d + i, splat(keep) * d + splat(take) * ld(s->g + i));
    }
    move(s, step, k.normal);
    batch_fit(&s->b);
    ++*s->t;
}

static void pg_iterate(struct run *u)       { pg_turn(u, (struct kind){ .step = 2.0 / 3 }); }
static void pgc_iterate(struct run *u)      { pg_turn(u, (struct kind){ .step = 0 }); }
static void n_sgd_iterate(struct run *u)    { pg_turn(u, (struct kind){ .step = 1, .normal = 1 }); }
static void n_mpg_iterate(struct run *u)    { pg_turn(u, (struct kind){ .step = 1, .normal = 1, .momentum = 1, .eta = 2.0 / 3 }); }
static void n_pg_igt_iterate(struct run *u) { pg_turn(u, (struct kind){ .step = 1, .normal = 1, .momentum = 1, .eta = 0.8, .ahead = 1 }); }
static void harpg_iterate(struct run *u)    { pg_turn(u, (struct kind){ .step = 0.5, .momentum = 1, .eta = 1, .hessian = 1 }); }
static void n_harpg_iterate(struct run *u)  { pg_turn(u, (struct kind){ .step = 1, .normal = 1, .momentum = 1, .eta = 1, .hessian = 1 }); }

static void pg_policy(struct run *u, double *pi)
{
    struct pg *s = u->self;
    policy_chances(&s->p, s->theta, pi);
}

#define FATKHULLIN "Fatkhullin, Barakat, Kireeva and He 2023, Stochastic policy gradient methods: improved sample complexity for " \
                   "Fisher-non-degenerate policies"
ALGORITHM(pg) = {
    .name = "pg", .brief = "policy gradient with steps that shrink like t^(-2/3)",
    .source = FATKHULLIN ", as a baseline; Baxter and Bartlett 2001", .params = pg_params, .size = sizeof(struct pg), .needs_one = STATES | OBSERVATIONS,
    .copies = pg_copies, .init = pg_init, .iterate = pg_iterate, .policy = pg_policy,
};
ALGORITHM(pgc) = {
    .name = "pgc", .brief = "policy gradient with a constant step size",
    .source = "Baxter and Bartlett 2001, Infinite-horizon policy-gradient estimation", .params = pg_params, .size = sizeof(struct pg), .needs_one = STATES | OBSERVATIONS,
    .copies = pg_copies, .init = pg_init, .iterate = pgc_iterate, .policy = pg_policy,
};
ALGORITHM(n_sgd) = {
    .name = "n-sgd", .brief = "normalised policy gradient: steps of length 1/t along the newest gradient",
    .source = FATKHULLIN ", as a baseline", .params = normal_params, .size = sizeof(struct pg), .needs_one = STATES | OBSERVATIONS,
    .copies = pg_copies, .init = pg_init, .iterate = n_sgd_iterate, .policy = pg_policy,
};
ALGORITHM(n_mpg) = {
    .name = "n-mpg", .brief = "normalised momentum policy gradient: steps of length 1/t along an average of gradients",
    .source = FATKHULLIN ", section 4", .params = momentum_params, .size = sizeof(struct pg), .needs_one = STATES | OBSERVATIONS,
    .copies = pg_copies, .init = pg_init, .iterate = n_mpg_iterate, .policy = pg_policy,
};
ALGORITHM(n_pg_igt) = {
    .name = "n-pg-igt", .brief = "normalised policy gradient with implicit gradient transport: momentum at a look-ahead",
    .source = FATKHULLIN ", algorithm 1", .params = momentum_params, .size = sizeof(struct pg), .needs_one = STATES | OBSERVATIONS,
    .copies = pg_copies, .init = pg_init, .iterate = n_pg_igt_iterate, .policy = pg_policy,
};
ALGORITHM(harpg) = {
    .name = "harpg", .brief = "Hessian-aided recursive policy gradient: momentum carried on by curvature",
    .source = FATKHULLIN ", algorithm 2", .params = harpg_params, .size = sizeof(struct pg), .needs_one = STATES | OBSERVATIONS,
    .copies = pg_copies, .init = harpg_init, .iterate = harpg_iterate, .policy = pg_policy,
};
ALGORITHM(n_harpg) = {
    .name = "n-harpg", .brief = "harpg with normalised steps of length 1/t",
    .source = FATKHULLIN ", algorithm 2 normalised", .params = n_harpg_params, .size = sizeof(struct pg), .needs_one = STATES | OBSERVATIONS,
    .copies = pg_copies, .init = harpg_init, .iterate = n_harpg_iterate, .policy = pg_policy,
};
