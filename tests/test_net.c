/* Networks: against long double and its differences, symmetric Hessians, orthogonal first weights, and sums whose order is fixed. */
#include "net_truth.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

/* a network at work on n samples, the loss sum over samples and outputs of (z - y)^2 / 2 */
struct job { struct net a; int n; float *w, *x, *y, *h, *d, *g, *work; };
static struct job job_open(struct net a, int n, uint64_t seed)
{
    struct job s = { .a = a, .n = n, .w = some_floats(a.n, 1), .x = some_floats((size_t)(n * a.units[0]), seed + 1),
                     .y = some_floats((size_t)(n * a.units[a.layers]), seed + 2), .h = some_floats(net_rows(&a, n), 3),
                     .d = some_floats(net_rows(&a, n), 4), .g = some_floats(a.n, 5), .work = some_floats(net_work_r(&a, n), 6) };
    some_weights(&a, s.w, seed);
    return s;
}
static void job_close(struct job s) { free(s.w), free(s.x), free(s.y), free(s.h), free(s.d), free(s.g), free(s.work); }

static void job_run(struct job *s)
{
    int wide = s->a.wide[s->a.layers], out = s->a.units[s->a.layers];
    net_forward(&s->a, s->w, s->x, s->n, s->h);
    float *z = net_last(&s->a, s->h, s->n), *d = net_last(&s->a, s->d, s->n);
    for (int i = 0; i < s->n; i++)
        for (int j = 0; j < wide; j++)
            d[i * wide + j] = j < out ? z[i * wide + j] - s->y[i * out + j] : 0;
    memset(s->g, 0, s->a.n * sizeof *s->g);
    net_backward(&s->a, s->w, s->x, s->n, s->h, s->d, s->g, s->work);
}
/* the loss at w + e v */
static long double true_loss(const struct job *s, const long double *v, long double e)
{
    long double sum = 0, z[TRUE_UNITS];
    int out = s->a.units[s->a.layers];
    for (int i = 0; i < s->n; i++) {
        true_forward(&s->a, s->w, v, e, s->x + i * s->a.units[0], z);
        for (int j = 0; j < out; j++)
            sum += (z[j] - (long double)s->y[i * out + j]) * (z[j] - (long double)s->y[i * out + j]) / 2;
    }
    return sum;
}
static const struct { int in, hidden, units, out; enum activation f; } shapes[] = {
    { 4, 2, 64, 2, TANH }, { 3, 1, 5, 1, TANH }, { 17, 3, 33, 18, TANH }, { 6, 0, 1, 3, TANH },
    { 4, 2, 64, 1, RELU }, { 2, 3, 16, 4, RELU },
};
enum { SHAPES = sizeof shapes / sizeof *shapes };
static struct net shape(int i) { return net_of(shapes[i].in, shapes[i].hidden, shapes[i].units, shapes[i].out, shapes[i].f); }

static void outputs_are_those_of_the_formula(void **unused)
{
    (void)unused;
    for (int k = 0; k < SHAPES; k++) {
        struct job s = job_open(shape(k), 21, 100 + (uint64_t)k);
        long double *none = calloc(s.a.n, sizeof *none), z[TRUE_UNITS];
        job_run(&s);
        for (int i = 0; i < s.n; i++) {
            true_forward(&s.a, s.w, none, 0, s.x + i * s.a.units[0], z);
            for (int j = 0; j < s.a.units[s.a.layers]; j++) {
                /* roundings of 64 terms in each of a few layers */
                float got = net_last(&s.a, s.h, s.n)[i * s.a.wide[s.a.layers] + j];
                if (!(fabsl((long double)got - z[j]) < 1e-5L))
                    fail_msg("shape %d, sample %d: %g, not %Lg", k, i, (double)got, z[j]);
            }
        }
        free(none), job_close(s);
    }
}

/* along random directions: dl/de = g.v.  A step of 1e-6 in long double leaves 1e-11 */
static void gradients_are_differences(void **unused)
{
    (void)unused;
    for (int k = 0; k < SHAPES; k++) {
        struct job s = job_open(shape(k), 13, 200 + (uint64_t)k);
        long double *v = calloc(s.a.n, sizeof *v);
        float *u = some_floats(s.a.n, 1);
        job_run(&s);
        for (int trial = 0; trial < 10; trial++) {
            long double sum = 0, size = 0, e = 1e-6L;
            some_weights(&s.a, u, 300 + (uint64_t)trial);
            for (size_t i = 0; i < s.a.n; i++)
                v[i] = (long double)u[i], sum += v[i] * (long double)s.g[i], size += fabsl(v[i] * (long double)s.g[i]);
            long double want = (true_loss(&s, v, e) - true_loss(&s, v, -e)) / (2 * e);
            if (!(fabsl(sum - want) < 1e-5L * size))
                fail_msg("shape %d: %Lg, differences %Lg", k, sum, want);
        }
        free(v), free(u), job_close(s);
    }
}

