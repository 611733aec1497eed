/* TD(lambda): every surprise is shared with the states that led to it.
 *
 * Prediction, every action with the same chance.  After a step from s to s' with the reward r
 *     delta = r + gamma V(s') - V(s),   z <- gamma lambda z,   z(s) <- z(s) + 1,   V <- V + alpha delta z     for all states
 * with V = 0 after a terminal state and z = 0 when an episode begins (Sutton 1988; Sutton and Barto 2018, section 12.2).  lambda=0 is
 * td0, lambda=1 is, but for the order of the updates, the return that came.  Accumulating traces of states visited again and again grow
 * beyond 1, and with them the step: large alpha and lambda diverge.  trace=replacing sets z(s) to 1 (Singh and Sutton 1996),
 * trace=dutch takes back what the last visit did, z(s) <- (1 - alpha) z(s) + 1 (van Seijen et al. 2016).  A step costs O(states). */
#include "even_chances.h"
#include "lockstep.h"
#include "traces.h"

struct td_lambda { double alpha, lambda, v0; int trace; double gamma, *v, *z, *decay; };

static const param td_lambda_params[] = {
    REAL(struct td_lambda, alpha, 0.1, 0, 1, "step size"),
    REAL(struct td_lambda, lambda, 0.9, 0, 1, "how far back a surprise is felt: 0 only here, 1 back to the start"),
    CHOICE(struct td_lambda, trace, TRACES_TEXT, "what a visit does to the trace: adds 1, sets it to 1, or in between"),
    REAL(struct td_lambda, v0, 0, -1e9, 1e9, "first value of every state"),
    END
};

static int td_lambda_init(struct run *u)
{
    struct td_lambda *s = u->self;
    size_t S = (size_t)u->env->n_states;
    s->gamma = u->env->gamma;
    s->v = rows_f64(u->mem, S, u->L), s->z = rows_f64(u->mem, S, u->L), s->decay = rows_f64(u->mem, 1, u->L);
    for (size_t i = 0; i < S * (size_t)u->L; i++)
        s->v[i] = s->v0;
    return 0;
}

static void td_lambda_iterate(struct run *u)
{
    struct td_lambda *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L;
    double step[64];
    even_actions(u);
    sim_step(u);
    each(l) {
        double follows = io->end[l] == TERMINAL ? 0 : s->v[place(io->next, L, l)];
        step[l] = s->alpha * (io->reward[l] + s->gamma * follows - s->v[place(io->was, L, l)]);
    }
    traces_learn(s->v, s->z, u->env->n_states, L, io->was, (enum trace)s->trace, s->alpha, step, s->decay);
    each(l)
        s->decay[l] = io->end[l] ? 0 : s->gamma * s->lambda;
}

static void td_lambda_policy(struct run *u, double *pi) { even_policy(u, pi); }
static void td_lambda_values(struct run *u, double *v)
{
    struct td_lambda *s = u->self;
    memcpy(v, s->v, (size_t)u->env->n_states * (size_t)u->L * sizeof *v);
}

ALGORITHM(td_lambda) = {
    .name = "td-lambda", .brief = "temporal differences with traces: values of the policy of equal chances",
    .source = "Sutton 1988, Learning to predict by the methods of temporal differences; Sutton and Barto 2018, section 12.2",
    .params = td_lambda_params, .size = sizeof(struct td_lambda), .needs = ACTIONS | STATES, .evaluates = 1,
    .init = td_lambda_init, .iterate = td_lambda_iterate, .policy = td_lambda_policy, .values = td_lambda_values,
};
