/* Thompson sampling: play each arm with the probability that it is the best.
 *
 * Every turn draws a mean for every arm from its posterior and plays the largest:
 *     beta      theta_k ~ beta(1 + S_k, 1 + F_k), S successes and F failures      Thompson 1933; Chapelle and Li 2011, algorithm 2
 *     gaussian  theta_k ~ N(sum_k / m, sd^2 / m), m = n_k + weight                Agrawal and Goyal 2013, algorithm 2
 * A reward in between 0 and 1 counts as a success with that chance (Agrawal and Goyal 2012, algorithm 2).  The Gaussian
 * prior is N(0, sd^2/weight); with weight 0 it is flat, and every arm is pulled once first. */
#include "beta.h"
#include "index.h"

struct thompson {
    int prior; double sd, weight;
    struct stats s;                            /* gaussian                                                       */
    double *won, *lost, *won_c, *lost_c;       /* [K*L] beta: S, F and the c of the two gamma shapes (beta.h)     */
    double *coin;                              /* [L]                                                            */
};
enum { AUTO, BETA, GAUSSIAN };

static const param thompson_params[] = {
    CHOICE(struct thompson, prior, "auto|beta|gaussian", "of the means; auto: beta (uniform) for rewards in [0, 1], else gaussian"),
    REAL(struct thompson, sd, 1, 0, 1e6, "standard deviation of the rewards, with prior=gaussian"),
    REAL(struct thompson, weight, 1, 0, 1e6, "pulls of reward 0 that the Gaussian prior is worth; 0: flat"),
    END
};

static int thompson_init(struct run *u)
{
    struct thompson *s = u->self;
    int K = u->env->n_actions, L = u->L;
    int unit = (u->env->type->has & UNIT_REWARDS) != 0;
    if (s->prior == AUTO)
        s->prior = unit ? BETA : GAUSSIAN;
    if (s->prior == GAUSSIAN) {
        stats_open(&s->s, u, 0);
        for (int i = 0; s->weight > 0 && i < K * L; i++)
            s->s.n[i] = s->weight, s->s.width[i] = 1 / sqrt_of(s->weight);
        return 0;
    }
    if (!unit)
        return fail("ts: prior=beta wants rewards in [0, 1], and those of %s are not; try prior=gaussian", u->env->type->name);
    s->won = rows_f64(u->mem, (size_t)K, L), s->lost = rows_f64(u->mem, (size_t)K, L);
    s->won_c = rows_f64(u->mem, (size_t)K, L), s->lost_c = rows_f64(u->mem, (size_t)K, L);
    s->coin = rows_f64(u->mem, 1, L);
    double c = first(shape_of(splat(1)).c);
    for (int i = 0; i < K * L; i++)
        s->won_c[i] = s->lost_c[i] = c;
    return 0;
}

/* ---- beta -------------------------------------------------------------------------------------------------------------------------- */
FN struct shape shape_at(const double *n, const double *c, int at)
{
    return (struct shape){ ld(n + at) + splat(2.0 / 3), ld(c + at) };
}
static void beta_choose(struct run *u)
{
    struct thompson *s = u->self;
    int L = u->L;
    vu t = usplat((uint64_t)u->t);
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < u->env->n_actions; k++) {
            int at = k * L + r;
            vu arm = usplat(KEYED + (uint64_t)k);
            a = challenge(a, k, beta_at(u->rng, r, t, arm, shape_at(s->won, s->won_c, at), shape_at(s->lost, s->lost_c, at)));
        }
        sti(u->env->io.action + r, a.arm);
    }
}
static void beta_learn(struct run *u)
{
    struct thompson *s = u->self;
    int L = u->L;
    draw_u01(u->rng, s->coin);
    strip(r) {
        vu at = chosen(u->env->io.action, r, L);
        vd success = vsel(lt(ld(s->coin + r), ld(u->env->io.reward + r)), splat(1), splat(0));
        vd won = gather(s->won, at) + success, lost = gather(s->lost, at) + splat(1) - success;
        scatter(s->won, at, won), scatter(s->won_c, at, shape_of(won + splat(1)).c);
        scatter(s->lost, at, lost), scatter(s->lost_c, at, shape_of(lost + splat(1)).c);
    }
}

/* ---- gaussian: a pair of normals serves two arms ------------------------------------------------------------------------------------ */
static void gaussian_choose(struct run *u)
{
    struct thompson *s = u->self;
    int L = u->L, K = s->s.K;
    vu t = usplat((uint64_t)u->t);
    vd sd = splat(s->sd);
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < K; k += 2) {
            vd p, q, z[2];
            u01_at(u->rng, r, t, usplat(0), usplat(KEYED + (uint64_t)k), &p, &q);
            box_muller(p, q, &z[0], &z[1]);
            for (int i = k; i < k + 2 && i < K; i++)
                a = challenge(a, i, ld(s->s.mean + i * L + r) + sd * ld(s->s.width + i * L + r) * z[i - k]);
        }
        sti(u->env->io.action + r, a.arm);
    }
}

static void thompson_iterate(struct run *u)
{
    struct thompson *s = u->self;
    if (s->prior == BETA) {
        beta_choose(u);
        sim_step(u);
        beta_learn(u);
    } else {
        if (s->weight > 0 || !first_pulls(u))
            gaussian_choose(u);
        sim_step(u);
        stats_add(&s->s, u->env->io.action, u->env->io.reward);
    }
}

ALGORITHM(thompson) = {
    .name = "ts", .brief = "Thompson sampling: draw a mean for every arm from its posterior, play the largest",
    .source = "Thompson 1933, On the likelihood that one unknown probability exceeds another; Chapelle and Li 2011, algorithm 2",
    .params = thompson_params, .size = sizeof(struct thompson), .needs = ARMS, .init = thompson_init, .iterate = thompson_iterate,
};
