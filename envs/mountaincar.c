/* Mountain car: an engine too weak for the hill must swing back and forth.
 *
 * Place x in [-1.2, 0.6], speed v in [-0.07, 0.07]; with a push p the next step is
 *     v <- clip(v + p - 0.0025 cos 3x),    x <- clip(x + v),    at the left wall a negative v becomes 0
 *     mountaincar              actions 0, 1, 2: p = 0.001 (action - 1); -1 a step until x >= 0.5; time limit 200
 *     mountaincar-continuous   a number u: p = 0.0015 clip(u, -1, 1); -0.1 u^2 a step, 100 when x >= 0.45; time limit 999
 * x starts uniform on (-0.6, -0.4), at rest.  Physics and constants are Gymnasium's MountainCar-v0 and MountainCarContinuous-v0. */
#include "starts.h"

struct mountaincar { long limit; };

static const param mountaincar_params[] = {
    INT(struct mountaincar, limit, 200, 1, 1000000, "steps after which an episode is cut off"),
    END
};
static const param mountaincar_continuous_params[] = {
    INT(struct mountaincar, limit, 999, 1, 1000000, "steps after which an episode is cut off"),
    END
};

static int mountaincar_init(struct env *e)
{
    static const double range[] = { -1.2, 0.6, -0.07, 0.07 };
    struct mountaincar *s = e->self;
    e->n_actions = 3, e->max_len = s->limit;
    observe(e, 2, range);
    return 0;
}
static int mountaincar_continuous_init(struct env *e)
{
    static const double range[] = { -1, 1 };
    int status = mountaincar_init(e);
    e->n_actions = 1, e->act_dim = 1, e->act_range = range;
    return status;
}

static void mountaincar_reset(struct env *e, const int32_t *who)
{
    static const double lo[] = { -0.6, 0 }, hi[] = { -0.4, 0 };
    start_uniform(e, who, 2, lo, hi, e->obs);
}

/* lanes r .. of the next state, given the push; 1 where the car is at or beyond the goal */
FN vm roll(struct env *e, int r, vd push, double goal)
{
    int L = e->width;
    vd x = ld(e->obs + r), v = ld(e->obs + L + r), sine, cosine;
    vsincos(splat(3) * x, &sine, &cosine);
    v = vmax(splat(-0.07), vmin(splat(0.07), v + (push + cosine * splat(-0.0025))));
    x = vmax(splat(-1.2), vmin(splat(0.6), x + v));
    v = vsel(both(le(x, splat(-1.2)), lt(v, splat(0))), splat(0), v);
    st(e->obs_next + r, x), st(e->obs_next + L + r, v);
    vm there = both(ge(x, splat(goal)), ge(v, splat(0)));
    sti(e->io.end + r, vsel(there, splat(TERMINAL), splat(RUNNING)));
    return there;
}

static void mountaincar_step(struct env *e)
{
    int L = e->width;
    strip(r) {
        roll(e, r, (ldi(e->io.action + r) - splat(1)) * splat(0.001), 0.5);
        st(e->io.reward + r, splat(-1));
    }
}
static void mountaincar_continuous_step(struct env *e)
{
    int L = e->width;
    strip(r) {
        vd u = ld(e->io.u + r);
        vm there = roll(e, r, vmax(splat(-1), vmin(splat(1), u)) * splat(0.0015), 0.45);
        st(e->io.reward + r, vsel(there, splat(100), splat(0)) - splat(0.1) * (u * u));
    }
}

ENVIRONMENT(mountaincar) = {
    .name = "mountaincar", .brief = "swing an underpowered car up a hill: three actions, -1 a step until it is there",
    .source = "Moore 1990; Gymnasium's MountainCar-v0",
    .params = mountaincar_params, .size = sizeof(struct mountaincar), .has = ACTIONS | OBSERVATIONS | EPISODES,
    .init = mountaincar_init, .reset = mountaincar_reset, .step = mountaincar_step,
};
ENVIRONMENT(mountaincar_continuous) = {
    .name = "mountaincar-continuous", .brief = "swing an underpowered car up a hill with a force that is a number",
    .source = "Moore 1990; Gymnasium's MountainCarContinuous-v0",
    .params = mountaincar_continuous_params, .size = sizeof(struct mountaincar), .has = CONTROLS | OBSERVATIONS | EPISODES,
    .init = mountaincar_continuous_init, .reset = mountaincar_reset, .step = mountaincar_continuous_step,
};
