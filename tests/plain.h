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
    int K; const double *means;          /* a bandit's instance                                        */
    const char *params;                  /* the environment's parameters, of a case                    */
    double scale;                        /* standard deviation of Gaussian rewards                     */
    long T;                              /* turns                                                      */
    uint64_t seed; long replicate;       /* as `-s` and the replicate's number                         */
    int stack;                           /* 1: lockstep's own rewards; 0: xoshiro256++                 */
};
struct plain_case { const char *name, *params; int usual; };   /* usual: measured unasked; a NULL name ends the list */
struct plain_type {
    const char *algo, *env;              /* the registered names of what it is the twin of             */
    int exact;                           /* 1: the same bits as lockstep with `stack`                  */
    const struct plain_case *cases;      /* instances to compare on; NULL: the usual bandits           */
    double (*part)(const struct plain_job *);   /* of a kernel, not an algorithm: lockstep's own on T samples, to compare run() with */
    long steps;                          /* turns to measure; 0: the usual 2000 and 20000              */
    /* one replicate: a bandit's regret after T turns; of an exact algorithm the first of its metrics; else the mean reward of a turn */
    double (*run)(const struct plain_job *);
};
#define PLAIN(id) const struct plain_type plain_##id; const struct plain_type plain_##id
#endif
