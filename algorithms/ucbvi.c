/* Optimistic planning: act as if the world were the best one that the data allow.
 *
 * Episodes of H steps, rewards in [0, 1].  Before each episode, with n visits of a pair that paid r on average and led to s' with the
 * observed frequencies P, values are planned backward from V_H = 0:
 *     Q_h(s,a) = min(H - h, r + P V_{h+1} + bonus),   V_h(s) = max_a Q_h(s,a),   Q = H - h for a pair never visited
 * and the episode plays the best actions.  With I = ln(S A T / 0.05), T the run's steps,
 *     ucbvi-ch   bonus = c H sqrt(I / n)                                       Azar et al. 2017, algorithm 3 (7 H L sqrt(1/n) there)
 *     ucbvi-bf   bonus = c (sqrt(2 Var_P(V) I / n) + 7 H I / (3 n))            the same, algorithm 4, without its correction term
 *     mbie-eb    bonus = beta / sqrt(n)                                        Strehl and Littman 2008
 *     rmax       none, and pairs with less than m visits are worth H - h       Brafman and Tennenholtz 2002
 * c=0 believes the frequencies (certainty equivalence).  The constants of the proofs explore for longer than most runs last: look at
 * c = 0.01 .. 0.1.  Where a whole episode pays at most `top`, say so: values are cut there.  model=stages counts each stage apart, for
 * processes that change with it. */
#include "planner.h"

struct ucbvi { double c, beta, top; long m; int model, tie; struct planner p; double log_term; double *bonus; };

static const param ucbvi_params[] = {
    REAL(struct ucbvi, c, 1, 0, 1000, "scale of the bonus; the proofs want about 7, 0 is none"),
    REAL(struct ucbvi, top, 0, 0, 1e9, "the most that an episode can pay; 0: H"),
    CHOICE(struct ucbvi, model, TABLES_TEXT, "one model for all stages, or one for each"),
    CHOICE(struct ucbvi, tie, TIES_TEXT, "among the best actions: one at random, or the first"),
    END
};
static const param mbie_params[] = {
    REAL(struct ucbvi, beta, 0, 0, 1e6, "scale of the bonus; 0: half of H"),
    REAL(struct ucbvi, top, 0, 0, 1e9, "the most that an episode can pay; 0: H"),
    CHOICE(struct ucbvi, model, TABLES_TEXT, "one model for all stages, or one for each"),
    CHOICE(struct ucbvi, tie, TIES_TEXT, "among the best actions: one at random, or the first"),
    END
};
static const param rmax_params[] = {
    INT(struct ucbvi, m, 20, 1, 1000000000, "visits that make a pair known"),
    REAL(struct ucbvi, top, 0, 0, 1e9, "the most that an episode can pay; 0: H"),
    CHOICE(struct ucbvi, model, TABLES_TEXT, "one model for all stages, or one for each"),
    CHOICE(struct ucbvi, tie, TIES_TEXT, "among the best actions: one at random, or the first"),
    END
};
enum bonus { CHERNOFF, BERNSTEIN, COUNTS, UNKNOWN };

static int ucbvi_init(struct run *u)
{
    struct ucbvi *s = u->self;
    if (planner_open(&s->p, u, (enum tables)s->model, (enum tie)s->tie, s->top > 0 ? s->top : INFINITY))
        return -1;
    s->log_term = log_of((double)s->p.S * s->p.A * (double)u->horizon / 0.05);
    s->beta = s->beta > 0 ? s->beta : 0.5 * s->p.H;
    s->bonus = scratch(u->mem, (size_t)planner_pairs(&s->p) * (size_t)u->L);
    return 0;
}

/* what does not depend on values: infinite without a visit */
FN void ucbvi_bonuses(struct ucbvi *s, enum bonus kind)
{
    struct planner *p = &s->p;
    int L = p->L, pairs = planner_pairs(p);
    double scale = kind == CHERNOFF ? s->c * p->H * sqrt_of(s->log_term) : kind == COUNTS ? s->beta : s->c * 7 * p->H * s->log_term / 3;
    planner_invert(p);
    for (int i = 0; i < pairs; i++)
        strip(r) {
            vd n = ld(p->n + i * L + r), inverse = ld(p->inverse + i * L + r);
            vd bonus = splat(scale) * (kind == BERNSTEIN ? inverse : vsqrt(inverse));
            if (kind == UNKNOWN)
                bonus = splat(0);
            st(s->bonus + i * L + r, vsel(lt(n, splat(kind == UNKNOWN ? (double)s->m : 1)), splat(INFINITY), bonus));
        }
}

