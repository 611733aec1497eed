/* Control with traces: a surprise is shared with the pairs that led to it.
 *
 * Acts epsilon-greedily.  After a step from s by a to s', with the reward r,
 *     sarsa-lambda   delta = r + gamma Q(s',a') - Q(s,a), a' the action taken next            Rummery and Niranjan 1994
 *     q-lambda       delta = r + gamma max_b Q(s',b) - Q(s,a); an action that is not the best one cuts all traces to 0, for what follows
 *                    it says nothing about the best policy                                    Watkins 1989
 *     z <- gamma lambda z,   z(s,a) <- z(s,a) + 1,   Q <- Q + alpha delta z    for all pairs
 * (Sutton and Barto 2018, section 12.7; the second in the first edition, section 7.6).  lambda=0 is sarsa, and q.  Traces may replace
 * or be dutch, as in td-lambda.  They pay where rewards are rare; with large alpha and lambda accumulating ones diverge where states are
 * visited again and again.  A step costs O(states * actions). */
#include "action_values.h"
#include "rng.h"
#include "traces.h"

struct sarsa_lambda {
    double alpha, lambda, eps, q0; int trace, tie;
    int S, A;
    double gamma;
    double *q, *z;                 /* [S*A*L] values, traces                                    */
    double *decay;                 /* [L] what traces keep with the next step                   */
    double *x;                     /* [A*L] scratch: rows of the states at hand                 */
};

static const param sarsa_lambda_params[] = {
    REAL(struct sarsa_lambda, alpha, 0.1, 0, 1, "step size"),
    REAL(struct sarsa_lambda, lambda, 0.9, 0, 1, "how far back a surprise is felt: 0 only here, 1 back to the start"),
    CHOICE(struct sarsa_lambda, trace, TRACES_TEXT, "what a visit does to the trace: adds 1, sets it to 1, or in between"),
    REAL(struct sarsa_lambda, eps, 0.1, 0, 1, "chance of a random action"),
    REAL(struct sarsa_lambda, q0, 0, -1e9, 1e9, "first value of every pair"),
    CHOICE(struct sarsa_lambda, tie, TIES_TEXT, "among the best actions: one at random, or the first"),
    END
};

static int sarsa_lambda_init(struct run *u)
{
    struct sarsa_lambda *s = u->self;
    s->S = u->env->n_states, s->A = u->env->n_actions, s->gamma = u->env->gamma;
    size_t n = (size_t)s->S * (size_t)s->A;
    s->q = rows_f64(u->mem, n, u->L), s->z = rows_f64(u->mem, n, u->L), s->decay = rows_f64(u->mem, 1, u->L);
    for (size_t i = 0; i < n * (size_t)u->L; i++)
        s->q[i] = s->q0;
    s->x = scratch(u->mem, (size_t)(s->A * u->L));
    return 0;
}

/* the row of lane l's pair in q and z, and the value it had */
static void sarsa_lambda_pair(struct run *u, int32_t *restrict pair, double *restrict value)
{
    struct sarsa_lambda *s = u->self;
    const int32_t *restrict was = u->env->io.was, *restrict action = u->env->io.action;
    int L = u->L, A = s->A;
    each(l)
        pair[l] = was[l] * A + action[l];
    each(l)
        value[l] = s->q[place(pair, L, l)];
}
/* alpha (r + gamma follows - value), nothing follows a terminal state */
FN vd sarsa_lambda_surprise(const struct sarsa_lambda *s, const struct wire *io, int r, vd follows, vd value)
{
    vm over = eq(ldi(io->end + r), splat(TERMINAL));
    return splat(s->alpha) * (ld(io->reward + r) + splat(s->gamma) * vsel(over, splat(0), follows) - value);
}
static void sarsa_lambda_learn(struct run *u, const int32_t *pair, const double *step)
{
    struct sarsa_lambda *s = u->self;
    int L = u->L;
    traces_learn(s->q, s->z, s->S * s->A, L, pair, (enum trace)s->trace, s->alpha, step, s->decay);
    repeat_choices(u->env, s->q, s->A, L), repeat_choices(u->env, s->z, s->A, L);
    strip(r)
        st(s->decay + r, vsel(gt(ldi(u->env->io.end + r), splat(RUNNING)), splat(0), splat(s->gamma * s->lambda)));
}
FN vd sarsa_lambda_act(const struct sarsa_lambda *s, int L, int r, const double *coin)
{
    return epsilon_greedy(s->x, s->A, L, r, s->eps, (enum tie)s->tie, ld(coin + r));
}

