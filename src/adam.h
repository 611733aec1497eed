/* Steps of stochastic gradient descent in single precision on vectors of n numbers, n a multiple of 16.
 *
 *     adam     m += (1 - b1)(g - m),  v += (1 - b2)(g^2 - v),  w -= rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps)
 *     rmsprop  v += (1 - a)(g^2 - v),  w -= rate * g / (sqrt(v) + eps)
 * Kingma and Ba 2015, Adam: a method for stochastic optimization, algorithm 1; Tieleman and Hinton 2012.  In both, g stands for
 * scale * g, which is where a gradient that is too long is cut: see clip_of(). */
#ifndef ADAM_H
#define ADAM_H
#include "lane.h"

struct adam { double rate, b1, b2, eps; };
/* t: 1 for the first step */
void adam_step(const struct adam *, long t, float *w, float *m, float *v, const float *g, size_t n, double scale);
void rmsprop_step(double rate, double a, double eps, float *w, float *v, const float *g, size_t n, double scale);

/* the Euclidean length of g */
double length_of(const float *g, size_t n);
/* what g has to be multiplied with so that it is no longer than `most` (0: whatever it is); torch's clip_grad_norm_ */
double clip_of(const float *g, size_t n, double most);
#endif
