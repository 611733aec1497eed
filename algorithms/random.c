/* Every action with the same chance, whatever happens: what learning is measured against.
 *
 * A bandit's expected regret after T turns is T times the mean gap, exactly. */
#include "rng.h"
#include "lockstep.h"

static const param random_params[] = { END };

static int random_init(struct run *u) { (void)u; return 0; }

static void random_iterate(struct run *u)
{
    int L = u->L;
    double coin[64];
    for (int p = 0; p < u->env->players; p++) {
        draw_u01(u->rng, coin);
        strip(r)
            sti(u->env->io.action + p * L + r, splat(u->env->n_actions) * ld(coin + r));
    }
    sim_step(u);
}

static void random_policy(struct run *u, double *pi)
{
    size_t n = (size_t)u->env->n_states * (size_t)u->env->n_actions * (size_t)u->L;
    for (size_t i = 0; i < n; i++)
        pi[i] = 1.0 / u->env->n_actions;
}

ALGORITHM(random) = {
    .name = "random", .brief = "every action with the same chance: what learning is measured against",
    .source = "the baseline of Auer, Cesa-Bianchi and Fischer 2002", .params = random_params, .needs = ACTIONS,
    .init = random_init, .iterate = random_iterate, .policy = random_policy,
};
