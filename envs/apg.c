/* The MDP with five states and five actions on which accelerated policy gradients were first measured: exact in every respect.
 *
 * Discount 0.9, first states (0.3, 0.2, 0.1, 0.15, 0.25), no end.  Rewards R[s][a] and next-state chances P[s][a][.] are the table
 * below, rows divided by their sum.  The best policy plays (0, 3, 4, 3, 4) and is worth 9.408398506373345 from the first states; the
 * uniform one is worth 6.016400082158219. */
#include "tabular.h"

struct apg { struct tabular t; };

static const param apg_params[] = { END };

enum { STATES_5 = 5, ACTIONS_5 = 5 };
static const struct { double reward, chance[STATES_5]; } table[STATES_5][ACTIONS_5] = {
    { { 1.0, { .1, .5, .1, .2, .1 } }, { 0.8, { .6, .1, .1, .1, .1 } }, { 0.6, { .5, .1, .1, .2, .1 } }, { 0.7, { .4, .3, .1, .1, .1 } },
      { 0.4, { .2, .1, .1, .1, .5 } } },
    { { 0.5, { .1, .5, .2, .1, .1 } }, { 0.3, { .4, .1, .2, .2, .1 } }, { 0.1, { .1, .4, .3, .1, .1 } }, { 1.0, { .4, .1, .1, .1, .3 } },
      { 0.6, { .2, .2, .2, .2, .2 } } },
    { { 0.6, { .6, .1, .1, .1, .1 } }, { 0.9, { .2, .4, .1, .2, .1 } }, { 0.8, { .3, .3, .2, .1, .1 } }, { 0.7, { .1, .4, .3, .1, .1 } },
      { 1.0, { .2, .1, .1, .1, .5 } } },
    { { 0.1, { .6, .1, .1, .1, .1 } }, { 0.2, { .1, .5, .1, .2, .1 } }, { 0.6, { .2, .1, .1, .1, .5 } }, { 0.7, { .4, .3, .1, .1, .1 } },
      { 0.4, { .5, .1, .1, .2, .1 } } },
    { { 0.8, { .2, .2, .2, .2, .2 } }, { 0.4, { .4, .1, .2, .2, .1 } }, { 0.6, { .4, .1, .1, .3, .1 } }, { 0.2, { .1, .4, .2, .1, .2 } },
      { 0.9, { .2, .5, .1, .1, .1 } } },
};

static int apg_init(struct env *e)
{
    static const double first[STATES_5] = { .3, .2, .1, .15, .25 };
    struct apg *s = e->self;
    e->gamma = 0.9;
    if (tabular_open(&s->t, e, STATES_5, ACTIONS_5, STATES_5, 0))
        return -1;
    for (int i = 0; i < STATES_5; i++) {
        for (int a = 0; a < ACTIONS_5; a++) {
            double sum = 0;
            for (int j = 0; j < STATES_5; j++)
                sum += table[i][a].chance[j];
            for (int j = 0; j < STATES_5; j++)
                tabular_add(&s->t, 0, i, a, table[i][a].chance[j] / sum, j, table[i][a].reward);
        }
        tabular_start(&s->t, i, first[i]);
    }
    return tabular_close(&s->t, e, 0);
}
static void apg_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct apg *)e->self)->t, e, who); }
static void apg_step(struct env *e) { tabular_step(&((struct apg *)e->self)->t, e); }

ENVIRONMENT(apg) = {
    .name = "apg", .brief = "five states, five actions, discount 0.9: a test bed of exact policy gradients",
    .source = "Chen, Ma, Chen and Hsieh 2024, Accelerated policy gradient, and its authors' program",
    .params = apg_params, .size = sizeof(struct apg), .has = ACTIONS | STATES | UNIT_REWARDS | MODEL | PLACE,
    .init = apg_init, .reset = apg_reset, .step = apg_step, .place = tabular_place,
};
