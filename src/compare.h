/* Is A above B?  Tests, sizes of effects, and the correction for asking more than once, as functions of two arrays.
 *
 * Paired functions take n pairs, x of the same seed: with common random numbers much of the noise is in both and cancels.  The others
 * take independent groups of na and nb.  Values are finite.  All speak of a against b: swapped arrays give the same p, the negative
 * effect, and the complementary probability.  NaN says that n is too small to tell. */
#ifndef COMPARE_H
#define COMPARE_H
#include "stats.h"

enum { SIGN_FLIPS = 20000, ENUMERATED_PAIRS = 20, EXACT_RANKS = 20 };

/* ---- tests: two-sided p values ---- */

/* mean(a - b) = 0, Student (1908), where differences are Gaussian.  Differences without any spread: 1 if they are 0, else 0 */
double paired_t_p(const double *a, const double *b, long n);

/* the same where every difference is as likely with the other sign: the share of sign vectors whose sum is at least as far from 0 as
 * what was seen (Fisher 1935, section 21; Pitman 1937).  All 2^m vectors up to m = ENUMERATED_PAIRS differences that are not 0,
 * hence exact, and never below 2^(1-m); above, SIGN_FLIPS keyed ones and (1 + count)/(1 + SIGN_FLIPS) (Davison and Hinkley 1997,
 * section 4.2).  Sums equal to 2^-40 of the sum of sizes count as equal.  1 if all differences are 0, NaN at n = 0 */
double sign_flip_p(const double *a, const double *b, long n, uint64_t key);

/* mean(a) = mean(b), each group with its variance: Welch (1947).  Without any spread as above */
double welch_p(const double *a, long na, const double *b, long nb);

/* P(a > b) = P(a < b), Mann and Whitney (1947): exact where both groups have at most EXACT_RANKS members and no two values are equal, else
 * the normal approximation with its variance corrected for ties and a continuity correction of 1/2.  work [3 (na + nb) + 1] */
double mann_whitney_p(const double *a, long na, const double *b, long nb, double *work);

/* ---- sizes of effects ---- */

/* mean(a - b) / sd(a - b), Cohen's (1988) d_z; inf without spread, 0 without difference */
double cohen_dz(const double *a, const double *b, long n);
/* (mean(a) - mean(b)) / pooled sd, times Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2)) with m = na + nb - 2, which makes it unbiased:
 * Hedges (1981), equations 5 and 6d */
double hedges_g(const double *a, long na, const double *b, long nb);
/* P(a > b) - P(a < b), Cliff (1993); work as above */
double cliff_delta(const double *a, long na, const double *b, long nb, double *work);

/* P(a > b) + P(a = b)/2.  Of pairs: over the pairs, Wilson's interval, a tie counting half of one.  Of groups: over all na nb meetings,
 * the percentile bootstrap that draws each group anew with RESAMPLES_T resamples, as rliable (Agarwal et al. 2021) does; it has
 * no width where the groups do not overlap.  work as above */
struct interval improvement_paired(const double *a, const double *b, long n, double level);
struct interval improvement(const double *a, long na, const double *b, long nb, double level, uint64_t key, double *work);

/* ---- several comparisons ---- */

/* Holm's (1979) p values: the chance of one false alarm or more among all n stays below the level.  NaN stays NaN and does not count.
 * work [2n] */
void holm(const double *p, double *adjusted, long n, double *work);
#endif
