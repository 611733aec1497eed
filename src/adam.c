/* Adam, RMSprop and the length of a gradient: see adam.h. */
#include "adam.h"

void adam_step(const struct adam *a, long t, float *w, float *m, float *v, const float *g, size_t n, double scale)
{
    double left1 = 1 - exp_of((double)t * log_of(a->b1)), left2 = 1 - exp_of((double)t * log_of(a->b2));
    vf b1 = fsplat((float)a->b1), c1 = fsplat((float)(1 - a->b1)), b2 = fsplat((float)a->b2), c2 = fsplat((float)(1 - a->b2));
    vf rate = fsplat((float)(a->rate / left1)), root = fsplat((float)(1 / sqrt_of(left2))), eps = fsplat((float)a->eps);
    vf by = fsplat((float)scale);
    for (size_t i = 0; i < n; i += FLOATS) {
        vf x = by * ldf(g + i), p = b1 * ldf(m + i) + c1 * x, q = b2 * ldf(v + i) + c2 * (x * x);
        stf(m + i, p), stf(v + i, q);
        stf(w + i, ldf(w + i) - rate * p / (vfsqrt(q) * root + eps));
    }
}

void rmsprop_step(double rate, double a, double eps, float *w, float *v, const float *g, size_t n, double scale)
{
    vf keep = fsplat((float)a), rest = fsplat((float)(1 - a)), by = fsplat((float)scale);
    for (size_t i = 0; i < n; i += FLOATS) {
        vf x = by * ldf(g + i), q = keep * ldf(v + i) + rest * (x * x);
        stf(v + i, q);
        stf(w + i, ldf(w + i) - fsplat((float)rate) * x / (vfsqrt(q) + fsplat((float)eps)));
    }
}

/* sixteen sums side by side, whatever the width of vectors; then halves onto halves */
double length_of(const float *g, size_t n)
{
    float sum[16] = { 0 };
    vf part[16 / FLOATS];
    for (int k = 0; k < 16 / FLOATS; k++)
        part[k] = fsplat(0);
    for (size_t i = 0; i < n; i += 16)
        for (int k = 0; k < 16 / FLOATS; k++) {
            vf x = ldf(g + i + k * FLOATS);
            part[k] += x * x;
        }
    for (int k = 0; k < 16 / FLOATS; k++)
        stf(sum + k * FLOATS, part[k]);
    for (int half = 8; half; half /= 2)
        for (int i = 0; i < half; i++)
            sum[i] += sum[i + half];
    return sqrt_of((double)sum[0]);
}

double clip_of(const float *g, size_t n, double most)
{
    double length = most > 0 ? length_of(g, n) : 0, by = most / (length + 1e-6);
    return most > 0 && by < 1 ? by : 1;
}
