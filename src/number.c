/* Numbers as text.
 *
 * In: the grammar is checked first; up to 2^53 and 10^22 one multiplication or division is exact (Clinger 1990), and the rest goes
 * to strtod in the C locale.
 *
 * Out: Schubfach (Giulietti 2020, "The Schubfach way to render doubles").  A double c 2^q stands for every real between its two
 * midpoints.  With the right power of ten that interval holds one or two multiples of 10^(k+1), or else of 10^k; three products
 * with a 128-bit approximation of 10^-k, rounded to odd, decide which of them is inside, without error. */
#define _GNU_SOURCE
#include "number.h"
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 u128;

/* ---- powers of ten ---- */

/* ten[k - LOW] = 10^k 2^s rounded up, with s so that the top bit is set: what a double of any size needs (Giulietti, 9.2) */
enum { LOW = -292, HIGH = 324, LIMBS = 41 };    /* 41 limbs of 32 bits: 2^1311 */
static u128 ten[HIGH - LOW + 1];
static locale_t c_locale;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* the top 128 bits of a big integer, rounded up if bits are left below or were lost before */
static u128 top(const uint32_t *limb, int inexact)
{
    int i = LIMBS - 1;
    while (!limb[i]) i--;
    int shift = __builtin_clz(limb[i]);
    u128 sum = 0;
    for (int j = 0; j < 4; j++) sum = sum << 32 | (i >= j ? limb[i - j] : 0);
    uint32_t below = i >= 4 ? limb[i - 4] : 0;
    if (shift) sum = sum << shift | below >> (32 - shift), below <<= shift;
    for (int j = i - 5; j >= 0; j--) below |= limb[j];
    return below || inexact ? sum + 1 : sum;
}

static void prepare(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);

    /* upwards: 10^k itself */
    uint32_t limb[LIMBS] = { 1 };
    for (int k = 0; k <= HIGH; k++) {
        ten[k - LOW] = top(limb, 0);
        uint64_t carry = 0;
        for (int i = 0; i < LIMBS; i++) carry += limb[i] * UINT64_C(10), limb[i] = (uint32_t)carry, carry >>= 32;
    }

    /* downwards: floor(2^1280 10^k), which is never exact and so always rounded up */
    memset(limb, 0, sizeof limb);
    limb[LIMBS - 1] = 1;
    for (int k = -1; k >= LOW; k--) {
        uint64_t carry = 0;
        for (int i = LIMBS; i-- > 0;) carry = carry << 32 | limb[i], limb[i] = (uint32_t)(carry / 10), carry %= 10;
        ten[k - LOW] = top(limb, 1);
    }
}

/* ---- in ---- */

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* what the fast path cannot do exactly: the digits again, with the exponent that the suffix stands for, through strtod */
static double slow(const char *text, int length, int exponent)
{
    char copy[1024];
    snprintf(copy, sizeof copy, "%.*se%d", length, text, exponent);
    pthread_once(&once, prepare);
    return strtod_l(copy, NULL, c_locale);
}

