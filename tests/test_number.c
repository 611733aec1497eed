/* Numbers as text: what is refused, what is read, and that what is written is the shortest that reads back. */
#include "number.h"
#include <float.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t state = 1;

/* splitmix64 */
static uint64_t random_bits(void)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void refuses_what_is_not_a_number(void **unused)
{
    static const char *const bad[] = {
        "", "-", "+1", ".", "-.", "e5", ".e5", "1e", "1e+", "1e-", "1ee5", "1e5.0", "0x10", "0x1p3", "nan",
        "NaN", "inf", "-inf",
        "infinity", "1,5", "1.2.3", " 1", "1 ", "1\n", "--1", "1-", "1_000", "1kk", "1K", "1e3k", "k", "1m",
        "10 k", "1e400", "-1e400",
        "1e-400", "1e309", "1e999999999999999999999", "1e-99999999999999999999", "2e299G0", "\xef\xbc\x91",
        "1\xd9\xa0", "1d5", "1f", "1.5e308k",
    };
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double x = 42;
        if (number_parse(bad[i], &x) != -1 || x != 42) fail_msg("\"%s\" was read as %g", bad[i], x);
    }
    char *digits = malloc(1002);
    double x;
    memset(digits, '0', 1001), digits[1001] = 0;
    assert_int_equal(number_parse(digits, &x), -1);
    digits[1000] = 0;
    assert_int_equal(number_parse(digits, &x), 0);
    free(digits);
}

static void reads_what_is_a_number(void **unused)
{
    static const struct { const char *text; double x; } good[] = {
        { "0", 0 }, { "-0", -0.0 }, { "-0e999999", -0.0 }, { "1", 1 }, { "007", 7 }, { "1.", 1 }, { ".5", .5 },
        { "-.5", -.5 }, { "1e5", 1e5 },
        { "1E+5", 1e5 }, { "1e-5", 1e-5 }, { "10k", 1e4 }, { "2M", 2e6 }, { "3G", 3e9 }, { "0.1k", 100 },
        { "-1.5k", -1500 }, { ".001G", 1e6 },
        { "5e-324", 5e-324 }, { "3e-324", 5e-324 }, { "1.7976931348623157e308", DBL_MAX },
        { "2.2250738585072014e-308", DBL_MIN },
        { "9007199254740993", 9007199254740992.0 }, { "0.1", 0.1 },
        { "123456789012345678901234567890", 123456789012345678901234567890.0 },
        { "1234567890.123456789k", 1234567890123.456789 }, { "0.30000000000000004", 0.1 + 0.2 },
        { "9007199254740992.9999999999999999999999999999", 9007199254740992.0 },
    };
    (void)unused;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double x = 42;
        if (number_parse(good[i].text, &x) || bits_of(x) != bits_of(good[i].x))
            fail_msg("\"%s\" was read as %.17g", good[i].text, x);
    }
}

/* the oracle is strtod: short decimals take the exact path of number_parse, long ones the other */
static void reads_like_strtod(void **unused)
{
    (void)unused;
    for (int i = 0; i < 300000; i++) {
        char text[64];
        double x;
        int length = 1 + (int)(random_bits() % 19);
        uint64_t digits = random_bits() % UINT64_C(10000000000000000000);
        for (int j = length; j < 19; j++) digits /= 10;
        snprintf(text, sizeof text, "%llu%se%d", (unsigned long long)digits, i & 1 ? ".25" : "",
            (int)(random_bits() % 61) - 30);
        if (number_parse(text, &x) || bits_of(x) != bits_of(strtod(text, NULL)))
            fail_msg("\"%s\" was read as %.17g", text, x);
    }
}

static void writes_in_one_style(void **unused)
{
    static const struct { double x; const char *text; } row[] = {
        { 0, "0" }, { -0.0, "0" }, { NAN, "NaN" }, { -NAN, "NaN" }, { INFINITY, "inf" }, { -INFINITY, "-inf" },
        { 1, "1" }, { -1, "-1" }, { 10, "10" },
        { 1000, "1000" }, { 1e15, "1000000000000000" }, { 9007199254740991, "9007199254740991" },
        { 9007199254740992, "9007199254740992" },
        { 1e16, "1e+16" }, { 1.5e16, "1.5e+16" }, { 1e22, "1e+22" }, { 1e23, "1e+23" }, { 1e100, "1e+100" },
        { 0.1, "0.1" }, { 12.345, "12.345" }, { -2.5, "-2.5" },
        { 0.001, "0.001" }, { 0.0001, "0.0001" }, { 0.00012345678901234567, "0.00012345678901234567" },
        { 1e-5, "1e-05" }, { 1e-7, "1e-07" }, { 1.25e-7, "1.25e-07" },
        { 5e-324, "5e-324" }, { 2.2250738585072014e-308, "2.2250738585072014e-308" },
        { 1.7976931348623157e308, "1.7976931348623157e+308" },
        { 1.0 / 3, "0.3333333333333333" }, { 0.1 + 0.2, "0.30000000000000004" }, { 100.5, "100.5" },
        { 123456789012345.67, "123456789012345.67" },
        { 2251799813685248.5, "2251799813685248.5" }, { 2e-44, "2e-44" }, { 9.5367431640625e-7, "9.5367431640625e-07" },
        /* Python 3's repr: decimals that older algorithms made too long, and a power of two between two shortest decimals */
        { 0x1p-44, "5.684341886080802e-14" }, { 2e23, "2e+23" }, { 8.41e21, "8.41e+21" },
        { 2.225073858507201e-308, "2.225073858507201e-308" }, { 9007199254740993e3, "9.007199254740993e+18" },
    };
    (void)unused;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char text[NUMBER_SIZE];
        assert_int_equal(number_format(text, row[i].x), strlen(row[i].text));
        assert_string_equal(text, row[i].text);
    }
}

