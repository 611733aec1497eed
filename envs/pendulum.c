/* Pendulum: swing up a pendulum with a motor too weak to lift it, and hold it there.
 *
 * Angle th (0: upright), speed w, torque u clipped to [-2, 2], steps of 0.05 s, g = 10, m = l = 1:
 *     reward = -(wrap(th)^2 + 0.1 w^2 + 0.001 u^2),  then  w <- clip(w + (15 sin th + 3 u) 0.05, 8),  th <- th + 0.05 w (the new one)
 * What is observed is (cos th, sin th, w).  th starts uniform on (-pi, pi), w on (-1, 1); nothing ends but by the time limit.
 * Physics and constants are Gymnasium's Pendulum-v1. */
#include "starts.h"

struct pendulum { long limit; double *x; };      /* x [2*W]: th, w */

static const param pendulum_params[] = {
    INT(struct pendulum, limit, 200, 1, 1000000, "steps after which an episode is cut off"),
    END
};

#define PI 3.14159265358979323846

static int pendulum_init(struct env *e)
{
    static const double range[] = { -1, 1, -1, 1, -8, 8 }, torque[] = { -2, 2 };
    struct pendulum *s = e->self;
    e->act_dim = 1, e->act_range = torque, e->max_len = s->limit;
    observe(e, 3, range);
    s->x = rows_f64(e->mem, 2, e->width);
    return 0;
}

FN void look(const struct pendulum *s, int L, int r, double *obs)
{
    vd sine, cosine;
    vsincos(ld(s->x + r), &sine, &cosine);
    st(obs + r, cosine), st(obs + L + r, sine), st(obs + 2 * L + r, ld(s->x + L + r));
}

static void pendulum_reset(struct env *e, const int32_t *who)
{
    static const double lo[] = { -PI, -1 }, hi[] = { PI, 1 };
    struct pendulum *s = e->self;
    int L = e->width;
    start_uniform(e, who, 2, lo, hi, s->x);
    strip(r)
        look(s, L, r, e->obs);
}

static void pendulum_step(struct env *e)
{
    struct pendulum *s = e->self;
    int L = e->width;
    strip(r) {
        vd th = ld(s->x + r), w = ld(s->x + L + r), u = vmax(splat(-2), vmin(splat(2), ld(e->io.u + r)));
        vd turned = th + splat(PI), wrapped = turned - vfloor(turned * splat(1 / (2 * PI))) * splat(2 * PI) - splat(PI);
        st(e->io.reward + r, splat(0) - (wrapped * wrapped + splat(0.1) * (w * w) + splat(0.001) * (u * u)));
        w = w + (splat(15) * ld(e->obs + L + r) + splat(3) * u) * splat(0.05);
        w = vmax(splat(-8), vmin(splat(8), w));
        st(s->x + r, th + w * splat(0.05)), st(s->x + L + r, w);
        look(s, L, r, e->obs_next);
        sti(e->io.end + r, splat(RUNNING));
    }
}

ENVIRONMENT(pendulum) = {
    .name = "pendulum", .brief = "swing up a pendulum with a weak motor; the torque is a number",
    .source = "Gymnasium's Pendulum-v1",
    .params = pendulum_params, .size = sizeof(struct pendulum), .has = CONTROLS | OBSERVATIONS | EPISODES,
    .init = pendulum_init, .reset = pendulum_reset, .step = pendulum_step,
};
