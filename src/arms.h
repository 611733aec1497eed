/* What every bandit environment shares: the arms' true means, the gap of the arm pulled, and the stack of rewards.
 *
 * The n-th pull of arm k in replicate r meets the same noise whatever the algorithm (common random numbers), because the
 * noise is keyed by (r, k, n): arms_pull() counts pulls and hands a kernel its two uniforms for the arm just chosen. */
#ifndef ARMS_H
#define ARMS_H
#include "lockstep.h"
#include "rng.h"

struct arms {
    int K;
    double *mean;            /* [K*W] each arm's mean now                                                 */
    double *pulls;           /* [K*W] how often each arm was pulled                                       */
    double *nth;             /* [W] how often the arm just chosen had been pulled before                  */
    double *u, *v;           /* [W] after arms_pull(): two uniforms on (0, 1) of this pull                */
    double *value;           /* [W] after arms_pull(): the mean of the arm pulled                         */
};

/* K arms with room for their means; -1 after fail() */
int  arms_open(struct arms *, struct env *, int K);
/* the means have been written: find the best one */
void arms_truth(struct arms *, struct env *);
/* io.action -> io.gap, value, u, v; counts the pull */
void arms_pull(struct arms *, struct env *);
/* the same, and the reward is 1 with the chance that is the arm's mean, else 0 */
void arms_flip(struct arms *, struct env *);

/* ---- where means come from; -1 after fail() ------------------------------------------------------------------------------- */

/* the same in every replicate: those of the list, or, when it is empty, the best one at `top` and arms-1 others `gap` below,
 * which may not be less than `least` */
int  arms_from(struct arms *, struct env *, const list *means, long arms, double top, double gap, double least);
/* after arms_from(): drawn anew for every replicate, uniform on [lo, hi]; refused when a list was given as well */
int  arms_draw(struct arms *, struct env *, const list *means, double lo, double hi);

/* ---- means that change: called at the end of a step, they hold from the next turn on ---------------------------------------- */

/* mean[K], the same in every replicate */
void arms_set(struct arms *, struct env *, const double *mean);
/* every mean takes an independent normal step of standard deviation sd, reflected at lo and hi (infinite: free); the walk is
 * keyed by arm and turn, hence the same for every algorithm */
void arms_walk(struct arms *, struct env *, double sd, double lo, double hi);
#endif
