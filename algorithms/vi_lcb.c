/* VI-LCB: value iteration on a log, with a penalty where it has little to say.
 *
 * With n transitions from (s, a) among N, their empirical chances P^ and mean reward r^ (unseen: r^ = 0, P^ uniform),
 *     b(s, a) = cb V sqrt(ln(2 S A N) / (2n)),   V = 1 / (1 - gamma),   b = cb V where n = 0
 *     Q = r^ + gamma P^ v - b,   v(s) <- max(v(s), max_a Q(s, a)), at most V                                          algorithm 3
 * from v = 0, and the policy of a state changes only when its value rises; before that it is what was done most often.  Every sweep's
 * v is, with high probability, below what its policy is worth.  The paper takes ln N / (1-gamma) sweeps, each on its own part of the
 * data, for the proof; here all of them use all of it.  Rewards are thought to lie in [0, 1].  cb = 0 is value iteration on the
 * empirical model, which believes what it has never seen. */
#include "dataset.h"
#include "mdp.h"

struct vi_lcb { double cb; struct tally data; double *b, *v, *action, *q; };

static const param vi_lcb_params[] = {
    REAL(struct vi_lcb, cb, 1, 0, 100, "scale of the penalty: 0 is none"),
    END
};
static const struct metric vi_lcb_metrics[] = { { "estimate", "what it believes its policy to be worth at the start", 1 }, { 0 } };

static int vi_lcb_init(struct run *u)
{
    struct vi_lcb *s = u->self;
    struct tally *t = &s->data;
    int L = u->L, S, A;
    double most = 1 / (1 - u->env->gamma);
    tally_open(t, u);
    S = t->S, A = t->A;
    s->b = rows_f64(u->mem, (size_t)(S * A), L), s->v = rows_f64(u->mem, (size_t)S, L), s->action = rows_f64(u->mem, (size_t)S, L);
    s->q = scratch(u->mem, (size_t)(S * A * L));
    for (int i = 0; i < S * A; i++)
        strip(r) {
            vd n = ld(t->n + i * L + r), doubt = vlog(splat(2 * S * A) * ld(t->total + r));
            vm seen = gt(n, splat(0));
            st(s->b + i * L + r, splat(s->cb * most) * vsel(seen, vsqrt(doubt / (splat(2) * n)), splat(1)));
            for (int next = 0; next < S; next++) {
                double *p = t->P + (size_t)(i * S + next) * (size_t)L + r;
                st(p, vsel(seen, ld(p), splat(1.0 / S)));
            }
        }
    for (int state = 0; state < S; state++)
        strip(r) {
            vd top = splat(-1), action = splat(0);
            for (int a = 0; a < A; a++) {
                vd n = ld(t->n + (state * A + a) * L + r);
                action = vsel(gt(n, top), splat(a), action), top = vmax(n, top);
            }
            st(s->action + state * L + r, action);
        }
    return 0;
}

static void vi_lcb_iterate(struct run *u)
{
    struct vi_lcb *s = u->self;
    const struct tally *t = &s->data;
    int L = u->L, A = t->A;
    vd most = splat(1 / (1 - u->env->gamma));
    mdp_backup(&t->model, L, t->model.gamma, s->v, s->q);
    for (int state = 0; state < t->S; state++)
        strip(r) {
            vd top = splat(-INFINITY), action = splat(0), old = ld(s->v + state * L + r);
            for (int a = 0; a < A; a++) {
                int at = (state * A + a) * L + r;
                vd q = ld(s->q + at) - ld(s->b + at);
                vm up = gt(q, top);
                top = vsel(up, q, top), action = vsel(up, splat(a), action);
            }
            vm rise = gt(top, old);
            st(s->v + state * L + r, vsel(rise, vmin(top, most), old));
            st(s->action + state * L + r, vsel(rise, action, ld(s->action + state * L + r)));
        }
    strip(r)
        st(u->metric + r, dot_states(t->model.rho, s->v, t->S, L, r));
    sim_tick(u);
}

static void vi_lcb_policy(struct run *u, double *pi)
{
    struct vi_lcb *s = u->self;
    sure_actions(s->action, s->data.S, s->data.A, u->L, pi);
}
static void vi_lcb_values(struct run *u, double *v)
{
    struct vi_lcb *s = u->self;
    memcpy(v, s->v, (size_t)(s->data.S * u->L) * sizeof *v);
}

ALGORITHM(vi_lcb) = {
    .name = "vi-lcb", .brief = "from data: value iteration with a penalty where the data are thin",
    .source = "Rashidinejad, Zhu, Ma, Jiao and Russell 2021, Bridging offline reinforcement learning and imitation learning, algorithm 3",
    .params = vi_lcb_params, .size = sizeof(struct vi_lcb), .needs = DATA, .exact = 1, .metrics = vi_lcb_metrics,
    .init = vi_lcb_init, .iterate = vi_lcb_iterate, .policy = vi_lcb_policy, .values = vi_lcb_values,
};
