/* Deep sea: one way down among 2^N that pays, and every step towards it costs.
 *
 * N rows of N columns, start in the upper left corner.  Every step goes down a row, and a column to the left or to the right; which of
 * the two actions is right is drawn for each cell of each replicate (mapping=random).  Right costs 0.01/N; right in the last column, which
 * only who went right all the way reaches, pays 1.  Left is free: who follows the rewards learns to go left.  The best return is 0.99.
 * With stochastic=yes a step to the right fails with chance 1/N, and the last row adds a normal number to the reward in its first and
 * last column.
 *
 * States are the cells (states=cells, row after row) or the columns, for learners that have tables for each step (states=columns): the
 * row is the step of the episode.  An episode is bad when it left the diagonal by a step to the left.  Metrics: `bad`, the share of bad
 * episodes so far; `solved`, 1 once that was below 0.9; `solved_at`, the episode when it first was, until then all so far. */
#include "rng.h"
#include "lockstep.h"

struct deepsea {
    long N; int stochastic, mapping, states;
    double *right;                 /* [N*N*W] the action that goes right in this cell               */
    int32_t *column, *bad;         /* [W] where the lane is; has it gone wrong in this episode?     */
    double *episodes, *failed;     /* [W] ended so far, bad ones among them                         */
    double *u, *noise;             /* [W]                                                           */
    struct mdp model;
};

static const param deepsea_params[] = {
    INT(struct deepsea, N, 10, 2, 1000, "rows and columns, steps of an episode"),
    CHOICE(struct deepsea, stochastic, "no|yes", "do steps to the right fail with chance 1/N, and are the last rewards noisy?"),
    CHOICE(struct deepsea, mapping, "random|fixed", "the action that goes right: drawn for every cell, or always action 1"),
    CHOICE(struct deepsea, states, "cells|columns", "what a learner sees: the cell, or its column alone"),
    END
};
enum { CELLS, COLUMNS };
enum { BAD, SOLVED, SOLVED_AT };
static const struct metric deepsea_metrics[] = {
    { "bad", "share of the episodes so far that left the diagonal", 0 },
    { "solved", "1 once that share was below 0.9", 1 },
    { "solved_at", "the first episode after which it was; until then, all episodes so far", 0 },
    { 0 }
};

static int deepsea_init(struct env *e)
{
    struct deepsea *s = e->self;
    int N = (int)s->N, W = e->width;
    s->right = rows_f64(e->mem, (size_t)N * (size_t)N, W);
    for (int i = 0; i < N * N; i++)
        for (int w = 0; w < W; w++)
            s->right[(size_t)i * (size_t)W + (size_t)w] = s->mapping || u01_once(e->rng, w, (uint64_t)i, 0, INSTANCE) < 0.5 ? 1 : 0;
    s->column = rows_i32(e->mem, 1, W), s->bad = rows_i32(e->mem, 1, W);
    s->episodes = rows_f64(e->mem, 1, W), s->failed = rows_f64(e->mem, 1, W);
    s->u = rows_f64(e->mem, 1, W), s->noise = rows_f64(e->mem, 1, W);
    e->n_actions = 2, e->n_states = s->states == CELLS ? N * N + 1 : N;      /* the last state of cells is the end */
    e->max_reward = s->stochastic ? INFINITY : 1 + 0.01 / N;
    s->model = (struct mdp){ .S = e->n_states, .A = 2, .H = N, .gamma = 1 };
    e->model = &s->model;
    return 0;
}

static void deepsea_reset(struct env *e, const int32_t *who)
{
    struct deepsea *s = e->self;
    for (int w = 0; w < e->width; w++)
        if (who[w])
            e->io.now[w] = s->column[w] = s->bad[w] = 0;
}

/* the episodes of all lanes have ended: are they good enough? */
static void deepsea_judge(struct env *e)
{
    struct deepsea *s = e->self;
    int L = e->width;
    double *metric = e->metric;
    strip(r) {
        vd n = ld(s->episodes + r) + splat(1), bad = ld(s->failed + r) + ldi(s->bad + r), zero = splat(0), one = splat(1);
        vm before = gt(ld(metric + SOLVED * L + r), zero), now = either(before, lt(bad, splat(0.9) * n));
        st(s->episodes + r, n), st(s->failed + r, bad);
        st(metric + BAD * L + r, bad / n);
        st(metric + SOLVED_AT * L + r, vsel(before, ld(metric + SOLVED_AT * L + r), n));
        st(metric + SOLVED * L + r, vsel(now, one, zero));
    }
}

static void deepsea_step(struct env *e)
{
    struct deepsea *s = e->self;
    struct wire io = e->io;
    int N = (int)s->N, W = e->width;
    const double cost = 0.01 / N, slips = s->stochastic ? 1.0 / N : 0;
    if (s->stochastic)
        draw_u01(e->rng, s->u), draw_normal(e->rng, s->noise);
    for (int w = 0; w < W; w++) {
        int row = io.stage[w], column = s->column[w], last = row == N - 1;
        int right = (double)io.action[w] == s->right[(size_t)(row * N + column) * (size_t)W + (size_t)w];
        int moves = right && !(s->u[w] < slips), far = column == N - 1;
        double reward = right ? (far ? 1 : 0) - cost : 0;
        reward += s->stochastic && last && (column == 0 || far) ? s->noise[w] : 0;
        s->bad[w] |= !right && row == column;
        column += right ? moves && !far : -(column > 0);
        s->column[w] = column;
        io.reward[w] = reward;
        io.next[w] = s->states == COLUMNS ? column : last ? N * N : (row + 1) * N + column;
        io.end[w] = last ? TERMINAL : RUNNING;
    }
    if (io.stage[0] == N - 1)
        deepsea_judge(e);
}

ENVIRONMENT(deepsea) = {
    .name = "deepsea", .brief = "one way in 2^N pays, and every step on it costs: only who explores deeply finds it",
    .source = "Osband, Van Roy, Russo and Wen 2019, Deep exploration via randomized value functions; bsuite, deep_sea",
    .params = deepsea_params, .size = sizeof(struct deepsea), .has = ACTIONS | STATES | STAGES,
    .init = deepsea_init, .reset = deepsea_reset, .step = deepsea_step, .metrics = deepsea_metrics,
};
