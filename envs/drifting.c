/* Bernoulli bandit whose means move slowly, always within [0, 1].
 *
 *     sine        mean_k(t) = 1/2 + a sin(2 pi (t / P + k / K))      the same in every replicate; with 2 arms, a = 0.3 and
 *                                                                    P = 0.4 T the paper's example of variation V = 3
 *     brownian    uniform at the start; then each mean takes a normal step of standard deviation `volatility` after each
 *                 turn, reflected at 0 and 1; every replicate has its own path, the same one under every algorithm */
#include "arms.h"

struct drifting { long arms; int kind; double amplitude, period, volatility; struct arms a; double *now; };
enum { SINE, BROWNIAN };

static const param drifting_params[] = {
    CHOICE(struct drifting, kind, "sine|brownian", "how the means move"),
    INT(struct drifting, arms, 2, 2, 10000, "number of arms"),
    REAL(struct drifting, amplitude, 0.3, 0, 0.5, "sine: how far the means swing around 1/2"),
    REAL(struct drifting, period, 0, 0, 1e15, "sine: turns of one swing; 0: 0.4 times the run's steps"),
    REAL(struct drifting, volatility, 0.01, 0, 0.1, "brownian: standard deviation of a step"),
    END
};

/* the means of turn t */
static void drifting_sine(struct drifting *s, struct env *e, double t)
{
    for (int k = 0; k < s->a.K; k++) {
        vd turn = splat(t / s->period + (double)k / s->a.K), sine, cosine;
        vsincos_turn(turn - vfloor(turn), &sine, &cosine);
        s->now[k] = 0.5 + s->amplitude * first(sine);
    }
    arms_set(&s->a, e, s->now);
}

static int drifting_init(struct env *e)
{
    struct drifting *s = e->self;
    int L = e->width;
    e->max_reward = 1;
    if (s->period <= 0)
        s->period = 0.4 * (double)e->horizon;
    if (arms_open(&s->a, e, (int)s->arms))
        return -1;
    s->now = rows_f64(e->mem, (size_t)s->a.K, 1);
    if (s->kind == SINE) {
        drifting_sine(s, e, 1);
        return 0;
    }
    for (int k = 0; k < s->a.K; k++)
        each(l)
            s->a.mean[k * L + l] = u01_once(e->rng, l, (uint64_t)k, 0, INSTANCE);
    arms_truth(&s->a, e);
    return 0;
}

static void drifting_step(struct env *e)
{
    struct drifting *s = e->self;
    arms_flip(&s->a, e);
    if (s->kind == SINE)
        drifting_sine(s, e, (double)e->t + 2);
    else
        arms_walk(&s->a, e, s->volatility, 0, 1);
}

ENVIRONMENT(drifting) = {
    .name = "drifting", .brief = "Bernoulli arms whose means follow a sine or a reflected random walk",
    .source = "Besbes, Gur and Zeevi 2014, Stochastic multi-armed-bandit problem with non-stationary rewards, section 5; "
              "Slivkins and Upfal 2008, Adapting to a changing environment: the Brownian restless bandits",
    .params = drifting_params, .size = sizeof(struct drifting), .has = ARMS | UNIT_REWARDS | TRUTH,
    .init = drifting_init, .step = drifting_step,
};
