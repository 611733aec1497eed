/* Fitted Q-iteration on a table: regress r + gamma max_a Q(s', a) on the data, again and again.
 *
 *     Q(s, a) <- mean over the data's transitions from (s, a) of r + gamma max Q(s', .)                             figure 1
 * where an end has nothing to follow; pairs that were never seen stay at q0.  On a table the regression is an average and the limit is
 * the best policy of the empirical model, which takes what it has not seen at q0: with q0 above what can be had, it goes there. */
#include "dataset.h"
#include "mdp.h"

struct fqi { double q0; struct tally data; double *q, *v; };

static const param fqi_params[] = {
    REAL(struct fqi, q0, 0, -1e9, 1e9, "first value of all pairs, and the last of those never seen"),
    END
};
static const struct metric fqi_metrics[] = { { "estimate", "what it believes its policy to be worth at the start", 1 }, { 0 } };

static int fqi_init(struct run *u)
{
    struct fqi *s = u->self;
    tally_open(&s->data, u);
    size_t pairs = (size_t)(s->data.S * s->data.A * u->L);
    s->q = rows_f64(u->mem, (size_t)(s->data.S * s->data.A), u->L), s->v = rows_f64(u->mem, (size_t)s->data.S, u->L);
    for (size_t i = 0; i < pairs; i++)
        s->q[i] = s->q0;
    for (int i = 0; i < s->data.S * u->L; i++)
        s->v[i] = s->q0;
    return 0;
}

static void fqi_iterate(struct run *u)
{
    struct fqi *s = u->self;
    const struct tally *t = &s->data;
    int L = u->L, A = t->A;
    mdp_backup(&t->model, L, t->model.gamma, s->v, s->q);
    for (int state = 0; state < t->S; state++)
        strip(r) {
            vd top = splat(-INFINITY);
            for (int a = 0; a < A; a++) {
                int at = (state * A + a) * L + r;
                vd q = vsel(gt(ld(t->n + at), splat(0)), ld(s->q + at), splat(s->q0));
                st(s->q + at, q);
                top = vmax(top, q);
            }
            st(s->v + state * L + r, top);
        }
    strip(r)
        st(u->metric + r, dot_states(t->model.rho, s->v, t->S, L, r));
    sim_tick(u);
}

static void fqi_policy(struct run *u, double *pi)
{
    struct fqi *s = u->self;
    policy_greedy(s->data.S, s->data.A, u->L, s->q, pi);
}
static void fqi_values(struct run *u, double *v)
{
    struct fqi *s = u->self;
    memcpy(v, s->v, (size_t)(s->data.S * u->L) * sizeof *v);
}

ALGORITHM(fqi) = {
    .name = "fqi", .brief = "from data: fitted Q-iteration, a table of averages",
    .source = "Ernst, Geurts and Wehenkel 2005, Tree-based batch mode reinforcement learning, figure 1",
    .params = fqi_params, .size = sizeof(struct fqi), .needs = DATA, .exact = 1, .metrics = fqi_metrics,
    .init = fqi_init, .iterate = fqi_iterate, .policy = fqi_policy, .values = fqi_values,
};
