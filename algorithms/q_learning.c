/* Q-learning and its family: learn what actions are worth while acting epsilon-greedily on it.
 *
 * After every step from s by a to s', with the reward r, the value of (s, a) moves a step towards a target:
 *     Q(s,a) <- Q(s,a) + alpha (target - Q(s,a))
 *     q               r + gamma max_b Q(s',b)                                   Watkins 1989: the best policy's values
 *     sarsa           r + gamma Q(s',a'), a' the action taken next              Rummery and Niranjan 1994: its own policy's
 *     expected-sarsa  r + gamma sum_b pi(b|s') Q(s',b)                          van Seijen et al. 2009: the same without the coin
 *     double-q        two tables; a coin picks the one that learns, from the other: r + gamma Q'(s', argmax_b Q(s',b))
 *                     (van Hasselt 2010); acts on their sum.  No bias towards actions that were lucky.
 * What follows a terminal state is worth nothing; a time limit ends no process, and what follows it counts.  alpha is constant, or
 * 1/n^power for the n-th visit of the pair.  The discount is the environment's. */
#include "action_values.h"
#include "rng.h"

struct q_learning {
    double alpha, power, eps, q0;
    int step, tie;
    int S, A;
    double gamma;
    double *q, *other;             /* [S*A*L] the table, the second one of double-q              */
    double *sum;                   /* [S*A*L] of both                                            */
    double *n;                     /* [S*A*L] visits, with step=visits                           */
    double *x, *y;                 /* [A*L] rows of the states at hand: now, next                */
};
enum { CONSTANT, VISITS };
enum target { BEST, MEAN };

static const param q_learning_params[] = {
    REAL(struct q_learning, alpha, 0.1, 0, 1, "step size, with step=constant"),
    CHOICE(struct q_learning, step, "constant|visits", "step sizes: alpha, or 1/n^power for the n-th visit of a pair"),
    REAL(struct q_learning, power, 1, 0, 1, "how fast steps shrink, with step=visits; values settle above 0.5"),
    REAL(struct q_learning, eps, 0.1, 0, 1, "chance of a random action"),
    REAL(struct q_learning, q0, 0, -1e9, 1e9, "first value of every pair"),
    CHOICE(struct q_learning, tie, TIES_TEXT, "among the best actions: one at random, or the first"),
    END
};

static double *q_learning_table(struct run *u, double first)
{
    struct q_learning *s = u->self;
    size_t n = (size_t)s->S * (size_t)s->A;
    double *q = rows_f64(u->mem, n, u->L);
    for (size_t i = 0; i < n * (size_t)u->L; i++)
        q[i] = first;
    return q;
}
static int q_learning_init(struct run *u)
{
    struct q_learning *s = u->self;
    s->S = u->env->n_states, s->A = u->env->n_actions, s->gamma = u->env->gamma;
    s->q = q_learning_table(u, s->q0);
    if (s->step == VISITS)
        s->n = q_learning_table(u, 0);
    s->x = rows_f64(u->mem, (size_t)s->A, u->L), s->y = scratch(u->mem, (size_t)(s->A * u->L));
    return 0;
}
static int double_q_init(struct run *u)
{
    struct q_learning *s = u->self;
    q_learning_init(u);
    s->other = q_learning_table(u, s->q0), s->sum = q_learning_table(u, 2 * s->q0);
    return 0;
}

/* ---- acting --------------------------------------------------------------------------------------------------------------------- */
FN void q_learning_act(struct run *u, int A)
{
    struct q_learning *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L;
    double coin[64];
    draw_u01(u->rng, coin);
    strip(r)
        sti(io->action + r, epsilon_greedy(s->x, A, L, r, s->eps, (enum tie)s->tie, ld(coin + r)));
}

/* ---- learning ------------------------------------------------------------------------------------------------------------------- */

/* r + gamma (what follows), which is nothing after a terminal state */
FN vd target_of(const struct q_learning *s, const struct wire *io, int r, vd follows)
{
    vm over = eq(ldi(io->end + r), splat(TERMINAL));
    return ld(io->reward + r) + splat(s->gamma) * vsel(over, splat(0), follows);
}

