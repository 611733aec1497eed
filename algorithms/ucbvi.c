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

struct ucbvi {
    double c, beta, top; long m; int model, tie;
    struct planner p;
    double log_term;
    double *base;                  /* [pairs*L] scratch: of r + bonus what does not depend on values, the same for all stages */
    double *square;                /* [S*L] scratch: squares of the values after a stage                                      */
};

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
    s->base = scratch(u->mem, (size_t)planner_pairs(&s->p) * (size_t)u->L), s->square = scratch(u->mem, (size_t)(s->p.S * u->L));
    return 0;
}

/* mean reward and bonus, infinite without a visit */
FN void ucbvi_bonuses(struct ucbvi *s, enum bonus kind)
{
    struct planner *p = &s->p;
    int L = p->L, pairs = planner_pairs(p);
    double scale = kind == CHERNOFF ? s->c * p->H * sqrt_of(s->log_term) : kind == COUNTS ? s->beta : s->c * 7 * p->H * s->log_term / 3;
    planner_invert(p);
    for (int i = 0; i < pairs; i++)
        strip(r) {
            vd inverse = ld(p->inverse + i * L + r), base = ld(p->sum + i * L + r) * inverse;
            vm unknown = lt(ld(p->n + i * L + r), splat(kind == UNKNOWN ? (double)s->m : 1));
            if (kind != UNKNOWN)
                base = base + splat(scale) * (kind == BERNSTEIN ? inverse : vsqrt(inverse));
            st(s->base + i * L + r, vsel(unknown, splat(INFINITY), base));
        }
}

/* one pair at one stage, n next states */
FN void ucbvi_pair(struct ucbvi *s, enum bonus kind, int h, int state, int a, int n)
{
    const struct planner p = s->p;
    int L = p.L, i = planner_pair(&p, h, state, a);
    struct next value = planner_next(&p, i, n, planner_after(&p, h)), square = planner_next(&p, i, n, s->square);
    const double *base = s->base + i * L, *inverses = p.inverse + i * L;
    double c = s->c, twice = 2 * s->log_term, cap = planner_cap(&p, h);
    strip(r) {
        vd inverse = ld(inverses + r), next = planner_sum(&value, r) * inverse, q = ld(base + r) + next;
        if (kind == BERNSTEIN) {
            vd var = vmax(splat(0), planner_sum(&square, r) * inverse - next * next);
            q = q + splat(c) * vsqrt(splat(twice) * var * inverse);
        }
        planner_set(&p, h, state, a, r, vmin(q, splat(cap)));
    }
}

FN void ucbvi_plan(struct ucbvi *s, enum bonus kind)
{
    struct planner *p = &s->p;
    int S = p->S, A = p->A, L = p->L;
    ucbvi_bonuses(s, kind);
    planner_begin(p);
    for (int h = p->H - 1; h >= 0; h--) {
        for (int i = 0; i < S * L && kind == BERNSTEIN; i += LANES)
            st(s->square + i, ld(planner_after(p, h) + i) * ld(planner_after(p, h) + i));
        for (int j = 0; j < S; j++)
            for (int a = 0; a < A; a++) {
                /* few next states are worth loops of their own */
                int n = p->many[planner_pair(p, h, j, a)];
                if (n == 1)
                    ucbvi_pair(s, kind, h, j, a, 1);
                else if (n == 2)
                    ucbvi_pair(s, kind, h, j, a, 2);
                else if (n == 3)
                    ucbvi_pair(s, kind, h, j, a, 3);
                else
                    ucbvi_pair(s, kind, h, j, a, n);
            }
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
