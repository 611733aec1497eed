/* Prediction from returns: wait for n rewards, or for the end, before a value is corrected.
 *
 * Every action with the same chance; after a step from s_t with the reward r_{t+1} to s_{t+1},
 *     n-step-td      V(s_t) moves, n steps later, by alpha (G_t - V(s_t)),
 *                    G_t = r_{t+1} + ... + gamma^{n-1} r_{t+n} + gamma^n V(s_{t+n}), cut at the episode's end
 *     lambda-return  at the end of an episode, all its states in order of their visits move by alpha (G_t - V(s_t)),
 *                    G_t = r_{t+1} + gamma ((1 - lambda) V(s_{t+1}) + lambda G_{t+1}), with the values from before the episode
 * (Sutton and Barto 2018, sections 7.1 and 12.1).  n=1 is td0; n beyond the length of every episode, and lambda=1, are Monte Carlo:
 * every visit, no bootstrap.  Small n is biased towards old values, large n noisy: the best lies between.  What comes after a terminal
 * state is worth nothing; where a time limit cut, V of the state reached is what follows. */
#include "even_chances.h"
#include "lockstep.h"

struct returns {
    double alpha, v0, lambda; long lookahead;
    double gamma, *v;
    int32_t *state, *age;          /* [n*L] of the last n = lookahead steps, step t in row t mod n; [L] how many of them wait */
    double *reward;                /* [n*L]                                                              */
    double *g;                     /* [n] scratch: returns of one lane                                   */
};

static const param n_step_td_params[] = {
    INT(struct returns, lookahead, 4, 1, 4096, "n, rewards in a return; as long as the longest episode: Monte Carlo"),
    REAL(struct returns, alpha, 0.1, 0, 1, "step size"),
    REAL(struct returns, v0, 0, -1e9, 1e9, "first value of every state"),
    END
};
static const param lambda_return_params[] = {
    REAL(struct returns, lambda, 0.9, 0, 1, "weight of later rewards: 0 the next one alone, 1 all of them"),
    REAL(struct returns, alpha, 0.1, 0, 1, "step size"),
    REAL(struct returns, v0, 0, -1e9, 1e9, "first value of every state"),
    INT(struct returns, lookahead, 4096, 1, 65536, "most steps that are remembered: after so many without an end, all values move"),
    END
};

static int returns_init(struct run *u)
{
    struct returns *s = u->self;
    size_t S = (size_t)u->env->n_states, n = (size_t)s->lookahead;
    s->gamma = u->env->gamma;
    s->v = rows_f64(u->mem, S, u->L);
    for (size_t i = 0; i < S * (size_t)u->L; i++)
        s->v[i] = s->v0;
    s->state = rows_i32(u->mem, n, u->L), s->age = rows_i32(u->mem, 1, u->L);
    s->reward = rows_f64(u->mem, n, u->L), s->g = scratch(u->mem, n);
    return 0;
}

/* one step with equal chances, remembered; the row of memory that it went to */
static long returns_step(struct run *u)
{
    struct returns *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L;
    long row = u->t % s->lookahead;
    even_actions(u);
    sim_step(u);
    memcpy(s->state + row * L, io->was, (size_t)L * sizeof *io->was);
    memcpy(s->reward + row * L, io->reward, (size_t)L * sizeof *io->reward);
    each(l)
        s->age[l]++;
    return row;
}

/* All that waits in lane l moves, the last step is in `row`: returns backward, then values forward.  Lanes end at different times, hence
 * one after the other. */
static void returns_settle(struct run *u, int l, long row, double lambda)
{
    struct returns *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L;
    long waiting = s->age[l];
    double follows = io->end[l] == TERMINAL ? 0 : s->v[place(io->next, L, l)], g = follows;
    for (long i = 0; i < waiting; i++) {
        long at = (row - i + s->lookahead) % s->lookahead * L + l;
        g = s->reward[at] + s->gamma * ((1 - lambda) * follows + lambda * g);
        s->g[i] = g, follows = s->v[s->state[at] * L + l];
    }
    for (long i = waiting - 1; i >= 0; i--) {
        double *v = s->v + s->state[(row - i + s->lookahead) % s->lookahead * L + l] * L + l;
        *v += s->alpha * (s->g[i] - *v);
    }
    s->age[l] = 0;
}

/* where n steps wait, the first of them moves: in all lanes at once, g[l] of n rewards */
static void n_step_td_move(struct run *u, long row)
{
    struct returns *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L;
    long first = (row + 1) % s->lookahead;
    double g[64];
    each(l)
        g[l] = s->v[place(io->next, L, l)];
    for (long i = 0; i < s->lookahead; i++)
        strip(r)
            st(g + r, ld(s->reward + (row - i + s->lookahead) % s->lookahead * L + r) + splat(s->gamma) * ld(g + r));
    each(l)
        if (s->age[l] == s->lookahead && !io->end[l]) {
            double *v = s->v + s->state[first * L + l] * L + l;
            *v += s->alpha * (g[l] - *v);
            s->age[l]--;
        }
}

static void n_step_td_iterate(struct run *u)
{
    struct returns *s = u->self;
    int L = u->L, full = 0;
    long row = returns_step(u);
    each(l)
        full |= s->age[l] == s->lookahead && !u->env->io.end[l];
    if (full)
        n_step_td_move(u, row);
    each(l)
        if (u->env->io.end[l])
            returns_settle(u, l, row, 1);
}
static void lambda_return_iterate(struct run *u)
{
    struct returns *s = u->self;
    int L = u->L;
    long row = returns_step(u);
    each(l)
        if (u->env->io.end[l] || s->age[l] == s->lookahead)
            returns_settle(u, l, row, s->lambda);
}

static void returns_policy(struct run *u, double *pi) { even_policy(u, pi); }
static void returns_values(struct run *u, double *v)
{
    struct returns *s = u->self;
    memcpy(v, s->v, (size_t)u->env->n_states * (size_t)u->L * sizeof *v);
}

ALGORITHM(n_step_td) = {
    .name = "n-step-td", .brief = "values from n rewards and the value after them; large n is Monte Carlo",
    .source = "Sutton and Barto 2018, Reinforcement learning: an introduction, section 7.1",
    .params = n_step_td_params, .size = sizeof(struct returns), .needs = ACTIONS | STATES, .evaluates = 1,
    .init = returns_init, .iterate = n_step_td_iterate, .policy = returns_policy, .values = returns_values,
};
ALGORITHM(lambda_return) = {
    .name = "lambda-return", .brief = "at an episode's end, all returns with all lookaheads, weighted by lambda",
    .source = "Sutton and Barto 2018, Reinforcement learning: an introduction, section 12.1",
    .params = lambda_return_params, .size = sizeof(struct returns), .needs = ACTIONS | STATES | EPISODES, .evaluates = 1,
    .init = returns_init, .iterate = lambda_return_iterate, .policy = returns_policy, .values = returns_values,
};
