/* Networks in long double, written as the formulas stand: what the float ones are held against. */
#ifndef NET_TRUTH_H
#define NET_TRUTH_H
#include "net.h"
#include <math.h>
#include <stdlib.h>

enum { TRUE_UNITS = 80 };

/* outputs z of one sample at parameters w + e v */
static inline void true_forward(const struct net *a, const float *w, const long double *v, long double e, const float *x, long double *z)
{
    long double h[TRUE_UNITS];
    for (int i = 0; i < a->units[0]; i++)
        h[i] = (long double)x[i];
    for (int k = 0; k < a->layers; k++) {
        long double next[TRUE_UNITS];
        for (int j = 0; j < a->units[k + 1]; j++) {
            size_t at = a->bias[k] + (size_t)j;
            next[j] = (long double)w[at] + e * v[at];
            for (int i = 0; i < a->units[k]; i++) {
                at = a->weight[k] + (size_t)(i * a->wide[k + 1] + j);
                next[j] += h[i] * ((long double)w[at] + e * v[at]);
            }
        }
        for (int j = 0; j < a->units[k + 1]; j++)
            h[j] = k == a->layers - 1 ? next[j] : a->f == TANH ? tanhl(next[j]) : next[j] > 0 ? next[j] : 0;
    }
    for (int j = 0; j < a->units[a->layers]; j++)
        z[j] = h[j];
}

/* numbers that repeat on every machine, on (-1, 1) */
static inline float some(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9, z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return (float)((double)((z ^ z >> 31) >> 11) * 0x1p-52 - 1);
}
/* weights of the size that networks have, 0 beyond what there is */
static inline void some_weights(const struct net *a, float *w, uint64_t seed)
{
    for (size_t i = 0; i < a->n; i++)
        w[i] = 0;
    for (int k = 0; k < a->layers; k++)
        for (int j = 0; j < a->units[k + 1]; j++) {
            w[a->bias[k] + (size_t)j] = some(&seed) / 2;
            for (int i = 0; i < a->units[k]; i++)
                w[a->weight[k] + (size_t)(i * a->wide[k + 1] + j)] = some(&seed) * (float)sqrt(3.0 / a->units[k]);
        }
}
static inline float *some_floats(size_t n, uint64_t seed)
{
    float *x = aligned_alloc(64, (n * sizeof *x + 127) / 64 * 64);
    for (size_t i = 0; i < n; i++)
        x[i] = some(&seed);
    return x;
}
#endif
