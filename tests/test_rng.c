/* Randomness: Philox against Random123's known answers, streams that never meet, and distributions that are what they claim.
 *
 * Seeds are fixed, so nothing here fails by chance; each statistical bound states how often it would, over all seeds. */
#include "rng.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { N = 1 << 20 };

/* ---- the generator --------------------------------------------------------------------------------------------------- */

/* Random123 1.14.0, tests/kat_vectors, philox4x32 with 10 rounds */
static void gives_the_known_answers(void **unused)
{
    static const struct { uint64_t counter[4], key[2], out[4]; } known[] = {
        { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
        { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, { 0xffffffff, 0xffffffff },
          { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
        { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, { 0xa4093822, 0x299f31d0 },
          { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
    };
    (void)unused;
    for (int i = 0; i < 3; i++) {
        vu c[4];
        for (int k = 0; k < 4; k++)
            c[k] = usplat(known[i].counter[k]);
        uint64_t key[20];
        philox_key(key, known[i].key[0], known[i].key[1]);
        philox(key, c);
        for (int k = 0; k < 4; k++) {
            uint64_t lane[LANES];
            stu(lane, c[k]);
            for (int l = 0; l < LANES; l++)
                assert_int_equal(lane[l] & 0xffffffff, known[i].out[k]);
        }
    }
}

/* the uniforms are the upper 52 bits of words 0, 1 and 2, 3, moved to the middles of 2^52 equal cells */
static void uniforms_are_the_words(void **unused)
{
    (void)unused;
    struct rng g = { 0 };
    vd a, b;
    philox_key(g.key, 0, 0);
    philox_u01(&g, usplat(0), usplat(0), usplat(0), usplat(0), &a, &b);
    assert_true(first(a) == ((double)(0x6627e8d5e169c58d >> 12) + 0.5) * 0x1p-52);
    assert_true(first(b) == ((double)(0xbc57ac4c9b00dbd8 >> 12) + 0.5) * 0x1p-52);
    assert_true(first(u01_of(usplat(0))) == 0x1p-53 && first(u01_of(usplat(UINT64_MAX))) == 1 - 0x1p-53);
}

/* ---- a block of lanes, as the simulator opens it --------------------------------------------------------------------- */
struct stream { struct rng g; uint64_t replicate[64], copy[64], draws[8]; double spare[128]; };

static void stream_open(struct stream *s, uint64_t seed, enum domain domain, uint64_t first_replicate, int width)
{
    memset(s, 0, sizeof *s);
    s->g = (struct rng){ .width = width, .replicate = s->replicate, .copy = s->copy, .draws = s->draws, .spare = s->spare };
    rng_key(&s->g, seed, 0, domain);
    for (int w = 0; w < width; w++)
        s->replicate[w] = first_replicate + (uint64_t)w;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* 2^20 numbers from counters and keys that differ in one word each: any two alike would mean a counter used twice.  Of 2^20
 * random cells among 2^52 two agree with chance 2^-13. */
static void counters_do_not_meet(void **unused)
{
    (void)unused;
    double *x = malloc(N * sizeof *x);
    int n = 0;
    static struct stream s[4];
    stream_open(&s[0], 0, FOR_ENV, 0, 64), stream_open(&s[1], 1, FOR_ENV, 0, 64), stream_open(&s[2], 0, FOR_ALGO, 0, 64);
    stream_open(&s[3], (uint64_t)1 << 40, FOR_ENV, 0, 64);
    for (int k = 0; k < 4; k++)
        for (uint64_t draw = 0; draw < 16; draw++)
            for (uint64_t attempt = 0; attempt < 16; attempt++)
                for (uint64_t purpose = 0; purpose < 16; purpose++)
                    for (int lane = 0; lane < 64; lane++)
                        x[n++] = u01_once(&s[k].g, lane, draw, attempt, purpose);
    assert_int_equal(n, N);
    qsort(x, N, sizeof *x, by_size);
    for (int i = 1; i < N; i++)
        assert_true(x[i] > x[i - 1]);
    free(x);
}

/* sequential draws, draws at a place and draws of one lane are one thing, at every width */
static void lanes_do_not_depend_on_the_width(void **unused)
{
    (void)unused;
    static struct stream wide, narrow;
    double a[64], b[64];
    stream_open(&wide, 42, FOR_ALGO, 0, 64);
    for (int turn = 0; turn < 9; turn++) {
        draw_u01(&wide.g, a);
        for (int from = 0; from < 64; from += 8) {
            stream_open(&narrow, 42, FOR_ALGO, (uint64_t)from, 8);
            for (int i = 0; i <= turn; i++)
                draw_u01(&narrow.g, b);
            assert_memory_equal(a + from, b, 8 * sizeof *a);
        }
        if (turn % 2 == 0)
            assert_true(a[11] == u01_once(&wide.g, 11, (uint64_t)turn, 0, SEQUENCE));
        draw_normal(&wide.g, a);
        stream_open(&narrow, 42, FOR_ALGO, 40, 8);
        for (int i = 0; i <= turn; i++)
            draw_normal(&narrow.g, b);
        assert_memory_equal(a + 40, b, 8 * sizeof *a);
        if (turn % 2 == 0)
            assert_true(a[11] == normal_once(&wide.g, 11, (uint64_t)turn, 0, NORMALS));
    }
}

static void copies_are_streams_of_their_own(void **unused)
{
    (void)unused;
    static struct stream s;
    stream_open(&s, 0, FOR_ENV, 7, 8);
    double one = u01_once(&s.g, 0, 0, 0, 0);
    s.copy[0] = (uint64_t)1 << 20;
    assert_true(u01_once(&s.g, 0, 0, 0, 0) != one);
}

static void taking_draws_moves_the_sequence_on(void **unused)
{
    (void)unused;
    static struct stream s;
    double x[64];
    stream_open(&s, 0, FOR_ALGO, 0, 64);
    assert_int_equal(draws_take(&s.g, 6), 0);
    assert_int_equal(draws_take(&s.g, 2), 6);
    draw_u01(&s.g, x);
    assert_true(x[5] == u01_once(&s.g, 5, 8, 0, SEQUENCE));
}

/* ---- distributions --------------------------------------------------------------------------------------------------- */

/* largest distance between the empirical distribution of sorted u and the uniform one, times sqrt(n) */
static double kolmogorov(const double *u, int n)
{
    double far = 0;
    for (int i = 0; i < n; i++) {
        double above = (i + 1.0) / n - u[i], below = u[i] - (double)i / n;
        far = above > far ? above : far, far = below > far ? below : far;
    }
    return far * __builtin_sqrt(n);
}
static double normal_cdf(double z) { return 0.5 * erfc(-z * 0.70710678118654752440); }

/* moments within 4.9 standard errors (one in a million each); the distance below 2.7 (2 exp(-2 2.7^2): one in a million) */
static void check_sample(double *x, int n, double mean, double variance, double fourth, double (*cdf)(double))
{
    double sum = 0, square = 0, lag = 0, root = __builtin_sqrt((double)n);
    for (int i = 0; i < n; i++) {
        double d = x[i] - mean;
        sum += d, square += d * d;
        lag += i ? d * (x[i - 1] - mean) : 0;
    }
    assert_true(fabs(sum / n) < 4.9 * __builtin_sqrt(variance) / root);
    assert_true(fabs(square / n - variance) < 4.9 * __builtin_sqrt(fourth - variance * variance) / root);
    assert_true(fabs(lag / n) < 4.9 * variance / root);
    for (int i = 0; cdf && i < n; i++)
        x[i] = cdf(x[i]);
    qsort(x, (size_t)n, sizeof *x, by_size);
    assert_true(x[0] > 0 && x[n - 1] < 1);
    double far = kolmogorov(x, n);
    assert_true(far > 0.15 && far < 2.7);
}

static void check_stream(void (*draw)(struct rng *, double *), double mean, double variance, double fourth, double (*cdf)(double))
{
    static struct stream s;
    double *x = malloc(N * sizeof *x);
    /* along lanes, then along time */
    stream_open(&s, 3, FOR_ENV, 1000, 64);
    for (int i = 0; i < N; i += 64)
        draw(&s.g, x + i);
    check_sample(x, N, mean, variance, fourth, cdf);
    stream_open(&s, 3, FOR_ENV, 1000, 8);
    for (int i = 0; i < N / 8; i++) {
        double lane[8];
        draw(&s.g, lane);
        x[i] = lane[5];
    }
    check_sample(x, N / 8, mean, variance, fourth, cdf);
    free(x);
}
static void uniforms_are_uniform(void **unused) { (void)unused, check_stream(draw_u01, 0.5, 1.0 / 12, 1.0 / 80, NULL); }
static void normals_are_normal(void **unused) { (void)unused, check_stream(draw_normal, 0, 1, 3, normal_cdf); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_known_answers),
        cmocka_unit_test(uniforms_are_the_words),
        cmocka_unit_test(counters_do_not_meet),
        cmocka_unit_test(lanes_do_not_depend_on_the_width),
        cmocka_unit_test(copies_are_streams_of_their_own),
        cmocka_unit_test(taking_draws_moves_the_sequence_on),
        cmocka_unit_test(uniforms_are_uniform),
        cmocka_unit_test(normals_are_normal),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
