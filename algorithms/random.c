/* Every arm with the same chance, whatever happens: what learning is measured against.
 *
 * The expected regret after T turns is T times the mean gap, exactly. */
#include "rng.h"
#include "lockstep.h"

static const param random_params[] = { END };

static int random_init(struct run *u) { (void)u; return 0; }

static void random_iterate(struct run *u)
{
    int L = u->L;
    double coin[64];
    draw_u01(u->rng, coin);
    strip(r)
        sti(u->env->io.action + r, splat(u->env->n_actions) * ld(coin + r));
    sim_step(u);
}

static void random_policy(struct run *u, double *pi)
{
    int L = u->L, K = u->env->n_actions;
    for (int k = 0; k < K; k++)
        each(l)
            pi[k * L + l] = 1.0 / K;
}

ALGORITHM(random) = {
    .name = "random", .brief = "every arm with the same chance: regret is T times the mean gap",
    .source = "the baseline of Auer, Cesa-Bianchi and Fischer 2002", .params = random_params, .needs = ARMS,
    .init = random_init, .iterate = random_iterate, .policy = random_policy,
};
