/* Multi-layer perceptrons: see net.h. */
#include "net.h"

/* ---- the one product of matrices ----------------------------------------------------------------------------------------------- */

/* c[m][j] = first + sum over k of a[m*am + k*ak] * b[k*ldb + j], in the order of k, for M <= 4 rows and V vectors of columns;
 * first: begin[j], or c[m][j] itself when begin is NULL */
FN void tile(int M, int V, float *c, int ldc, const float *begin, const float *a, size_t am, size_t ak, const float *b, int ldb, int K)
{
    vf sum[4][4];
    for (int m = 0; m < M; m++)
        for (int v = 0; v < V; v++)
            sum[m][v] = ldf((begin ? begin : c + (size_t)m * (size_t)ldc) + v * FLOATS);
    for (int k = 0; k < K; k++, a += ak, b += ldb)
        for (int m = 0; m < M; m++) {
            vf x = fsplat(a[(size_t)m * am]);
            for (int v = 0; v < V; v++)
                sum[m][v] += x * ldf(b + v * FLOATS);
        }
    for (int m = 0; m < M; m++)
        for (int v = 0; v < V; v++)
            stf(c + (size_t)m * (size_t)ldc + v * FLOATS, sum[m][v]);
}

/* a strip of V vectors of columns, all rows */
FN void strip_of(int V, float *c, int ldc, const float *begin, const float *a, size_t am, size_t ak, const float *b, int ldb, int M, int K)
{
    int m = 0;
    for (; m + 4 <= M; m += 4)
        tile(4, V, c + (size_t)m * (size_t)ldc, ldc, begin, a + (size_t)m * am, am, ak, b, ldb, K);
    for (; m < M; m++)
        tile(1, V, c + (size_t)m * (size_t)ldc, ldc, begin, a + (size_t)m * am, am, ak, b, ldb, K);
}

/* the whole: M rows, N columns (a multiple of 16) */
enum { MOST = FLOATS == 16 ? 4 : 2 };           /* vectors in a strip: 4 rows of them fit the registers */
static void product(float *c, int ldc, const float *begin, const float *a, size_t am, size_t ak, const float *b, int ldb, int M, int N,
                    int K)
{
    int j = 0;
    for (; j + MOST * FLOATS <= N; j += MOST * FLOATS)
        strip_of(MOST, c + j, ldc, begin ? begin + j : NULL, a, am, ak, b + j, ldb, M, K);
    for (; j < N; j += FLOATS)
        strip_of(1, c + j, ldc, begin ? begin + j : NULL, a, am, ak, b + j, ldb, M, K);
}

static const float zeros[MOST_UNITS];

/* T[j][i] = W[i][j], rows of `wide` floats, 0 beyond what W has */
static void transpose(float *T, int wide, const float *W, int ldw, int in, int out)
{
    for (int j = 0; j < out; j++)
        for (int i = 0; i < wide; i++)
            T[j * wide + i] = i < in ? W[i * ldw + j] : 0;
}

/* ---- shapes and first weights ------------------------------------------------------------------------------------------------------ */
struct net net_of(int in, int hidden, int units, int out, enum activation f)
{
    struct net a = { .layers = hidden + 1, .f = f };
    for (int k = 0; k <= a.layers; k++)
        a.units[k] = k == 0 ? in : k == a.layers ? out : units, a.wide[k] = wide_of(a.units[k]);
    for (int k = 0; k < a.layers; k++) {
        size_t transposed = (size_t)a.wide[k] * (size_t)a.units[k + 1];
        a.weight[k] = a.n, a.n += (size_t)a.units[k] * (size_t)a.wide[k + 1];
        a.bias[k] = a.n, a.n += (size_t)a.wide[k + 1];
        a.outputs += (size_t)a.wide[k + 1];
        a.work = transposed > a.work ? transposed : a.work;
    }
    return a;
}

/* q: rows vectors of dims >= rows numbers, made orthonormal one after the other; twice, for rounding's sake */
static void orthonormalize(double *q, int rows, int dims)
{
    for (int i = 0; i < rows; i++)
        for (int again = 0; again < 2; again++) {
            double *x = q + (size_t)i * (size_t)dims, norm = 0;
            for (int j = 0; j < i; j++) {
                const double *y = q + (size_t)j * (size_t)dims;
                double dot = 0;
                for (int k = 0; k < dims; k++)
                    dot += x[k] * y[k];
                for (int k = 0; k < dims; k++)
                    x[k] -= dot * y[k];
            }
            for (int k = 0; k < dims; k++)
                norm += x[k] * x[k];
            for (int k = 0; k < dims; k++)
                x[k] /= sqrt_of(norm);
        }
}

void net_init(const struct net *a, float *w, double gain, const struct rng *g, int lane, uint64_t *draw, double *work)
{
    for (size_t i = 0; i < a->n; i++)
        w[i] = 0;
    for (int k = 0; k < a->layers; k++) {
        int in = a->units[k], out = a->units[k + 1], rows = in < out ? in : out, dims = in < out ? out : in;
        double scale = k == a->layers - 1 ? gain : sqrt_of(2);
        for (int i = 0; i < rows * dims; i++)
            work[i] = normal_once(g, lane, (*draw)++, 0, INSTANCE);
        orthonormalize(work, rows, dims);
        for (int i = 0; i < in; i++)
            for (int j = 0; j < out; j++)
                w[a->weight[k] + (size_t)(i * a->wide[k + 1] + j)] = (float)(scale * work[in < out ? i * dims + j : j * dims + i]);
    }
}

