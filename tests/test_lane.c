/* Vectors: the primitives lane by lane, and the elementary functions against long double, within the bounds that lane.h states.
 *
 * The same source is compiled once for each instruction set; a checksum of all results goes to stdout as the last line, and
 * the checksums of all programs must agree: one result everywhere, to the bit. */
#include "lane.h"
#include <float.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { POINTS = 1 << 17 };
static uint64_t checksum = 0xcbf29ce484222325;

/* FNV-1a over words; all NaN are alike */
static void note(double x)
{
    uint64_t word = 0x7ff8000000000000;
    if (x == x)
        memcpy(&word, &x, sizeof word);
    checksum = (checksum ^ word) * 0x100000001b3;
}

/* splitmix64 */
static uint64_t state = 1;
static uint64_t random_bits(void)
{
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}
static double random_between(double lo, double hi) { return lo + (hi - lo) * (double)(random_bits() >> 11) * 0x1p-53; }

static int same(double a, double b) { return !memcmp(&a, &b, sizeof a) || (a != a && b != b); }

/* ---- functions of one number ----------------------------------------------------------------------------------------- */
static double log_lane(double x) { return log_of(x); }
static double exp_lane(double x) { return exp_of(x); }
static double tanh_lane(double x) { return first(vtanh(splat(x))); }
static double sin_lane(double x) { vd s, c; vsincos(splat(x), &s, &c); return first(s); }
static double cos_lane(double x) { vd s, c; vsincos(splat(x), &s, &c); return first(c); }
static double sin_turn(double u) { vd s, c; vsincos_turn(splat(u), &s, &c); return first(s); }
static double cos_turn(double u) { vd s, c; vsincos_turn(splat(u), &s, &c); return first(c); }
/* of 2 pi u: exact in the quadrant, since u - q/4 is */
static long double turn(long double u, int shift)
{
    long double q = roundl(4 * u), r = 6.283185307179586476925286766559L * (u - q / 4);
    int quadrant = ((int)q + shift) & 3;
    return quadrant == 0 ? sinl(r) : quadrant == 1 ? cosl(r) : quadrant == 2 ? -sinl(r) : -cosl(r);
}
static long double sin_2pi(long double u) { return turn(u, 0); }
static long double cos_2pi(long double u) { return turn(u, 1); }

/* distance from the truth in units of the truth's last place */
static double ulps(double x, long double truth)
{
    int e;
    frexpl(truth, &e);
    return (double)(fabsl((long double)x - truth) / ldexpl(1, (e < -1021 ? -1021 : e) - 53));
}

/* the same in single precision */
static double flog_lane(double x) { return (double)ffirst(vflog(fsplat((float)x))); }
static double fexp_lane(double x) { return (double)ffirst(vfexp(fsplat((float)x))); }
static double ftanh_lane(double x) { return (double)ffirst(vftanh(fsplat((float)x))); }
static double fulps(double x, long double truth)
{
    int e;
    frexpl(truth, &e);
    return (double)(fabsl((long double)x - truth) / ldexpl(1, (e < -125 ? -125 : e) - 24));
}
static void fwithin(const char *name, double (*f)(double), long double (*truth)(long double), double lo, double hi, int geometric,
                    double bound)
{
    double worst = 0, at = 0;
    for (int i = 0; i < POINTS; i++) {
        double x = (double)(float)(geometric ? exp2(random_between(log2(lo), log2(hi))) : random_between(lo, hi)), y = f(x);
        double error = fulps(y, truth(x));
        note(y);
        if (!(error <= worst))
            worst = error, at = x;
    }
    if (!(worst < bound))
        fail_msg("%s(%.9g): %g ulp, promised below %g", name, at, worst, bound);
}

/* the largest error over uniform points on [lo, hi], or over all sizes between them when geometric */
static void within(const char *name, double (*f)(double), long double (*truth)(long double), double lo, double hi, int geometric,
                   double bound)
{
    double worst = 0, at = 0;
    for (int i = 0; i < POINTS; i++) {
        double x = geometric ? exp2(random_between(log2(lo), log2(hi))) : random_between(lo, hi), y = f(x);
        double error = ulps(y, truth(x));
        note(y);
        if (!(error <= worst))
            worst = error, at = x;
    }
    if (!(worst < bound))
        fail_msg("%s(%.17g): %g ulp, promised below %g", name, at, worst, bound);
}

