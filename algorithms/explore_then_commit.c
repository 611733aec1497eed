/* Explore, then commit: m pulls of every arm in turn, then the one with the best mean for ever.
 *
 * With a known smallest gap D and T turns the best m, for noise that is subgaussian of variance 1, is
 *     m = max(1, ceil(4 / D^2 ln(T D^2 / 4)))
 * and regret grows like ln T / D; a wrong m costs a power of T. */
#include "index.h"

struct explore_then_commit { long m; double gap; struct stats s; };

static const param explore_then_commit_params[] = {
    INT(struct explore_then_commit, m, 100, 1, 1L << 40, "pulls of each arm before the decision"),
    REAL(struct explore_then_commit, gap, 0, 0, 1e6, "the smallest gap, if it is known: m is then computed; 0: m as given"),
    END
};

static int explore_then_commit_init(struct run *u)
{
    struct explore_then_commit *s = u->self;
    if (s->gap > 0) {
        double share = s->gap * s->gap / 4, m = ceil(log_of((double)u->horizon * share) / share);
        s->m = m < 1 ? 1 : m > 0x1p40 ? 1L << 40 : (long)m;
    }
    stats_open(&s->s, u, 0);
    return 0;
}

static void explore_then_commit_iterate(struct run *u)
{
    struct explore_then_commit *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, K = s->s.K, exploring = u->t < s->m * K;
    if (exploring)
        each(l)
            io->action[l] = (int32_t)(u->t % K);
    else
        strip(r) {
            struct leader a = no_leader();
            for (int k = 0; k < K; k++)
                a = challenge(a, k, ld(s->s.mean + k * L + r));
            sti(io->action + r, a.arm);
        }
    sim_step(u);
    /* the means stay as they were at the decision */
    if (exploring)
        stats_add(&s->s, io->action, io->reward);
}

ALGORITHM(explore_then_commit) = {
    .name = "explore-then-commit", .brief = "m pulls of each arm, then the best one for ever",
    .source = "Lattimore and Szepesvari 2020, Bandit algorithms, chapter 6; after Robbins 1952",
    .params = explore_then_commit_params, .size = sizeof(struct explore_then_commit), .needs = ARMS,
    .init = explore_then_commit_init, .iterate = explore_then_commit_iterate,
};
