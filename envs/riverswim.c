/* River swim: a small reward downstream, a large one upstream, against the current.
 *
 * n places in a row, episodes of H steps from the first one on.  Action 0 drifts one place down for sure.  Action 1 swims: one place up
 * with chance 0.35, none with 0.6, one down with 0.05; in the first place it gets on with chance 0.6, in the last one it holds out with
 * chance 0.6.  0.005 is paid for drifting in the first place, 1 for swimming in the last one: whoever does not explore on purpose
 * never sees it. */
#include "tabular.h"

struct riverswim { long n, H; struct tabular t; };

static const param riverswim_params[] = {
    INT(struct riverswim, n, 6, 2, 1000, "places"),
    INT(struct riverswim, H, 20, 1, 1000000, "steps of an episode"),
    END
};
enum { DRIFT, SWIM };

static int riverswim_init(struct env *e)
{
    struct riverswim *s = e->self;
    int n = (int)s->n, last = n - 1;
    if (tabular_open(&s->t, e, n, 2, 3, 0))
        return -1;
    tabular_start(&s->t, 0, 1);
    for (int i = 0; i < n; i++) {
        double up = i == 0 ? 0.6 : i == last ? 0 : 0.35, down = i == 0 ? 0 : i == last ? 0.4 : 0.05, paid = i == last;
        tabular_add(&s->t, 0, i, DRIFT, 1, i ? i - 1 : 0, i ? 0 : 0.005);
        tabular_add(&s->t, 0, i, SWIM, down, i ? i - 1 : 0, paid);
        tabular_add(&s->t, 0, i, SWIM, i == 0 ? 0.4 : 0.6, i, paid);
        tabular_add(&s->t, 0, i, SWIM, up, i < last ? i + 1 : i, paid);
    }
    e->max_reward = 1;
    return tabular_close(&s->t, e, (int)s->H);
}

static void riverswim_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct riverswim *)e->self)->t, e, who); }
static void riverswim_step(struct env *e) { tabular_step(&((struct riverswim *)e->self)->t, e); }

ENVIRONMENT(riverswim) = {
    .name = "riverswim", .brief = "little pay downstream, much upstream against the current; episodes of H steps",
    .source = "Strehl and Littman 2008, with the constants of Osband's TabulaRL",
    .params = riverswim_params, .size = sizeof(struct riverswim), .has = ACTIONS | STATES | STAGES | MODEL | PLACE | UNIT_REWARDS,
    .init = riverswim_init, .reset = riverswim_reset, .step = riverswim_step, .place = tabular_place,
};
