/* Small linear algebra over lanes: every lane has vectors and matrices of its own, all of the same size d.
 *
 *     vectors                 x[i*L + l], i = 0 .. d-1; n of them one after the other, x[(k*d + i)*L + l]
 *     symmetric matrices      a[tri(i, j)*L + l], j <= i: the lower triangle, row after row
 *     lower triangles         the same
 * d is at most MOST_DIMS.  A matrix that is not positive definite gives NaN in its lane, and nothing else. */
#ifndef LA_H
#define LA_H
#include "lane.h"

enum { MOST_DIMS = 128 };
FN int tri(int i, int j) { return i * (i + 1) / 2 + j; }
FN int tri_rows(int d) { return tri(d, 0); }

/* x'y in the lanes from r on */
FN vd dot(const double *x, const double *y, int d, int L, int r)
{
    vd sum = ld(x + r) * ld(y + r);
    for (int i = 1; i < d; i++)
        sum = sum + ld(x + i * L + r) * ld(y + i * L + r);
    return sum;
}

/* y = a x, a symmetric */
void sym_times(const double *a, const double *x, int d, int L, double *y);
/* q[k*L + l] = x_k' a x_k for n vectors */
void sym_forms(const double *a, const double *x, int n, int d, int L, double *q);
/* a += scale[l] x x' */
void sym_add(double *a, const double *x, const double *scale, int d, int L);
/* a = diagonal[l] I */
void sym_scaled_identity(double *a, const double *diagonal, int d, int L);

/* a = low low' (Cholesky); in place if low is a */
void chol(const double *a, int d, int L, double *low);
/* low low' x = b; in place if x is b */
void chol_solve(const double *low, const double *b, int d, int L, double *x);
/* the inverse of low low'; work has the size of low */
void chol_inverse(const double *low, int d, int L, double *inverse, double *work);
/* ln det low low' */
void chol_logdet(const double *low, int d, int L, double *out);
/* y = low x; in place if y is x */
void low_times(const double *low, const double *x, int d, int L, double *y);
#endif