/* ---- forward and backward ------------------------------------------------------------------------------------------------------------ */

/* f' where f is h */
FN vf slope(enum activation f, vf h)
{
    if (f == TANH)
        return fsplat(1) - h * h;
    return vfsel(vfgt(h, fsplat(0)), fsplat(1), fsplat(0));
}

void net_forward(const struct net *a, const float *w, const float *x, int n, float *h)
{
    int stride = a->units[0];
    for (int k = 0; k < a->layers; k++) {
        int N = a->wide[k + 1], size = n * N;
        product(h, N, w + a->bias[k], x, (size_t)stride, 1, w + a->weight[k], N, n, N, a->units[k]);
        if (k < a->layers - 1 && a->f == TANH)
            for (int i = 0; i < size; i += FLOATS)
                stf(h + i, vftanh(ldf(h + i)));
        else if (k < a->layers - 1)
            for (int i = 0; i < size; i += FLOATS)
                stf(h + i, vfmax(ldf(h + i), fsplat(0)));
        x = h, stride = N, h += size;
    }
}

/* g += x^T d, and the bias's part: of one layer, in columns of N */
static void gradient(float *weight, float *bias, const float *x, int in, int stride, const float *d, int N, int n)
{
    product(weight, N, NULL, x, 1, (size_t)stride, d, N, in, N, n);
    if (bias)
        for (int j = 0; j < N; j += FLOATS) {
            vf sum = ldf(bias + j);
            for (int i = 0; i < n; i++)
                sum += ldf(d + i * N + j);
            stf(bias + j, sum);
        }
}

void net_backward(const struct net *a, const float *w, const float *x, int n, const float *h, float *d, float *g, float *work)
{
    h += net_rows(a, n), d += net_rows(a, n);
    for (int k = a->layers - 1; k >= 0; k--) {
        int N = a->wide[k + 1], in = a->units[k], below = a->wide[k];
        h -= n * N, d -= n * N;
        const float *input = k ? h - n * below : x;
        gradient(g + a->weight[k], g + a->bias[k], input, in, k ? below : in, d, N, n);
        if (!k)
            break;
        float *e = d - n * below;
        transpose(work, below, w + a->weight[k], N, in, a->units[k + 1]);
        product(e, below, zeros, d, (size_t)N, 1, work, below, n, below, a->units[k + 1]);
        for (int i = 0; i < n * below; i += FLOATS)
            stf(e + i, ldf(e + i) * slope(a->f, ldf(input + i)));
    }
}

/* ---- along a direction in the space of parameters -------------------------------------------------------------------------------- */
void net_forward_r(const struct net *a, const float *w, const float *v, const float *x, int n, const float *h, float *rh)
{
    const float *rx = NULL;
    int stride = a->units[0];
    for (int k = 0; k < a->layers; k++) {
        int N = a->wide[k + 1], size = n * N;
        product(rh, N, v + a->bias[k], x, (size_t)stride, 1, v + a->weight[k], N, n, N, a->units[k]);
        if (rx)
            product(rh, N, NULL, rx, (size_t)stride, 1, w + a->weight[k], N, n, N, a->units[k]);
        if (k < a->layers - 1)
            for (int i = 0; i < size; i += FLOATS)
                stf(rh + i, ldf(rh + i) * slope(a->f, ldf(h + i)));
        x = h, rx = rh, stride = N, h += size, rh += size;
    }
}

void net_backward_r(const struct net *a, const float *w, const float *v, const float *x, int n, const float *h, const float *rh,
                    const float *d, float *rd, float *hv, float *work)
{
    float *e = work + a->work;              /* dl/dh of the layer below */
    h += net_rows(a, n), rh += net_rows(a, n), d += net_rows(a, n), rd += net_rows(a, n);
    for (int k = a->layers - 1; k >= 0; k--) {
        int N = a->wide[k + 1], in = a->units[k], below = a->wide[k], out = a->units[k + 1];
        h -= n * N, rh -= n * N, d -= n * N, rd -= n * N;
        const float *input = k ? h - n * below : x;
        gradient(hv + a->weight[k], hv + a->bias[k], input, in, k ? below : in, rd, N, n);
        if (!k)
            break;
        gradient(hv + a->weight[k], NULL, rh - n * below, in, below, d, N, n);
        float *re = rd - n * below;
        transpose(work, below, w + a->weight[k], N, in, out);
        product(e, below, zeros, d, (size_t)N, 1, work, below, n, below, out);
        product(re, below, zeros, rd, (size_t)N, 1, work, below, n, below, out);
        transpose(work, below, v + a->weight[k], N, in, out);
        product(re, below, NULL, d, (size_t)N, 1, work, below, n, below, out);
        for (int i = 0; i < n * below; i += FLOATS) {
            vf y = ldf(input + i), bent = ldf(re + i) * slope(a->f, y);
            if (a->f == TANH)                /* f'' = -2 f f' */
                bent -= ldf(e + i) * fsplat(2) * y * ldf(rh - n * below + i);
            stf(re + i, bent);
        }
    }
}