FN void ucbvi_plan(struct ucbvi *s, enum bonus kind)
{
    struct planner *p = &s->p;
    int S = p->S, L = p->L;
    double *square = p->v;
    ucbvi_bonuses(s, kind);
    planner_begin(p);
    for (int h = p->H - 1; h >= 0; h--) {
        const double *v = planner_after(p, h);
        double cap = planner_cap(p, h);
        /* the other row of v is free until the stage is done: squares of the values after it */
        for (int i = 0; i < S * L && kind == BERNSTEIN; i++)
            square = p->v + (size_t)(h & 1) * (size_t)(S * L), square[i] = v[i] * v[i];
        for (int j = 0; j < S; j++)
            for (int a = 0; a < p->A; a++) {
                int i = planner_pair(p, h, j, a);
                double *q = planner_q(p, h, j, a);
                strip(r) {
                    vd inverse = ld(p->inverse + i * L + r), next = planner_next(p, i, v, r) * inverse, bonus = ld(s->bonus + i * L + r);
                    if (kind == BERNSTEIN) {
                        vd var = vmax(splat(0), planner_next(p, i, square, r) * inverse - next * next);
                        bonus = bonus + splat(s->c) * vsqrt(splat(2 * s->log_term) * var * inverse);
                    }
                    st(q + r, vmin(ld(p->sum + i * L + r) * inverse + next + bonus, splat(cap)));
                }
            }
        planner_stage(p, h);
    }
}

static void ucbvi_ch_iterate(struct run *u) { struct ucbvi *s = u->self; ucbvi_plan(s, CHERNOFF); planner_episode(&s->p, u); }
static void ucbvi_bf_iterate(struct run *u) { struct ucbvi *s = u->self; ucbvi_plan(s, BERNSTEIN); planner_episode(&s->p, u); }
static void mbie_iterate(struct run *u) { struct ucbvi *s = u->self; ucbvi_plan(s, COUNTS); planner_episode(&s->p, u); }
static void rmax_iterate(struct run *u) { struct ucbvi *s = u->self; ucbvi_plan(s, UNKNOWN); planner_episode(&s->p, u); }
static void ucbvi_policy(struct run *u, double *pi) { planner_policy(&((struct ucbvi *)u->self)->p, pi); }
static void ucbvi_values(struct run *u, double *v) { planner_values(&((struct ucbvi *)u->self)->p, v); }

ALGORITHM(ucbvi_ch) = {
    .name = "ucbvi-ch", .brief = "plans on observed frequencies plus H sqrt(ln T / n)",
    .source = "Azar, Osband and Munos 2017, Minimax regret bounds for reinforcement learning, algorithms 1 to 3",
    .params = ucbvi_params, .size = sizeof(struct ucbvi), .needs = ACTIONS | STATES | STAGES, .staged = 1,
    .init = ucbvi_init, .iterate = ucbvi_ch_iterate, .policy = ucbvi_policy, .values = ucbvi_values,
};
ALGORITHM(ucbvi_bf) = {
    .name = "ucbvi-bf", .brief = "the same with a bonus that knows the variance of the values to come",
    .source = "Azar, Osband and Munos 2017, Minimax regret bounds for reinforcement learning, algorithm 4, simplified",
    .params = ucbvi_params, .size = sizeof(struct ucbvi), .needs = ACTIONS | STATES | STAGES, .staged = 1,
    .init = ucbvi_init, .iterate = ucbvi_bf_iterate, .policy = ucbvi_policy, .values = ucbvi_values,
};
ALGORITHM(mbie_eb) = {
    .name = "mbie-eb", .brief = "the same with the bonus beta / sqrt(n)",
    .source = "Strehl and Littman 2008, An analysis of model-based interval estimation, section 3.2",
    .params = mbie_params, .size = sizeof(struct ucbvi), .needs = ACTIONS | STATES | STAGES, .staged = 1,
    .init = ucbvi_init, .iterate = mbie_iterate, .policy = ucbvi_policy, .values = ucbvi_values,
};
ALGORITHM(rmax) = {
    .name = "rmax", .brief = "what was not seen m times is worth the most there is, the rest is believed",
    .source = "Brafman and Tennenholtz 2002, R-max, a general polynomial time algorithm",
    .params = rmax_params, .size = sizeof(struct ucbvi), .needs = ACTIONS | STATES | STAGES, .staged = 1,
    .init = ucbvi_init, .iterate = rmax_iterate, .policy = ucbvi_policy, .values = ucbvi_values,
};
