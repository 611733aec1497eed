/* The algorithm's own coin for the plain twins: the uniforms of draw_u01(), or xoshiro256++. */
#ifndef PLAIN_COIN_H
#define PLAIN_COIN_H
#include "plain_draw.h"

struct coin { struct draws d; double spare; uint64_t n; };

FN struct coin coin_open(const struct plain_job *job) { return (struct coin){ .d = draws_open(job, FOR_ALGO) }; }
FN double toss(struct coin *c, const struct plain_job *job)
{
    double a, n = (double)(c->n++ & 1);
    if (!job->stack)
        return uniform(&c->d);
    if (n > 0)
        return c->spare;
    philox_pair(&c->d, c->n - 1, 0, SEQUENCE, &a, &c->spare);
    return a;
}
#endif