/* each entry alone, of a small network */
static void every_entry_of_a_gradient_is_right(void **unused)
{
    (void)unused;
    struct job s = job_open(net_of(3, 2, 7, 2, TANH), 9, 5);
    long double *v = calloc(s.a.n, sizeof *v), e = 1e-6L;
    job_run(&s);
    for (size_t i = 0; i < s.a.n; i++) {
        v[i] = 1;
        long double want = s.w[i] != 0 ? (true_loss(&s, v, e) - true_loss(&s, v, -e)) / (2 * e) : 0;
        v[i] = 0;
        if (!(fabsl((long double)s.g[i] - want) < 1e-5L))
            fail_msg("entry %zu: %g, not %Lg", i, (double)s.g[i], want);
    }
    free(v), job_close(s);
}

/* H v of a job that has run; of this loss d(dl/dz) = dz */
static float *hessian_times(struct job *s, const float *v)
{
    int wide = s->a.wide[s->a.layers];
    float *rh = some_floats(net_rows(&s->a, s->n), 7), *rd = some_floats(net_rows(&s->a, s->n), 8), *hv = calloc(s->a.n, sizeof *hv);
    net_forward_r(&s->a, s->w, v, s->x, s->n, s->h, rh);
    memcpy(net_last(&s->a, rd, s->n), net_last(&s->a, rh, s->n), (size_t)(s->n * wide) * sizeof *rd);
    net_backward_r(&s->a, s->w, v, s->x, s->n, s->h, rh, s->d, rd, hv, s->work);
    free(rh), free(rd);
    return hv;
}

/* u'Hv is the mixed second difference of the loss.  A step of 1e-4 leaves 1e-8 of truncation, and 1e-11 of rounding */
static void products_with_the_hessian_are_second_differences(void **unused)
{
    (void)unused;
    for (int k = 0; k < SHAPES; k++) {
        struct job s = job_open(shape(k), 13, 400 + (uint64_t)k);
        float *p = some_floats(s.a.n, 1), *q = some_floats(s.a.n, 1);
        long double *plus = calloc(s.a.n, sizeof *plus), *minus = calloc(s.a.n, sizeof *minus), e = shapes[k].f == TANH ? 1e-4L : 1e-6L;
        job_run(&s);
        for (int trial = 0; trial < 5; trial++) {
            long double got = 0, back = 0, size = 0;
            some_weights(&s.a, p, 500 + (uint64_t)trial), some_weights(&s.a, q, 600 + (uint64_t)trial);
            float *hp = hessian_times(&s, p), *hq = hessian_times(&s, q);
            for (size_t i = 0; i < s.a.n; i++) {
                plus[i] = (long double)p[i] + (long double)q[i], minus[i] = (long double)p[i] - (long double)q[i];
                got += (long double)q[i] * (long double)hp[i], back += (long double)p[i] * (long double)hq[i];
                size += fabsl((long double)q[i] * (long double)hp[i]) + fabsl((long double)p[i] * (long double)hq[i]);
            }
            long double sum = true_loss(&s, plus, e) + true_loss(&s, plus, -e) - true_loss(&s, minus, e) - true_loss(&s, minus, -e);
            long double want = sum / (4 * e * e);
            if (!(fabsl(got - want) < 2e-5L * size) || !(fabsl(got - back) < 2e-5L * size))
                fail_msg("shape %d: q'Hp %Lg, p'Hq %Lg, differences %Lg", k, got, back, want);
            free(hp), free(hq);
        }
        free(p), free(q), free(plus), free(minus), job_close(s);
    }
}

/* a sample's outputs, to the bit, whatever samples stand beside it; and gradients of one part after the other are those of the whole */
static void samples_are_taken_one_after_the_other(void **unused)
{
    (void)unused;
    for (int k = 0; k < SHAPES; k++) {
        struct job all = job_open(shape(k), 23, 700 + (uint64_t)k), part = job_open(shape(k), 23, 700 + (uint64_t)k);
        int wide = all.a.wide[all.a.layers], in = all.a.units[0], out = all.a.units[all.a.layers];
        float *sum = calloc(all.a.n, sizeof *sum);
        job_run(&all);
        for (int from = 0, step = 1; from < 23; from += step, step = from + step + 3 > 23 ? 23 - from : step + 3) {
            struct job some = part;
            some.x += from * in, some.y += from * out, some.n = step;
            job_run(&some);
            assert_memory_equal(net_last(&all.a, all.h, 23) + from * wide, net_last(&some.a, some.h, step),
                                (size_t)(step * wide) * sizeof *sum);
            net_backward(&some.a, some.w, some.x, some.n, some.h, some.d, sum, some.work);
        }
        assert_memory_equal(sum, all.g, all.a.n * sizeof *sum);
        free(sum), job_close(all), job_close(part);
    }
}

