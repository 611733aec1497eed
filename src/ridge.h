/* Ridge regression that learns one example at a time, over lanes (la.h has the layouts):
 *     V = lambda I + sum x x',   b = sum y x,   theta = V^-1 b
 *
 * An example costs of the order of d^2: the inverse changes by one rank (Sherman and Morrison 1950),
 *     g = V^-1 x,   V^-1 <- V^-1 - g g' / (1 + x'g),   theta <- theta + g (y - x'theta) / (1 + x'g),   ln det V += ln(1 + x'g)
 * V itself is kept exactly, and every 1024 examples inverse, theta and determinant are computed from it anew, by Cholesky, so that
 * rounding does not pile up.  All lanes have seen the same number of examples. */
#ifndef RIDGE_H
#define RIDGE_H
#include "la.h"
#include "lockstep.h"

enum { RIDGE_REFRESH = 1024 };
struct ridge {
    int d, L; double lambda;
    double *V, *inverse;           /* [tri_rows(d)*L]                                              */
    double *b, *theta;             /* [d*L]                                                        */
    double *growth;                /* [L] ln(det V / lambda^d)                                     */
    double *g, *low, *work;        /* scratch                                                      */
    double *examples;              /* [8] the first: how many                                      */
};

/* lambda > 0; -1 after fail() when d is too large */
int  ridge_open(struct ridge *, struct run *, int d, double lambda);
/* one example in every lane, x[d*L], y[L] */
void ridge_add(struct ridge *, const double *x, const double *y);
/* inverse, theta and growth from V and b */
void ridge_refresh(struct ridge *);
/* mean[k*L + l] = theta'x_k of n vectors; square = x_k' V^-1 x_k, unless it is NULL */
void ridge_look(const struct ridge *, const double *x, int n, double *mean, double *square);

/* the features of io.action in every lane, x[i*L + l], while they are those it was chosen by: before sim_step() */
void features_of_action(const struct env *, double *x);
#endif
