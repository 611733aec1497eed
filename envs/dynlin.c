/* Dynamical linear bandit: an action u moves a hidden state, and its effect on the reward comes partly later.
 *
 *     y_t = C x_t + D u_t + noise,    r_t = 1'y_t,    x_{t+1} = A x_t + B u_t + noise,    x_0 = 0
 * where every component of both noises has the standard deviation sd, and only r_t is seen.  With the action held at u the mean reward
 * tends to h'u, h = D'1 + B'(I - A')^-1 C'1, at the rate of A's spectral radius; the regret is counted there: the gap of u is
 * max h'u' - h'u, whatever the state.  The arms' features are the actions themselves.
 *
 * synthetic: the component that pays at once (2) hides another that pays more, later (1): h = (0.5625, 0.5, 0.1111).
 * web: three channels of a company's advertising, fitted to its data: spectral radius 0.667, h = (0.2515, -0.0363, 0.1061).
 * Or A, B, C and D, row after row.  The actions are the six ways to spend 1, 0.5 and 0 on three components, unless given. */
#include "lockstep.h"
#include "la.h"
#include "rng.h"

struct dynlin {
    int system; list A, B, C, D, actions; double sd;
    int n, p, m, K;
    double *x, *z;             /* [n*W] the hidden state, now and next                                       */
    double *h;                 /* [p]                                                                        */
    double *c, *d;             /* [n], [p] the sums of C's and D's columns: only 1'y is ever seen             */
    const double *a, *b;       /* A, B                                                                       */
};
enum { SYNTHETIC, WEB };

static const param dynlin_params[] = {
    CHOICE(struct dynlin, system, "synthetic|web", "the matrices, unless they are given"),
    LIST(struct dynlin, A, "", -1e6, 1e6, "state to next state, n*n numbers row after row; then B, C and D must be given too"),
    LIST(struct dynlin, B, "", -1e6, 1e6, "action to next state, n*p numbers"),
    LIST(struct dynlin, C, "", -1e6, 1e6, "state to outputs, m*n numbers"),
    LIST(struct dynlin, D, "", -1e6, 1e6, "action to outputs, m*p numbers"),
    LIST(struct dynlin, actions, "0/0.5/1/0/1/0.5/0.5/0/1/0.5/1/0/1/0/0.5/1/0.5/0", -1e6, 1e6,
         "the actions, one after the other, p numbers each"),
    REAL(struct dynlin, sd, 0.01, 0, 1e6, "standard deviation of each component of both noises"),
    END
};
static const double systems[2][4][9] = {
    { { 0.2, 0, 0, 0, 0, 0, 0, 0, 0.1 }, { 0.45, 0, 0, 0, 0, 0, 0, 0, 0.1 },
      { 1, 0, 0, 0, 0, 0, 0, 0, 0.1 }, { 0, 0, 0, 0, 0.5, 0, 0, 0, 0.1 } },
    { { 0.38, 0.33, 0.6, 0.07, 0.76, -0.54, 0.18, 0.34, 0.05 }, { 0.14, 0.34, -0.05, -0.17, 0.03, -0.01, 0.04, -0.09, 0.17 },
      { 0.25, -0.14, 0.01, -0.55, 0.2, -0.13, -0.31, -0.1, -0.01 }, { 0.11, 0.1, 0.01, 0.01, 0.36, 0.01, 0.01, -0.05, 0 } },
};

/* h = D'1 + B'z where z = C'1 + A'z, by iteration; -1 after fail() when the powers of A do not vanish */
static int dynlin_steady(struct dynlin *s, double *z, double *next)
{
    int n = s->n, p = s->p;
    double moved = 1;
    for (int k = 0; k < 100000 && moved > 0; k++) {
        moved = 0;
        for (int i = 0; i < n; i++) {
            next[i] = s->c[i];
            for (int j = 0; j < n; j++)
                next[i] += s->a[j * n + i] * z[j];
        }
        for (int i = 0; i < n; i++) {
            double change = next[i] > z[i] ? next[i] - z[i] : z[i] - next[i];
            moved = change > 1e-14 ? 1 : moved, z[i] = next[i];
        }
    }
    if (moved > 0 || !(z[0] - z[0] == 0))
        return fail("dynlin: the powers of A do not vanish: its eigenvalues must be smaller than 1");
    for (int i = 0; i < p; i++) {
        s->h[i] = s->d[i];
        for (int j = 0; j < n; j++)
            s->h[i] += s->b[j * p + i] * z[j];
    }
    return 0;
}

