/* Every action with the same chance: the policy that is followed where only values are asked for. */
#ifndef EVEN_CHANCES_H
#define EVEN_CHANCES_H
#include "lockstep.h"
#include "rng.h"

/* io.action of all lanes; a single action takes no coin */
FN void even_actions(struct run *u)
{
    int L = u->L, A = u->env->n_actions;
    double coin[64];
    if (A == 1)
        return;
    draw_u01(u->rng, coin);
    strip(r)
        sti(u->env->io.action + r, vfloor(splat(A) * ld(coin + r)));
}
/* the plug-in's policy() */
FN void even_policy(struct run *u, double *pi)
{
    size_t n = (size_t)u->env->n_states * (size_t)u->env->n_actions * (size_t)u->L;
    for (size_t i = 0; i < n; i++)
        pi[i] = 1.0 / u->env->n_actions;
}
#endif
