/* Normals for the plain twins: Marsaglia's polar method, two at a time, or lockstep's own Box-Muller pair of a counter. */
#ifndef PLAIN_NORMAL_H
#define PLAIN_NORMAL_H
#include "plain_draw.h"

struct normals { struct draws *d; double spare; int has; };

FN double normal(struct normals *g)
{
    double x, y, s;
    if (g->has)
        return g->has = 0, g->spare;
    do {
        x = 2 * uniform(g->d) - 1, y = 2 * uniform(g->d) - 1, s = x * x + y * y;
    } while (s >= 1 || s == 0);
    double r = sqrt(-2 * log(s) / s);
    g->spare = y * r, g->has = 1;
    return x * r;
}

FN void normal_pair(struct draws *d, int stack, uint64_t draw, uint64_t purpose, double *a, double *b)
{
    double u, v;
    if (!stack) {
        struct normals g = { .d = d };
        *a = normal(&g), *b = g.spare;
        return;
    }
    vd p, q;
    philox_pair(d, draw, 0, purpose, &u, &v);
    box_muller(splat(u), splat(v), &p, &q);
    *a = first(p), *b = first(q);
}
#endif
