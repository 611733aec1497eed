/* Bounded linear-quadratic control: linear dynamics, and a reward in (0, 1] that decays like a Gaussian around the origin.
 *
 * State s and action u of two numbers each, s_0 ~ N(0, I), xi ~ N(0, I),
 *     s' = [0.9 0.1; 0 0.9] s + 0.3 u + 0.05 xi,    r = exp(-(|s|^2 + 0.1 |u|^2) / 2),    discount 0.9, episodes of 20 steps.
 * Under a policy u = K s + d noise, (s, u) is Gaussian with mean 0 at every step, and the mean reward is a Gaussian integral:
 * E r_h = det(I + Q C_h)^(-1/2), C_h the covariance of (s, u) and Q = diag(1, 1, 0.1, 0.1).  So the value of such a policy is
 * known exactly.  Its Fisher information is bounded away from 0, as theorems on policy gradients ask.
 * The value of K = 0 with d = 0.5 is 5.736, the best K is near [-2.39 -0.29; -0.01 -2.38] with 7.638. */
#include "starts.h"

struct lqb { long limit; };

static const param lqb_params[] = {
    INT(struct lqb, limit, 20, 1, 100000, "steps of an episode"),
    END
};

enum { N = 2 };
static const double A[N][N] = { { 0.9, 0.1 }, { 0, 0.9 } }, B = 0.3, NOISE = 0.05, EFFORT = 0.1;

static int lqb_init(struct env *e)
{
    static const double range[] = { -INFINITY, INFINITY, -INFINITY, INFINITY };
    struct lqb *s = e->self;
    e->act_dim = N, e->act_range = range, e->max_len = s->limit, e->gamma = 0.9;
    observe(e, N, range);
    return 0;
}

/* two normals of this step in every lane: of what begins, or of what goes on */
FN void normals(struct env *e, int r, uint64_t purpose, vd z[N])
{
    vd u, v;
    u01_at(e->rng, r, usplat((uint64_t)e->t), usplat(0), usplat(purpose), &u, &v);
    box_muller(u, v, &z[0], &z[1]);
}

static void lqb_reset(struct env *e, const int32_t *who)
{
    int L = e->width;
    strip(r) {
        vm mine = gt(ldi(who + r), splat(0));
        vd z[N];
        normals(e, r, STARTS, z);
        for (int i = 0; i < N; i++)
            st(e->obs + i * L + r, vsel(mine, z[i], ld(e->obs + i * L + r)));
    }
}

static void lqb_step(struct env *e)
{
    int L = e->width;
    strip(r) {
        vd z[N], s[N], u[N], cost = splat(0);
        normals(e, r, KEYED, z);
        for (int i = 0; i < N; i++) {
            s[i] = ld(e->obs + i * L + r), u[i] = ld(e->io.u + i * L + r);
            cost = cost + s[i] * s[i] + splat(EFFORT) * (u[i] * u[i]);
        }
        for (int i = 0; i < N; i++) {
            vd next = splat(B) * u[i] + splat(NOISE) * z[i];
            for (int j = 0; j < N; j++)
                next = next + splat(A[i][j]) * s[j];
            st(e->obs_next + i * L + r, next);
        }
        st(e->io.reward + r, vexp(splat(-0.5) * cost));
        sti(e->io.end + r, splat(RUNNING));
    }
}

/* det(I + C Q), Q = diag(1, 1, EFFORT, EFFORT), C the covariance of (s, u), which is positive: elimination needs no pivots */
FN vd determinant(vd C[N][N], vd K[N][N], vd d[N])
{
    vd M[2 * N][2 * N], KC[N][N], det = splat(1);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            KC[i][j] = splat(0);
            for (int k = 0; k < N; k++)
                KC[i][j] = KC[i][j] + K[i][k] * C[k][j];
        }
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            vd KCK = splat(0), one = splat(i == j);
            for (int k = 0; k < N; k++)
                KCK = KCK + KC[i][k] * K[j][k];
            M[i][j] = one + C[i][j], M[i][N + j] = splat(EFFORT) * KC[j][i];
            M[N + i][j] = KC[i][j], M[N + i][N + j] = one + splat(EFFORT) * (KCK + one * d[i] * d[i]);
        }
    for (int k = 0; k < 2 * N; k++) {
        det = det * M[k][k];
        for (int i = k + 1; i < 2 * N; i++) {
            vd f = M[i][k] / M[k][k];
            for (int j = k; j < 2 * N; j++)
                M[i][j] = M[i][j] - f * M[k][j];
        }
    }
    return det;
}

static void lqb_value(struct env *e, int L, const double *pi, double *v)
{
    struct lqb *s = e->self;
    strip(r) {
        vd K[N][N], d[N], F[N][N], C[N][N], sum = splat(0);
        double weight = 1;
        for (int i = 0; i < N; i++) {
            d[i] = ld(pi + (N * N + i) * L + r);
            for (int j = 0; j < N; j++) {
                K[i][j] = ld(pi + (i * N + j) * L + r);
                F[i][j] = splat(A[i][j]) + splat(B) * K[i][j], C[i][j] = splat(i == j);
            }
        }
        for (long h = 0; h < s->limit; h++, weight *= e->gamma) {
            vd FC[N][N];
            sum = sum + splat(weight) / vsqrt(determinant(C, K, d));
            /* C <- F C F' + B^2 D + NOISE^2 I */
            for (int i = 0; i < N; i++)
                for (int j = 0; j < N; j++) {
                    FC[i][j] = splat(0);
                    for (int k = 0; k < N; k++)
                        FC[i][j] = FC[i][j] + F[i][k] * C[k][j];
                }
            for (int i = 0; i < N; i++)
                for (int j = 0; j < N; j++) {
                    C[i][j] = splat(i == j) * (splat(B * B) * (d[i] * d[i]) + splat(NOISE * NOISE));
                    for (int k = 0; k < N; k++)
                        C[i][j] = C[i][j] + FC[i][k] * F[j][k];
                }
        }
        st(v + r, sum);
    }
}

ENVIRONMENT(lqb) = {
    .name = "lqb", .brief = "linear control with a bounded reward: the exact value of linear policies is known",
    .source = "a small problem that meets the assumptions of Fatkhullin, Barakat, Kireeva and He 2023",
    .params = lqb_params, .size = sizeof(struct lqb), .has = CONTROLS | OBSERVATIONS | EPISODES | LINEAR,
    .init = lqb_init, .reset = lqb_reset, .step = lqb_step, .value = lqb_value,
};