/* pair[l] = was*A + action, and the step size of this visit */
static void q_learning_visit(struct run *u, int32_t *restrict pair, double *alpha)
{
    struct q_learning *s = u->self;
    const int32_t *restrict was = u->env->io.was, *restrict action = u->env->io.action;
    int L = u->L, A = s->A;
    each(l)
        pair[l] = was[l] * A + action[l];
    if (s->step == CONSTANT) {
        strip(r)
            st(alpha + r, splat(s->alpha));
        return;
    }
    each(l)
        alpha[l] = s->n[place(pair, L, l)] += 1;
    repeat_choices(u->env, s->n, A, L);
    strip(r)
        st(alpha + r, shrinking(ld(alpha + r), s->power));
}

FN void q_learning_turn(struct run *u, enum target kind, int A)
{
    struct q_learning *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, ended = 0;
    int32_t pair[64];
    double new[64], alpha[64];
    if (!u->t)
        rows_at(s->q, io->now, s->S, A, L, s->x);
    q_learning_act(u, A);
    sim_step(u);
    q_learning_visit(u, pair, alpha);
    rows_at(s->q, io->next, s->S, A, L, s->y);
    each(l)
        ended |= io->end[l];
    strip(r) {
        vd best = ld(s->y + r), sum = best, action = ldi(io->action + r), old = value_of(s->x, A, L, r, action), now;
        for (int a = 1; a < A; a++) {
            vd y = ld(s->y + a * L + r);
            best = vmax(y, best), sum = sum + y;
        }
        if (kind == MEAN)
            best = splat(1 - s->eps) * best + splat(s->eps / A) * sum;
        now = old + ld(alpha + r) * (target_of(s, io, r, best) - old);
        st(new + r, now);
        /* the next turn's row is the one just read, but for the value that has been learned */
        vm back = eq(ldi(io->next + r), ldi(io->was + r));
        for (int a = 0; a < A; a++)
            st(s->x + a * L + r, vsel(both(back, eq(action, splat(a))), now, ld(s->y + a * L + r)));
    }
    write_at(s->q, pair, s->S, A, L, new);
    repeat_choices(u->env, s->q, A, L);
    if (ended || u->env->choices)
        rows_at(s->q, io->now, s->S, A, L, s->x);
}

/* the next action is chosen before the table learns, and taken, unless an episode ends: a new one begins with what was learned */
FN void sarsa_turn(struct run *u, int A)
{
    struct q_learning *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, ended = 0;
    int32_t pair[64];
    double target[64], alpha[64], coin[64], next[64];
    if (!u->t) {
        rows_at(s->q, io->now, s->S, A, L, s->x);
        q_learning_act(u, A);
    }
    sim_step(u);
    q_learning_visit(u, pair, alpha);
    draw_u01(u->rng, coin);
    rows_at(s->q, io->next, s->S, A, L, s->x);
    strip(r) {
        vd a = epsilon_greedy(s->x, A, L, r, s->eps, (enum tie)s->tie, ld(coin + r));
        st(next + r, a);
        st(target + r, target_of(s, io, r, value_of(s->x, A, L, r, a)));
    }
    move_at(s->q, pair, L, target, alpha);
    repeat_choices(u->env, s->q, A, L);
    each(l)
        ended |= io->end[l];
    if (ended)
        rows_at(s->q, io->now, s->S, A, L, s->x);
    strip(r) {
        vd a = ld(next + r);
        if (ended)
            a = vsel(gt(ldi(io->end + r), splat(RUNNING)), epsilon_greedy(s->x, A, L, r, s->eps, (enum tie)s->tie, ld(coin + r)), a);
        sti(io->action + r, a);
    }
}

FN void double_q_turn(struct run *u, int A)
{
    struct q_learning *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L;
    int32_t pair[64];
    double target[64], alpha[64], coin[64];
    rows_at(s->sum, io->now, s->S, A, L, s->x);
    q_learning_act(u, A);
    sim_step(u);
    q_learning_visit(u, pair, alpha);
    draw_u01(u->rng, coin);
    rows_at(s->q, io->next, s->S, A, L, s->x), rows_at(s->other, io->next, s->S, A, L, s->y);
    strip(r) {
        vm first = lt(ld(coin + r), splat(0.5));
        vd top = splat(-INFINITY), follows = splat(0);
        for (int a = 0; a < A; a++) {
            vd x = ld(s->x + a * L + r), y = ld(s->y + a * L + r), mine = vsel(first, x, y);
            vm up = gt(mine, top);
            top = vsel(up, mine, top), follows = vsel(up, vsel(first, y, x), follows);
        }
        st(target + r, target_of(s, io, r, follows));
    }
    each(l) {
        size_t at = place(pair, L, l);
        double *q = coin[l] < 0.5 ? s->q + at : s->other + at;
        *q += alpha[l] * (target[l] - *q);
        s->sum[at] = s->q[at] + s->other[at];
    }
    repeat_choices(u->env, s->q, A, L), repeat_choices(u->env, s->other, A, L), repeat_choices(u->env, s->sum, A, L);
}

