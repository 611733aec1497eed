/* Comparisons: numbers with their origin, laws of tests and of sizes of effects, and how often tests raise a false alarm. */
#include "compare.h"
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { MOST = 1024 };
static double x[MOST], y[MOST], work[6 * MOST + 1];
static gsl_rng *rng;

#define NEAR(a, b, tolerance) near(#a, a, b, tolerance)
static void near(const char *what, double a, double b, double tolerance)
{
    if (!(fabs(a - b) <= tolerance)) fail_msg("%s = %.17g, not %.17g", what, a, b);
}
/* p values have 30 bits */
#define SAME_P(a, b) near(#a, a, b, 2e-9 * (b))

static void draw(double *to, long n, double mean)
{
    for (long i = 0; i < n; i++) to[i] = mean + gsl_ran_gaussian(rng, 1);
}

/* R's data set `sleep` (Student 1908) */
static const double drug1[] = { 0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0 };
static const double drug2[] = { 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4 };
/* the example of R's help page of wilcox.test: Hollander and Wolfe (1973), 69f., permeability of a membrane */
static const double term[] = { 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46 }, early[] = { 1.15, 0.88, 0.90, 0.74, 1.21 };

/* numbers without ties, between the two as well */
static void comb(long nx, long ny)
{
    for (long i = 0; i < nx; i++) x[i] = (double)(i * 37 % 101) / 7;
    for (long i = 0; i < ny; i++) y[i] = (double)(i * 53 % 97) / 7 + 2.5;
}

/* ---- numbers ---- */

