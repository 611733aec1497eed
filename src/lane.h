/* Vectors of the machine's native width, and elementary functions with the same bits at every width.
 *
 * vd holds LANES doubles, vu LANES 64-bit integers, vm one truth value a lane.  + - * / work on vd and + ^ & | << >> on vu
 * as they do on scalars.  vf, vw, vfm are the same for FLOATS floats, which neural networks alone use.  Everything else has a
 * name below.  This is the only file that names an instruction set: the four
 * blocks that follow are the same three dozen primitives for 512, 256 and 128 bits and for plain scalars; the latter serve
 * every other machine and are the twin that tests hold the vectors against.
 *
 * gather16() looks a table of sixteen up: all at 0 .. 15, where the widest vectors do it in registers.
 *
 * Elementary functions: range reduction and polynomials, no fused multiply-add, hence one result everywhere.  The largest
 * errors beside them were measured against long double on 4 million points a function (tests/test_lane.c). */
#ifndef LANE_H
#define LANE_H
#include <math.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__) && !defined(LANE_SCALAR)
#include <immintrin.h>
#endif

#define each(l)  for (int l = 0; l < L; l++)              /* the loop over lanes: wants an int L in scope      */
#define strip(r) for (int r = 0; r < L; r += LANES)       /* the same in steps of one vector                   */
#define FN       static inline __attribute__((always_inline, unused))

#if defined(__AVX512DQ__) && defined(__AVX512VL__) && !defined(LANE_SCALAR)
enum { LANES = 8 };
typedef __m512d vd;
typedef uint64_t vu __attribute__((vector_size(64)));
typedef __mmask8 vm;
FN vd splat(double x) { return _mm512_set1_pd(x); }
FN vu usplat(uint64_t x) { return (vu)_mm512_set1_epi64((long long)x); }
FN vd ld(const double *x) { return _mm512_loadu_pd(x); }
FN void st(double *x, vd a) { _mm512_storeu_pd(x, a); }
FN vu ldu(const uint64_t *x) { return (vu)_mm512_loadu_si512(x); }
FN void stu(uint64_t *x, vu a) { _mm512_storeu_si512(x, (__m512i)a); }
FN vm gt(vd a, vd b) { return _mm512_cmp_pd_mask(a, b, _CMP_GT_OQ); }
FN vm ge(vd a, vd b) { return _mm512_cmp_pd_mask(a, b, _CMP_GE_OQ); }
FN vm eq(vd a, vd b) { return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ); }
FN vm both(vm a, vm b) { return (vm)(a & b); }
FN vm either(vm a, vm b) { return (vm)(a | b); }
FN vm not(vm a) { return (vm)~a; }
FN int any(vm a) { return a != 0; }
FN vd vsel(vm m, vd a, vd b) { return _mm512_mask_blend_pd(m, b, a); }
FN void stm(double *x, vm m, vd a, vd old) { (void)old; _mm512_mask_storeu_pd(x, m, a); }
FN vd vsqrt(vd a) { return _mm512_sqrt_pd(a); }
FN vd vmax(vd a, vd b) { return _mm512_max_pd(a, b); }
FN vd vmin(vd a, vd b) { return _mm512_min_pd(a, b); }
FN vu bits(vd a) { return (vu)_mm512_castpd_si512(a); }
FN vd unbits(vu a) { return _mm512_castsi512_pd((__m512i)a); }
FN vu mul32(vu a, vu b) { return (vu)_mm512_mul_epu32((__m512i)a, (__m512i)b); }
FN vd ldi(const int32_t *x) { return _mm512_cvtepi32_pd(_mm256_loadu_si256((const __m256i *)(const void *)x)); }
FN void sti(int32_t *x, vd a) { _mm256_storeu_si256((__m256i *)(void *)x, _mm512_cvttpd_epi32(a)); }
FN vu ldi_u(const int32_t *x) { return (vu)_mm512_cvtepi32_epi64(_mm256_loadu_si256((const __m256i *)(const void *)x)); }
FN vd gather(const double *x, vu at) { return _mm512_i64gather_pd((__m512i)at, x, 8); }
FN vd gather16(const double *x, vu at) { return _mm512_permutex2var_pd(_mm512_loadu_pd(x), (__m512i)at, _mm512_loadu_pd(x + 8)); }
FN vu xor3(vu a, vu b, vu c) { return (vu)_mm512_ternarylogic_epi64((__m512i)a, (__m512i)b, (__m512i)c, 0x96); }
enum { FLOATS = 16 };
typedef __m512 vf;
typedef uint32_t vw __attribute__((vector_size(64)));
typedef __mmask16 vfm;
FN vf fsplat(float x) { return _mm512_set1_ps(x); }
FN vw wsplat(uint32_t x) { return (vw)_mm512_set1_epi32((int)x); }
FN vf ldf(const float *x) { return _mm512_loadu_ps(x); }
FN void stf(float *x, vf a) { _mm512_storeu_ps(x, a); }
FN vfm vfgt(vf a, vf b) { return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ); }
FN vfm vfge(vf a, vf b) { return _mm512_cmp_ps_mask(a, b, _CMP_GE_OQ); }
FN vfm vfeq(vf a, vf b) { return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ); }
FN vf vfsel(vfm m, vf a, vf b) { return _mm512_mask_blend_ps(m, b, a); }
FN vf vfsqrt(vf a) { return _mm512_sqrt_ps(a); }
FN vf vfmax(vf a, vf b) { return _mm512_max_ps(a, b); }
FN vf vfmin(vf a, vf b) { return _mm512_min_ps(a, b); }
FN vw fbits(vf a) { return (vw)_mm512_castps_si512(a); }
FN vf funbits(vw a) { return _mm512_castsi512_ps((__m512i)a); }

