/* Acrobot: two links, a motor in the elbow alone; swing the tip above the bar.
 *
 * Angles t1 (0: hanging down), t2 (relative to the first link), speeds w1, w2; torque a - 1 of -1, 0, 1 on the second joint; masses
 * and lengths 1, centres of mass in the middle, moments of inertia 1, g = 9.8:
 *     d1 = 1/4 + (1 + 1/4 + cos t2) + 2,    d2 = 1/4 + cos(t2)/2 + 1,    p2 = g cos(t1 + t2 - pi/2)/2
 *     p1 = -w2^2 sin(t2)/2 - w2 w1 sin t2 + (3/2) g cos(t1 - pi/2) + p2
 *     w2' = (torque + (d2/d1) p1 - w1^2 sin(t2)/2 - p2) / (5/4 - d2^2/d1),    w1' = -(d2 w2' + p1) / d1
 * (the "book" equations).  One step is one of Runge and Kutta's fourth order over 0.2 s; angles are wrapped to [-pi, pi], speeds
 * clipped at 4 pi and 9 pi.  Each step pays -1, the last one, -cos t1 - cos(t1 + t2) > 1, pays 0.  What is observed is (cos t1,
 * sin t1, cos t2, sin t2, w1, w2); all four start uniform on (-0.1, 0.1).  Gymnasium's Acrobot-v1; time limit 500. */
#include "starts.h"

struct acrobot { long limit; double *x; };       /* x [4*W]: t1, t2, w1, w2 */

static const param acrobot_params[] = {
    INT(struct acrobot, limit, 500, 1, 1000000, "steps after which an episode is cut off"),
    END
};

#define PI 3.14159265358979323846

static int acrobot_init(struct env *e)
{
    static const double range[] = { -1, 1, -1, 1, -1, 1, -1, 1, -4 * PI, 4 * PI, -9 * PI, 9 * PI };
    struct acrobot *s = e->self;
    e->n_actions = 3, e->max_len = s->limit;
    observe(e, 6, range);
    s->x = rows_f64(e->mem, 4, e->width);
    return 0;
}

/* what is seen of lanes r .., and 1 where the tip is high enough */
FN vm look(const struct acrobot *s, int L, int r, double *obs)
{
    vd s1, c1, s2, c2;
    vsincos(ld(s->x + r), &s1, &c1), vsincos(ld(s->x + L + r), &s2, &c2);
    st(obs + r, c1), st(obs + L + r, s1), st(obs + 2 * L + r, c2), st(obs + 3 * L + r, s2);
    st(obs + 4 * L + r, ld(s->x + 2 * L + r)), st(obs + 5 * L + r, ld(s->x + 3 * L + r));
    vd high = c1 * c2 - s1 * s2;                 /* cos(t1 + t2) */
    return gt(splat(0) - c1 - high, splat(1));
}

static void acrobot_reset(struct env *e, const int32_t *who)
{
    static const double lo[] = { -0.1, -0.1, -0.1, -0.1 }, hi[] = { 0.1, 0.1, 0.1, 0.1 };
    struct acrobot *s = e->self;
    int L = e->width;
    start_uniform(e, who, 4, lo, hi, s->x);
    strip(r)
        look(s, L, r, e->obs);
}

struct motion { vd t1, t2, w1, w2; };
FN struct motion derivative(struct motion x, vd torque)
{
    static const double g = 9.8;
    vd s1, c1, s2, c2, s12, c12;
    vsincos(x.t1, &s1, &c1), vsincos(x.t2, &s2, &c2), vsincos(x.t1 + x.t2, &s12, &c12);
    vd d1 = splat(0.25) + (splat(1.25) + c2) + splat(2), d2 = splat(0.25) + splat(0.5) * c2 + splat(1);
    /* cos(t - pi/2) is sin t */
    vd p2 = splat(0.5 * g) * s12;
    vd p1 = splat(-0.5) * (x.w2 * x.w2) * s2 - x.w2 * x.w1 * s2 + splat(1.5 * g) * s1 + p2;
    vd a2 = (torque + d2 / d1 * p1 - splat(0.5) * (x.w1 * x.w1) * s2 - p2) / (splat(1.25) - d2 * d2 / d1);
    return (struct motion){ x.w1, x.w2, (splat(0) - (d2 * a2 + p1)) / d1, a2 };
}
FN struct motion ahead(struct motion x, double dt, struct motion k)
{
    vd h = splat(dt);
    return (struct motion){ x.t1 + h * k.t1, x.t2 + h * k.t2, x.w1 + h * k.w1, x.w2 + h * k.w2 };
}
/* within a step an angle turns less than twice */
FN vd wrap(vd x)
{
    for (int i = 0; i < 2; i++)
        x = x - vsel(gt(x, splat(PI)), splat(2 * PI), splat(0)) + vsel(lt(x, splat(-PI)), splat(2 * PI), splat(0));
    return x;
}

static void acrobot_step(struct env *e)
{
    static const double dt = 0.2;
    struct acrobot *s = e->self;
    int L = e->width;
    strip(r) {
        struct motion x = { ld(s->x + r), ld(s->x + L + r), ld(s->x + 2 * L + r), ld(s->x + 3 * L + r) };
        vd torque = ldi(e->io.action + r) - splat(1), two = splat(2);
        struct motion k1 = derivative(x, torque), k2 = derivative(ahead(x, dt / 2, k1), torque);
        struct motion k3 = derivative(ahead(x, dt / 2, k2), torque), k4 = derivative(ahead(x, dt, k3), torque);
        struct motion k = { k1.t1 + two * k2.t1 + two * k3.t1 + k4.t1, k1.t2 + two * k2.t2 + two * k3.t2 + k4.t2,
                            k1.w1 + two * k2.w1 + two * k3.w1 + k4.w1, k1.w2 + two * k2.w2 + two * k3.w2 + k4.w2 };
        x = ahead(x, dt / 6, k);
        st(s->x + r, wrap(x.t1)), st(s->x + L + r, wrap(x.t2));
        st(s->x + 2 * L + r, vmax(splat(-4 * PI), vmin(splat(4 * PI), x.w1)));
        st(s->x + 3 * L + r, vmax(splat(-9 * PI), vmin(splat(9 * PI), x.w2)));
        vm high = look(s, L, r, e->obs_next);
        sti(e->io.end + r, vsel(high, splat(TERMINAL), splat(RUNNING)));
        st(e->io.reward + r, vsel(high, splat(0), splat(-1)));
    }
}

ENVIRONMENT(acrobot) = {
    .name = "acrobot", .brief = "swing up two links by the elbow: three torques, -1 a step until the tip is high",
    .source = "Sutton 1996, Generalization in reinforcement learning; Gymnasium's Acrobot-v1",
    .params = acrobot_params, .size = sizeof(struct acrobot), .has = ACTIONS | OBSERVATIONS | EPISODES,
    .init = acrobot_init, .reset = acrobot_reset, .step = acrobot_step,
};
