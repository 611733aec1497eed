/* Q-learning with upper confidence bounds: optimism without a model.
 *
 * Episodes of H steps, rewards in [0, 1], a table for every stage, first values Q_h = H - h (stages count from 0).  Acts greedily.  After
 * the t-th visit of (s,a) at stage h, with alpha_t = (H + 1)/(H + t) and I = ln(S A T / 0.05), T the run's steps,
 *     Q_h(s,a) <- Q_h(s,a) + alpha_t (r + V_{h+1}(s') + b_t - Q_h(s,a)),   V_h(s) = min(H - h, max_a Q_h(s,a)),   V_H = 0
 *     ucbq-h   b_t = c sqrt(H^3 I / t)                                          Hoeffding; Jin et al. 2018, algorithm 1
 *     ucbq-b   b_t = (beta_t - (1 - alpha_t) beta_{t-1}) / (2 alpha_t),
 *              beta_t = min(c (sqrt(H (W_t + H) I / t) + sqrt(H^7 S A) I / t), c sqrt(H^3 I / t))   Bernstein; algorithm 2
 * W_t is the variance of the V_{h+1}(s') seen so far.  Regret grows like sqrt(T), at a price: with the constant of the proof, and with
 * H = 20, nothing is learned for millions of steps.  c=0 is optimistic initialization alone.  Where a whole episode pays at most `top`,
 * say so: first values and V are cut there. */
#include "action_values.h"
#include "rng.h"

struct ucbq {
    double c, top; int tie;
    int S, A, H;
    double log_term, *q, *n;       /* [H*S*A*L]                                                        */
    double *sum, *square, *beta;   /* [H*S*A*L] of V of the next states, of their squares; beta_{t-1}  */
    double *x;                     /* [A*L] scratch                                                    */
};

static const param ucbq_params[] = {
    REAL(struct ucbq, c, 0.05, 0, 1000, "scale of the bonus; the proof wants more than 1, 0 is none"),
    REAL(struct ucbq, top, 0, 0, 1e9, "the most that an episode can pay; 0: H"),
    CHOICE(struct ucbq, tie, TIES_TEXT, "among the best actions: one at random, or the first"),
    END
};

/* the most that is left to earn at stage h */
FN double ucbq_cap(const struct ucbq *s, int h) { return s->H - h < s->top ? s->H - h : s->top; }

static int ucbq_init(struct run *u)
{
    struct ucbq *s = u->self;
    const struct mdp *m = u->env->model;
    s->S = m->S, s->A = m->A, s->H = m->H, s->top = s->top > 0 ? s->top : INFINITY;
    size_t row = (size_t)s->S * (size_t)s->A, n = row * (size_t)s->H;
    if (n > INT32_MAX / 64)
        return fail("%s: %s has %d states, %d actions and %d stages: its tables would be too large", u->type->name,
                    u->env->type->name, s->S, s->A, s->H);
    s->log_term = log_of((double)row * (double)u->horizon / 0.05);
    s->q = rows_f64(u->mem, n, u->L), s->n = rows_f64(u->mem, n, u->L), s->x = scratch(u->mem, (size_t)s->A * (size_t)u->L);
    for (size_t i = 0; i < n * (size_t)u->L; i++)
        s->q[i] = ucbq_cap(s, (int)(i / (row * (size_t)u->L)));
    return 0;
}
static int ucbq_b_init(struct run *u)
{
    struct ucbq *s = u->self;
    if (ucbq_init(u))
        return -1;
    size_t n = (size_t)s->S * (size_t)s->A * (size_t)s->H;
    s->sum = rows_f64(u->mem, n, u->L), s->square = rows_f64(u->mem, n, u->L), s->beta = rows_f64(u->mem, n, u->L);
    return 0;
}

/* the bonus of the t-th visit; beta moves on */
FN vd ucbq_bernstein(const struct ucbq *s, vd t, vd variance, vd alpha, vd *beta)
{
    double H = s->H;
    vd wide = splat(s->c) * vsqrt(splat(H * H * H * s->log_term) / t);
    vd near = splat(s->c) * (vsqrt(splat(H * s->log_term) * (variance + splat(H)) / t)
                             + splat(sqrt_of(H * H * H * H * H * H * H * s->S * s->A) * s->log_term) / t);
    vd now = vmin(near, wide), before = *beta;
    *beta = now;
    return (now - (splat(1) - alpha) * before) / (splat(2) * alpha);
}