#elif defined(__AVX2__) && !defined(LANE_SCALAR)
enum { LANES = 4 };
typedef __m256d vd;
typedef uint64_t vu __attribute__((vector_size(32)));
typedef vu vm;
FN vd splat(double x) { return _mm256_set1_pd(x); }
FN vu usplat(uint64_t x) { return (vu)_mm256_set1_epi64x((long long)x); }
FN vd ld(const double *x) { return _mm256_loadu_pd(x); }
FN void st(double *x, vd a) { _mm256_storeu_pd(x, a); }
FN vu ldu(const uint64_t *x) { return (vu)_mm256_loadu_si256((const __m256i *)(const void *)x); }
FN void stu(uint64_t *x, vu a) { _mm256_storeu_si256((__m256i *)(void *)x, (__m256i)a); }
FN vm gt(vd a, vd b) { return (vm)_mm256_cmp_pd(a, b, _CMP_GT_OQ); }
FN vm ge(vd a, vd b) { return (vm)_mm256_cmp_pd(a, b, _CMP_GE_OQ); }
FN vm eq(vd a, vd b) { return (vm)_mm256_cmp_pd(a, b, _CMP_EQ_OQ); }
FN vm both(vm a, vm b) { return a & b; }
FN vm either(vm a, vm b) { return a | b; }
FN vm not(vm a) { return ~a; }
FN int any(vm a) { return _mm256_movemask_pd((__m256d)a) != 0; }
FN vd vsel(vm m, vd a, vd b) { return _mm256_blendv_pd(b, a, (__m256d)m); }
FN vd vsqrt(vd a) { return _mm256_sqrt_pd(a); }
FN vd vmax(vd a, vd b) { return _mm256_max_pd(a, b); }
FN vd vmin(vd a, vd b) { return _mm256_min_pd(a, b); }
FN vu bits(vd a) { return (vu)_mm256_castpd_si256(a); }
FN vd unbits(vu a) { return _mm256_castsi256_pd((__m256i)a); }
FN vu mul32(vu a, vu b) { return (vu)_mm256_mul_epu32((__m256i)a, (__m256i)b); }
FN vd ldi(const int32_t *x) { return _mm256_cvtepi32_pd(_mm_loadu_si128((const __m128i *)(const void *)x)); }
FN void sti(int32_t *x, vd a) { _mm_storeu_si128((__m128i *)(void *)x, _mm256_cvttpd_epi32(a)); }
FN vu ldi_u(const int32_t *x) { return (vu)_mm256_cvtepi32_epi64(_mm_loadu_si128((const __m128i *)(const void *)x)); }
FN vd gather(const double *x, vu at) { return _mm256_set_pd(x[at[3]], x[at[2]], x[at[1]], x[at[0]]); }
FN vd gather16(const double *x, vu at) { return gather(x, at); }
enum { FLOATS = 8 };
typedef __m256 vf;
typedef uint32_t vw __attribute__((vector_size(32)));
typedef vw vfm;
FN vf fsplat(float x) { return _mm256_set1_ps(x); }
FN vw wsplat(uint32_t x) { return (vw)_mm256_set1_epi32((int)x); }
FN vf ldf(const float *x) { return _mm256_loadu_ps(x); }
FN void stf(float *x, vf a) { _mm256_storeu_ps(x, a); }
FN vfm vfgt(vf a, vf b) { return (vfm)_mm256_cmp_ps(a, b, _CMP_GT_OQ); }
FN vfm vfge(vf a, vf b) { return (vfm)_mm256_cmp_ps(a, b, _CMP_GE_OQ); }
FN vfm vfeq(vf a, vf b) { return (vfm)_mm256_cmp_ps(a, b, _CMP_EQ_OQ); }
FN vf vfsel(vfm m, vf a, vf b) { return _mm256_blendv_ps(b, a, (__m256)m); }
FN vf vfsqrt(vf a) { return _mm256_sqrt_ps(a); }
FN vf vfmax(vf a, vf b) { return _mm256_max_ps(a, b); }
FN vf vfmin(vf a, vf b) { return _mm256_min_ps(a, b); }
FN vw fbits(vf a) { return (vw)_mm256_castps_si256(a); }
FN vf funbits(vw a) { return _mm256_castsi256_ps((__m256i)a); }