static void log_is_below_1_ulp(void **unused)
{
    (void)unused;
    within("vlog", log_lane, logl, DBL_MIN, DBL_MAX, 1, 1);
    within("vlog", log_lane, logl, 0.5, 2, 0, 1);
    within("vlog", log_lane, logl, 1 - 0x1p-20, 1 + 0x1p-20, 0, 1);
    within("vlog", log_lane, logl, 0x1p-1074, 0x1p-1022, 1, 1);
}
static void exp_is_below_1_ulp(void **unused)
{
    (void)unused;
    within("vexp", exp_lane, expl, -708, 709.7, 0, 1);
    within("vexp", exp_lane, expl, -1, 1, 0, 1);
    within("vexp", exp_lane, expl, 0x1p-60, 1, 1, 1);
    within("vexp", exp_lane, expl, -745, -708, 0, 1);
}
static void sincos_is_below_2_5_ulp(void **unused)
{
    (void)unused;
    within("sine", sin_lane, sinl, -10, 10, 0, 2.5);
    within("cosine", cos_lane, cosl, -10, 10, 0, 2.5);
    within("sine", sin_lane, sinl, -1e6, 1e6, 0, 2.5);
    within("cosine", cos_lane, cosl, -1e6, 1e6, 0, 2.5);
    within("sine", sin_lane, sinl, 0x1p-80, 1, 1, 2.5);
}
static void sincos_of_a_turn_is_below_2_ulp(void **unused)
{
    (void)unused;
    within("sine of a turn", sin_turn, sin_2pi, 0, 1, 0, 2);
    within("cosine of a turn", cos_turn, cos_2pi, 0, 1, 0, 2);
    within("sine of a turn", sin_turn, sin_2pi, 0.5, 0.5 + 0x1p-30, 0, 2);
    within("cosine of a turn", cos_turn, cos_2pi, 0.75, 0.75 + 0x1p-30, 0, 2);
    within("sine of a turn", sin_turn, sin_2pi, 0x1p-53, 1, 1, 2);
}
static void tanh_is_below_1_5_ulp(void **unused)
{
    (void)unused;
    within("vtanh", tanh_lane, tanhl, -3, 3, 0, 1.5);
    within("vtanh", tanh_lane, tanhl, -25, 25, 0, 1.5);
    within("vtanh", tanh_lane, tanhl, 0x1p-80, 1, 1, 1.5);
}

static void single_precision_keeps_its_promises(void **unused)
{
    (void)unused;
    fwithin("vflog", flog_lane, logl, 0x1p-126, 0x1p127, 1, 1);
    fwithin("vflog", flog_lane, logl, 0.5, 2, 0, 1);
    fwithin("vflog", flog_lane, logl, 0x1p-149, 0x1p-126, 1, 1);
    fwithin("vfexp", fexp_lane, expl, -87, 88.7, 0, 1);
    fwithin("vfexp", fexp_lane, expl, -1, 1, 0, 1);
    fwithin("vfexp", fexp_lane, expl, -103, -87, 0, 1.5);
    fwithin("vftanh", ftanh_lane, tanhl, -10, 10, 0, 8);
    fwithin("vftanh", ftanh_lane, tanhl, 0x1p-140, 1, 1, 8);
}