/* one step at stage h */
FN void ucbq_turn(struct run *u, int h, int bernstein)
{
    struct ucbq *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, S = s->S, A = s->A, table = S * A * L;
    int32_t pair[64];
    double *q = s->q + h * table, coin[64], target[64], alpha[64], t[64], after[64], sum[64], square[64], beta[64];
    double H = s->H;
    draw_u01(u->rng, coin);
    rows_at(q, io->now, S, A, L, s->x);
    strip(r) {
        struct best b = best_of(s->x, A, L, r);
        sti(io->action + r, s->tie == TIE_FIRST ? b.first : tie_of(s->x, A, L, r, b, ld(coin + r)));
    }
    sim_step(u);
    each(l)
        pair[l] = io->was[l] * A + io->action[l], after[l] = 0;
    each(l)
        t[l] = s->n[h * table + (int)place(pair, L, l)] += 1;
    if (h + 1 < s->H) {
        rows_at(q + table, io->next, S, A, L, s->x);
        strip(r)
            st(after + r, vmin(best_of(s->x, A, L, r).value, splat(ucbq_cap(s, h + 1))));
    }
    if (bernstein)
        each(l) {
            size_t at = (size_t)(h * table) + place(pair, L, l);
            sum[l] = s->sum[at] += after[l], square[l] = s->square[at] += after[l] * after[l], beta[l] = s->beta[at];
        }
    strip(r) {
        vd n = ld(t + r), step = splat(H + 1) / (splat(H) + n), bonus;
        if (bernstein) {
            vd mean = ld(sum + r) / n, moved = ld(beta + r);
            bonus = ucbq_bernstein(s, n, vmax(splat(0), ld(square + r) / n - mean * mean), step, &moved);
            st(beta + r, moved);
        } else
            bonus = splat(s->c) * vsqrt(splat(H * H * H * s->log_term) / n);
        st(alpha + r, step), st(target + r, ld(io->reward + r) + ld(after + r) + bonus);
    }
    each(l) {
        size_t at = place(pair, L, l);
        q[at] += alpha[l] * (target[l] - q[at]);
        if (bernstein)
            s->beta[(size_t)(h * table) + at] = beta[l];
    }
}

static void ucbq_h_iterate(struct run *u)
{
    for (int h = 0; h < ((struct ucbq *)u->self)->H; h++)
        ucbq_turn(u, h, 0);
}
static void ucbq_b_iterate(struct run *u)
{
    for (int h = 0; h < ((struct ucbq *)u->self)->H; h++)
        ucbq_turn(u, h, 1);
}

static void ucbq_policy(struct run *u, double *pi)
{
    struct ucbq *s = u->self;
    epsilon_greedy_policy(s->q, s->H * s->S, s->A, u->L, 0, (enum tie)s->tie, pi);
}
static void ucbq_values(struct run *u, double *v)
{
    struct ucbq *s = u->self;
    int L = u->L, A = s->A;
    for (int i = 0; i < s->H * s->S; i++)
        strip(r)
            st(v + i * L + r, vmin(best_of(s->q + (size_t)(i * A) * (size_t)L, A, L, r).value, splat(ucbq_cap(s, i / s->S))));
}

ALGORITHM(ucbq_h) = {
    .name = "ucbq-h", .brief = "optimistic Q-learning for episodes of H steps, with Hoeffding's bonus",
    .source = "Jin, Allen-Zhu, Bubeck and Jordan 2018, Is Q-learning provably efficient?, algorithm 1",
    .params = ucbq_params, .size = sizeof(struct ucbq), .needs = ACTIONS | STATES | STAGES, .staged = 1,
    .init = ucbq_init, .iterate = ucbq_h_iterate, .policy = ucbq_policy, .values = ucbq_values,
};
ALGORITHM(ucbq_b) = {
    .name = "ucbq-b", .brief = "the same with Bernstein's bonus, which knows the variance of the values to come",
    .source = "Jin, Allen-Zhu, Bubeck and Jordan 2018, Is Q-learning provably efficient?, algorithm 2",
    .params = ucbq_params, .size = sizeof(struct ucbq), .needs = ACTIONS | STATES | STAGES, .staged = 1,
    .init = ucbq_b_init, .iterate = ucbq_b_iterate, .policy = ucbq_policy, .values = ucbq_values,
};
