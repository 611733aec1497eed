/* A random walk between two ends: what is it worth to stand here?
 *
 * n states in a row, start in the middle, one action: a step to the left or to the right with the same chance.  The right end pays 1,
 * the left one `left`.  The value of the i-th state from the left is left + (1 - left) i/(n + 1).  (n=5 and, with left=-1, n=19 are the
 * walks of the book.) */
#include "tabular.h"

struct random_walk { long n; double left; struct tabular t; };

static const param random_walk_params[] = {
    INT(struct random_walk, n, 5, 1, 1001, "states between the ends, an odd number"),
    REAL(struct random_walk, left, 0, -1e6, 1e6, "reward at the left end"),
    END
};

static int random_walk_init(struct env *e)
{
    struct random_walk *s = e->self;
    int n = (int)s->n;
    if (n % 2 == 0)
        return fail("random-walk: n=%d has no middle to start from; try n=%d", n, n + 1);
    if (tabular_open(&s->t, e, n + 2, 1, 2, 0))
        return -1;
    tabular_start(&s->t, (n + 1) / 2, 1), tabular_end(&s->t, 0), tabular_end(&s->t, n + 1);
    for (int i = 1; i <= n; i++) {
        tabular_add(&s->t, 0, i, 0, 0.5, i - 1, i == 1 ? s->left : 0);
        tabular_add(&s->t, 0, i, 0, 0.5, i + 1, i == n);
    }
    e->max_reward = 1 - (s->left < 0 ? s->left : 0) + (s->left > 1 ? s->left - 1 : 0);
    return tabular_close(&s->t, e, 0);
}

static void random_walk_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct random_walk *)e->self)->t, e, who); }
static void random_walk_step(struct env *e) { tabular_step(&((struct random_walk *)e->self)->t, e); }

ENVIRONMENT(random_walk) = {
    .name = "random-walk", .brief = "left or right with the same chance, 1 at the right end: values to be predicted",
    .source = "Sutton and Barto 2018, Reinforcement learning: an introduction, examples 6.2 and 7.1",
    .params = random_walk_params, .size = sizeof(struct random_walk), .has = ACTIONS | STATES | EPISODES | MODEL | PLACE,
    .init = random_walk_init, .reset = random_walk_reset, .step = random_walk_step, .place = tabular_place,
};
