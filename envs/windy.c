/* Windy gridworld: against the wind to the goal.
 *
 * 7 rows of 10 cells, start and goal in the middle row, columns 0 and 7.  The wind of the column that is left blows every step upwards,
 * by 0 0 0 1 1 1 2 2 1 0 cells.  Actions are 0 up, 1 right, 2 down, 3 left; the walls stop the step and the wind.  Every step costs 1:
 * the best way takes 15. */
#include "tabular.h"

struct windy { double gamma; long limit; struct tabular t; };

static const param windy_params[] = {
    REAL(struct windy, gamma, 1, 0, 1, "discount"),
    INT(struct windy, limit, 0, 0, 1000000000, "most steps of an episode; 0: no limit"),
    END
};
enum { ROWS = 7, COLS = 10, START = 30, GOAL = 37 };

static int inside(int x, int size) { return x < 0 ? 0 : x >= size ? size - 1 : x; }

static int windy_init(struct env *e)
{
    static const int down[] = { -1, 0, 1, 0 }, right[] = { 0, 1, 0, -1 }, wind[COLS] = { 0, 0, 0, 1, 1, 1, 2, 2, 1, 0 };
    struct windy *s = e->self;
    if (tabular_open(&s->t, e, ROWS * COLS, 4, 1, 0))
        return -1;
    tabular_start(&s->t, START, 1), tabular_end(&s->t, GOAL);
    for (int i = 0; i < ROWS * COLS; i++)
        for (int a = 0; a < 4 && i != GOAL; a++) {
            int row = inside(i / COLS + down[a] - wind[i % COLS], ROWS), col = inside(i % COLS + right[a], COLS);
            tabular_add(&s->t, 0, i, a, 1, row * COLS + col, -1);
        }
    e->gamma = s->gamma, e->max_reward = 0, e->max_len = s->limit;
    return tabular_close(&s->t, e, 0);
}

static void windy_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct windy *)e->self)->t, e, who); }
static void windy_step(struct env *e) { tabular_step(&((struct windy *)e->self)->t, e); }

ENVIRONMENT(windy) = {
    .name = "windy", .brief = "a grid with an upward wind, -1 for every step to the goal",
    .source = "Sutton and Barto 2018, Reinforcement learning: an introduction, example 6.5",
    .params = windy_params, .size = sizeof(struct windy), .has = ACTIONS | STATES | EPISODES | MODEL | PLACE,
    .init = windy_init, .reset = windy_reset, .step = windy_step, .place = tabular_place,
};