/* the usual numbers of actions are worth loops of their own */
FN void q_learning_any(struct run *u, void (*turn)(struct run *, int A))
{
    int A = u->env->n_actions;
    if (A == 2)
        turn(u, 2);
    else if (A == 4)
        turn(u, 4);
    else
        turn(u, A);
}
FN void q_turn(struct run *u, int A) { q_learning_turn(u, BEST, A); }
FN void expected_sarsa_turn(struct run *u, int A) { q_learning_turn(u, MEAN, A); }
static void q_iterate(struct run *u) { q_learning_any(u, q_turn); }
static void expected_sarsa_iterate(struct run *u) { q_learning_any(u, expected_sarsa_turn); }
static void sarsa_iterate(struct run *u) { q_learning_any(u, sarsa_turn); }
static void double_q_iterate(struct run *u) { q_learning_any(u, double_q_turn); }

/* ---- what is known now ---------------------------------------------------------------------------------------------------------- */
static void q_learning_policy(struct run *u, double *pi)
{
    struct q_learning *s = u->self;
    epsilon_greedy_policy(s->other ? s->sum : s->q, s->S, s->A, u->L, s->eps, (enum tie)s->tie, pi);
}

/* the best action's value, or, of learners that evaluate themselves, the policy's */
static void q_learning_values(struct run *u, double *v)
{
    struct q_learning *s = u->self;
    int L = u->L, A = s->A, own = u->type->evaluates;
    const double *q = s->other ? s->sum : s->q;
    double half = s->other ? 0.5 : 1, eps = own ? s->eps : 0;
    for (int i = 0; i < s->S; i++)
        strip(r) {
            vd best = splat(-INFINITY), sum = splat(0);
            for (int a = 0; a < A; a++) {
                vd x = ld(q + (size_t)(i * A + a) * (size_t)L + r);
                best = vmax(x, best), sum = sum + x;
            }
            st(v + i * L + r, splat(half) * (splat(1 - eps) * best + splat(eps / A) * sum));
        }
}

ALGORITHM(q) = {
    .name = "q", .brief = "Q-learning: values of the best policy, learned while acting epsilon-greedily",
    .source = "Watkins 1989, Learning from delayed rewards; Sutton and Barto 2018, section 6.5",
    .params = q_learning_params, .size = sizeof(struct q_learning), .needs = ACTIONS | STATES,
    .init = q_learning_init, .iterate = q_iterate, .policy = q_learning_policy, .values = q_learning_values,
};
ALGORITHM(sarsa) = {
    .name = "sarsa", .brief = "values of the policy that is followed, exploration included",
    .source = "Rummery and Niranjan 1994; Sutton and Barto 2018, section 6.4",
    .params = q_learning_params, .size = sizeof(struct q_learning), .needs = ACTIONS | STATES, .evaluates = 1,
    .init = q_learning_init, .iterate = sarsa_iterate, .policy = q_learning_policy, .values = q_learning_values,
};
ALGORITHM(expected_sarsa) = {
    .name = "expected-sarsa", .brief = "sarsa that averages over the next action",
    .source = "van Seijen, van Hasselt, Whiteson and Wiering 2009; Sutton and Barto 2018, section 6.6",
    .params = q_learning_params, .size = sizeof(struct q_learning), .needs = ACTIONS | STATES, .evaluates = 1,
    .init = q_learning_init, .iterate = expected_sarsa_iterate, .policy = q_learning_policy, .values = q_learning_values,
};
ALGORITHM(double_q) = {
    .name = "double-q", .brief = "Q-learning with two tables that check each other: no bias towards lucky actions",
    .source = "van Hasselt 2010, Double Q-learning; Sutton and Barto 2018, section 6.7",
    .params = q_learning_params, .size = sizeof(struct q_learning), .needs = ACTIONS | STATES,
    .init = double_q_init, .iterate = double_q_iterate, .policy = q_learning_policy, .values = q_learning_values,
};
