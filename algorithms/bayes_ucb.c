/* Bayes-UCB: optimism measured by the posterior.
 *
 * Every arm is pulled once; then turn t plays the arm with the largest quantile
 *     q_k = Q(1 - 1/(t (ln T)^c); beta(1 + S_k, 1 + F_k))                     Kaufmann, Cappe and Garivier 2012, algorithm 1
 * of the posterior of its mean after S successes and F failures, from a uniform prior.  A reward in between 0 and 1 counts
 * as a success with that chance (Agrawal and Goyal 2012).  Asymptotically optimal.
 * With y = -ln P(X > q) a quantile is the root of y = ln t + c ln ln T; near it, with the density f and h = e^-y / f,
 *     q' = h   q'' = -h (1 + rho h)   q''' = -q'' (1 + rho h) - h (rho' h^2 + rho q''),   rho = f'/f = S/q - F/(1-q) */
#include "beta.h"
#include "index.h"

struct bayes_ucb { double c; struct stats s; struct curves f; double *log_beta, *coin, *success; };

static const param bayes_ucb_params[] = {
    REAL(struct bayes_ucb, c, 0, 0, 100, "weight of ln ln T: 5 in the proof, 0 is better in practice, as the paper says"),
    END
};

static int bayes_ucb_init(struct run *u)
{
    struct bayes_ucb *s = u->self;
    stats_open(&s->s, u, 0);
    curves_open(&s->f, u);
    s->log_beta = rows_f64(u->mem, (size_t)s->s.K, u->L);      /* ln B(1 + S, 1 + F) */
    s->coin = rows_f64(u->mem, 1, u->L), s->success = rows_f64(u->mem, 1, u->L);
    return 0;
}

/* -ln of the chance to lose: what the quantile of turn t is asked for */
static vd level_at(const struct run *u, long t)
{
    const struct bayes_ucb *s = u->self;
    return splat(log_of((double)t) + (s->c > 0 ? s->c * log_of(log_of((double)u->horizon)) : 0));
}

/* x: S, F, ln B */
FN struct curve posterior_about(const vd *x, vd q)
{
    vd one = splat(1), rest = one - q, h = beta_mills(x[0] + one, x[1] + one, q);
    vd y = x[2] - x[0] * vlog(q) - x[1] * vlog(rest) - vlog(h);
    vd s = x[0] / q, f = x[1] / rest, rho = s - f, rho1 = splat(0) - s / q - f / rest;
    vd q2 = splat(0) - h * (one + rho * h), q3 = splat(0) - q2 * (one + rho * h) - h * (rho1 * h * h + rho * q2);
    return (struct curve){ y, q, h, q2 * splat(1.0 / 2), q3 * splat(1.0 / 6) };
}
FN struct curve quantile(vd n, vd sum, vd log_beta, vd y, vd start)
{
    vd x[] = { sum, n - sum, log_beta }, lo = vmin(sum / n, (sum + splat(1)) / (n + splat(2)));      /* the median is above */
    return curve_solve(posterior_about, x, y, splat(1.0 / 256), lo, splat(1 - 0x1p-53), start, gt(splat(0), n));
}

static void renew(struct run *u)
{
    struct bayes_ucb *s = u->self;
    int L = u->L;
    vd y = level_at(u, u->t + 1);
    strip(r)
        for (int k = 0; k < s->s.K; k++) {
            int at = k * L + r;
            vd start = curve_value(curve_load(&s->f, at), y);
            struct curve f = quantile(ld(s->s.n + at), ld(s->s.sum + at), ld(s->log_beta + at), y, start);
            f.q += ld(s->s.tie + at);
            curve_store(&s->f, at, f);
        }
}

static void bayes_ucb_choose(struct run *u)
{
    struct bayes_ucb *s = u->self;
    int L = u->L;
    vd y = level_at(u, u->t + 1);
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < s->s.K; k++)
            a = challenge(a, k, curve_value(curve_load(&s->f, k * L + r), y));
        sti(u->env->io.action + r, a.arm);
    }
}

/* the arm just pulled: B(a+1, b) = B(a, b) a/(a+b); its old quantile moves as far as the mean */
static void bayes_ucb_learn(struct run *u)
{
    struct bayes_ucb *s = u->self;
    int L = u->L;
    vd y = level_at(u, u->t + 1), one = splat(1);
    draw_u01(u->rng, s->coin);
    strip(r)
        st(s->success + r, vsel(lt(ld(s->coin + r), ld(u->env->io.reward + r)), one, splat(0)));
    stats_add(&s->s, u->env->io.action, s->success);
    strip(r) {
        vu at = chosen(u->env->io.action, r, L);
        vd n = gather(s->s.n, at), sum = gather(s->s.sum, at), success = ld(s->success + r);
        vd log_beta = gather(s->log_beta, at) + vlog(vsel(gt(success, splat(0)), sum, n - sum) / (n + one));
        scatter(s->log_beta, at, log_beta);
        if (u->t <= s->s.K)
            continue;
        vd start = curve_value(curve_gather(&s->f, at), y) + (success - sum / n) / (n - one);
        struct curve f = quantile(n, sum, log_beta, y, start);
        f.q += gather(s->s.tie, at);
        curve_scatter(&s->f, at, f);
    }
}

static void bayes_ucb_iterate(struct run *u)
{
    struct bayes_ucb *s = u->self;
    if (!first_pulls(u)) {
        if (u->t == s->s.K || curves_due(u->t))
            renew(u);
        bayes_ucb_choose(u);
    }
    sim_step(u);
    bayes_ucb_learn(u);
}

ALGORITHM(bayes_ucb) = {
    .name = "bayes-ucb", .brief = "the quantile 1 - 1/t of each arm's posterior: asymptotically optimal",
    .source = "Kaufmann, Cappe and Garivier 2012, On Bayesian upper confidence bounds for bandit problems, algorithm 1",
    .params = bayes_ucb_params, .size = sizeof(struct bayes_ucb), .needs = ARMS | UNIT_REWARDS,
    .init = bayes_ucb_init, .iterate = bayes_ucb_iterate,
};
