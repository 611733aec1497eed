/* The 10-armed testbed: every replicate draws its own true values q*(k) ~ N(center, 1); arm k pays N(q*(k), 1).
 *
 * With drift > 0 every q* takes an independent normal step of that standard deviation after each turn (exercise 2.5: all
 * start equal, drift 0.01).  The same replicate walks the same path under every algorithm. */
#include "arms.h"

struct testbed { long arms; double center, drift; int start; struct arms a; };

static const param testbed_params[] = {
    INT(struct testbed, arms, 10, 2, 100000, "number of arms"),
    REAL(struct testbed, center, 0, -1e9, 1e9, "mean of the true values; 4 in the experiment on gradient bandits"),
    REAL(struct testbed, drift, 0, 0, 1e6, "standard deviation of the true values' step after each turn; 0: they stay"),
    CHOICE(struct testbed, start, "drawn|equal", "true values at the start: drawn around center, or all equal to it"),
    END
};
enum { DRAWN, EQUAL };

static int testbed_init(struct env *e)
{
    struct testbed *s = e->self;
    int L = e->width;
    if (arms_open(&s->a, e, (int)s->arms))
        return -1;
    for (int k = 0; k < s->a.K; k++)
        each(l)
            s->a.mean[k * L + l] = s->center + (s->start == EQUAL ? 0 : normal_once(e->rng, l, (uint64_t)k, 0, INSTANCE));
    arms_truth(&s->a, e);
    return 0;
}

static void testbed_step(struct env *e)
{
    struct testbed *s = e->self;
    int L = e->width;
    arms_pull(&s->a, e);
    strip(r) {
        vd z, spare;
        box_muller(ld(s->a.u + r), ld(s->a.v + r), &z, &spare);
        st(e->io.reward + r, ld(s->a.value + r) + z);
    }
    if (s->drift > 0)
        arms_walk(&s->a, e, s->drift, -INFINITY, INFINITY);
}

ENVIRONMENT(testbed) = {
    .name = "testbed", .brief = "Gaussian arms with true values drawn for each replicate; they may drift",
    .source = "Sutton and Barto 2018, Reinforcement learning: an introduction, section 2.3 and exercise 2.5",
    .params = testbed_params, .size = sizeof(struct testbed), .has = ARMS | TRUTH,
    .init = testbed_init, .step = testbed_step,
};