#elif defined(__SSE2__) && !defined(LANE_SCALAR)
enum { LANES = 2 };
typedef __m128d vd;
typedef uint64_t vu __attribute__((vector_size(16)));
typedef vu vm;
FN vd splat(double x) { return _mm_set1_pd(x); }
FN vu usplat(uint64_t x) { return (vu)_mm_set1_epi64x((long long)x); }
FN vd ld(const double *x) { return _mm_loadu_pd(x); }
FN void st(double *x, vd a) { _mm_storeu_pd(x, a); }
FN vu ldu(const uint64_t *x) { return (vu)_mm_loadu_si128((const __m128i *)(const void *)x); }
FN void stu(uint64_t *x, vu a) { _mm_storeu_si128((__m128i *)(void *)x, (__m128i)a); }
FN vm gt(vd a, vd b) { return (vm)_mm_cmpgt_pd(a, b); }
FN vm ge(vd a, vd b) { return (vm)_mm_cmpge_pd(a, b); }
FN vm eq(vd a, vd b) { return (vm)_mm_cmpeq_pd(a, b); }
FN vm both(vm a, vm b) { return a & b; }
FN vm either(vm a, vm b) { return a | b; }
FN vm not(vm a) { return ~a; }
FN int any(vm a) { return _mm_movemask_pd((__m128d)a) != 0; }
FN vd vsel(vm m, vd a, vd b) { return (vd)(((vu)a & m) | ((vu)b & ~m)); }
FN vd vsqrt(vd a) { return _mm_sqrt_pd(a); }
FN vd vmax(vd a, vd b) { return _mm_max_pd(a, b); }
FN vd vmin(vd a, vd b) { return _mm_min_pd(a, b); }
FN vu bits(vd a) { return (vu)_mm_castpd_si128(a); }
FN vd unbits(vu a) { return _mm_castsi128_pd((__m128i)a); }
FN vu mul32(vu a, vu b) { return (vu)_mm_mul_epu32((__m128i)a, (__m128i)b); }
FN vd ldi(const int32_t *x) { return _mm_set_pd(x[1], x[0]); }
FN void sti(int32_t *x, vd a) { x[0] = (int32_t)a[0], x[1] = (int32_t)a[1]; }
FN vu ldi_u(const int32_t *x) { return (vu){ (uint64_t)x[0], (uint64_t)x[1] }; }
FN vd gather(const double *x, vu at) { return _mm_set_pd(x[at[1]], x[at[0]]); }
FN vd gather16(const double *x, vu at) { return gather(x, at); }
enum { FLOATS = 4 };
typedef __m128 vf;
typedef uint32_t vw __attribute__((vector_size(16)));
typedef vw vfm;
FN vf fsplat(float x) { return _mm_set1_ps(x); }
FN vw wsplat(uint32_t x) { return (vw)_mm_set1_epi32((int)x); }
FN vf ldf(const float *x) { return _mm_loadu_ps(x); }
FN void stf(float *x, vf a) { _mm_storeu_ps(x, a); }
FN vfm vfgt(vf a, vf b) { return (vfm)_mm_cmpgt_ps(a, b); }
FN vfm vfge(vf a, vf b) { return (vfm)_mm_cmpge_ps(a, b); }
FN vfm vfeq(vf a, vf b) { return (vfm)_mm_cmpeq_ps(a, b); }
FN vf vfsel(vfm m, vf a, vf b) { return (vf)(((vw)a & m) | ((vw)b & ~m)); }
FN vf vfsqrt(vf a) { return _mm_sqrt_ps(a); }
FN vf vfmax(vf a, vf b) { return _mm_max_ps(a, b); }
FN vf vfmin(vf a, vf b) { return _mm_min_ps(a, b); }
FN vw fbits(vf a) { return (vw)_mm_castps_si128(a); }
FN vf funbits(vw a) { return _mm_castsi128_ps((__m128i)a); }