static void edges_are_right(void **unused)
{
    static const struct { double (*f)(double); double x, y; } edge[] = {
        { log_lane, 0, -INFINITY }, { log_lane, -0.0, -INFINITY }, { log_lane, 1, 0 }, { log_lane, INFINITY, INFINITY }, { log_lane, -1, NAN },
        { log_lane, -INFINITY, NAN }, { log_lane, NAN, NAN }, { log_lane, DBL_MAX, 709.782712893384 }, { log_lane, 0x1p-1074, -744.4400719213812 },
        { exp_lane, 0, 1 }, { exp_lane, -0.0, 1 }, { exp_lane, INFINITY, INFINITY }, { exp_lane, -INFINITY, 0 }, { exp_lane, NAN, NAN },
        { exp_lane, 710, INFINITY }, { exp_lane, 1e300, INFINITY }, { exp_lane, -746, 0 }, { exp_lane, -1e300, 0 },
        { exp_lane, -745, 0x1p-1074 }, { exp_lane, 0x1p-1074, 1 },
        { tanh_lane, 0, 0 }, { tanh_lane, INFINITY, 1 }, { tanh_lane, -INFINITY, -1 }, { tanh_lane, NAN, NAN }, { tanh_lane, 0x1p-1074, 0x1p-1074 },
        { tanh_lane, 1e300, 1 }, { tanh_lane, -1e300, -1 },
        { sin_lane, 0, 0 }, { cos_lane, 0, 1 }, { sin_lane, NAN, NAN }, { cos_lane, NAN, NAN }, { sin_lane, 0x1p-1074, 0x1p-1074 },
        { flog_lane, 0, -INFINITY }, { flog_lane, 1, 0 }, { flog_lane, INFINITY, INFINITY }, { flog_lane, -1, NAN }, { flog_lane, NAN, NAN },
        { fexp_lane, 0, 1 }, { fexp_lane, INFINITY, INFINITY }, { fexp_lane, -INFINITY, 0 }, { fexp_lane, NAN, NAN }, { fexp_lane, 89, INFINITY },
        { fexp_lane, 1e30, INFINITY }, { fexp_lane, -104, 0 }, { fexp_lane, -1e30, 0 }, { fexp_lane, -103, 0x1p-149 },
        { ftanh_lane, 0, 0 }, { ftanh_lane, INFINITY, 1 }, { ftanh_lane, -INFINITY, -1 }, { ftanh_lane, NAN, NAN }, { ftanh_lane, 1e30, 1 },
        { sin_turn, 0, 0 }, { cos_turn, 0, 1 }, { sin_turn, 0.25, 1 }, { cos_turn, 0.5, -1 }, { sin_turn, 0.75, -1 }, { cos_turn, 1, 1 },
    };
    (void)unused;
    for (size_t i = 0; i < sizeof edge / sizeof *edge; i++) {
        double y = edge[i].f(edge[i].x);
        note(y);
        if (!same(y, edge[i].y) && !(y == edge[i].y && y == 0))
            fail_msg("case %zu: f(%g) = %.17g, not %.17g", i, edge[i].x, y, edge[i].y);
    }
    /* beyond 2^1024 there is nothing between the largest double and infinity */
    assert_true(isfinite(exp_of(709.78)) && isinf(exp_of(709.79)));
}

static void functions_grow_where_they_should(void **unused)
{
    (void)unused;
    double before_log = -INFINITY, before_exp = 0, before_tanh = -1;
    for (int i = 0; i <= POINTS; i++) {
        double x = -700 + 1400.0 * i / POINTS, l = log_of(x + 701), e = exp_of(x), h = tanh_lane(x / 100);
        assert_true(l >= before_log && e >= before_exp && h >= before_tanh);
        before_log = l, before_exp = e, before_tanh = h;
    }
}

/* ---- primitives, every lane with numbers of its own ------------------------------------------------------------------ */
static const double odd[] = { 0, -0.0, 1, -1, 0.5, 2.5, -2.5, 3.5, 1e-310, -1e-310, 1e300, -1e300, INFINITY, -INFINITY, NAN, 4503599627370495.0 };
enum { ODD = sizeof odd / sizeof *odd };

/* the vector's lanes against an expression of a and b, the same lane's two numbers */
#define IN_EACH_LANE(vector, scalar) do { \
    double got[LANES]; \
    st(got, vector); \
    for (int l = 0; l < LANES; l++) { \
        double a = x[l], b = y[l]; \
        (void)b; \
        if (!same(got[l], scalar)) fail_msg("%s of %g and %g is %g", #vector, a, b, got[l]); \
    } } while (0)

