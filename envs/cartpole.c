/* CartPole: keep a pole upright on a cart by pushing the cart left (action 0) or right (1).
 *
 * State (x, x', th, th'): place and speed of the cart, angle and angular speed of the pole.  With force F = -10 or 10, gravity
 * g = 9.8, cart 1, pole m = 0.1 of half length l = 0.5, M = 1.1:
 *     temp = (F + m l th'^2 sin th) / M
 *     th'' = (g sin th - cos th temp) / (l (4/3 - m cos^2 th / M)),    x'' = temp - m l th'' cos th / M
 * Euler's explicit rule with steps of 0.02 s: x and th move with the old speeds.  Every step pays 1, the last one included; the
 * episode ends when |x| > 2.4 or |th| > 12 degrees.  All four numbers start uniform on (-0.05, 0.05).  Physics, order of
 * operations and constants are Gymnasium's CartPole-v1 (time limit 500; v0: 200), but for the last digit: its sine is libm's, and
 * what it divides by M is here multiplied by 1/M. */
#include "starts.h"

struct cartpole { long limit; };

static const param cartpole_params[] = {
    INT(struct cartpole, limit, 500, 1, 1000000, "steps after which an episode is cut off"),
    END
};

static int cartpole_init(struct env *e)
{
    static const double range[] = { -4.8, 4.8, -INFINITY, INFINITY, -0.418879020478639, 0.418879020478639, -INFINITY, INFINITY };
    struct cartpole *s = e->self;
    e->n_actions = 2, e->max_len = s->limit;
    observe(e, 4, range);
    return 0;
}

static void cartpole_reset(struct env *e, const int32_t *who)
{
    static const double lo[] = { -0.05, -0.05, -0.05, -0.05 }, hi[] = { 0.05, 0.05, 0.05, 0.05 };
    start_uniform(e, who, 4, lo, hi, e->obs);
}

static void cartpole_step(struct env *e)
{
    static const double g = 9.8, m = 0.1, l = 0.5, M = 1.1, tau = 0.02, edge = 2.4, tilt = 12 * 2 * 3.14159265358979323846 / 360;
    const double *now = e->obs;
    double *next = e->obs_next;
    int L = e->width;
    strip(r) {
        vd x = ld(now + r), v = ld(now + L + r), th = ld(now + 2 * L + r), w = ld(now + 3 * L + r);
        vd force = splat(20) * ldi(e->io.action + r) - splat(10);
        /* an angle that has not ended an episode is far below pi/4: no range reduction */
        vd z = th * th, sine = sin_kernel(th, z), cosine = cos_kernel(z);
        vd temp = (force + splat(m * l) * (w * w) * sine) * splat(1 / M);
        vd spin = (splat(g) * sine - cosine * temp) / (splat(l) * (splat(4.0 / 3) - splat(m / M) * (cosine * cosine)));
        vd push = temp - splat(m * l / M) * spin * cosine;
        x = x + splat(tau) * v, v = v + splat(tau) * push, th = th + splat(tau) * w, w = w + splat(tau) * spin;
        st(next + r, x), st(next + L + r, v), st(next + 2 * L + r, th), st(next + 3 * L + r, w);
        vm over = either(gt(vabs(x), splat(edge)), gt(vabs(th), splat(tilt)));
        sti(e->io.end + r, vsel(over, splat(TERMINAL), splat(RUNNING)));
        st(e->io.reward + r, splat(1));
    }
}

ENVIRONMENT(cartpole) = {
    .name = "cartpole", .brief = "balance a pole on a cart: two actions, 1 a step until it falls",
    .source = "Barto, Sutton and Anderson 1983; Gymnasium's CartPole-v1",
    .params = cartpole_params, .size = sizeof(struct cartpole), .has = ACTIONS | OBSERVATIONS | EPISODES,
    .init = cartpole_init, .reset = cartpole_reset, .step = cartpole_step,
};
