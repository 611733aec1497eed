/* Garnets: random decision processes, a new one for each replicate.
 *
 * From each pair of state and action there are `branches` different next states, whose chances are the gaps between sorted uniform
 * numbers; mean rewards are uniform on [0, 1], one for each pair or for each state.  The first state is uniform; nothing ever ends. */
#include "tabular.h"

struct garnet { long states, actions, branches; int reward; double gamma; struct tabular t; };

static const param garnet_params[] = {
    INT(struct garnet, states, 20, 2, 4096, "number of states"),
    INT(struct garnet, actions, 4, 1, 1000, "number of actions"),
    INT(struct garnet, branches, 3, 1, 64, "next states of each pair of state and action"),
    CHOICE(struct garnet, reward, "pair|state", "one reward for each pair of state and action, or for each state"),
    REAL(struct garnet, gamma, 0.95, 0, 0.999999, "discount"),
    END
};

/* lane l's instance: uniform numbers of its replicate, one after the other */
static void garnet_draw(struct garnet *g, struct env *e, int l)
{
    int S = (int)g->states, A = (int)g->actions, b = (int)g->branches;
    uint64_t draw = 0;
    for (int s = 0; s < S; s++) {
        double of_state = u01_once(e->rng, l, draw++, 0, INSTANCE);
        for (int a = 0; a < A; a++) {
            double of_pair = u01_once(e->rng, l, draw++, 0, INSTANCE), cut[65];
            int next[64];
            /* b of the S states: the k-th is drawn from those that are left, which are counted past the ones already taken */
            for (int k = 0; k < b; k++) {
                int x = (int)(u01_once(e->rng, l, draw++, 0, INSTANCE) * (S - k)), at = 0;
                while (at < k && next[at] <= x)
                    at++, x++;
                for (int j = k; j > at; j--)
                    next[j] = next[j-1];
                next[at] = x;
            }
            /* b-1 cuts of [0, 1], sorted as they come */
            cut[0] = 0, cut[b] = 1;
            for (int k = 1; k < b; k++) {
                double x = u01_once(e->rng, l, draw++, 0, INSTANCE);
                int at = k;
                for (; at > 1 && cut[at-1] > x; at--)
                    cut[at] = cut[at-1];
                cut[at] = x;
            }
            for (int k = 0; k < b; k++)
                tabular_add(&g->t, l, s, a, cut[k+1] - cut[k], next[k], g->reward ? of_state : of_pair);
        }
    }
}

static int garnet_init(struct env *e)
{
    struct garnet *g = e->self;
    if (g->branches > g->states)
        return fail("garnet: branches=%ld: there are only %ld states; try branches=%ld", g->branches, g->states, g->states);
    if (tabular_open(&g->t, e, (int)g->states, (int)g->actions, (int)g->branches, 1))
        return -1;
    for (int l = 0; l < e->width; l++)
        garnet_draw(g, e, l);
    for (int s = 0; s < g->states; s++)
        tabular_start(&g->t, s, 1.0 / (double)g->states);
    e->gamma = g->gamma, e->max_reward = 1;
    return tabular_close(&g->t, e, 0);
}

static void garnet_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct garnet *)e->self)->t, e, who); }
static void garnet_step(struct env *e) { tabular_step(&((struct garnet *)e->self)->t, e); }

ENVIRONMENT(garnet) = {
    .name = "garnet", .brief = "a random decision process for each replicate, without end",
    .source = "Archibald, McKinnon and Thomas 1995, On the generation of Markov decision processes",
    .params = garnet_params, .size = sizeof(struct garnet), .has = ACTIONS | STATES | MODEL | PLACE | UNIT_REWARDS,
    .init = garnet_init, .reset = garnet_reset, .step = garnet_step, .place = tabular_place,
};
