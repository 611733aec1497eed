/* Beta bandit: arm k pays a Beta(c m, c (1 - m)) variable, m = mean[k], c the concentration: variance m (1 - m) / (c + 1).
 *
 * A beta variable is X / (X + Y), X and Y gamma variables of shapes c m and c (1 - m), each found by rejection (Marsaglia and
 * Tsang 2000): with shape a >= 1, d = a - 1/3 and z normal, d v, v = (1 + z / sqrt(9 d))^3, is accepted when
 * ln u < z^2/2 + d (1 - v + ln v).  A shape below 1 is raised by 1 and the result multiplied by u^(1/a).  Logarithms of X and
 * Y are kept, so that tiny shapes do not underflow.  Attempt i of the n-th pull of an arm has its own numbers. */
#include "arms.h"

struct beta { list means; long arms; double top, gap, concentration; struct arms a; };

static const param beta_params[] = {
    LIST(struct beta, means, "", 0, 1, "mean reward of each arm, as 0.9/0.8 or @file.csv:column"),
    INT(struct beta, arms, 10, 2, 100000, "number of arms, when no means are given"),
    REAL(struct beta, top, 0.5, 0, 1, "mean of the best arm, when no means are given"),
    REAL(struct beta, gap, 0.1, 0, 1, "how far the other arms lie below it"),
    REAL(struct beta, concentration, 2, 1e-6, 1e9, "the larger, the less noise; 2 makes an arm of mean 1/2 uniform"),
    END
};

static int beta_init(struct env *e)
{
    struct beta *s = e->self;
    e->max_reward = 1;
    return arms_from(&s->a, e, &s->means, s->arms, s->top, s->gap, 0);
}

/* the numbers of an attempt: lanes r on, the n-th pulls of their arms; `part` tells apart the pairs of one attempt */
enum { PROPOSAL, ACCEPTANCE, BOOST, PARTS };
FN void beta_draw(const struct env *e, int r, vu nth, int attempt, int part, vd *a, vd *b)
{
    u01_at(e->rng, r, nth, usplat((uint64_t)(attempt * PARTS + part)), ldi_u(e->io.action + r) + usplat(KEYED), a, b);
}

/* one attempt at ln X in the lanes that are still open; returns those that stay so */
FN vm beta_attempt(vd shape, vd z, vd u, vm open, vd *ln_x)
{
    vd d = shape - splat(1.0 / 3), v = splat(1) + z / vsqrt(splat(9) * d);
    v = v * v * v;
    vd ln_v = vlog(vmax(splat(0), v));
    vm accept = both(open, lt(vlog(u), splat(0.5) * z * z + d * (splat(1) - v + ln_v)));
    *ln_x = vsel(accept, vlog(d) + ln_v, *ln_x);
    return both(open, not(accept));
}

static void beta_step(struct env *e)
{
    struct beta *s = e->self;
    int L = e->width;
    vd one = splat(1), c = splat(s->concentration);
    arms_pull(&s->a, e);
    strip(r) {
        vu n = small_from_double(ld(s->a.nth + r));
        vd m = ld(s->a.value + r), a = c * m, b = c * (one - m), x = splat(0), y = splat(0), u, v, z, w;
        vm small_a = lt(a, one), small_b = lt(b, one), open_x = eq(one, one), open_y = open_x;
        /* nineteen attempts in twenty succeed; a lane keeps its first success, however long the others take */
        for (int attempt = 0; attempt < 100 && any(either(open_x, open_y)); attempt++) {
            beta_draw(e, r, n, attempt, PROPOSAL, &u, &v);
            box_muller(u, v, &z, &w);
            beta_draw(e, r, n, attempt, ACCEPTANCE, &u, &v);
            open_x = beta_attempt(vsel(small_a, a + one, a), z, u, open_x, &x);
            open_y = beta_attempt(vsel(small_b, b + one, b), w, v, open_y, &y);
        }
        beta_draw(e, r, n, 0, BOOST, &u, &v);
        x = vsel(small_a, x + vlog(u) / a, x), y = vsel(small_b, y + vlog(v) / b, y);
        st(e->io.reward + r, one / (one + vexp(y - x)));
    }
}

ENVIRONMENT(beta) = {
    .name = "beta", .brief = "arms that pay a beta variable: rewards in [0, 1], as noisy as wanted",
    .source = "Marsaglia and Tsang 2000, A simple method for generating gamma variables (the sampler)",
    .params = beta_params, .size = sizeof(struct beta), .has = ARMS | UNIT_REWARDS | TRUTH,
    .init = beta_init, .step = beta_step,
};
