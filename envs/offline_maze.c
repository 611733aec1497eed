/* A U-shaped maze and a log in which one walk of a hundred knew the way.
 *
 *     #########
 *     #S......#     S: start; G: goal, 10 on entering it, and the end
 *     #.......#     all else pays nothing; moves are up, right, down, left, and a wall is a step on the spot
 *     #######.#     gamma = 0.9: the way takes 16 moves and is worth 10 * 0.9^15 = 2.0589
 *     #.......#
 *     #G......#
 *     #########
 * A data set is `expert` walks of a best policy, uniform among the best actions, and `random` walks of the uniform policy, each cut after
 * `steps` moves: whoever averages over what was done sees the goal's worth vanish on the way back to the start. */
#include "dataset.h"
#include "mdp.h"

struct offline_maze { long expert, random, steps; double gamma; struct tabular t; struct dataset d; };

static const param offline_maze_params[] = {
    INT(struct offline_maze, expert, 1, 0, 10000, "walks of a best policy"),
    INT(struct offline_maze, random, 99, 0, 10000, "walks of the uniform policy"),
    INT(struct offline_maze, steps, 100, 1, 100000, "moves after which a walk is cut"),
    REAL(struct offline_maze, gamma, 0.9, 0, 0.999999, "discount"),
    END
};
enum { ROWS = 7, COLS = 9 };
static const char maze[ROWS][COLS + 1] = { "#########", "#S......#", "#.......#", "#######.#", "#.......#", "#G......#", "#########" };

/* the actions whose values are within 1e-9 of the best share the chance, pi[s*4 + a] */
static void best_actions(struct env *e, double *pi)
{
    enum { L = 8 };
    const struct mdp *m = e->model;
    double *v = scratch(e->mem, (size_t)m->S * L), *work = scratch(e->mem, mdp_work(m, L)), *q = scratch(e->mem, (size_t)m->S * 4 * L);
    mdp_value_iteration(m, L, 1e-13, 100000, v, work);
    mdp_backup(m, L, m->gamma, v, q);
    for (int s = 0; s < m->S; s++) {
        double best = q[s * 4 * L], ties = 0;
        for (int a = 1; a < 4; a++)
            best = q[(s * 4 + a) * L] > best ? q[(s * 4 + a) * L] : best;
        for (int a = 0; a < 4; a++)
            ties += pi[s * 4 + a] = q[(s * 4 + a) * L] > best - 1e-9;
        for (int a = 0; a < 4; a++)
            pi[s * 4 + a] /= ties;
    }
}

static int offline_maze_init(struct env *e)
{
    static const int down[] = { -1, 0, 1, 0 }, right[] = { 0, 1, 0, -1 };
    struct offline_maze *s = e->self;
    int state[ROWS][COLS], S = 0, goal = 0;
    if (s->expert + s->random < 1)
        return fail("offline-maze: expert=0 and random=0: no data; at least one walk");
    for (int i = 0; i < ROWS * COLS; i++)
        state[i / COLS][i % COLS] = maze[i / COLS][i % COLS] == '#' ? -1 : S++;
    e->gamma = s->gamma, e->max_len = s->steps;
    if (tabular_open(&s->t, e, S, 4, 1, 0))
        return -1;
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < COLS; j++)
            if (maze[i][j] == 'G')
                goal = state[i][j], tabular_end(&s->t, goal);
    for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < COLS; j++)
            for (int a = 0; a < 4 && maze[i][j] != '#' && maze[i][j] != 'G'; a++) {
                int to = state[i + down[a]][j + right[a]], next = to < 0 ? state[i][j] : to;
                tabular_add(&s->t, 0, state[i][j], a, 1, next, next == goal ? 10 : 0);
            }
    tabular_start(&s->t, state[1][1], 1);
    if (tabular_close(&s->t, e, 0))
        return -1;
    double *expert = scratch(e->mem, (size_t)S * 4), *uniform = scratch(e->mem, (size_t)S * 4);
    best_actions(e, expert);
    for (int i = 0; i < S * 4; i++)
        uniform[i] = 0.25;
    dataset_open(&s->d, e, (s->expert + s->random) * s->steps);
    dataset_walk(&s->d, e, &s->t, expert, s->expert, s->steps);
    dataset_walk(&s->d, e, &s->t, uniform, s->random, s->steps);
    return 0;
}

static void offline_maze_step(struct env *e) { tabular_step(&((struct offline_maze *)e->self)->t, e); }
static void offline_maze_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct offline_maze *)e->self)->t, e, who); }

ENVIRONMENT(offline_maze) = {
    .name = "offline-maze", .brief = "a U-shaped maze with a log of one good walk and many random ones",
    .source = "after Kostrikov, Nair and Levine 2022, Offline reinforcement learning with implicit Q-learning, figure 2",
    .params = offline_maze_params, .size = sizeof(struct offline_maze), .has = STATES | ACTIONS | EPISODES | MODEL | PLACE | DATA,
    .init = offline_maze_init, .reset = offline_maze_reset, .step = offline_maze_step, .place = tabular_place,
};
