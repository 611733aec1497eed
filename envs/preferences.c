/* A preference game: of two answers a and b, a is preferred with chance P(a, b), P(b, a) = 1 - P(a, b), P(a, a) = 1/2.
 *
 * Two players choose at the same time; player 0 is paid 1 when its answer is preferred, else 0, player 1 the rest.  The matrix is
 *     rps             rock, scissors, paper: P = [1/2 1 0; 0 1/2 1; 1 0 1/2], a cycle without a best answer
 *     random          chances above the diagonal uniform on (0, 1), drawn afresh for every replicate
 *     bradley-terry   P(a, b) = 1 / (1 + exp(r_b - r_a)) with strengths r standard normal: a ranking (Bradley and Terry 1952)
 * or that of a CSV with a column for each answer.  The same players' choices are paid with the same noise, keyed by the turn. */
#include "lockstep.h"
#include "rng.h"

struct preferences { grid file; int kind; long n; double *P, *u; };
enum { RPS, RANDOM, BRADLEY_TERRY };

static const param preferences_params[] = {
    CHOICE(struct preferences, kind, "rps|random|bradley-terry", "which matrix, where no file is given"),
    INT(struct preferences, n, 20, 2, 10000, "answers of kind=random and kind=bradley-terry"),
    GRID(struct preferences, file, "CSV of the matrix: one column for each answer, P(row, column)"),
    END
};

static int preferences_read(struct preferences *s, int n, int L)
{
    const grid *g = &s->file;
    if (g->rows != n)
        return fail("preferences: %s: %ld rows and %d columns: the matrix must be square", g->path, g->rows, n);
    for (int a = 0; a < n; a++)
        for (int b = 0; b < n; b++) {
            double p = g->v[a * n + b], sum = p + g->v[b * n + a];
            if (!(p >= 0 && p <= 1 && sum > 1 - 1e-9 && sum < 1 + 1e-9))
                return fail("preferences: %s: row %d, column %d: %g: chances lie in [0, 1], and that of (b, a) is one minus that of (a, b)",
                            g->path, a + 1, b + 1, p);
            each(l)
                s->P[(a * n + b) * L + l] = p;
        }
    return 0;
}

static double preferences_chance(const struct preferences *s, const struct env *e, int a, int b, int lane)
{
    static const double rps[3][3] = { { 0.5, 1, 0 }, { 0, 0.5, 1 }, { 1, 0, 0.5 } };
    if (s->kind == RPS)
        return rps[a][b];
    if (a == b)
        return 0.5;
    if (a > b)
        return 1 - preferences_chance(s, e, b, a, lane);
    if (s->kind == RANDOM)
        return u01_once(e->rng, lane, (uint64_t)a, (uint64_t)b, INSTANCE);
    return 1 / (1 + exp_of(normal_once(e->rng, lane, (uint64_t)b, 0, INSTANCE) - normal_once(e->rng, lane, (uint64_t)a, 0, INSTANCE)));
}

static int preferences_init(struct env *e)
{
    struct preferences *s = e->self;
    int L = e->width, given = s->file.rows > 0, n = given ? s->file.cols : s->kind == RPS ? 3 : (int)s->n;
    if (n < 2)
        return fail("preferences: %d answer(s): a game needs at least 2", n);
    e->n_actions = n, e->players = 2, e->max_reward = 1;
    s->P = rows_f64(e->mem, (size_t)n * (size_t)n, L);
    s->u = rows_f64(e->mem, 1, L);
    e->payoff = s->P;
    if (given)
        return preferences_read(s, n, L);
    for (int a = 0; a < n; a++)
        for (int b = 0; b < n; b++)
            each(l)
                s->P[(a * n + b) * L + l] = preferences_chance(s, e, a, b, l);
    return 0;
}

static void preferences_step(struct env *e)
{
    struct preferences *s = e->self;
    const int32_t *action = e->io.action;
    int L = e->width;
    draw_u01(e->rng, s->u);
    each(l) {
        size_t at = (size_t)(action[l] * e->n_actions + action[L + l]) * (size_t)L + (size_t)l;
        e->io.reward[l] = s->u[l] < s->P[at] ? 1 : 0;
        e->io.reward[L + l] = 1 - e->io.reward[l];
    }
}

ENVIRONMENT(preferences) = {
    .name = "preferences", .brief = "two players and a matrix of preferences: rock-paper-scissors, random, a ranking, or a CSV",
    .source = "Munos et al. 2024, Nash learning from human feedback; Bradley and Terry 1952",
    .params = preferences_params, .size = sizeof(struct preferences), .has = ACTIONS | GAME | UNIT_REWARDS,
    .init = preferences_init, .step = preferences_step,
};
