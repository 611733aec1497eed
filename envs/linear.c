/* Linear bandit: an arm is a vector x in R^d, and pays theta'x + sd z, z standard normal; theta is not known.
 *
 * With arms=fresh every turn brings K new vectors, uniform on the unit sphere, or (from=cube) with coordinates uniform on
 * [-1, 1] / sqrt(d), which cost a third: a contextual bandit.  With arms=fixed they are drawn once for each replicate, and with
 * features=x11/x12/../xKd they are those given.  theta is given too, or uniform on the unit sphere.
 * A turn's vectors belong to the turn: all algorithms see the same ones.
 *
 * "The end of optimism" (Lattimore and Szepesvari 2017) is features=1/0/0/1/0.99/0.08 theta=1/0: the arm that no optimist plays,
 * (0, 1), would tell at once which of the other two is better. */
#include "arms.h"
#include "la.h"

struct linear {
    int arms, from; list features, theta; long d, K; double sd;
    struct arms a;
    double side;               /* of the cube   */
    double *truth;             /* [d*W] theta   */
};
enum { FRESH, FIXED };
enum { SPHERE, CUBE };

static const param linear_params[] = {
    CHOICE(struct linear, arms, "fresh|fixed", "new vectors every turn, or the same ones throughout"),
    CHOICE(struct linear, from, "sphere|cube", "where they are drawn: the unit sphere, or the cube [-1, 1]^d / sqrt(d)"),
    INT(struct linear, d, 5, 1, MOST_DIMS, "dimension, when no theta is given"),
    INT(struct linear, K, 20, 2, 10000, "number of arms, when no features are given"),
    LIST(struct linear, features, "", -1e6, 1e6, "the arms' vectors, one after the other, d numbers each"),
    LIST(struct linear, theta, "", -1e6, 1e6, "the unknown vector; none: drawn for every replicate, uniform on the unit sphere"),
    REAL(struct linear, sd, 0.5, 0, 1e6, "standard deviation of the rewards"),
    END
};

/* four numbers of an arm's vector, before scaling: what normals or uniforms are keyed by is arm and turn */
FN void linear_four(struct env *e, int r, uint64_t turn, int arm, int i, int from, vd z[4])
{
    vu draw = usplat(turn), which = usplat((uint64_t)i), purpose = usplat(KEYED + (uint64_t)arm);
    if (from == CUBE)
        uniforms_at(e->rng, r, draw, which, purpose, z);
    else
        normals_at(e->rng, r, draw, which, purpose, z);
}

/* every arm's vector anew */
FN void linear_draw_from(struct env *e, uint64_t turn, int from)
{
    struct linear *s = e->self;
    int L = e->width, d = (int)s->d;
    vd side = splat(s->side), center = splat(-0.5 * s->side);
    for (int k = 0; k < s->a.K; k++)
        strip(r) {
            double *x = e->features + (size_t)(k * d) * (size_t)L + r;
            vd square = splat(0);
            for (int i = 0; i < d; i += 4) {
                vd z[4];
                linear_four(e, r, turn, s->a.K + k, i, from, z);
                for (int j = 0; j < 4 && i + j < d; j++) {
                    square = square + z[j] * z[j];
                    if (from == CUBE)
                        z[j] = z[j] * side + center;
                    st(x + (i + j) * L, z[j]);
                }
            }
            if (from == CUBE)
                continue;
            vd scale = splat(1) / vsqrt(square);
            for (int i = 0; i < d; i++)
                st(x + i * L, ld(x + i * L) * scale);
        }
}

static void linear_draw(struct env *e, uint64_t turn)
{
    if (((struct linear *)e->self)->from == CUBE)
        linear_draw_from(e, turn, CUBE);
    else
        linear_draw_from(e, turn, SPHERE);
}

/* means and the best one of the arms as they are now */
static void linear_truth(struct env *e)
{
    struct linear *s = e->self;
    int L = e->width, d = (int)s->d;
    strip(r)
        for (int k = 0; k < s->a.K; k++)
            st(s->a.mean + k * L + r, dot(e->features + (size_t)(k * d) * (size_t)L, s->truth, d, L, r));
    arms_truth(&s->a, e);
}

static int linear_init(struct env *e)
{
    struct linear *s = e->self;
    int L = e->width, d = (int)(s->d = s->theta.n ? s->theta.n : s->d);
    if (d > MOST_DIMS)
        return fail("linear: theta has %d numbers: at most %d", d, MOST_DIMS);
    if (s->features.n % d)
        return fail("linear: %ld numbers in features for vectors of d=%d: give d numbers for each arm", s->features.n, d);
    s->K = s->features.n ? s->features.n / d : s->K;
    if (s->features.n)
        s->arms = FIXED;
    if (arms_open(&s->a, e, (int)s->K))
        return -1;
    e->n_features = d;
    s->side = 2 / sqrt_of(d);
    e->features = rows_f64(e->mem, (size_t)(s->a.K * d), L);
    s->truth = rows_f64(e->mem, (size_t)d, L);
    linear_draw(e, 0);
    for (int i = 0; i < s->features.n; i++)
        each(l)
            e->features[i * L + l] = s->features.v[i];
    each(l) {
        double square = 0;
        for (int i = 0; i < d; i++) {
            double x = s->theta.n ? s->theta.v[i] : normal_once(e->rng, l, (uint64_t)i, 0, INSTANCE);
            s->truth[i * L + l] = x, square += x * x;
        }
        for (int i = 0; !s->theta.n && i < d; i++)
            s->truth[i * L + l] /= sqrt_of(square);
    }
    linear_truth(e);
    return 0;
}

static void linear_step(struct env *e)
{
    struct linear *s = e->self;
    int L = e->width;
    arms_pull(&s->a, e);
    strip(r) {
        vd z, spare;
        box_muller(ld(s->a.u + r), ld(s->a.v + r), &z, &spare);
        st(e->io.reward + r, ld(s->a.value + r) + splat(s->sd) * z);
    }
    if (s->arms == FRESH) {
        linear_draw(e, (uint64_t)e->t + 1);
        linear_truth(e);
    }
}

ENVIRONMENT(linear) = {
    .name = "linear", .brief = "arms are vectors, fresh every turn or fixed, and pay a linear function of them plus normal noise",
    .source = "Abbasi-Yadkori, Pal and Szepesvari 2011, Improved algorithms for linear stochastic bandits; "
              "Lattimore and Szepesvari 2017, The end of optimism?",
    .params = linear_params, .size = sizeof(struct linear), .has = ARMS | TRUTH | FEATURES,
    .init = linear_init, .step = linear_step,
};
