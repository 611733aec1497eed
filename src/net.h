/* Multi-layer perceptrons in single precision: forward, backward, and products with the Hessian (Pearlmutter's R-operator).
 *
 * A layer gives z = h W + b and h' = f(z), f = tanh or max(0, .), and the last one z itself.  Each replicate has parameters of its
 * own; vectors run over the units of a layer, samples and inputs are taken one after the other.  Every number is therefore a sum
 * in one fixed order: the same bits at every vector width.
 *
 * Shapes: samples are rows.  x[n][units[0]]; what a layer gives, h or d, is [n][wide[k]], wide = units rounded up to 16.  `h` and
 * `d` hold all layers after the input, n * net.outputs floats; net_last() finds the output's rows.  Parameters are one vector of
 * net.n floats: W[i][j] of layer k at weight[k] + i*wide[k+1] + j, b[j] at bias[k] + j.  What rounding up adds is 0 and stays 0. */
#ifndef NET_H
#define NET_H
#include "rng.h"

enum activation { TANH, RELU };
enum { MOST_LAYERS = 6, MOST_UNITS = 256, WIDE = 16 };
struct net {
    int layers;                                     /* of weights */
    enum activation f;
    int units[MOST_LAYERS + 1], wide[MOST_LAYERS + 1];
    size_t weight[MOST_LAYERS], bias[MOST_LAYERS];
    size_t n, outputs, work;                        /* parameters; wide[1] + .. + wide[layers]; floats of scratch: see below */
};
FN int wide_of(int n) { return (n + WIDE - 1) / WIDE * WIDE; }

/* in inputs, `hidden` layers of `units` each, out outputs: at most MOST_UNITS */
struct net net_of(int in, int hidden, int units, int out, enum activation f);

/* Orthogonal weights (Saxe, McClelland and Ganguli 2014): Q of the QR decomposition of a Gaussian matrix, signs such that R's
 * diagonal is positive, times sqrt(2), for the last layer times `gain`; biases 0.  Takes the lane's normals from *draw on.
 * work: doubles, as many as the largest W has entries: net.n will do. */
void net_init(const struct net *, float *w, double gain, const struct rng *, int lane, uint64_t *draw, double *work);

FN size_t net_rows(const struct net *a, int n) { return (size_t)n * a->outputs; }                              /* floats of h */
FN float *net_last(const struct net *a, float *h, int n) { return h + (size_t)n * (a->outputs - (size_t)a->wide[a->layers]); }

void net_forward(const struct net *, const float *w, const float *x, int n, float *h);
/* d: on entry dl/dz in the output's rows (0 beyond units), on return that of every layer; g += dl/dw.  work: net.work floats */
void net_backward(const struct net *, const float *w, const float *x, int n, const float *h, float *d, float *g, float *work);

/* The same, differentiated along the direction v in the space of parameters: rh = d h(w + e v)/de.  The caller turns rh of the
 * output into rd of the output, d/de of dl/dz; then hv += H v, H the Hessian of l.  h, d: as net_forward and net_backward left
 * them.  work: net.work + n * wide of the widest layer floats, as net_work_r() says. */
void net_forward_r(const struct net *, const float *w, const float *v, const float *x, int n, const float *h, float *rh);
void net_backward_r(const struct net *, const float *w, const float *v, const float *x, int n, const float *h, const float *rh,
                    const float *d, float *rd, float *hv, float *work);
FN size_t net_work_r(const struct net *a, int n) { return a->work + net_rows(a, n); }
#endif
