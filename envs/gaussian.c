/* Gaussian bandit: arm k pays mean[k] + scale[k] z, z standard normal.
 *
 * The means are a list, or one best arm and others a gap below, or drawn afresh for every replicate; the scale (standard
 * deviation) is one for all arms or a list.  The n-th pull of an arm turns the two uniforms of its stack into one normal
 * (Box and Muller 1958). */
#include "arms.h"

struct gaussian { list means, scale; long arms; double top, gap, lo, hi; int draw; struct arms a; };

static const param gaussian_params[] = {
    LIST(struct gaussian, means, "", -1e9, 1e9, "mean reward of each arm, as 0.5/0.45 or @file.csv:column"),
    LIST(struct gaussian, scale, "1", 0, 1e9, "standard deviation of the rewards: one number, or one for each arm"),
    INT(struct gaussian, arms, 10, 2, 100000, "number of arms, when no means are given"),
    REAL(struct gaussian, top, 0.5, -1e9, 1e9, "mean of the best arm, when no means are given"),
    REAL(struct gaussian, gap, 0.1, 0, 1e9, "how far the other arms lie below it"),
    CHOICE(struct gaussian, draw, "no|yes", "draw every replicate's means anew, uniform on [lo, hi]"),
    REAL(struct gaussian, lo, 0, -1e9, 1e9, "lower end, with draw=yes"),
    REAL(struct gaussian, hi, 1, -1e9, 1e9, "upper end, with draw=yes"),
    END
};

static int gaussian_init(struct env *e)
{
    struct gaussian *s = e->self;
    if (arms_from(&s->a, e, &s->means, s->arms, s->top, s->gap, -INFINITY))
        return -1;
    if (s->scale.n != 1 && s->scale.n != s->a.K)
        return fail("gaussian: %ld scales for %d arms: give one for all arms, as scale=1, or one for each", s->scale.n, s->a.K);
    return s->draw ? arms_draw(&s->a, e, &s->means, s->lo, s->hi) : 0;
}

static void gaussian_step(struct env *e)
{
    struct gaussian *s = e->self;
    int L = e->width;
    arms_pull(&s->a, e);
    strip(r) {
        vd z, spare, scale = s->scale.n > 1 ? gather(s->scale.v, ldi_u(e->io.action + r)) : splat(s->scale.v[0]);
        box_muller(ld(s->a.u + r), ld(s->a.v + r), &z, &spare);
        st(e->io.reward + r, ld(s->a.value + r) + scale * z);
    }
}

ENVIRONMENT(gaussian) = {
    .name = "gaussian", .brief = "arms that pay their mean plus normal noise",
    .source = "Lattimore and Szepesvari 2020, Bandit algorithms, chapter 7",
    .params = gaussian_params, .size = sizeof(struct gaussian), .has = ARMS | TRUTH,
    .init = gaussian_init, .step = gaussian_step,
};