static void tails_of_student_and_gauss(void **unused)
{
    (void)unused;
    /* R 4.2: 2 pt(-t, df), 2 pnorm(-z) */
    static const struct { double t, df, p; } row[] = {
        { .5, 31, .620605951247719 }, { 2, 31, .0543272153671757 }, { 8, 31, 4.94026370190339e-09 }, { 15, 31, 9.27634862652086e-16 },
        { 2, 1.7, .205490112852662 }, { 40, 9, 1.89829984493398e-11 }, { 3, 1e6, .00269986254142179 },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        SAME_P(student_p(row[i].t, row[i].df), row[i].p), SAME_P(student_p(-row[i].t, row[i].df), row[i].p);
    SAME_P(gauss_p(1), .317310507862914), SAME_P(gauss_p(-10), 1.52397060483211e-23);
    assert_true(student_p(0, 5) == 1 && student_p(INFINITY, 5) == 0);
    assert_true(isnan(student_p(NAN, 5)) && isnan(student_p(1, NAN)) && isnan(student_p(1, 0)));
    assert_true(gauss_p(0) == 1 && gauss_p(-INFINITY) == 0 && isnan(gauss_p(NAN)));
}

static void p_values_of_fixed_data(void **unused)
{
    (void)unused;
    /* scipy 1.10: ttest_rel, ttest_ind(equal_var=False), permutation_test(permutation_type='samples') of all 1024 */
    SAME_P(paired_t_p(drug1, drug2, 10), .00283289019738427), SAME_P(welch_p(drug1, 10, drug2, 10), .07939414018735823);
    NEAR(sign_flip_p(drug1, drug2, 10, 0), .00390625, 0);
    /* all 2^20 sign vectors in numpy */
    comb(20, 20);
    SAME_P(paired_t_p(x, y, 20), .18612859964805897), SAME_P(welch_p(x, 20, y, 20), .21860783381890508);
    NEAR(sign_flip_p(x, y, 20, 0), .18683815002441406, 0);
    comb(25, 22);
    SAME_P(welch_p(x, 25, y, 22), .09938569553706174);
}

static void mann_whitney_of_fixed_data(void **unused)
{
    (void)unused;
    /* scipy 1.10 mannwhitneyu, method='exact', and 'asymptotic' for ties and for more than 20; R's help page prints 0.1272 for one side */
    SAME_P(mann_whitney_p(term, 10, early, 5, work), .2544122544122544);
    SAME_P(mann_whitney_p(drug1, 10, drug2, 10, work), .06932757543362658);
    comb(20, 20);
    SAME_P(mann_whitney_p(x, 20, y, 20, work), .2533798988410392);
    comb(25, 22);
    SAME_P(mann_whitney_p(x, 25, y, 22, work), .11710878618127947);
}

static void sizes_of_fixed_data(void **unused)
{
    (void)unused;
    /* the definitions in numpy, Gamma from Python's math.lgamma; d_z is mean and sd of R's sleep differences, -1.58 and 1.229995 */
    NEAR(cohen_dz(drug1, drug2, 10), -1.2845575625910546, 1e-14);
    NEAR(hedges_g(term, 10, early, 5), .8277985361226146, 1e-13), NEAR(hedges_g(drug1, 10, drug2, 10), -.7969352391911189, 1e-13),
        NEAR(hedges_g(term, 10, early, 4), .9454998203361552, 1e-13);
    NEAR(cliff_delta(drug1, 10, drug2, 10, work), -.49, 1e-15), NEAR(cliff_delta(term, 10, early, 5, work), .4, 1e-15);
    /* drug 1 wins no pair and ties one: Wilson of 0.05 and n = 10, by hand:
     * (0.05 + z^2/20 -+ z sqrt(0.0475/10 + z^2/400)) / (1 + z^2/10) */
    struct interval i = improvement_paired(drug1, drug2, 10, .95);
    double z = 1.959963984540054, q = z * z / 10, reach = sqrt(q * (.0475 + q / 4)) / (1 + q);
    NEAR(i.estimate, .05, 1e-16), NEAR(i.lo, (.05 + q / 2) / (1 + q) - reach, 1e-9), NEAR(i.hi, (.05 + q / 2) / (1 + q) + reach, 1e-9);
}

static void holm_as_r_does(void **unused)
{
    (void)unused;
    /* R 4.2: p.adjust(c(.01, .04, .03, .005, NA, .5, .03), "holm") */
    const double p[] = { .01, .04, .03, .005, NAN, .5, .03 }, want[] = { .05, .12, .12, .03, NAN, .5, .12 };
    double out[7];
    holm(p, out, 7, work);
    for (int i = 0; i < 7; i++)
        if (i == 4) assert_true(isnan(out[i]));
        else NEAR(out[i], want[i], 1e-15);
}

/* ---- small, constant, tied ---- */

static void too_few_are_defined(void **unused)
{
    (void)unused;
    assert_true(isnan(paired_t_p(x, y, 0)) && isnan(paired_t_p(drug1, drug2, 1)) && isnan(welch_p(drug1, 1, drug2, 10))
        && isnan(welch_p(drug1, 0, drug2, 0)));
    assert_true(isnan(sign_flip_p(x, y, 0, 0)) && sign_flip_p(drug1, drug2, 1, 0) == 1 && sign_flip_p(drug1, drug2, 2, 0) == .5);
    assert_true(isnan(mann_whitney_p(x, 0, y, 5, work)) && mann_whitney_p(drug1, 1, drug2, 1, work) == 1);
    assert_true(isnan(cohen_dz(drug1, drug2, 1)) && isnan(cohen_dz(x, y, 0)) && isnan(hedges_g(drug1, 1, drug2, 1)));
    assert_true(isnan(hedges_g(drug1, 1, drug2, 5)) && isnan(cliff_delta(x, 3, y, 0, work)));
    struct interval i = improvement_paired(x, y, 0, .95), j = improvement(x, 0, y, 3, .95, 0, work),
        k = improvement(drug1, 1, drug2, 5, .95, 0, work);
    assert_true(isnan(i.estimate) && isnan(i.hi) && isnan(j.estimate) && isnan(j.lo) && k.estimate == .4 && isnan(k.lo));
    holm(x, y, 0, work);
    const double one = .2;
    double out;
    holm(&one, &out, 1, work);
    assert_true(out == .2);
}

static void constants_are_equal_or_surely_not(void **unused)
{
    (void)unused;
    for (long n = 2; n < 90; n += 29) {
        for (long i = 0; i < n; i++) x[i] = 3, y[i] = 1;
        assert_true(paired_t_p(x, x, n) == 1 && welch_p(x, n, x, n) == 1);
        assert_true(sign_flip_p(x, x, n, 0) == 1 && mann_whitney_p(x, n, x, n, work) == 1);
        assert_true(cohen_dz(x, x, n) == 0 && hedges_g(x, n, x, n) == 0 && cliff_delta(x, n, x, n, work) == 0);
        assert_true(paired_t_p(x, y, n) == 0 && welch_p(x, n, y, n) == 0 && isinf(cohen_dz(x, y, n)) && isinf(hedges_g(x, n, y, n)));
        assert_true(cliff_delta(x, n, y, n, work) == 1 && improvement(x, n, y, n, .95, 0, work).lo == 1);
        /* only the two vectors of one sign are as far out */
        NEAR(sign_flip_p(x, y, n, 0), n <= ENUMERATED_PAIRS ? ldexp(1, 1 - (int)n) : 1.0 / (1 + SIGN_FLIPS), 0);
    }
}

static void differences_of_0_change_no_permutation(void **unused)
{
    (void)unused;
    draw(x, 12, .5), draw(y, 12, 0);
    double p = sign_flip_p(x, y, 12, 0);
    for (long i = 12; i < 40; i++) x[i] = y[i] = (double)i;
    NEAR(sign_flip_p(x, y, 40, 0), p, 0);
}

/* ---- laws ---- */

/* by the definition, one vector after another */
static void enumeration_is_by_definition(void **unused)
{
    (void)unused;
    for (int trial = 0; trial < 40; trial++) {
        int n = 1 + trial % 11, count = 0;
        double seen = 0;
        for (int i = 0; i < n; i++) {    /* small whole numbers: many sums are equal */
            x[i] = trial & 1 ? gsl_ran_gaussian(rng, 1) : (double)gsl_rng_uniform_int(rng, 7), y[i] = trial & 1 ? 0 : 3;
            seen += x[i] - y[i];
        }
        for (int v = 0; v < 1 << n; v++) {
            double sum = 0;
            for (int i = 0; i < n; i++) sum += v >> i & 1 ? x[i] - y[i] : y[i] - x[i];
            count += fabs(sum) >= fabs(seen) - 1e-12;
        }
        NEAR(sign_flip_p(x, y, n, 0), (double)count / (1 << n), 0);
    }
}

/* a 21st difference that is all but 0 leaves the exact share where it was; 20,000 flips have a standard error of 0.0035 at the most */
static void sampled_permutations_agree_with_all(void **unused)
{
    (void)unused;
    for (int trial = 0; trial < 30; trial++) {
        draw(x, 20, .1 * (trial % 8)), draw(y, 20, 0);
        double exact = sign_flip_p(x, y, 20, 0);
        x[20] = 1e-6, y[20] = 0;
        double p = sign_flip_p(x, y, 21, (uint64_t)trial);
        NEAR(p, exact, 4 * sqrt(exact * (1 - exact) / SIGN_FLIPS) + 1.0 / SIGN_FLIPS);
        assert_true(p == sign_flip_p(x, y, 21, (uint64_t)trial));
    }
    /* far out, in more differences than a table holds: none of the flips */
    for (int i = 0; i < 200; i++) x[i] = 1 + .1 * (double)(i % 7), y[i] = 0;
    NEAR(sign_flip_p(x, y, 200, 0), 1.0 / (1 + SIGN_FLIPS), 0);
    /* as far as none of them is nearer: all */
    for (int i = 0; i < 200; i++) y[i] = i & 1 ? x[i] + 1 : x[i] - 1;
    NEAR(sign_flip_p(x, y, 200, 0), 1, 0);
}

/* all ways to split the ranks */
static void mann_whitney_is_by_definition(void **unused)
{
    (void)unused;
    for (int na = 1; na <= 6; na++)
        for (int nb = 1; nb <= 6; nb++) {
            draw(x, na, .5), draw(y, nb, 0);
            double seen = (cliff_delta(x, na, y, nb, work) + 1) / 2 * na * nb;
            int below = 0, above = 0, all = 0, n = na + nb;
            for (int v = 0; v < 1 << n; v++) {
                int u = 0, members = 0;
                for (int i = 0; i < n; i++) {
                    members += v >> i & 1;
                    for (int j = 0; j < i; j++) u += (v >> i & 1) && !(v >> j & 1);
                }
                if (members != na) continue;
                all++, below += u <= seen + 1e-9, above += u >= seen - 1e-9;
            }
            double p = 2.0 * (below < above ? below : above) / all;
            SAME_P(mann_whitney_p(x, na, y, nb, work), p < 1 ? p : 1);
        }
}

/* at 20 and 20 the normal approximation is off by 0.00221 at the most, below p = 0.2 (scipy 1.10, both methods at every U) */
static void mann_whitney_meets_its_approximation(void **unused)
{
    (void)unused;
    for (int trial = 0; trial < 30; trial++) {
        draw(x, 20, .7), draw(y, 20, 0);
        double exact = mann_whitney_p(x, 20, y, 20, work);
        double u = (fabs(cliff_delta(x, 20, y, 20, work)) * 200), z = (u - .5) / sqrt(400 * 41 / 12.0);
        if (exact < .2) NEAR(exact, gauss_p(z), .00222);
    }
}

static void swapping_the_sides_turns_the_sign(void **unused)
{
    (void)unused;
    for (long n = 3; n < 60; n = n * 3 / 2) {
        draw(x, n, .3), draw(y, n + 4, 0);
        assert_true(paired_t_p(x, y, n) == paired_t_p(y, x, n) && sign_flip_p(x, y, n, 7) == sign_flip_p(y, x, n, 7));
        assert_true(cohen_dz(x, y, n) == -cohen_dz(y, x, n));
        NEAR(hedges_g(x, n, y, n + 4), -hedges_g(y, n + 4, x, n), 1e-15), SAME_P(welch_p(x, n, y, n + 4), welch_p(y, n + 4, x, n));
        assert_true(mann_whitney_p(x, n, y, n + 4, work) == mann_whitney_p(y, n + 4, x, n, work));
        NEAR(cliff_delta(x, n, y, n + 4, work), -cliff_delta(y, n + 4, x, n, work), 1e-15);
        struct interval p = improvement_paired(x, y, n, .9), q = improvement_paired(y, x, n, .9);
        NEAR(p.estimate, 1 - q.estimate, 1e-15), NEAR(p.lo, 1 - q.hi, 1e-15);
        /* the draws are others: a limit's own noise is about 3 % of the width with 2000 resamples, and there are two */
        p = improvement(x, n, y, n + 4, .9, 3, work), q = improvement(y, n + 4, x, n, .9, 3, work);
        NEAR(p.estimate, 1 - q.estimate, 1e-15), NEAR(p.lo, 1 - q.hi, .2 * (p.hi - p.lo)), NEAR(p.hi, 1 - q.lo, .2 * (p.hi - p.lo));
    }
}

/* doubling is exact; so is a shift by 64 of multiples of 2^-20 */
static void shift_and_scale_do_not_matter(void **unused)
{
    (void)unused;
    for (long n = 5; n < 60; n = n * 2) {
        double u[64], v[64];
        draw(x, n, .4), draw(y, n, 0);
        for (int way = 0; way < 2; way++) {
            for (long i = 0; i < n; i++) {
                x[i] = rint(x[i] * 0x1p20) * 0x1p-20, y[i] = rint(y[i] * 0x1p20) * 0x1p-20;
                u[i] = way ? 4 * x[i] : x[i] + 64, v[i] = way ? 4 * y[i] : y[i] + 64;
            }
            SAME_P(paired_t_p(u, v, n), paired_t_p(x, y, n)), SAME_P(welch_p(u, n, v, n), welch_p(x, n, y, n));
            assert_true(sign_flip_p(u, v, n, 1) == sign_flip_p(x, y, n, 1));
            assert_true(mann_whitney_p(u, n, v, n, work) == mann_whitney_p(x, n, y, n, work));
            NEAR(cohen_dz(u, v, n), cohen_dz(x, y, n), 1e-13), NEAR(hedges_g(u, n, v, n), hedges_g(x, n, y, n), 1e-13);
            struct interval p = improvement(u, n, v, n, .95, 1, work), q = improvement(x, n, y, n, .95, 1, work);
            assert_memory_equal(&p, &q, sizeof p);
        }
    }
}

/* ranks see nothing of how far apart values are */
static void ranks_see_order_only(void **unused)
{
    (void)unused;
    draw(x, 30, .4), draw(y, 25, 0);
    double p = mann_whitney_p(x, 30, y, 25, work), delta = cliff_delta(x, 30, y, 25, work);
    for (int i = 0; i < 30; i++) x[i] = exp(x[i]);
    for (int i = 0; i < 25; i++) y[i] = exp(y[i]);
    assert_true(p == mann_whitney_p(x, 30, y, 25, work) && delta == cliff_delta(x, 30, y, 25, work));
    NEAR(delta, 2 * improvement(x, 30, y, 25, .95, 0, work).estimate - 1, 1e-15);
}

/* g is unbiased: of two groups of 4 a standard deviation apart d itself would be 15 % too large; 20,000 trials, standard error 0.006 */
static void hedges_g_is_unbiased(void **unused)
{
    (void)unused;
    double sum = 0;
    for (int trial = 0; trial < 20000; trial++) {
        draw(x, 4, 1), draw(y, 4, 0);
        sum += hedges_g(x, 4, y, 4) / 20000;
    }
    NEAR(sum, 1, .025);
    /* the recursion for odd and even m meets the approximation where that takes over */
    for (long n = 5001; n <= 5002; n++) {
        double a[] = { 0, 1 }, big[10004];
        for (long i = 0; i < 2 * n; i++) big[i] = (double)(i % 2);
        a[0] = hedges_g(big, n, big + 1, n), a[1] = hedges_g(big, n + 1, big + 1, n);
        NEAR(a[0], a[1], 4e-4);    /* one member more changes g by 1/n at the most */
    }
}

static void holm_is_monotone_and_never_smaller(void **unused)
{
    (void)unused;
    double p[50], out[50], again[50];
    for (int trial = 0; trial < 200; trial++) {
        long n = 1 + trial % 50;
        for (long i = 0; i < n; i++) p[i] = trial & 1 ? gsl_rng_uniform(rng) : floor(10 * gsl_rng_uniform(rng)) / 10;
        if (trial % 5 == 0) p[n / 2] = NAN;
        holm(p, out, n, work);
        for (long i = 0; i < n; i++) {
            if (isnan(p[i])) { assert_true(isnan(out[i])); continue; }
            assert_true(out[i] >= p[i] && out[i] <= 1 && out[i] <= (double)n * p[i]);
            for (long j = 0; j < n; j++)
                if (p[j] <= p[i]) assert_true(out[j] <= out[i]);
        }
        /* order does not matter */
        for (long i = 0; i < n; i++) x[i] = p[n - 1 - i];
        holm(x, again, n, work);
        for (long i = 0; i < n; i++) assert_true(isnan(p[i]) || again[n - 1 - i] == out[i]);
    }
}

/* the plain bootstrap, with another generator: draw both, count all meetings */
static void improvement_agrees_with_the_plain_bootstrap(void **unused)
{
    (void)unused;
    enum { NA = 12, NB = 9, B = 20000, KEYS = 20 };
    static double share[B];
    for (int i = 0; i < NA; i++) x[i] = rint(4 * gsl_ran_gaussian(rng, 1) + 2);    /* with ties */
    for (int i = 0; i < NB; i++) y[i] = rint(4 * gsl_ran_gaussian(rng, 1));
    for (int b = 0; b < B; b++) {
        double u[NA], v[NB], wins = 0;
        for (int i = 0; i < NA; i++) u[i] = x[gsl_rng_uniform_int(rng, NA)];
        for (int i = 0; i < NB; i++) v[i] = y[gsl_rng_uniform_int(rng, NB)];
        for (int i = 0; i < NA; i++)
            for (int j = 0; j < NB; j++) wins += u[i] > v[j] ? 1 : u[i] == v[j] ? .5 : 0;
        share[b] = wins / (NA * NB);
    }
    gsl_sort(share, 1, B);
    double lo = 0, hi = 0, want_lo = quantile(share, B, .025), want_hi = quantile(share, B, .975);
    for (uint64_t key = 0; key < KEYS; key++) {
        struct interval i = improvement(x, NA, y, NB, .95, key, work);
        lo += i.lo / KEYS, hi += i.hi / KEYS;
        NEAR(i.estimate, (cliff_delta(x, NA, y, NB, work) + 1) / 2, 1e-15);
    }
    /* a 2.5 % quantile has a standard error of about 0.66/sqrt(B) widths: here of 20,000 draws, twice; four of those */
    NEAR(lo, want_lo, .027 * (want_hi - want_lo)), NEAR(hi, want_hi, .027 * (want_hi - want_lo));
}

/* ---- false alarms: the seed is fixed; without it four standard errors are exceeded with a chance of 6e-5 each ---- */

enum { TRIALS = 8000 };
struct alarms { const char *what; int exact, at[3]; };    /* exact: p is uniform; else at most so often as it says */
static const double levels[] = { .01, .05, .3 };

static void count(struct alarms *a, double p)
{
    for (int k = 0; k < 3; k++) a->at[k] += p <= levels[k];
}
static void judge(const struct alarms *a, double slack)
{
    for (int k = 0; k < 3; k++) {
        double share = (double)a->at[k] / TRIALS, reach = 4 * sqrt(levels[k] * (1 - levels[k]) / TRIALS);
        if (share > levels[k] + reach + slack || (a->exact && share < levels[k] - reach - slack))
            fail_msg("%s: p <= %g in %.4f of all", a->what, levels[k], share);
    }
}

static void p_values_are_uniform_where_nothing_differs(void **unused)
{
    (void)unused;
    struct alarms t = { "paired t", 1, { 0 } }, flips = { "sign flips of 14", 1, { 0 } }, welch = { "Welch", 1, { 0 } },
        ranks = { "Mann-Whitney, exact", 0, { 0 } }, many = { "Mann-Whitney, normal", 1, { 0 } };
    for (int trial = 0; trial < TRIALS; trial++) {
        /* pairs without anything in common: the paired test has its level all the same */
        draw(x, 60, 5), draw(y, 60, 5);
        count(&t, paired_t_p(x, y, 6)), count(&flips, sign_flip_p(x, y, 14, 0)), count(&ranks, mann_whitney_p(x, 8, y, 7, work));
        count(&many, mann_whitney_p(x, 60, y, 50, work));
        for (int i = 0; i < 10; i++) y[i] = 5 + 3 * (y[i] - 5);
        count(&welch, welch_p(x, 12, y, 10));
    }
    /* 2^-13 is the step of 14 flips; Welch is good to half a per cent; 110 ranks to the continuity correction of the step, 0.003 */
    judge(&t, 0), judge(&flips, .0002), judge(&welch, .005), judge(&ranks, 0), judge(&many, .004);
}

static void skewed_pairs_and_common_noise(void **unused)
{
    (void)unused;
    /* both meet the same large noise: differences are symmetric, and the level holds for sampled flips as well */
    struct alarms t = { "paired t, common noise", 1, { 0 } }, flips = { "20,000 flips of 30", 1, { 0 } };
    for (int trial = 0; trial < TRIALS; trial++) {
        draw(x, 30, 0), draw(y, 30, 0);
        for (int i = 0; i < 30; i++) {
            double common = gsl_ran_exponential(rng, 20);
            x[i] += common, y[i] += common;
        }
        count(&t, paired_t_p(x, y, 30));
        if (trial < TRIALS / 8)
            for (int k = 0; k < 8; k++) count(&flips, sign_flip_p(x, y, 30, (uint64_t)trial));
    }
    judge(&t, 0);
    /* an eighth of the trials, each counted eightfold: sqrt(8) as wide */
    for (int k = 0; k < 3; k++) NEAR((double)flips.at[k] / TRIALS, levels[k], 4 * sqrt(8 * levels[k] * (1 - levels[k]) / TRIALS));
}

/* Holm: the chance of any false alarm among five stays at the level; two of them are true differences */
static void holm_holds_the_level_of_the_family(void **unused)
{
    (void)unused;
    int any = 0, found = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
        double p[5], out[5];
        for (int k = 0; k < 5; k++) {
            draw(x, 12, k < 2 ? 2 : 0), draw(y, 12, 0);
            p[k] = paired_t_p(x, y, 12);
        }
        holm(p, out, 5, work);
        any += out[2] <= .05 || out[3] <= .05 || out[4] <= .05, found += out[0] <= .05;
    }
    assert_true(any <= TRIALS * (.05 + 4 * sqrt(.05 * .95 / TRIALS)));
    assert_true(any >= TRIALS * .03 && found >= TRIALS * .9);
}

