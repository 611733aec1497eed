/* Actor-critic with eligibility traces: a softmax actor and a critic, both linear in what is observed, learning on every step.
 *
 *     delta = r + g V(x') - V(x),    V(x) = w.(x, 1), which is 0 beyond the end
 *     z_w <- g lambda z_w + (x, 1),                      w     += alpha_w delta z_w
 *     z   <- g lambda z + I grad log pi(action | x),     theta += alpha delta z
 * with I = g^t since the episode began (weight=discounted, the book's) or 1 (plain, usual); traces begin anew with every episode.  One cut
 * off by a time limit is no end: its last step still counts on V(x').  lambda = 0 is the one-step method, lambda = 1 nearly REINFORCE.
 * A critic that is linear in the numbers of a cart-pole cannot tell how near the fall is, so that long traces are needed there.
 * Every replicate has an actor and a critic of its own. */
#include "rng.h"
#include "lockstep.h"

struct actor_critic {
    double alpha, alpha_w, lambda, discount; int weight;
    int D, A;
    double *theta, *w;                   /* [A*(D+1)*L] actor, [(D+1)*L] critic: of the numbers observed, then of 1 */
    double *z, *z_w;                     /* their traces                                                             */
    double *I;                           /* [L] discount^t since the episode began                                   */
    double *x, *pi, *v, *coin;           /* [D*L], [A*L], [L]: what was seen, chances, value; the coin               */
};
enum { PLAIN, DISCOUNTED };
enum { MOST = 64 };

static const param actor_critic_params[] = {
    REAL(struct actor_critic, alpha, 0.001, 0, 1e9, "step size of the actor"),
    REAL(struct actor_critic, alpha_w, 0.001, 0, 1e9, "step size of the critic"),
    REAL(struct actor_critic, lambda, 1, 0, 1, "how slowly the traces fade"),
    REAL(struct actor_critic, discount, 0.99, 0, 1, "discount of the return"),
    CHOICE(struct actor_critic, weight, "plain|discounted", "discount the actor's steps by g^t, or do not"),
    END
};

static int actor_critic_init(struct run *u)
{
    struct actor_critic *s = u->self;
    int D = s->D = u->env->obs_dim, A = s->A = u->env->n_actions, L = u->L;
    if (D > MOST || A > MOST)
        return fail("actor-critic: %d numbers and %d actions: at most %d of each", D, A, MOST);
    s->theta = rows_f64(u->mem, (size_t)(A * (D + 1)), L), s->w = rows_f64(u->mem, (size_t)D + 1, L);
    s->z = rows_f64(u->mem, (size_t)(A * (D + 1)), L), s->z_w = rows_f64(u->mem, (size_t)D + 1, L);
    s->I = rows_f64(u->mem, 1, L);
    s->x = scratch(u->mem, (size_t)(D * L)), s->pi = scratch(u->mem, (size_t)(A * L)), s->v = scratch(u->mem, (size_t)L);
    s->coin = scratch(u->mem, (size_t)L);
    each(l)
        s->I[l] = 1;
    return 0;
}

/* rows w of (x, 1) */
FN vd linear(const double *w, int D, int L, int r, const vd *x)
{
    vd sum = ld(w + D * L + r);
    for (int j = 0; j < D; j++)
        sum = sum + ld(w + j * L + r) * x[j];
    return sum;
}
/* z <- fade z + size (x, 1),  w += step z,  and z is 0 from now on where keep is */
FN void learn(double *w, double *z, int D, int L, int r, vd fade, vd size, const vd *x, vd step, vd keep)
{
    for (int j = 0; j <= D; j++) {
        vd trace = fade * ld(z + j * L + r) + size * x[j];
        st(w + j * L + r, ld(w + j * L + r) + step * trace), st(z + j * L + r, keep * trace);
    }
}

FN void act(struct actor_critic *s, const struct env *e, int D, int A)
{
    int L = e->width;
    strip(r) {
        vd x[MOST], pi[MOST], sum = splat(0), upto = sum, action = sum;
        for (int j = 0; j < D; j++)
            x[j] = ld(e->obs + j * L + r), st(s->x + j * L + r, x[j]);
        for (int a = 0; a < A; a++)
            pi[a] = linear(s->theta + a * (D + 1) * L, D, L, r, x);
        if (A == 2) {
            pi[1] = splat(1) / (splat(1) + vexp(pi[0] - pi[1])), pi[0] = splat(1) - pi[1];
        } else {
            vd top = pi[0];
            for (int a = 1; a < A; a++)
                top = vmax(top, pi[a]);
            for (int a = 0; a < A; a++)
                pi[a] = vexp(pi[a] - top), sum = sum + pi[a];
            for (int a = 0; a < A; a++)
                pi[a] = pi[a] / sum;
        }
        for (int a = 0; a < A; a++)
            st(s->pi + a * L + r, pi[a]);
        for (int a = 0; a + 1 < A; a++)
            upto = upto + pi[a], action = action + vsel(le(upto, ld(s->coin + r)), splat(1), splat(0));
        sti(e->io.action + r, action);
        st(s->v + r, linear(s->w, D, L, r, x));
    }
}

FN void improve(struct actor_critic *s, const struct env *e, int D, int A)
{
    int L = e->width;
    strip(r) {
        vd x[MOST + 1], next[MOST], end = ldi(e->io.end + r), action = ldi(e->io.action + r), I = ld(s->I + r), one = splat(1);
        for (int j = 0; j < D; j++)
            x[j] = ld(s->x + j * L + r), next[j] = ld(e->obs_next + j * L + r);
        x[D] = one;
        vd later = vsel(eq(end, splat(TERMINAL)), splat(0), splat(s->discount) * linear(s->w, D, L, r, next));
        vd delta = ld(e->io.reward + r) + later - ld(s->v + r), fade = splat(s->discount * s->lambda);
        vd keep = vsel(eq(end, splat(RUNNING)), one, splat(0));
        learn(s->w, s->z_w, D, L, r, fade, one, x, splat(s->alpha_w) * delta, keep);
        for (int a = 0; a < A; a++) {
            vd score = vsel(eq(action, splat(a)), one, splat(0)) - ld(s->pi + a * L + r);
            learn(s->theta + a * (D + 1) * L, s->z + a * (D + 1) * L, D, L, r, fade, I * score, x, splat(s->alpha) * delta, keep);
        }
        if (s->weight == DISCOUNTED)
            st(s->I + r, vsel(eq(end, splat(RUNNING)), I * splat(s->discount), one));
    }
}

static void actor_critic_iterate(struct run *u)
{
    struct actor_critic *s = u->self;
    int pole = s->D == 4 && s->A == 2;           /* the usual sizes, which compilers unroll */
    draw_u01(u->rng, s->coin);
    if (pole)
        act(s, u->env, 4, 2);
    else
        act(s, u->env, s->D, s->A);
    sim_step(u);
    if (pole)
        improve(s, u->env, 4, 2);
    else
        improve(s, u->env, s->D, s->A);
}

ALGORITHM(actor_critic) = {
    .name = "actor-critic", .brief = "linear softmax actor and linear critic with traces, learning on every step",
    .source = "Sutton and Barto 2018, Reinforcement learning, section 13.5; after Barto, Sutton and Anderson 1983",
    .params = actor_critic_params, .size = sizeof(struct actor_critic), .needs = ACTIONS | OBSERVATIONS,
    .init = actor_critic_init, .iterate = actor_critic_iterate,
};
