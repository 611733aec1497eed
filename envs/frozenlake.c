/* Frozen lake: walk from S to G over ice and not into a hole; on slippery ice a step may go to either side of where it was meant to.
 *
 * The map's rows hold S (start), F (frozen), H (hole) and G (goal): 4x4, 8x8, rows between slashes, or @FILE, a text file or a CSV of
 * letters.  States count along the rows; actions are 0 left, 1 down, 2 right, 3 up; a step against the wall stays.  With chance
 * success_rate it goes where it was meant to, else to one of the two sides, each as likely.  Reaching G pays 1; H and G end. */
#include "tabular.h"
#include <string.h>

struct frozenlake { const char *map; int slippery; double success_rate, gamma; long limit; struct tabular t; };

static const param frozenlake_params[] = {
    TEXT(struct frozenlake, map, "4x4", "4x4, 8x8, or rows such as SFF/HFG, or @FILE with such rows"),
    CHOICE(struct frozenlake, slippery, "yes|no", "may a step go astray?"),
    REAL(struct frozenlake, success_rate, 1.0 / 3, 0, 1, "chance that it does not, with slippery=yes"),
    REAL(struct frozenlake, gamma, 0.99, 0, 1, "discount"),
    INT(struct frozenlake, limit, 0, 0, 1000000000, "most steps of an episode; 0: 100 on up to 16 cells, else 200"),
    END
};
enum { LEFT, DOWN, RIGHT, UP };

/* the map without slashes, and its size; -1 after fail() */
static int frozenlake_read(const char *map, char *cells, int most, int *rows, int *cols)
{
    const char *text = !strcmp(map, "4x4") ? "SFFF/FHFH/FFFH/HFFG"
                     : !strcmp(map, "8x8") ? "SFFFFFFF/FFFFFFFF/FFFHFFFF/FFFFFHFF/FFFHFFFF/FHHFFFHF/FHFFHFHF/FFFHFFFG" : map;
    size_t wide = strcspn(text, "/");
    int n = 0;
    *rows = 0, *cols = (int)wide;
    for (const char *at = text; ; at += wide + 1) {
        if (!wide || strcspn(at, "/") != wide || strspn(at, "SFHG") != wide)
            return fail("frozenlake: map=%.80s: row %d, '%.40s': rows are equally many letters S, F, H or G; try map=8x8", map, *rows + 1, at);
        if (n + (int)wide > most)
            return fail("frozenlake: a map of more than %d cells: its exact model would be too large", most);
        memcpy(cells + n, at, wide), n += (int)wide, ++*rows;
        if (!at[wide])
            break;
    }
    if (!memchr(cells, 'S', (size_t)n) || !memchr(cells, 'G', (size_t)n))
        return fail("frozenlake: map=%.80s: there must be a start S and a goal G", map);
    return 0;
}

static int frozenlake_init(struct env *e)
{
    enum { MOST = 4096 };
    static const int down[] = { 0, 1, 0, -1 }, right[] = { -1, 0, 1, 0 };
    struct frozenlake *s = e->self;
    char cells[MOST];
    int rows, cols, starts = 0;
    if (frozenlake_read(s->map, cells, MOST, &rows, &cols) || tabular_open(&s->t, e, rows * cols, 4, s->slippery ? 1 : 3, 0))
        return -1;
    double straight = s->slippery ? 1 : s->success_rate, aside = (1 - straight) / 2;
    for (int i = 0; i < rows * cols; i++)
        starts += cells[i] == 'S';
    for (int i = 0; i < rows * cols; i++) {
        if (cells[i] == 'S')
            tabular_start(&s->t, i, 1.0 / starts);
        if (cells[i] == 'H' || cells[i] == 'G') {
            tabular_end(&s->t, i);
            continue;
        }
        for (int a = 0; a < 4; a++)
            for (int turn = -1; turn <= 1; turn++) {
                int to = (a + turn + 4) % 4, row = i / cols + down[to], col = i % cols + right[to];
                int next = row < 0 || row >= rows || col < 0 || col >= cols ? i : row * cols + col;
                tabular_add(&s->t, 0, i, a, turn ? aside : straight, next, cells[next] == 'G');
            }
    }
    e->gamma = s->gamma, e->max_reward = 1, e->max_len = s->limit ? s->limit : rows * cols <= 16 ? 100 : 200;
    return tabular_close(&s->t, e, 0);
}

static void frozenlake_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct frozenlake *)e->self)->t, e, who); }
static void frozenlake_step(struct env *e) { tabular_step(&((struct frozenlake *)e->self)->t, e); }

ENVIRONMENT(frozenlake) = {
    .name = "frozenlake", .brief = "a grid of ice with holes, on which steps go astray; 1 for the goal",
    .source = "Gymnasium, toy_text/frozen_lake.py (FrozenLake-v1)",
    .params = frozenlake_params, .size = sizeof(struct frozenlake), .has = ACTIONS | STATES | EPISODES | MODEL | PLACE | UNIT_REWARDS,
    .init = frozenlake_init, .reset = frozenlake_reset, .step = frozenlake_step, .place = tabular_place,
};
