/* TD(0): what is it worth to be here, when every action has the same chance?
 *
 * After every step from s to s' with the reward r
 *     V(s) <- V(s) + alpha (r + gamma V(s') - V(s)),        V = 0 after a terminal state
 * with a constant step size, or 1/n^power on the n-th visit of the state. */
#include "action_values.h"
#include "even_chances.h"

struct td { double alpha, power, v0; int step; double gamma, *v, *n; };
enum { CONSTANT, VISITS };

static const param td_params[] = {
    REAL(struct td, alpha, 0.1, 0, 1, "step size, with step=constant"),
    CHOICE(struct td, step, "constant|visits", "step sizes: alpha, or 1/n^power for the n-th visit of a state"),
    REAL(struct td, power, 1, 0, 1, "how fast steps shrink, with step=visits; values settle above 0.5"),
    REAL(struct td, v0, 0, -1e9, 1e9, "first value of every state"),
    END
};

static int td_init(struct run *u)
{
    struct td *s = u->self;
    size_t S = (size_t)u->env->n_states;
    s->gamma = u->env->gamma;
    s->v = rows_f64(u->mem, S, u->L);
    for (size_t i = 0; i < S * (size_t)u->L; i++)
        s->v[i] = s->v0;
    if (s->step == VISITS)
        s->n = rows_f64(u->mem, S, u->L);
    return 0;
}

static void td_iterate(struct run *u)
{
    struct td *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L;
    double alpha[64];
    even_actions(u);
    sim_step(u);
    each(l)
        alpha[l] = s->step == VISITS ? s->n[place(io->was, L, l)] += 1 : s->alpha;
    if (s->step == VISITS)
        strip(r)
            st(alpha + r, shrinking(ld(alpha + r), s->power));
    each(l) {
        double *v = s->v + place(io->was, L, l), follows = s->v[place(io->next, L, l)];
        *v += alpha[l] * (io->reward[l] + s->gamma * (io->end[l] == TERMINAL ? 0 : follows) - *v);
    }
}

static void td_policy(struct run *u, double *pi) { even_policy(u, pi); }
static void td_values(struct run *u, double *v)
{
    struct td *s = u->self;
    memcpy(v, s->v, (size_t)u->env->n_states * (size_t)u->L * sizeof *v);
}

ALGORITHM(td0) = {
    .name = "td0", .brief = "temporal differences: values of the policy of equal chances, one step at a time",
    .source = "Sutton 1988, Learning to predict by the methods of temporal differences; Sutton and Barto 2018, section 6.1",
    .params = td_params, .size = sizeof(struct td), .needs = ACTIONS | STATES, .evaluates = 1,
    .init = td_init, .iterate = td_iterate, .policy = td_policy, .values = td_values,
};