int number_parse(const char *text, double *out)
{
    static const double power[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    const char *p = text;
    if (strnlen(text, 1001) > 1000) return -1;
    int negative = *p == '-';
    p += negative;

    /* digits, with at most one point; 18 of them fit */
    uint64_t digits = 0;
    int seen = 0, fraction = 0, point = 0, fits = 1, zero = 1;
    for (;; p++) {
        if (*p == '.' && !point) { point = 1; continue; }
        if (!is_digit(*p)) break;
        if (digits < UINT64_C(100000000000000000)) digits = 10 * digits + (uint64_t)(*p - '0');
        else fits = 0;
        zero &= *p == '0', seen = 1, fraction += point;
    }
    if (!seen) return -1;
    int length = (int)(p - text), exponent = 0;

    /* an exponent or a suffix */
    if (*p == 'e' || *p == 'E') {
        int minus = *++p == '-';
        if (*p == '-' || *p == '+') p++;
        if (!is_digit(*p)) return -1;
        for (; is_digit(*p); p++) if (exponent < 100000) exponent = 10 * exponent + *p - '0';
        if (minus) exponent = -exponent;
    } else {
        exponent = *p == 'k' ? 3 : *p == 'M' ? 6 : *p == 'G' ? 9 : 0;
        p += exponent != 0;
    }
    if (*p) return -1;

    int scale = exponent - fraction;
    double x;
    if (zero) x = negative ? -0.0 : 0.0;
    else if (fits && digits < UINT64_C(1) << 53 && scale >= -22 && scale <= 22) {
        x = (double)digits;
        x = scale < 0 ? x / power[-scale] : x * power[scale];
        if (negative) x = -x;
    } else {
        x = slow(text, length, exponent);
        if (x == 0 || isinf(x)) return -1;
    }
    *out = x;
    return 0;
}

/* ---- out ---- */

/* floor(g cp / 2^128), with the last bit set if anything was cut off: enough to compare with multiples of 1/4 exactly */
static inline uint64_t round_to_odd(u128 g, uint64_t cp)
{
    u128 low = (u128)(uint64_t)g * cp, high = (g >> 64) * cp + (low >> 64);
    return (uint64_t)(high >> 64) | ((uint64_t)high > 1);
}

/* the shortest decimal, digits 10^*exponent, in the rounding interval of c 2^q; Giulietti's names */
static inline uint64_t shortest(uint64_t c, int q, int uneven, int *exponent)
{
    /* the interval in units of 10^k / 4; below a power of two the gap is half as wide */
    int k = (q * 1262611 - (uneven ? 524031 : 0)) >> 22;    /* floor(log10 of 2^q, or of 3/4 2^q) */
    int h = q + ((-k * 1741647) >> 19) + 1;                  /* floor(log2(10^-k)) + q + 1 */
    u128 g = ten[-k - LOW];
    uint64_t vbl = round_to_odd(g, (4 * c - 2 + (uint64_t)uneven) << h);
    uint64_t vb = round_to_odd(g, (4 * c) << h);
    uint64_t vbr = round_to_odd(g, (4 * c + 2) << h);

    /* the ends belong to the interval when c is even: reading rounds ties to even */
    uint64_t lower = vbl + (c & 1), upper = vbr - (c & 1), s = vb / 4;
    if (s >= 10) {
        uint64_t sp = s / 10;
        int under = lower <= 40 * sp, over = 40 * sp + 40 <= upper;
        *exponent = k + 1;
        if (under != over) return sp + (uint64_t)over;
    }
    int under = lower <= 4 * s, over = 4 * s + 4 <= upper;
    *exponent = k;
    if (under != over) return s + (uint64_t)over;
    uint64_t middle = 4 * s + 2;
    return s + (vb > middle || (vb == middle && (s & 1)));
}

/* the digits of n, written so that they end at `end`; returns where they begin */
static inline char *digits_before(char *end, uint64_t n)
{
    static const char pair[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
                               "4950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495969798"
                               "99";
    for (; n >= 100; n /= 100) end -= 2, memcpy(end, pair + 2 * (n % 100), 2);
    if (n >= 10) return memcpy(end - 2, pair + 2 * n, 2);
    *--end = (char)('0' + n);
    return end;
}

size_t number_format(char *to, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
    int biased = (int)(bits >> 52 & 2047);
    char *p = to, buffer[24], *end = buffer + sizeof buffer, *first;

    if (biased == 2047 && fraction) return strlen(strcpy(to, "NaN"));
    if (x == 0) return strlen(strcpy(to, "0"));
    if (bits >> 63) *p++ = '-', x = -x;
    if (biased == 2047) return (size_t)(p - to) + strlen(strcpy(p, "inf"));

    /* digits and the power of ten of the last one */
    int exponent = 0;
    if (x < 0x1p53 && x == (double)(uint64_t)x) {
        first = digits_before(end, (uint64_t)x);
    } else {
        pthread_once(&once, prepare);
        uint64_t c = biased ? fraction | UINT64_C(1) << 52 : fraction;
        first = digits_before(end, shortest(c, (biased ? biased : 1) - 1075, fraction == 0 && biased > 1, &exponent));
        while (end[-1] == '0') end--, exponent++;
    }

    /* the power of ten of the first digit decides the form */
    int count = (int)(end - first), power = count - 1 + exponent;
    if (power >= 16 || power < -4) {
        *p++ = *first;
        if (count > 1) *p++ = '.', memcpy(p, first + 1, (size_t)count - 1), p += count - 1;
        *p++ = 'e', *p++ = power < 0 ? '-' : '+';
        if (power < 0) power = -power;
        if (power < 10) *p++ = '0';
        char *tail = digits_before(end = buffer + sizeof buffer, (uint64_t)power);
        memcpy(p, tail, (size_t)(end - tail)), p += end - tail;
    } else if (power < 0) {
        memcpy(p, "0.000", 5), p += 1 - power;
        memcpy(p, first, (size_t)count), p += count;
    } else {
        /* an integer part, zeros up to the point, a fraction */
        int whole = power + 1 < count ? power + 1 : count;
        memcpy(p, first, (size_t)whole), p += whole;
        for (int i = count; i <= power; i++) *p++ = '0';
        if (whole < count) *p++ = '.', memcpy(p, first + whole, (size_t)(count - whole)), p += count - whole;
    }
    *p = 0;
    return (size_t)(p - to);
}
