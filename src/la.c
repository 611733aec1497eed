/* Small linear algebra over lanes: see la.h.  Every function goes through the lanes a vector at a time, the matrix inside. */
#include "la.h"

FN vd at(const double *a, int i, int j, int L, int r) { return ld(a + tri(i, j) * L + r); }

void sym_times(const double *a, const double *x, int d, int L, double *y)
{
    vd v[MOST_DIMS], out[MOST_DIMS];
    strip(r) {
        for (int i = 0; i < d; i++) {
            vd mine = ld(x + i * L + r), sum = at(a, i, i, L, r) * mine;
            /* an entry below the diagonal stands for the one above it too */
            for (int j = 0; j < i; j++) {
                vd entry = at(a, i, j, L, r);
                sum = sum + entry * v[j];
                out[j] = out[j] + entry * mine;
            }
            v[i] = mine, out[i] = sum;
        }
        for (int i = 0; i < d; i++)
            st(y + i * L + r, out[i]);
    }
}

/* of n vectors at once, so that an entry of the matrix is loaded for all of them, two rows together:
 * sum over i of x_i (a_ii x_i + 2 sum over j < i of a_ij x_j) */
FN void forms(const double *a, const double *x, int n, int d, int L, int r, double *q)
{
    vd sum[4];
    int i = 0;
    for (int k = 0; k < n; k++)
        sum[k] = splat(0);
    for (; i + 1 < d; i += 2) {
        vd upper[4], lower[4];
        for (int k = 0; k < n; k++)
            upper[k] = lower[k] = splat(0);
        for (int j = 0; j < i; j++) {
            vd first = at(a, i, j, L, r), second = at(a, i + 1, j, L, r);
            for (int k = 0; k < n; k++) {
                vd z = ld(x + (k * d + j) * L + r);
                upper[k] = upper[k] + first * z, lower[k] = lower[k] + second * z;
            }
        }
        vd head = at(a, i, i, L, r), side = at(a, i + 1, i, L, r), tail = at(a, i + 1, i + 1, L, r);
        for (int k = 0; k < n; k++) {
            vd y = ld(x + (k * d + i) * L + r), z = ld(x + (k * d + i + 1) * L + r);
            sum[k] = sum[k] + y * (head * y + (upper[k] + upper[k]));
            lower[k] = lower[k] + side * y;
            sum[k] = sum[k] + z * (tail * z + (lower[k] + lower[k]));
        }
    }
    if (i < d)
        for (int k = 0; k < n; k++) {
            vd y = ld(x + (k * d + i) * L + r), off = splat(0);
            for (int j = 0; j < i; j++)
                off = off + at(a, i, j, L, r) * ld(x + (k * d + j) * L + r);
            sum[k] = sum[k] + y * (at(a, i, i, L, r) * y + (off + off));
        }
    for (int k = 0; k < n; k++)
        st(q + k * L + r, sum[k]);
}

void sym_forms(const double *a, const double *x, int n, int d, int L, double *q)
{
    strip(r) {
        int k = 0;
        for (; k + 4 <= n; k += 4)
            forms(a, x + (size_t)k * (size_t)(d * L), 4, d, L, r, q + k * L);
        for (; k + 2 <= n; k += 2)
            forms(a, x + (size_t)k * (size_t)(d * L), 2, d, L, r, q + k * L);
        if (k < n)
            forms(a, x + (size_t)k * (size_t)(d * L), 1, d, L, r, q + k * L);
    }
}

void sym_add(double *a, const double *x, const double *scale, int d, int L)
{
    vd v[MOST_DIMS];
    strip(r) {
        vd s = ld(scale + r);
        for (int i = 0; i < d; i++) {
            vd scaled = s * (v[i] = ld(x + i * L + r));
            for (int j = 0; j <= i; j++)
                st(a + tri(i, j) * L + r, at(a, i, j, L, r) + scaled * v[j]);
        }
    }
}

void sym_scaled_identity(double *a, const double *diagonal, int d, int L)
{
    for (int i = 0; i < d; i++)
        for (int j = 0; j <= i; j++)
            strip(r)
                st(a + tri(i, j) * L + r, i == j ? ld(diagonal + r) : splat(0));
}

void chol(const double *a, int d, int L, double *low)
{
    vd inverse[MOST_DIMS];
    strip(r)
        for (int i = 0; i < d; i++)
            for (int j = 0; j <= i; j++) {
                vd sum = at(a, i, j, L, r);
                for (int k = 0; k < j; k++)
                    sum = sum - at(low, i, k, L, r) * at(low, j, k, L, r);
                if (i == j) {
                    vd root = vsqrt(sum);
                    inverse[i] = splat(1) / root;
                    st(low + tri(i, i) * L + r, root);
                } else
                    st(low + tri(i, j) * L + r, sum * inverse[j]);
            }
}

void chol_solve(const double *low, const double *b, int d, int L, double *x)
{
    vd v[MOST_DIMS];
    strip(r) {
        for (int i = 0; i < d; i++) {
            vd sum = ld(b + i * L + r);
            for (int j = 0; j < i; j++)
                sum = sum - at(low, i, j, L, r) * v[j];
            v[i] = sum / at(low, i, i, L, r);
        }
        for (int i = d - 1; i >= 0; i--) {
            v[i] = v[i] / at(low, i, i, L, r);
            for (int j = 0; j < i; j++)
                v[j] = v[j] - at(low, i, j, L, r) * v[i];
            st(x + i * L + r, v[i]);
        }
    }
}

void chol_inverse(const double *low, int d, int L, double *inverse, double *work)
{
    strip(r) {
        /* w low = I, row by row */
        for (int i = 0; i < d; i++) {
            vd pivot = splat(1) / at(low, i, i, L, r);
            for (int j = 0; j < i; j++) {
                vd sum = splat(0);
                for (int k = j; k < i; k++)
                    sum = sum + at(low, i, k, L, r) * at(work, k, j, L, r);
                st(work + tri(i, j) * L + r, splat(0) - sum * pivot);
            }
            st(work + tri(i, i) * L + r, pivot);
        }
        /* w'w */
        for (int i = 0; i < d; i++)
            for (int j = 0; j <= i; j++) {
                vd sum = splat(0);
                for (int k = i; k < d; k++)
                    sum = sum + at(work, k, i, L, r) * at(work, k, j, L, r);
                st(inverse + tri(i, j) * L + r, sum);
            }
    }
}

void chol_logdet(const double *low, int d, int L, double *out)
{
    strip(r) {
        vd sum = splat(0);
        for (int i = 0; i < d; i++)
            sum = sum + vlog(at(low, i, i, L, r));
        st(out + r, sum + sum);
    }
}

void low_times(const double *low, const double *x, int d, int L, double *y)
{
    vd v[MOST_DIMS];
    strip(r)
        for (int i = 0; i < d; i++) {
            vd sum = at(low, i, i, L, r) * (v[i] = ld(x + i * L + r));
            for (int j = 0; j < i; j++)
                sum = sum + at(low, i, j, L, r) * v[j];
            st(y + i * L + r, sum);
        }
}