static void primitives_do_what_scalars_do(void **unused)
{
    (void)unused;
    for (int i = 0; i < ODD; i++)
        for (int j = 0; j < ODD; j++) {
            double x[LANES], y[LANES];
            for (int l = 0; l < LANES; l++)
                x[l] = odd[(i + 3 * l) % ODD], y[l] = odd[(j + 5 * l) % ODD];
            vd p = ld(x), q = ld(y), one = splat(1), none = splat(0);
            IN_EACH_LANE(p + q, a + b);
            IN_EACH_LANE(p * q, a * b);
            IN_EACH_LANE(p / q, a / b);
            IN_EACH_LANE(vsqrt(p), __builtin_sqrt(a));
            IN_EACH_LANE(vabs(p), fabs(a));
            IN_EACH_LANE(vmax(p, q), a > b ? a : b);
            IN_EACH_LANE(vmin(p, q), a < b ? a : b);
            IN_EACH_LANE(copysign_of(vabs(p), q), copysign(a, b));
            IN_EACH_LANE(vsel(gt(p, q), one, none), a > b);
            IN_EACH_LANE(vsel(ge(p, q), one, none), a >= b);
            IN_EACH_LANE(vsel(eq(p, q), one, none), a == b);
            IN_EACH_LANE(vsel(lt(p, q), one, none), a < b);
            IN_EACH_LANE(vsel(le(p, q), one, none), a <= b);
            IN_EACH_LANE(vsel(not(lt(p, q)), p, q), !(a < b) ? a : b);
            IN_EACH_LANE(vsel(both(lt(p, q), gt(q, none)), p, q), a < b && b > 0 ? a : b);
            IN_EACH_LANE(vsel(either(lt(p, q), gt(q, none)), p, q), a < b || b > 0 ? a : b);
            double memory[LANES];
            st(memory, q);
            stm(memory, lt(p, q), p, q);
            IN_EACH_LANE(ld(memory), a < b ? a : b);
            int found = 0;
            for (int l = 0; l < LANES; l++)
                found |= x[l] < y[l];
            assert_int_equal(any(lt(p, q)), found);
        }
}

static void primitives_of_floats_do_what_scalars_do(void **unused)
{
    (void)unused;
    for (int i = 0; i < ODD; i++)
        for (int j = 0; j < ODD; j++) {
            float x[FLOATS], y[FLOATS], got[13][FLOATS];
            for (int l = 0; l < FLOATS; l++)
                x[l] = (float)odd[(i + 3 * l) % ODD], y[l] = (float)odd[(j + 5 * l) % ODD];
            vf p = ldf(x), q = ldf(y), one = fsplat(1), none = fsplat(0);
            stf(got[0], p + q), stf(got[1], p - q), stf(got[2], p * q), stf(got[3], p / q), stf(got[4], vfsqrt(p)), stf(got[5], vfmax(p, q));
            stf(got[6], vfmin(p, q)), stf(got[7], vfsel(vfgt(p, q), one, none)), stf(got[8], vfsel(vfge(p, q), one, none));
            stf(got[9], vfsel(vfeq(p, q), one, none)), stf(got[10], funbits(fbits(p) ^ wsplat(0x80000000))), stf(got[11], p);
            stf(got[12], vfsel(vfgt(p, q), p, q));
            for (int l = 0; l < FLOATS; l++) {
                float a = x[l], b = y[l];
                float want[13] = { a + b, a - b, a * b, a / b, __builtin_sqrtf(a), a > b ? a : b, a < b ? a : b, a > b, a >= b, a == b, -a, a,
                                   a > b ? a : b };
                for (int k = 0; k < 13; k++)
                    if (!same((double)got[k][l], (double)want[k]))
                        fail_msg("operation %d of %g and %g is %g", k, (double)a, (double)b, (double)got[k][l]);
            }
        }
}

/* a lane's result does not depend on its neighbours */
static void lanes_of_floats_are_alone(void **unused)
{
    (void)unused;
    for (int i = 0; i < 1000; i++) {
        float x[FLOATS], all[3][FLOATS];
        for (int l = 0; l < FLOATS; l++)
            x[l] = (float)(i % 4 ? random_between(-20, 20) : odd[random_bits() % ODD]);
        stf(all[0], vflog(vfsel(vfgt(ldf(x), fsplat(0)), ldf(x), fsplat(1)))), stf(all[1], vfexp(ldf(x))), stf(all[2], vftanh(ldf(x)));
        for (int l = 0; l < FLOATS; l++) {
            double one[] = { flog_lane(x[l] > 0 ? (double)x[l] : 1), fexp_lane((double)x[l]), ftanh_lane((double)x[l]) };
            for (int k = 0; k < 3; k++)
                assert_true(same(one[k], (double)all[k][l]));
        }
    }
}