/* the digits of a decimal without sign, point, exponent and the zeros around them */
static int significant(char *to, const char *text)
{
    int n = 0;
    for (; *text && *text != 'e'; text++)
        if (*text >= '0' && *text <= '9' && (n || *text != '0')) to[n++] = *text;
    while (n && to[n - 1] == '0') n--;
    to[n] = 0;
    return n;
}

/* the law: it reads back; printf with one digit less does not; printf with as many digits gives the same digits, unless x is a
 * power of two, where the nearest decimal of that length may lie outside the interval */
static void is_shortest(double x)
{
    char text[NUMBER_SIZE], other[64], digits[32], others[64];
    double back;
    size_t length = number_format(text, x);
    assert_int_equal(length, strlen(text));
    if (number_parse(text, &back) || bits_of(back) != bits_of(x)) fail_msg("%a: \"%s\" does not read back", x, text);
    int n = significant(digits, text);
    if (n > 17) fail_msg("%a: \"%s\" is too long", x, text);
    snprintf(other, sizeof other, "%.*e", n - 1, x);
    significant(others, other);
    if (strcmp(digits, others) && bits_of(x) << 12)
        fail_msg("%a: \"%s\" is not the nearest, \"%s\" is", x, text, other);
    if (n == 1) return;
    snprintf(other, sizeof other, "%.*e", n - 2, x);
    if (strtod(other, NULL) == x) fail_msg("%a: \"%s\" is longer than \"%s\"", x, text, other);
}

static void writes_the_shortest_for_random_bits(void **unused)
{
    (void)unused;
    for (int i = 0; i < 1000000; i++) {
        double x = double_of(random_bits());
        if (isfinite(x) && x != 0) is_shortest(x);
    }
}

/* sizes that results have: ordinary magnitudes, short decimals, sums of them */
static void writes_the_shortest_for_ordinary_numbers(void **unused)
{
    (void)unused;
    for (int i = 0; i < 500000; i++) {
        double u = (double)(random_bits() >> 11) * 0x1p-53;
        is_shortest((u + 1e-9) * 1000);
        is_shortest((double)(1 + random_bits() % 100000) / 1000 * (i & 1 ? 1 : 1e-9) + (i & 2 ? 0.1 : 0));
    }
}

static void writes_the_shortest_at_the_edges(void **unused)
{
    (void)unused;
    for (uint64_t exponent = 0; exponent < 2047; exponent++)
        for (uint64_t low = 0; low < 12; low++) {
            if (exponent | low) is_shortest(double_of(exponent << 52 | low));
            is_shortest(double_of(((exponent + 1) << 52) - 1 - low));
        }
    for (int k = -323; k <= 308; k++) {
        char text[16];
        snprintf(text, sizeof text, "1e%d", k);
        double x = strtod(text, NULL);
        is_shortest(x), is_shortest(nextafter(x, 0) == 0 ? x : nextafter(x, 0)), is_shortest(nextafter(x, INFINITY));
    }
}

static void does_not_follow_the_locale(void **unused)
{
    (void)unused;
    /* where no locale with a comma is installed this only repeats the plain case */
    const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8" };
    for (size_t i = 0; i < sizeof names / sizeof *names && !setlocale(LC_ALL, names[i]); i++) { }
    char text[NUMBER_SIZE];
    double x;
    number_format(text, 1234.5);
    assert_string_equal(text, "1234.5");
    assert_int_equal(number_parse("0.12345678901234567890123", &x), 0);
    setlocale(LC_ALL, "C");
    assert_true(x == 0.12345678901234567890123);
}

static void *format_one(void *text)
{
    number_format(text, 0.1 + 0.2);
    return NULL;
}

/* named first so that it meets the table before anything has made it */
static void the_table_is_made_once_by_any_thread(void **unused)
{
    (void)unused;
    pthread_t thread[8];
    char text[8][NUMBER_SIZE];
    for (int i = 0; i < 8; i++) assert_int_equal(pthread_create(&thread[i], NULL, format_one, text[i]), 0);
    for (int i = 0; i < 8; i++) {
        pthread_join(thread[i], NULL);
        assert_string_equal(text[i], "0.30000000000000004");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_made_once_by_any_thread),
        cmocka_unit_test(refuses_what_is_not_a_number),
        cmocka_unit_test(reads_what_is_a_number),
        cmocka_unit_test(reads_like_strtod),
        cmocka_unit_test(writes_in_one_style),
        cmocka_unit_test(writes_the_shortest_for_random_bits),
        cmocka_unit_test(writes_the_shortest_for_ordinary_numbers),
        cmocka_unit_test(writes_the_shortest_at_the_edges),
        cmocka_unit_test(does_not_follow_the_locale),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