/* what rounding up to 16 units added is 0, and its gradient too */
static void padding_stays_0(void **unused)
{
    (void)unused;
    for (int k = 0; k < SHAPES; k++) {
        struct job s = job_open(shape(k), 8, 800 + (uint64_t)k);
        long real = 0, moved = 0;
        job_run(&s);
        for (int i = 0; i < s.a.layers; i++)
            real += (s.a.units[i] + 1) * s.a.units[i + 1];
        for (size_t i = 0; i < s.a.n; i++) {
            moved += s.w[i] != 0;
            assert_true(s.w[i] != 0 || s.g[i] == 0);
        }
        assert_int_equal(moved, real);
        job_close(s);
    }
}

static struct rng stream(int first)
{
    static uint64_t replicate[8], copy[8];
    struct rng g = { .width = 8, .replicate = replicate, .copy = copy };
    rng_key(&g, 11, 0, FOR_ALGO);
    for (int l = 0; l < 8; l++)
        replicate[l] = (uint64_t)(first + l);
    return g;
}

static void first_weights_are_orthogonal(void **unused)
{
    (void)unused;
    for (int k = 0; k < SHAPES; k++) {
        struct net a = shape(k);
        float *w = some_floats(a.n, 1), *again = some_floats(a.n, 2);
        double *work = calloc(a.n, sizeof *work);
        uint64_t draw = 0, other = 0;
        struct rng g = stream(0);
        net_init(&a, w, 0.01, &g, 5, &draw, work);
        for (int i = 0; i < a.layers; i++) {
            int in = a.units[i], out = a.units[i + 1], wide = a.wide[i + 1], few = in < out ? in : out;
            const float *W = w + a.weight[i];
            double gain = i == a.layers - 1 ? 0.01 : sqrt(2);
            /* the shorter side's vectors are orthogonal and of length gain */
            for (int p = 0; p < few; p++)
                for (int q = 0; q < few; q++) {
                    double dot = 0;
                    for (int r = 0; r < (in < out ? out : in); r++)
                        dot += in < out ? (double)W[p * wide + r] * (double)W[q * wide + r]
                                        : (double)W[r * wide + p] * (double)W[r * wide + q];
                    assert_true(fabs(dot - (p == q) * gain * gain) < 1e-6 * gain * gain);
                }
            for (int j = 0; j < wide; j++)
                assert_true(w[a.bias[i] + (size_t)j] == 0);
        }
        /* a replicate's weights do not depend on its lane */
        g = stream(5);
        net_init(&a, again, 0.01, &g, 0, &other, work);
        assert_memory_equal(w, again, a.n * sizeof *w);
        assert_true(draw == other);
        free(w), free(again), free(work);
    }
}

/* Haar measure: an entry of a 64 x 64 orthogonal matrix has mean 0 and variance 1/64.  4096 entries, the squares' sum is fixed, so the
 * mean alone is random: 4.5 standard errors */
static void first_weights_have_no_direction(void **unused)
{
    (void)unused;
    struct net a = net_of(64, 0, 1, 64, TANH);
    float *w = some_floats(a.n, 1);
    double *work = calloc(a.n, sizeof *work), sum = 0, diagonal = 0;
    uint64_t draw = 0;
    struct rng g = stream(0);
    net_init(&a, w, 1, &g, 0, &draw, work);
    for (int i = 0; i < 64; i++)
        for (int j = 0; j < 64; j++)
            sum += (double)w[i * 64 + j], diagonal += i == j ? (double)w[i * 64 + j] : 0;
    assert_true(fabs(sum / 4096) < 4.5 / 8 / 64 && fabs(diagonal / 64) < 4.5 / 8 / 8);
    free(w), free(work);
}

static void orders_are_fair(void **unused)
{
    (void)unused;
    enum { N = 5, TRIALS = 24000 };
    int seen[N][N] = { { 0 } };
    int32_t order[N];
    struct rng g = stream(0);
    for (int t = 0; t < TRIALS; t++) {
        int sum = 0;
        shuffle_once(&g, t % 8, (uint64_t)t / 8, N, order);
        for (int i = 0; i < N; i++)
            sum |= 1 << order[i], seen[i][order[i]]++;
        assert_int_equal(sum, (1 << N) - 1);
    }
    /* each number at each place in a fifth of the orders: 62 is a standard error */
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            assert_true(abs(seen[i][j] - TRIALS / N) < 4.5 * 62);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outputs_are_those_of_the_formula),
        cmocka_unit_test(gradients_are_differences),
        cmocka_unit_test(every_entry_of_a_gradient_is_right),
        cmocka_unit_test(products_with_the_hessian_are_second_differences),
        cmocka_unit_test(samples_are_taken_one_after_the_other),
        cmocka_unit_test(padding_stays_0),
        cmocka_unit_test(first_weights_are_orthogonal),
        cmocka_unit_test(first_weights_have_no_direction),
        cmocka_unit_test(orders_are_fair),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