#else
enum { LANES = 1 };
typedef double vd;
typedef uint64_t vu;
typedef int vm;
FN vd splat(double x) { return x; }
FN vu usplat(uint64_t x) { return x; }
FN vd ld(const double *x) { return *x; }
FN void st(double *x, vd a) { *x = a; }
FN vu ldu(const uint64_t *x) { return *x; }
FN void stu(uint64_t *x, vu a) { *x = a; }
FN vm gt(vd a, vd b) { return a > b; }
FN vm ge(vd a, vd b) { return a >= b; }
FN vm eq(vd a, vd b) { return a == b; }
FN vm both(vm a, vm b) { return a & b; }
FN vm either(vm a, vm b) { return a | b; }
FN vm not(vm a) { return !a; }
FN int any(vm a) { return a; }
FN vd vsel(vm m, vd a, vd b) { return m ? a : b; }
FN vd vsqrt(vd a) { return __builtin_sqrt(a); }
FN vd vmax(vd a, vd b) { return a > b ? a : b; }           /* like maxpd: b when they do not compare */
FN vd vmin(vd a, vd b) { return a < b ? a : b; }
FN vu bits(vd a) { uint64_t u; memcpy(&u, &a, 8); return u; }
FN vd unbits(vu a) { double x; memcpy(&x, &a, 8); return x; }
FN vu mul32(vu a, vu b) { return (a & 0xffffffff) * (b & 0xffffffff); }
FN vd ldi(const int32_t *x) { return *x; }
FN void sti(int32_t *x, vd a) { *x = (int32_t)a; }
FN vu ldi_u(const int32_t *x) { return (uint64_t)*x; }
FN vd gather(const double *x, vu at) { return x[at]; }
FN vd gather16(const double *x, vu at) { return gather(x, at); }
enum { FLOATS = 1 };
typedef float vf;
typedef uint32_t vw;
typedef int vfm;
FN vf fsplat(float x) { return x; }
FN vw wsplat(uint32_t x) { return x; }
FN vf ldf(const float *x) { return *x; }
FN void stf(float *x, vf a) { *x = a; }
FN vfm vfgt(vf a, vf b) { return a > b; }
FN vfm vfge(vf a, vf b) { return a >= b; }
FN vfm vfeq(vf a, vf b) { return a == b; }
FN vf vfsel(vfm m, vf a, vf b) { return m ? a : b; }
FN vf vfsqrt(vf a) { return __builtin_sqrtf(a); }
FN vf vfmax(vf a, vf b) { return a > b ? a : b; }
FN vf vfmin(vf a, vf b) { return a < b ? a : b; }
FN vw fbits(vf a) { uint32_t u; memcpy(&u, &a, 4); return u; }
FN vf funbits(vw a) { float x; memcpy(&x, &a, 4); return x; }
#endif

/* ---- small things on top of the primitives ------------------------------------------------------------------------------ */
#if !defined(__AVX512DQ__) || !defined(__AVX512VL__) || defined(LANE_SCALAR)
FN void stm(double *x, vm m, vd a, vd old) { st(x, vsel(m, a, old)); }      /* store a where m; old is what lies there */
FN vu xor3(vu a, vu b, vu c) { return a ^ b ^ c; }
#endif
FN vm lt(vd a, vd b) { return gt(b, a); }
FN vm le(vd a, vd b) { return ge(b, a); }
/* where row[l] of lane l lies; the compiler may not see through it, because it would pack and unpack vectors of places, which is
 * slower than one access after the other */
