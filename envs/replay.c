/* Rewards of a logged table: one column for each arm, one row for each round, numbers in [0, 1].
 *
 * order=sample draws a row with replacement every turn, keyed by the turn: the same row whatever the algorithm and the arm,
 * so the columns keep their dependence.  order=logged plays the rows as they stand, the same ones in every replicate.  The
 * truth is the table: an arm's mean is that of its column. */
#include "arms.h"

struct replay { grid file; int order; struct arms a; double *u; };
enum { SAMPLE, LOGGED };

static const param replay_params[] = {
    GRID(struct replay, file, "CSV of rewards in [0, 1]: one column for each arm, one row for each round"),
    CHOICE(struct replay, order, "sample|logged", "rows drawn with replacement, or one after the other"),
    END
};

/* every column's mean, its sum taken with Kahan's remainder; -1 after fail() at a number outside [0, 1] */
static int replay_means(struct replay *s, int L)
{
    for (int k = 0; k < s->a.K; k++) {
        double sum = 0, rest = 0;
        for (long i = 0; i < s->file.rows; i++) {
            double x = s->file.v[i * s->a.K + k], y = x - rest, t = sum + y;
            if (!(x >= 0 && x <= 1))
                return fail("replay: %s: row %ld, column %d: %g: rewards must lie in [0, 1]; try to divide them by their range",
                            s->file.path, i + 1, k + 1, x);
            rest = (t - sum) - y, sum = t;
        }
        each(l)
            s->a.mean[k * L + l] = sum / (double)s->file.rows;
    }
    return 0;
}

static int replay_init(struct env *e)
{
    struct replay *s = e->self;
    e->max_reward = 1;
    if (!s->file.rows)
        return fail("replay: no rewards given: needs a CSV with one column for each arm; try file=rewards.csv");
    if (s->file.rows > INT32_MAX)
        return fail("replay: %s: %ld rows: at most %d", s->file.path, s->file.rows, INT32_MAX);
    if (s->order == LOGGED && e->horizon > s->file.rows)
        return fail("replay: order=logged: %ld steps asked for, %s has %ld rows; try -T %ld, or order=sample", e->horizon,
                    s->file.path, s->file.rows, s->file.rows);
    if (arms_open(&s->a, e, s->file.cols) || replay_means(s, e->width))
        return -1;
    s->u = rows_f64(e->mem, 1, e->width);
    arms_truth(&s->a, e);
    return 0;
}

static void replay_step(struct env *e)
{
    struct replay *s = e->self;
    int L = e->width;
    draw_u01(e->rng, s->u);
    each(l) {
        long row = s->order == LOGGED ? e->t : (long)(s->u[l] * (double)s->file.rows);
        size_t arm = (size_t)e->io.action[l];
        e->io.reward[l] = s->file.v[(size_t)row * (size_t)s->a.K + arm];
        e->io.gap[l] = e->best[l] - e->mean[arm * (size_t)L + (size_t)l];
    }
}

ENVIRONMENT(replay) = {
    .name = "replay", .brief = "rewards read from a CSV of logged rounds, one column for each arm",
    .source = "Vermorel and Mohri 2005, Multi-armed bandit algorithms and empirical evaluation, section 4",
    .params = replay_params, .size = sizeof(struct replay), .has = ARMS | UNIT_REWARDS | TRUTH,
    .init = replay_init, .step = replay_step,
};
