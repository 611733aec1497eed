/* Cliff walking: along the edge to the goal.
 *
 * 4 rows of 12 cells, start and goal in the lower corners, between them the cliff: who steps into it pays 100 and is back at the start,
 * which is no end.  Every other step costs 1.  Actions are 0 up, 1 right, 2 down, 3 left; a step against the wall stays.  On slippery
 * ground a step goes where it was meant to or to either side, each with chance 1/3. */
#include "tabular.h"

struct cliff { int slippery; double gamma; long limit; struct tabular t; };

static const param cliff_params[] = {
    CHOICE(struct cliff, slippery, "no|yes", "may a step go to either side?"),
    REAL(struct cliff, gamma, 1, 0, 1, "discount"),
    INT(struct cliff, limit, 0, 0, 1000000000, "most steps of an episode; 0: no limit"),
    END
};
enum { ROWS = 4, COLS = 12, START = 36, GOAL = 47 };

static int cliff_init(struct env *e)
{
    static const int down[] = { -1, 0, 1, 0 }, right[] = { 0, 1, 0, -1 };
    struct cliff *s = e->self;
    if (tabular_open(&s->t, e, ROWS * COLS, 4, s->slippery ? 3 : 1, 0))
        return -1;
    tabular_start(&s->t, START, 1);
    for (int i = START + 1; i <= GOAL; i++)              /* the cliff's cells are nobody's state */
        tabular_end(&s->t, i);
    for (int i = 0; i <= START; i++)
        for (int a = 0; a < 4; a++)
            for (int turn = -s->slippery; turn <= s->slippery; turn++) {
                int to = (a + turn + 4) % 4, row = i / COLS + down[to], col = i % COLS + right[to];
                int next = row < 0 || row >= ROWS || col < 0 || col >= COLS ? i : row * COLS + col, fell = next > START && next < GOAL;
                tabular_add(&s->t, 0, i, a, s->slippery ? 1.0 / 3 : 1, fell ? START : next, fell ? -100 : -1);
            }
    e->gamma = s->gamma, e->max_reward = 99, e->max_len = s->limit;
    return tabular_close(&s->t, e, 0);
}

static void cliff_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct cliff *)e->self)->t, e, who); }
static void cliff_step(struct env *e) { tabular_step(&((struct cliff *)e->self)->t, e); }

ENVIRONMENT(cliff) = {
    .name = "cliff", .brief = "the shortest way runs along a cliff: -100 for a fall, -1 for every other step",
    .source = "Sutton and Barto 2018, Reinforcement learning: an introduction, example 6.6; Gymnasium's CliffWalking-v1",
    .params = cliff_params, .size = sizeof(struct cliff), .has = ACTIONS | STATES | EPISODES | MODEL | PLACE,
    .init = cliff_init, .reset = cliff_reset, .step = cliff_step, .place = tabular_place,
};