static int dynlin_init(struct env *e)
{
    struct dynlin *s = e->self;
    const double *c = systems[s->system][2], *d = systems[s->system][3];
    int L = e->width, n = 3, p = 3, m = 3;
    s->a = systems[s->system][0], s->b = systems[s->system][1];
    if (s->A.n + s->B.n + s->C.n + s->D.n) {
        for (n = 1; n * n < s->A.n && n < MOST_DIMS; n++)
            ;
        p = (int)(s->B.n / n), m = (int)(s->C.n / n);
        if (s->A.n != (long)n * n || s->B.n != (long)n * p || s->C.n != (long)m * n || s->D.n != (long)m * p || !p || !m)
            return fail("dynlin: %ld, %ld, %ld and %ld numbers in A, B, C and D: must be n*n, n*p, m*n and m*p", s->A.n, s->B.n, s->C.n,
                        s->D.n);
        s->a = s->A.v, s->b = s->B.v, c = s->C.v, d = s->D.v;
    }
    if (p > MOST_DIMS || s->actions.n % p || s->actions.n < 2 * p)
        return fail("dynlin: %ld numbers in actions of %d components: give at least two actions", s->actions.n, p);
    s->n = n, s->p = p, s->m = m;
    e->n_actions = s->K = (int)s->actions.n / p, e->n_features = p;
    s->x = rows_f64(e->mem, (size_t)n, L), s->z = rows_f64(e->mem, (size_t)n + 1, L);
    s->h = rows_f64(e->mem, (size_t)p, 1), s->c = rows_f64(e->mem, (size_t)n, 1), s->d = rows_f64(e->mem, (size_t)p, 1);
    for (int k = 0; k < m; k++) {
        for (int i = 0; i < n; i++)
            s->c[i] += c[k * n + i];
        for (int i = 0; i < p; i++)
            s->d[i] += d[k * p + i];
    }
    if (dynlin_steady(s, s->z, s->z + n))
        return -1;
    e->mean = rows_f64(e->mem, (size_t)s->K, L), e->features = rows_f64(e->mem, (size_t)(s->K * p), L);
    for (int k = 0; k < s->K; k++) {
        double mean = 0;
        for (int i = 0; i < p; i++)
            mean += s->h[i] * s->actions.v[k * p + i];
        each(l) {
            e->mean[k * L + l] = mean;
            e->best[l] = !k || mean > e->best[l] ? mean : e->best[l];
            for (int i = 0; i < p; i++)
                e->features[(k * p + i) * L + l] = s->actions.v[k * p + i];
        }
    }
    return 0;
}

/* noise is keyed by the turn; the m of the outputs only ever show as their sum */
static void dynlin_step(struct env *e)
{
    struct dynlin *s = e->self;
    int L = e->width, n = s->n, p = s->p;
    double output = s->sd * sqrt_of(s->m);
    for (int i = 0; i <= n; i += 2)
        strip(r) {
            vd u, v, a, b;
            u01_at(e->rng, r, usplat((uint64_t)e->t), usplat((uint64_t)i), usplat(KEYED), &u, &v);
            box_muller(u, v, &a, &b);
            if (i)
                st(s->z + (i - 1) * L + r, splat(s->sd) * a);
            else
                st(e->io.reward + r, splat(output) * a);
            if (i < n)
                st(s->z + i * L + r, splat(s->sd) * b);
        }
    strip(r) {
        vu arm = ldi_u(e->io.action + r);
        vd reward = ld(e->io.reward + r), value = splat(0);
        for (int i = 0; i < n; i++)
            reward = reward + splat(s->c[i]) * ld(s->x + i * L + r);
        for (int j = 0; j < p; j++) {
            vu row = usplat((uint64_t)j);
            for (int k = 0; k < p; k++)
                row = row + arm;
            vd u = gather(s->actions.v, row);
            reward = reward + splat(s->d[j]) * u, value = value + splat(s->h[j]) * u;
            for (int i = 0; i < n; i++)
                st(s->z + i * L + r, ld(s->z + i * L + r) + splat(s->b[i * p + j]) * u);
        }
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                st(s->z + i * L + r, ld(s->z + i * L + r) + splat(s->a[i * n + j]) * ld(s->x + j * L + r));
        for (int i = 0; i < n; i++)
            st(s->x + i * L + r, ld(s->z + i * L + r));
        st(e->io.reward + r, reward), st(e->io.gap + r, ld(e->best + r) - value);
    }
}

ENVIRONMENT(dynlin) = {
    .name = "dynlin", .brief = "actions move a hidden linear system, so that rewards come late; regret is counted at steady state",
    .source = "Mussi, Metelli and Restelli 2023, Dynamical linear bandits",
    .params = dynlin_params, .size = sizeof(struct dynlin), .has = ARMS | TRUTH | FEATURES,
    .init = dynlin_init, .step = dynlin_step,
};
