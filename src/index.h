/* What index policies share: counts, sums, means, one forced pull of each arm, and the arm with the largest index.
 *
 * Ties are broken by a preference drawn once for each replicate: a random number below 2^-40 added to each arm's mean, far
 * below any difference that matters, so that no arm is favoured by its place in the list and a tie costs nothing. */
#ifndef INDEX_H
#define INDEX_H
#include "lockstep.h"
#include "rng.h"

struct stats {
    int K, L;
    double *n, *sum, *mean;  /* [K*L] pulls, total reward, sum/n + tie                                    */
    double *width;           /* [K*L] 1/sqrt(n)                                                           */
    double *tie;             /* [K*L] preference between equal arms, in (0, 2^-40)                        */
    double *square;          /* [K*L] total of squared rewards, when asked for                            */
};
enum { SQUARES = 1 };

void stats_open(struct stats *, struct run *, int with);
/* one pull of action[l] in every lane gave reward[l]: n, sum, mean, width (and square) of that arm */
void stats_add(struct stats *, const int32_t *action, const double *reward);

/* the first K turns pull each arm once, in order; 1 while that lasts */
FN int first_pulls(struct run *u)
{
    if (u->t >= u->env->n_actions)
        return 0;
    for (int l = 0; l < u->L; l++)
        u->env->io.action[l] = (int32_t)u->t;
    return 1;
}

/* largest index so far, and whose it is */
struct leader { vd index, arm; };
FN struct leader no_leader(void) { return (struct leader){ splat(-INFINITY), splat(0) }; }
FN struct leader challenge(struct leader a, int k, vd index)
{
    vm up = gt(index, a.index);
    return (struct leader){ vsel(up, index, a.index), vsel(up, splat(k), a.arm) };
}
#endif
