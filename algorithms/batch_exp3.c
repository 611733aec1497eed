/* EXP3 with forced exploration, for rewards in any known interval, in batches: against what remembers.
 *
 * An arm is drawn from
 *     p_k = (1 - gamma) exp(eta G_k) / sum_j exp(eta G_j) + gamma / K,    eta = gamma / K                 Auer et al. 2002, figure 1
 * and held for `batch` turns; their mean reward, mapped from [lo, hi] to [0, 1], adds mean / p to the arm's G.  Against an adversary
 * whose answer depends on the last few actions, batches hide the memory (Arora et al. 2012); batch=1 is Exp3 as it was first published.
 * gamma = min(1, sqrt(K ln K / ((e-1) 2T/3))), T counted in batches, is the one that bounds its regret.
 * A mean outside [lo, hi] is taken as it is. */
#include "choice.h"

struct batch_exp3 {
    double lo, hi, gamma; long batch;
    struct scores g;
    double *w;                 /* [K*L] the chances                                             */
    double *chance, *coin, *sum;    /* [L] of the arm held; a coin; its rewards so far          */
    int32_t *arm;              /* [L] the arm held                                              */
};

static const param batch_exp3_params[] = {
    INT(struct batch_exp3, batch, 1, 1, 1000000000, "turns an arm is held"),
    REAL(struct batch_exp3, lo, 0, -1e9, 1e9, "least reward"),
    REAL(struct batch_exp3, hi, 1, -1e9, 1e9, "largest reward"),
    REAL(struct batch_exp3, gamma, 0, 0, 1, "share of forced exploration; 0: the one tuned to T"),
    END
};

static int batch_exp3_init(struct run *u)
{
    struct batch_exp3 *s = u->self;
    size_t K = (size_t)u->env->n_actions;
    double n = (double)u->horizon / (double)s->batch, k = (double)K;
    double tuned = sqrt_of(k * log_of(k) / ((exp_of(1) - 1) * 2 * n / 3));
    if (!(s->lo < s->hi))
        return fail("batch-exp3: lo=%g is not below hi=%g", s->lo, s->hi);
    if (!(s->gamma > 0))
        s->gamma = tuned < 1 ? tuned : 1;
    scores_open(&s->g, u);
    s->w = rows_f64(u->mem, K, u->L);
    s->chance = rows_f64(u->mem, 1, u->L), s->coin = rows_f64(u->mem, 1, u->L), s->sum = rows_f64(u->mem, 1, u->L);
    s->arm = rows_i32(u->mem, 1, u->L);
    return 0;
}

static void batch_exp3_choose(struct run *u)
{
    struct batch_exp3 *s = u->self;
    int L = u->L, K = s->g.K;
    scores_weigh(&s->g, s->gamma / K);
    strip(r) {
        vd scale = splat(1 - s->gamma) / total_of(s->g.w, K, L, r);
        for (int k = 0; k < K; k++)
            st(s->w + k * L + r, scale * ld(s->g.w + k * L + r) + splat(s->gamma / K));
    }
    draw_u01(u->rng, s->coin);
    weights_choose(s->w, K, L, s->coin, s->arm, s->chance);
}

static void batch_exp3_iterate(struct run *u)
{
    struct batch_exp3 *s = u->self;
    int L = u->L;
    long turn = u->t % s->batch;
    if (!turn)
        batch_exp3_choose(u);
    memcpy(u->env->io.action, s->arm, (size_t)L * sizeof *s->arm);
    sim_step(u);
    strip(r)
        st(s->sum + r, (turn ? ld(s->sum + r) : splat(0)) + ld(u->env->io.reward + r));
    if (turn + 1 < s->batch)
        return;
    double gain[64];
    strip(r)
        st(gain + r, (ld(s->sum + r) * splat(1 / (double)s->batch) - splat(s->lo)) * splat(1 / (s->hi - s->lo)) / ld(s->chance + r));
    each(l)
        s->g.a[place(s->arm, L, l)] += gain[l];
}

ALGORITHM(batch_exp3) = {
    .name = "batch-exp3", .brief = "exp3 with forced exploration on batches of turns: against an adversary that remembers",
    .source = "Arora, Dekel and Tewari 2012, Online bandit learning against an adaptive adversary; Auer et al. 2002, figure 1",
    .params = batch_exp3_params, .size = sizeof(struct batch_exp3), .needs = ARMS,
    .init = batch_exp3_init, .iterate = batch_exp3_iterate,
};
