/* The chain: a small reward at once, or a large one after n steps on.
 *
 * n states in a row, start in the first one, no end.  Action 0 goes on to the next state and pays nothing, but 10 in the last one, where
 * it stays; action 1 goes back to the first state and pays 2.  With chance `slip` the other action happens.  Going on is the best there
 * is, and looks bad for a long time: with n=5 it earns 3.6768 a step, equal chances 1.31. */
#include "tabular.h"

struct chain { long n; double slip, gamma; struct tabular t; };

static const param chain_params[] = {
    INT(struct chain, n, 5, 2, 1000, "states"),
    REAL(struct chain, slip, 0.2, 0, 1, "chance that the other action happens"),
    REAL(struct chain, gamma, 0.99, 0, 0.999999, "discount"),
    END
};

static int chain_init(struct env *e)
{
    struct chain *s = e->self;
    int n = (int)s->n;
    if (tabular_open(&s->t, e, n, 2, 2, 0))
        return -1;
    tabular_start(&s->t, 0, 1);
    for (int i = 0; i < n; i++)
        for (int a = 0; a < 2; a++) {
            double on = a ? s->slip : 1 - s->slip;
            tabular_add(&s->t, 0, i, a, on, i < n - 1 ? i + 1 : i, i < n - 1 ? 0 : 10);
            tabular_add(&s->t, 0, i, a, 1 - on, 0, 2);
        }
    e->gamma = s->gamma, e->max_reward = 10;
    return tabular_close(&s->t, e, 0);
}

static void chain_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct chain *)e->self)->t, e, who); }
static void chain_step(struct env *e) { tabular_step(&((struct chain *)e->self)->t, e); }

ENVIRONMENT(chain) = {
    .name = "chain", .brief = "little pay at once, much at the end of a row of states; steps go astray",
    .source = "Strens 2000, A Bayesian framework for reinforcement learning, section 5; Dearden, Friedman and Russell 1998",
    .params = chain_params, .size = sizeof(struct chain), .has = ACTIONS | STATES | MODEL | PLACE,
    .init = chain_init, .reset = chain_reset, .step = chain_step, .place = tabular_place,
};
