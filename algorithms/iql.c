/* Implicit Q-learning: learn the best of what was done in the data, without ever asking about what was not.
 *
 * A state's value is not the mean but an upper expectile of its actions' values, weighted as they occur in the data:
 *     Q(s, a) = mean over the data's transitions from (s, a) of r + gamma V(s')                                   equation 6
 *     V(s)    = argmin_v sum_a n(s, a) |tau - 1(Q(s, a) < v)| (Q(s, a) - v)^2                                     equation 5
 *     pi(a|s) proportional to n(s, a) min(exp(beta (Q(s, a) - V(s))), 100)                                        equation 7
 * tau = 1/2 is the mean: it evaluates whoever made the data; towards 1 V becomes the largest value among the actions seen.  beta = 0
 * clones, a large one is greedy among what was seen; in states that never occur pi is uniform.
 *
 * This is the exact form on a table: a sweep does both equations, the expectile by its fixed point v = sum k Q / sum k with
 * k = n (tau if Q > v, else 1 - tau), which it reaches in at most as many steps as there are actions. */
#include "dataset.h"
#include "mdp.h"

struct iql { double tau, beta, cap; struct tally data; double *q, *v, *visits, *truth; };
enum { ESTIMATE, SEEN_ERROR };

static const param iql_params[] = {
    REAL(struct iql, tau, 0.9, 0.5, 0.999999, "expectile: 0.5 is the mean; the paper has 0.7 for locomotion, 0.9 for mazes"),
    REAL(struct iql, beta, 10, 0, 1e6, "inverse temperature of the policy: 0 clones; the paper has 3 and 10"),
    REAL(struct iql, cap, 100, 1, 1e300, "largest weight of an action beside its count"),
    END
};
static const struct metric iql_metrics[] = {
    { "estimate", "V at the start", 1 },
    { "seen_error", "root mean square error of V against the best values, over the states that occur in the data; -1 without a model", 0 },
    { 0 }
};

static int iql_init(struct run *u)
{
    struct iql *s = u->self;
    const struct mdp *m = u->env->model;
    int L = u->L, S, A;
    tally_open(&s->data, u);
    S = s->data.S, A = s->data.A;
    s->q = rows_f64(u->mem, (size_t)(S * A), L), s->v = rows_f64(u->mem, (size_t)S, L);
    s->visits = rows_f64(u->mem, (size_t)S, L), s->truth = rows_f64(u->mem, (size_t)S, L);
    for (int i = 0; i < S * A; i++)
        each(l)
            s->visits[i / A * L + l] += s->data.n[i * L + l];
    if (m)
        mdp_value_iteration(m, L, 1e-12, 100000, s->truth, scratch(u->mem, mdp_work(m, L)));
    return 0;
}

/* the expectile of the values q[a*L] with the weights n[a*L], from their mean on */
FN vd expectile(const double *q, const double *n, int A, int L, int r, double tau)
{
    vd v = splat(0), half = splat(0.5);
    for (int step = 0; step <= A + 1; step++) {
        vd sum = splat(0), total = splat(0);
        for (int a = 0; a < A; a++) {
            vd x = ld(q + a * L + r), side = vsel(gt(x, v), splat(tau), splat(1 - tau));
            vd k = ld(n + a * L + r) * (step ? side : half);
            sum = sum + k * x, total = total + k;
        }
        v = sum / vsel(gt(total, splat(0)), total, splat(1));
    }
    return v;
}

static void iql_measure(struct run *u)
{
    struct iql *s = u->self;
    int L = u->L;
    strip(r) {
        vd sum = splat(0), seen = splat(0);
        for (int i = 0; i < s->data.S; i++) {
            vd x = ld(s->v + i * L + r) - ld(s->truth + i * L + r);
            vd here = vsel(gt(ld(s->visits + i * L + r), splat(0)), splat(1), splat(0));
            sum = sum + here * x * x, seen = seen + here;
        }
        st(u->metric + ESTIMATE * L + r, dot_states(s->data.model.rho, s->v, s->data.S, L, r));
        st(u->metric + SEEN_ERROR * L + r, u->env->model ? vsqrt(sum / seen) : splat(-1));
    }
}

static void iql_iterate(struct run *u)
{
    struct iql *s = u->self;
    int L = u->L, A = s->data.A;
    mdp_backup(&s->data.model, L, s->data.model.gamma, s->v, s->q);
    for (int i = 0; i < s->data.S; i++)
        strip(r)
            st(s->v + i * L + r, expectile(s->q + i * A * L, s->data.n + i * A * L, A, L, r, s->tau));
    iql_measure(u);
    sim_tick(u);
}

static void iql_policy(struct run *u, double *pi)
{
    struct iql *s = u->self;
    int L = u->L, A = s->data.A;
    for (int i = 0; i < s->data.S; i++)
        strip(r) {
            vd total = splat(0), v = ld(s->v + i * L + r);
            for (int a = 0; a < A; a++) {
                int at = (i * A + a) * L + r;
                vd w = ld(s->data.n + at) * vmin(vexp(splat(s->beta) * (ld(s->q + at) - v)), splat(s->cap));
                st(pi + at, w);
                total = total + w;
            }
            vm some = gt(total, splat(0));
            for (int a = 0; a < A; a++) {
                int at = (i * A + a) * L + r;
                st(pi + at, vsel(some, ld(pi + at) / vsel(some, total, splat(1)), splat(1.0 / A)));
            }
        }
}
static void iql_values(struct run *u, double *v)
{
    struct iql *s = u->self;
    memcpy(v, s->v, (size_t)(s->data.S * u->L) * sizeof *v);
}

ALGORITHM(iql) = {
    .name = "iql", .brief = "from data: expectile values, and cloning weighted by advantage",
    .source = "Kostrikov, Nair and Levine 2022, Offline reinforcement learning with implicit Q-learning",
    .params = iql_params, .size = sizeof(struct iql), .needs = DATA, .exact = 1, .metrics = iql_metrics,
    .init = iql_init, .iterate = iql_iterate, .policy = iql_policy, .values = iql_values,
};