FN size_t place(const int32_t *row, int L, int l)
{
    size_t at = (size_t)row[l] * (size_t)L + (size_t)l;
    __asm__("" : "+r"(at));
    return at;
}
FN double first(vd a) { double x[LANES]; st(x, a); return x[0]; }
FN vd vabs(vd a) { return unbits(bits(a) & usplat(0x7fffffffffffffff)); }
FN vd copysign_of(vd size, vd sign) { return unbits(bits(size) | (bits(sign) & usplat(0x8000000000000000))); }    /* size >= 0 */

#define ROUNDER 6755399441055744.0      /* 1.5 * 2^52: adding it rounds |x| < 2^51 to the nearest integer, ties to even */
FN vd vround(vd a) { return (a + splat(ROUNDER)) - splat(ROUNDER); }
FN vd vfloor(vd a) { vd n = vround(a); return n - vsel(gt(n, a), splat(1), splat(0)); }
FN vd small_to_double(vu n) { return unbits(n | usplat(0x4330000000000000)) - splat(4503599627370496.0); }    /* n < 2^52 */

FN vu small_from_double(vd n) { return bits(n + splat(4503599627370496.0)) & usplat(0x000fffffffffffff); }   /* n < 2^52 */

/* uniform on (0, 1), never 0 or 1, from the upper 52 bits: (2k+1) / 2^53 */
FN vd u01_of(vu word) { return unbits((word >> 12) | usplat(0x3ff0000000000000)) - splat(1 - 0x1p-53); }

/* ---- elementary functions -------------------------------------------------------------------------------------------------- */

/* natural logarithm, below 1 ulp.  x = 2^e m, m in [sqrt(1/2), sqrt(2)); with f = m-1, s = f/(2+f):
 * log m = f - f^2/2 + s (f^2/2 + R(s^2)), R the minimax polynomial of fdlibm's e_log.c.  log 0 = -inf, of negatives NaN. */