static int start(void **unused)
{
    (void)unused;
    stats_init();
    rng = gsl_rng_alloc(gsl_rng_mt19937);
    return rng == NULL;
}

static int end(void **unused)
{
    (void)unused;
    gsl_rng_free(rng);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_of_student_and_gauss),
        cmocka_unit_test(p_values_of_fixed_data),
        cmocka_unit_test(mann_whitney_of_fixed_data),
        cmocka_unit_test(sizes_of_fixed_data),
        cmocka_unit_test(holm_as_r_does),
        cmocka_unit_test(too_few_are_defined),
        cmocka_unit_test(constants_are_equal_or_surely_not),
        cmocka_unit_test(differences_of_0_change_no_permutation),
        cmocka_unit_test(enumeration_is_by_definition),
        cmocka_unit_test(sampled_permutations_agree_with_all),
        cmocka_unit_test(mann_whitney_is_by_definition),
        cmocka_unit_test(mann_whitney_meets_its_approximation),
        cmocka_unit_test(swapping_the_sides_turns_the_sign),
        cmocka_unit_test(shift_and_scale_do_not_matter),
        cmocka_unit_test(ranks_see_order_only),
        cmocka_unit_test(hedges_g_is_unbiased),
        cmocka_unit_test(holm_is_monotone_and_never_smaller),
        cmocka_unit_test(improvement_agrees_with_the_plain_bootstrap),
        cmocka_unit_test(p_values_are_uniform_where_nothing_differs),
        cmocka_unit_test(skewed_pairs_and_common_noise),
        cmocka_unit_test(holm_holds_the_level_of_the_family),
    };
    return cmocka_run_group_tests(tests, start, end);
}