static void rounding_is_to_the_nearest_even_and_down(void **unused)
{
    static const double x[] = { 0, 0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 1e6 + 0.5, -7.25, 3, -3 };
    (void)unused;
    for (size_t i = 0; i < sizeof x / sizeof *x; i++) {
        assert_true(first(vround(splat(x[i]))) == nearbyint(x[i]));
        assert_true(first(vfloor(splat(x[i]))) == floor(x[i]));
    }
}

static void integers_pass_through(void **unused)
{
    (void)unused;
    for (int i = 0; i < 1000; i++) {
        uint64_t a[LANES], b[LANES], got[LANES];
        int32_t small[LANES], back[LANES];
        double table[64], taken[LANES];
        uint64_t at[LANES];
        for (int k = 0; k < 64; k++)
            table[k] = (double)random_bits();
        for (int l = 0; l < LANES; l++) {
            a[l] = random_bits(), b[l] = random_bits(), at[l] = random_bits() % 64;
            small[l] = (int32_t)(random_bits() % 0x7fffffff);
        }
        stu(got, mul32(ldu(a), ldu(b)));
        for (int l = 0; l < LANES; l++)
            assert_true(got[l] == (a[l] & 0xffffffff) * (b[l] & 0xffffffff));
        stu(got, (ldu(a) ^ ldu(b)) + (ldu(a) << 3) + (ldu(b) >> 7));
        for (int l = 0; l < LANES; l++)
            assert_true(got[l] == (a[l] ^ b[l]) + (a[l] << 3) + (b[l] >> 7));
        sti(back, ldi(small));
        assert_memory_equal(back, small, sizeof back);
        stu(got, ldi_u(small));
        for (int l = 0; l < LANES; l++)
            assert_true(got[l] == (uint64_t)small[l]);
        st(taken, gather(table, ldu(at)));
        for (int l = 0; l < LANES; l++)
            assert_true(taken[l] == table[at[l]]);
        st(taken, gather16(table, ldu(at) & usplat(15)));
        for (int l = 0; l < LANES; l++)
            assert_true(taken[l] == table[at[l] & 15]);
        st(taken, small_to_double(ldu(a) >> 12));
        for (int l = 0; l < LANES; l++)
            assert_true(taken[l] == (double)(a[l] >> 12));
        stu(got, small_from_double(ld(taken)));
        for (int l = 0; l < LANES; l++)
            assert_true(got[l] == a[l] >> 12);
        st(taken, u01_of(ldu(a)));
        for (int l = 0; l < LANES; l++)
            assert_true(taken[l] == ((double)(a[l] >> 12) + 0.5) * 0x1p-52);
    }
}

/* a lane's result does not depend on its neighbours */
static void lanes_are_alone(void **unused)
{
    (void)unused;
    for (int i = 0; i < 1000; i++) {
        double x[LANES], all[5][LANES];
        vd s, c;
        for (int l = 0; l < LANES; l++)
            x[l] = i % 4 ? random_between(-20, 20) : odd[random_bits() % ODD];
        st(all[0], vlog(vabs(ld(x)))), st(all[1], vexp(ld(x))), st(all[2], vtanh(ld(x)));
        vsincos_turn(ld(x), &s, &c), st(all[3], s), st(all[4], c);
        for (int l = 0; l < LANES; l++) {
            double one[] = { log_of(fabs(x[l])), exp_of(x[l]), tanh_lane(x[l]), sin_turn(x[l]), cos_turn(x[l]) };
            for (int k = 0; k < 5; k++)
                assert_true(same(one[k], all[k][l]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log_is_below_1_ulp),
        cmocka_unit_test(exp_is_below_1_ulp),
        cmocka_unit_test(sincos_is_below_2_5_ulp),
        cmocka_unit_test(sincos_of_a_turn_is_below_2_ulp),
        cmocka_unit_test(tanh_is_below_1_5_ulp),
        cmocka_unit_test(single_precision_keeps_its_promises),
        cmocka_unit_test(edges_are_right),
        cmocka_unit_test(functions_grow_where_they_should),
        cmocka_unit_test(primitives_do_what_scalars_do),
        cmocka_unit_test(primitives_of_floats_do_what_scalars_do),
        cmocka_unit_test(lanes_of_floats_are_alone),
        cmocka_unit_test(rounding_is_to_the_nearest_even_and_down),
        cmocka_unit_test(integers_pass_through),
        cmocka_unit_test(lanes_are_alone),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    printf("%016llx\n", (unsigned long long)checksum);
    return !!failed;
}
