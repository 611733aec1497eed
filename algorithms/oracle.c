/* The best arm, always: it is told the means, and its regret is exactly 0. */
#include "choice.h"
#include "index.h"

static const param oracle_params[] = { END };

static int oracle_init(struct run *u) { (void)u; return 0; }

static void oracle_iterate(struct run *u)
{
    int L = u->L;
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < u->env->n_actions; k++)
            a = challenge(a, k, ld(u->env->mean + k * L + r));
        sti(u->env->io.action + r, a.arm);
    }
    sim_step(u);
}

ALGORITHM(oracle) = {
    .name = "oracle", .brief = "knows the means and plays the best arm: regret 0",
    .source = "the definition of regret", .params = oracle_params, .needs = ARMS | TRUTH,
    .init = oracle_init, .iterate = oracle_iterate, .policy = sure_choice,
};