/* the next action is chosen before the table learns, and taken, unless an episode ends: a new one begins with what was learned */
static void sarsa_lambda_iterate(struct run *u)
{
    struct sarsa_lambda *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, A = s->A, ended = 0;
    int32_t pair[64];
    double step[64] = { 0 }, coin[64], value[64], next[64];
    if (!u->t) {
        draw_u01(u->rng, coin);
        rows_at(s->q, io->now, s->S, A, L, s->x);
        strip(r)
            sti(io->action + r, sarsa_lambda_act(s, L, r, coin));
    }
    sim_step(u);
    draw_u01(u->rng, coin);
    sarsa_lambda_pair(u, pair, value);
    rows_at(s->q, io->next, s->S, A, L, s->x);
    strip(r) {
        vd a = sarsa_lambda_act(s, L, r, coin);
        st(next + r, a);
        st(step + r, sarsa_lambda_surprise(s, io, r, value_of(s->x, A, L, r, a), ld(value + r)));
    }
    sarsa_lambda_learn(u, pair, step);
    each(l)
        ended |= io->end[l];
    if (ended)
        rows_at(s->q, io->now, s->S, A, L, s->x);
    strip(r) {
        vd a = ld(next + r);
        if (ended)
            a = vsel(gt(ldi(io->end + r), splat(RUNNING)), sarsa_lambda_act(s, L, r, coin), a);
        sti(io->action + r, a);
    }
}

static void q_lambda_iterate(struct run *u)
{
    struct sarsa_lambda *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, A = s->A;
    int32_t pair[64];
    double step[64] = { 0 }, coin[64], value[64];
    draw_u01(u->rng, coin);
    rows_at(s->q, io->now, s->S, A, L, s->x);
    strip(r) {
        vd a = sarsa_lambda_act(s, L, r, coin);
        vm best = eq(value_of(s->x, A, L, r, a), best_of(s->x, A, L, r).value);
        st(s->decay + r, vsel(best, ld(s->decay + r), splat(0)));
        sti(io->action + r, a);
    }
    sim_step(u);
    sarsa_lambda_pair(u, pair, value);
    rows_at(s->q, io->next, s->S, A, L, s->x);
    strip(r)
        st(step + r, sarsa_lambda_surprise(s, io, r, best_of(s->x, A, L, r).value, ld(value + r)));
    sarsa_lambda_learn(u, pair, step);
}

static void sarsa_lambda_policy(struct run *u, double *pi)
{
    struct sarsa_lambda *s = u->self;
    epsilon_greedy_policy(s->q, s->S, s->A, u->L, s->eps, (enum tie)s->tie, pi);
}
/* the best action's value; of sarsa-lambda, which evaluates its own policy, the mean over it */
static void sarsa_lambda_values(struct run *u, double *v)
{
    struct sarsa_lambda *s = u->self;
    int L = u->L, A = s->A;
    double eps = u->type->evaluates ? s->eps : 0;
    for (int i = 0; i < s->S; i++)
        strip(r) {
            vd best = splat(-INFINITY), sum = splat(0);
            for (int a = 0; a < A; a++) {
                vd x = ld(s->q + (size_t)(i * A + a) * (size_t)L + r);
                best = vmax(x, best), sum = sum + x;
            }
            st(v + i * L + r, splat(1 - eps) * best + splat(eps / A) * sum);
        }
}

ALGORITHM(sarsa_lambda) = {
    .name = "sarsa-lambda", .brief = "sarsa with traces: values of the policy that is followed",
    .source = "Rummery and Niranjan 1994; Sutton and Barto 2018, section 12.7",
    .params = sarsa_lambda_params, .size = sizeof(struct sarsa_lambda), .needs = ACTIONS | STATES, .evaluates = 1,
    .init = sarsa_lambda_init, .iterate = sarsa_lambda_iterate, .policy = sarsa_lambda_policy, .values = sarsa_lambda_values,
};
ALGORITHM(q_lambda) = {
    .name = "q-lambda", .brief = "Q-learning with traces that an exploring action cuts",
    .source = "Watkins 1989, Learning from delayed rewards; Sutton and Barto 1998, section 7.6",
    .params = sarsa_lambda_params, .size = sizeof(struct sarsa_lambda), .needs = ACTIONS | STATES,
    .init = sarsa_lambda_init, .iterate = q_lambda_iterate, .policy = sarsa_lambda_policy, .values = sarsa_lambda_values,
};
