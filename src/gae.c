/* Generalised advantage estimation, and batches of advantages: see gae.h. */
#include "gae.h"

void gae(const double *reward, const double *value, const int32_t *end, int n, int W, double gamma, double lambda, double *adv,
         double *target)
{
    for (int r = 0; r < W; r += LANES) {
        vd a = splat(0), next = ld(value + n * W + r);
        for (int i = (n - 1) * W + r; i >= 0; i -= W) {
            vm on = eq(ldi(end + i), splat(0));
            vd v = ld(value + i), follows = next + splat(lambda) * a;
            a = ld(reward + i) + vsel(on, splat(gamma) * follows, splat(0)) - v;
            st(adv + i, a), st(target + i, a + v);
            next = v;
        }
    }
}

void standardize(float *a, int n)
{
    double mean = 0, square = 0;
    if (n < 2)
        return;
    for (int i = 0; i < n; i++)
        mean += (double)a[i];
    mean /= n;
    for (int i = 0; i < n; i++)
        square += ((double)a[i] - mean) * ((double)a[i] - mean);
    double scale = 1 / (sqrt_of(square / (n - 1)) + 1e-8);
    for (int i = 0; i < n; i++)
        a[i] = (float)(((double)a[i] - mean) * scale);
}