FN vd vlog(vd x)
{
    vm tiny = lt(x, splat(0x1p-1022));
    vd y = vsel(tiny, x * splat(0x1p54), x);
    vu u = bits(y) + usplat(0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
    vd e = small_to_double(u >> 52) - vsel(tiny, splat(1023 + 54), splat(1023));
    vd f = unbits((u & usplat(0x000fffffffffffff)) + usplat(0x3fe6a09e667f3bcd)) - splat(1);
    vd s = f / (splat(2) + f), z = s * s, w = z * z, h = splat(0.5) * f * f;
    vd odd  = w * (splat(3.999999999940941908e-01) + w * (splat(2.222219843214978396e-01) + w * splat(1.531383769920937332e-01)));
    vd even = z * (splat(6.666666666666735130e-01) + w * (splat(2.857142874366239149e-01)
                 + w * (splat(1.818357216161805012e-01) + w * splat(1.479819860511658591e-01))));
    vd ln2_hi = splat(6.93147180369123816490e-01), ln2_lo = splat(1.90821492927058770002e-10);
    vd out = e * ln2_hi - ((h - (s * (h + odd + even) + e * ln2_lo)) - f);
    out = vsel(gt(x, splat(0)), out, vsel(eq(x, splat(0)), splat(-INFINITY), splat(NAN)));
    return vsel(eq(x, splat(INFINITY)), x, out);
}

/* exponential, below 1 ulp.  x = k ln 2 + r, |r| <= ln(2)/2; Taylor to r^13 (remainder below 2^-57); 2^k in two halves,
 * so that subnormal results are right.  0 below -746, +inf above 710, NaN of NaN. */
FN vd vexp(vd x)
{
    vd a = vmin(splat(710), vmax(splat(-746), x));
    vd m = a * splat(1.4426950408889634074) + splat(ROUNDER), k = m - splat(ROUNDER);
    vd r = (a - k * splat(6.93147180369123816490e-01)) - k * splat(1.90821492927058770002e-10);
    vd r2 = r * r, r4 = r2 * r2;
    vd p0 = splat(1.0 / 2) + r * splat(1.0 / 6), p1 = splat(1.0 / 24) + r * splat(1.0 / 120);
    vd p2 = splat(1.0 / 720) + r * splat(1.0 / 5040), p3 = splat(1.0 / 40320) + r * splat(1.0 / 362880);
    vd p4 = splat(1.0 / 3628800) + r * splat(1.0 / 39916800), p5 = splat(1.0 / 479001600) + r * splat(1.0 / 6227020800.0);
    vd p = (p0 + r2 * p1) + r4 * ((p2 + r2 * p3) + r4 * (p4 + r2 * p5));
    vd y = splat(1) + (r + r2 * p);
    vd half = vround(k * splat(0.5) - splat(0.25)), rest = k - half;                    /* floor(k/2), and what is left */
    vu bias = usplat(1023), low = usplat(0x7ff);
    vd up = unbits((((bits(half + splat(ROUNDER)) & low) + bias) & low) << 52);
    vd more = unbits((((bits(rest + splat(ROUNDER)) & low) + bias) & low) << 52);
    return vsel(eq(x, x), y * up * more, x);
}

/* the kernels of fdlibm's k_sin.c and k_cos.c on |r| <= pi/4 */
FN vd sin_kernel(vd r, vd z)
{
    vd p = splat(8.33333333332248946124e-03) + z * (splat(-1.98412698298579493134e-04) + z * (splat(2.75573137070700676789e-06)
         + z * (splat(-2.50507602534068634195e-08) + z * splat(1.58969099521155010221e-10))));
    return r + r * z * (splat(-1.66666666666666324348e-01) + z * p);
}
FN vd cos_kernel(vd z)
{
    vd p = z * (splat(4.16666666666666019037e-02) + z * (splat(-1.38888888888741095749e-03) + z * (splat(2.48015872894767294178e-05)
         + z * (splat(-2.75573143513906633035e-07) + z * (splat(2.08757232129817482790e-09) + z * splat(-1.13596475577881948265e-11))))));
    vd h = splat(0.5) * z, w = splat(1) - h;
    return w + (((splat(1) - w) - h) + z * p);
}
/* sine and cosine of quadrant q (an integer) plus r */
FN void sincos_quadrant(vd q, vd r, vd *sine, vd *cosine)
{
    vd z = r * r, s = sin_kernel(r, z), c = cos_kernel(z);
    vu n = bits(q + splat(ROUNDER));
    vd n0 = small_to_double(n & usplat(1)), n1 = small_to_double((n >> 1) & usplat(1));
    vm odd = gt(n0, splat(0)), upper = gt(n1, splat(0));
    vd a = vsel(odd, c, s), b = vsel(odd, s, c);
    vm flip = either(both(odd, not(upper)), both(not(odd), upper));                     /* cosine is negative in 1 and 2 */
    *sine = vsel(upper, splat(0) - a, a), *cosine = vsel(flip, splat(0) - b, b);
}

/* sine and cosine together, below 2.5 ulp for |x| < 10^6 (pi/2 in three parts of 33 bits) */
FN void vsincos(vd x, vd *sine, vd *cosine)
{
    vd q = vround(x * splat(6.36619772367581382433e-01));
    vd r = ((x - q * splat(1.57079632673412561417e+00)) - q * splat(6.07710050630396597660e-11)) - q * splat(2.02226624879595063154e-21);
    sincos_quadrant(q, r, sine, cosine);
}
/* of 2 pi u, as Box and Muller need them: below 2 ulp */
FN void vsincos_turn(vd u, vd *sine, vd *cosine)
{
    vd q = vround(u * splat(4));
    sincos_quadrant(q, (u - q * splat(0.25)) * splat(6.28318530717958647692), sine, cosine);
}

/* hyperbolic tangent, below 1.5 ulp: Cephes' rational form below 0.625, 1 - 2/(exp(2x)+1) above */
FN vd vtanh(vd x)
{
    vd a = vabs(x), z = x * x;
    vd p = (splat(-9.64399179425052238628e-01) * z + splat(-9.92877231001918586564e+01)) * z + splat(-1.61468768441708447952e+03);
    vd q = ((z + splat(1.12811678491632931402e+02)) * z + splat(2.23548839060100448583e+03)) * z + splat(4.84406305325125486048e+03);
    vd small = x + x * z * (p / q);
    vd large = splat(1) - splat(2) / (vexp(splat(2) * a) + splat(1));
    return vsel(lt(a, splat(0.625)), small, copysign_of(large, x));
}

/* ---- the same in single precision, for neural networks ------------------------------------------------------------------------- */
FN float ffirst(vf a) { float x[FLOATS]; stf(x, a); return x[0]; }
FN vf vfabs(vf a) { return funbits(fbits(a) & wsplat(0x7fffffff)); }

#define FROUNDER 12582912.0f            /* 1.5 * 2^23 */

/* natural logarithm, below 1 ulp: as vlog, with the polynomial of musl's logf.c; log 0 = -inf, of negatives NaN */
FN vf vflog(vf x)
{
    vfm tiny = vfgt(fsplat(0x1p-126f), x);
    vf y = vfsel(tiny, x * fsplat(0x1p25f), x);
    vw u = fbits(y) + wsplat(0x3f800000 - 0x3f3504f3);
    /* the exponent, an integer below 2^23, becomes a float */
    vf e = funbits((u >> 23) | wsplat(0x4b000000)) - vfsel(tiny, fsplat(0x1p23f + 127 + 25), fsplat(0x1p23f + 127));
    vf f = funbits((u & wsplat(0x007fffff)) + wsplat(0x3f3504f3)) - fsplat(1);
    vf s = f / (fsplat(2) + f), z = s * s, w = z * z, h = fsplat(0.5f) * f * f;
    vf odd = w * (fsplat(0xccce13.0p-25f) + w * fsplat(0xf89e26.0p-26f));
    vf even = z * (fsplat(0xaaaaaa.0p-24f) + w * fsplat(0x91e9ee.0p-25f));
    vf out = e * fsplat(6.9313812256e-01f) - ((h - (s * (h + odd + even) + e * fsplat(9.0580006145e-06f))) - f);
    out = vfsel(vfgt(x, fsplat(0)), out, vfsel(vfeq(x, fsplat(0)), fsplat(-INFINITY), fsplat(NAN)));
    return vfsel(vfeq(x, fsplat(INFINITY)), x, out);
}

/* exponential, below 1 ulp (1.5 where the result is subnormal): as vexp, Taylor to r^7 */
FN vf vfexp(vf x)
{
    vf a = vfmin(fsplat(89), vfmax(fsplat(-104), x));
    vf m = a * fsplat(1.44269504f) + fsplat(FROUNDER), k = m - fsplat(FROUNDER);
    vf r = (a - k * fsplat(0.693359375f)) - k * fsplat(-2.12194440e-4f), r2 = r * r;
    vf p0 = fsplat(1.0f / 2) + r * fsplat(1.0f / 6), p1 = fsplat(1.0f / 24) + r * fsplat(1.0f / 120);
    vf p2 = fsplat(1.0f / 720) + r * fsplat(1.0f / 5040);
    vf y = fsplat(1) + (r + r2 * (p0 + r2 * (p1 + r2 * p2)));
    /* 2^k in two halves */
    vf half = (k * fsplat(0.5f) + fsplat(FROUNDER)) - fsplat(FROUNDER), rest = k - half;
    vf up = funbits(((fbits(half + fsplat(FROUNDER)) + wsplat(127)) & wsplat(0xff)) << 23);
    vf more = funbits(((fbits(rest + fsplat(FROUNDER)) + wsplat(127)) & wsplat(0xff)) << 23);
    return vfsel(vfeq(x, x), y * up * more, x);
}

/* hyperbolic tangent, below 8 ulp: the rational function that Eigen uses (tanh_float), clamped where it reaches 1 */
FN vf vftanh(vf x)
{
    vf c = vfmax(fsplat(-7.90531110763549805f), vfmin(fsplat(7.90531110763549805f), x)), z = c * c;
    vf p = fsplat(2.00018790482477e-13f) + z * fsplat(-2.76076847742355e-16f);
    p = fsplat(5.12229709037114e-08f) + z * (fsplat(-8.60467152213735e-11f) + z * p);
    p = fsplat(4.89352455891786e-03f) + z * (fsplat(6.37261928875436e-04f) + z * (fsplat(1.48572235717979e-05f) + z * p));
    vf q = fsplat(1.18534705686654e-04f) + z * fsplat(1.19825839466702e-06f);
    q = fsplat(4.89352518554385e-03f) + z * (fsplat(2.26843463243900e-03f) + z * q);
    return vfsel(vfeq(x, x), vfmax(fsplat(-1), vfmin(fsplat(1), c * (p / q))), x);
}

/* the same functions of one number: the same code, hence the same bits */
FN double log_of(double x) { return first(vlog(splat(x))); }
FN double exp_of(double x) { return first(vexp(splat(x))); }
FN double sqrt_of(double x) { return __builtin_sqrt(x); }
#endif
