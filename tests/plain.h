/* Plain scalar twins: the same algorithm and environment as one fused loop over one replicate, written as an honest
 * programmer would write the product in plain C: scalars, an array per arm, no lanes, no function pointers.
 *
 * With `stack` the rewards are lockstep's own (Philox, keyed by arm and pull), so that the result can be compared bit for bit;
 * without it they come from xoshiro256++, the fast generator that such a program would use: that is what
 * `lockstep bench --vs plain` times.  `static inline` bodies with a constant `stack` give the compiler both programs. */
#ifndef PLAIN_H
#define PLAIN_H
#include "lane.h"

struct plain_job {
    int K; const double *means;          /* the instance                                               */
    double scale;                        /* standard deviation of Gaussian rewards                     */
    long T;                              /* turns                                                      */
    uint64_t seed; long replicate;       /* as `-s` and the replicate's number                         */
    int stack;                           /* 1: lockstep's own rewards; 0: xoshiro256++                 */
};
struct plain_type {
    const char *algo, *env;              /* the registered names of what it is the twin of             */
    int exact;                           /* 1: the same bits as lockstep with `stack`                  */
    double (*run)(const struct plain_job *);    /* one replicate: the regret after T turns             */
};
#define PLAIN(id) const struct plain_type plain_##id; const struct plain_type plain_##id
#endif
