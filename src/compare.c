/* Tests and sizes of effects: see compare.h. */
#include "compare.h"
#include <math.h>
#include <string.h>

/* ---- Student ---- */

/* where nothing varies, an estimate that is not 0 is certain */
static double t_p(double estimate, double variance, double df)
{
    if (isnan(variance)) return NAN;
    if (variance == 0) return estimate == 0 ? 1 : 0;
    return student_p(estimate / sqrt(variance), df);
}

double paired_t_p(const double *a, const double *b, long n)
{
    struct moments m = moments(a, b, 1, n);
    return t_p(m.mean, m.var / (double)n, (double)(n - 1));
}

double welch_p(const double *a, long na, const double *b, long nb)
{
    struct moments ma = moments(a, a, 0, na), mb = moments(b, b, 0, nb);
    double va = ma.var / (double)na, vb = mb.var / (double)nb;
    return t_p(ma.mean - mb.mean, va + vb, satterthwaite(va, na, vb, nb));
}

/* ---- sign flips ---- */

/* sums of n numbers with all 2^n signs: bit i of the place is 1 where number i is added */
static void signed_sums(double *sum, const double *d, int n)
{
    sum[0] = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < 1 << i; j++) sum[j + (1 << i)] = sum[j] + d[i], sum[j] -= d[i];
}

/* of all sign vectors, how many bring the sum as far from 0 as `far`: every sum of one half with every sum of the other */
static double enumerated(const double *d, int n, double far)
{
    double low[1 << ENUMERATED_PAIRS / 2], high[1 << (ENUMERATED_PAIRS + 1) / 2];
    int half = n / 2;
    long count = 0;
    signed_sums(low, d, half), signed_sums(high, d + half, n - half);
    for (int i = 0; i < 1 << (n - half); i++)
        for (int j = 0; j < 1 << half; j++) count += fabs(high[i] + low[j]) >= far;
    return (double)count / (double)(1L << n);
}

/* eight differences at a time have 256 sums, and one hash picks from the tables of 64 differences */
static double sampled(const double *a, const double *b, long n, double far, uint64_t key)
{
    double sum[SIGN_FLIPS] = { 0 }, table[8][256], d[64];
    uint64_t counter = mix(key);
    long count = 0;
    for (long from = 0; from < n; from += 64) {
        for (int i = 0; i < 64; i++) d[i] = from + i < n ? a[from + i] - b[from + i] : 0;
        for (int k = 0; k < 8; k++) signed_sums(table[k], d + 8 * k, 8);
        for (int f = 0; f < SIGN_FLIPS; f++) {
            uint64_t u = mix(counter += GOLDEN);
            double s = 0;
            for (int k = 0; k < 8; k++) s += table[k][u >> 8 * k & 255];
            sum[f] += s;
        }
    }
    for (int f = 0; f < SIGN_FLIPS; f++) count += fabs(sum[f]) >= far;
    return (double)(1 + count) / (1 + SIGN_FLIPS);
}

double sign_flip_p(const double *a, const double *b, long n, uint64_t key)
{
    double few[ENUMERATED_PAIRS], total = 0, size = 0;
    long m = 0;
    for (long i = 0; i < n; i++) {
        double d = a[i] - b[i];
        total += d, size += fabs(d);
        if (d != 0 && m++ < ENUMERATED_PAIRS) few[m - 1] = d;
    }
    if (!n) return NAN;
    double far = fabs(total) - size * 0x1p-40;
    return m <= ENUMERATED_PAIRS ? enumerated(few, (int)m, far) : sampled(a, b, n, far, key);
}

/* ---- ranks ---- */

/* both groups sorted into work, and what they say of each other: wins = #(a > b) + #(a = b)/2, ties = sum of t^3 - t over runs of t
 * equal values of both together */
struct meeting { double wins, ties; };

static struct meeting meet(const double *a, long na, const double *b, long nb, double *work)
{
    double *sa = work, *sb = work + na, *scratch = sb + nb;
    struct meeting m = { 0, 0 };
    memcpy(sa, a, (size_t)na * sizeof *sa), memcpy(sb, b, (size_t)nb * sizeof *sb);
    sort_values(sa, na, scratch), sort_values(sb, nb, scratch);
    for (long i = 0, j = 0; i < na || j < nb;) {
        /* the next value, and how often it is in either */
        double v = j == nb || (i < na && sa[i] < sb[j]) ? sa[i] : sb[j];
        long below = j, in_a = 0, in_b = 0;
        while (i < na && sa[i] == v) i++, in_a++;
        while (j < nb && sb[j] == v) j++, in_b++;
        double t = (double)(in_a + in_b);
        m.wins += (double)in_a * ((double)below + (double)in_b / 2);
        m.ties += t * t * t - t;
    }
    return m;
}

/* P(U <= u) without ties: ways[j][s] to choose j of the ranks so far with sum s, of which j (j-1)/2 is the least, counted from there */
static double rank_tail(long na, long nb, double u)
{
    double ways[EXACT_RANKS + 1][EXACT_RANKS * EXACT_RANKS + 1];
    double below = 0, all = 0;
    memset(ways, 0, sizeof ways);
    ways[0][0] = 1;
    /* rank r as the j-th chosen leaves r - j unchosen below it: so much it adds */
    for (long r = 1; r <= na + nb; r++)
        for (long j = r < na ? r : na; j >= 1; j--)
            for (long s = na * nb; s >= r - j; s--) ways[j][s] += ways[j - 1][s - (r - j)];
    for (long s = 0; s <= na * nb; s++) {
        all += ways[na][s];
        below += (double)s <= u ? ways[na][s] : 0;
    }
    return below / all;
}

double mann_whitney_p(const double *a, long na, const double *b, long nb, double *work)
{
    if (!na || !nb) return NAN;
    struct meeting m = meet(a, na, b, nb, work);
    double all = (double)na * (double)nb, n = (double)(na + nb), far = fabs(m.wins - all / 2);
    if (m.ties == 0 && na <= EXACT_RANKS && nb <= EXACT_RANKS) {
        double p = 2 * rank_tail(na, nb, all / 2 - far);
        return p < 1 ? p : 1;
    }
    double variance = all / 12 * (n + 1 - m.ties / (n * (n - 1)));
    return far <= 0.5 || !(variance > 0) ? 1 : gauss_p((far - 0.5) / sqrt(variance));
}

/* ---- sizes of effects ---- */

/* nothing over nothing is no effect */
static double standardised(double difference, double variance)
{
    return difference == 0 && variance == 0 ? 0 : difference / sqrt(variance);
}

double cohen_dz(const double *a, const double *b, long n)
{
    struct moments m = moments(a, b, 1, n);
    return standardised(m.mean, m.var);
}

/* Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2)).  r(m) = Gamma(m/2) / Gamma((m-1)/2) begins with r(2) = 1/sqrt(pi), r(3) = sqrt(pi)/2 and
 * grows by r(m+2) = r(m) m/(m-1); for large m Hedges' approximation, whose error is below 1/(32 m^2) */
static double unbiasing(long m)
{
    if (m < 2) return NAN;
    if (m > 10000) return 1 - 3 / (4 * (double)m - 1);
    double r = m % 2 ? 0.88622692545275801365 : 0.56418958354775628695;
    for (long k = 2 + m % 2; k < m; k += 2) r *= (double)k / (double)(k - 1);
    return r / sqrt((double)m / 2);
}

double hedges_g(const double *a, long na, const double *b, long nb)
{
    struct moments ma = moments(a, a, 0, na), mb = moments(b, b, 0, nb);
    double m = (double)(na + nb - 2);
    return standardised(ma.mean - mb.mean, ((double)(na - 1) * ma.var + (double)(nb - 1) * mb.var) / m) * unbiasing(na + nb - 2);
}

double cliff_delta(const double *a, long na, const double *b, long nb, double *work)
{
    return na && nb ? 2 * meet(a, na, b, nb, work).wins / ((double)na * (double)nb) - 1 : NAN;
}

struct interval improvement_paired(const double *a, const double *b, long n, double level)
{
    double wins = 0;
    for (long i = 0; i < n; i++) wins += a[i] > b[i] ? 1 : a[i] == b[i] ? 0.5 : 0;
    return n ? wilson_share(wins / (double)n, n, level) : (struct interval){ NAN, NAN, NAN, 0 };
}

static long drawn(uint64_t *counter, long n)
{
    return (long)((unsigned __int128)mix(*counter += GOLDEN) * (uint64_t)n >> 64);
}

/* With both groups sorted, member i of a is above the first lo[i] of b and not below the first hi[i]; a resample of b is how often each of
 * its members was drawn, added up from the lowest, and of a resample of a each member meets two of these sums. */
struct interval improvement(const double *a, long na, const double *b, long nb, double level, uint64_t key, double *work)
{
    double share[RESAMPLES_T], scratch[RESAMPLES_T], meetings = (double)na * (double)nb;
    if (!na || !nb) return (struct interval){ NAN, NAN, NAN, na + nb };
    double estimate = meet(a, na, b, nb, work).wins / meetings;
    if (na < 2 || nb < 2) return (struct interval){ estimate, NAN, NAN, na + nb };

    double *sa = work, *sb = sa + na, *lo = sb + nb, *hi = lo + na, *below = hi + na;
    for (long i = 0, l = 0, h = 0; i < na; i++) {
        while (l < nb && sb[l] < sa[i]) l++;
        while (h < nb && sb[h] <= sa[i]) h++;
        lo[i] = (double)l, hi[i] = (double)h;
    }
    uint64_t counter = mix(key);
    for (int r = 0; r < RESAMPLES_T; r++) {
        double wins = 0;
        memset(below, 0, (size_t)(nb + 1) * sizeof *below);
        for (long j = 0; j < nb; j++) below[drawn(&counter, nb) + 1]++;
        for (long j = 0; j < nb; j++) below[j + 1] += below[j];
        for (long i = 0; i < na; i++) {
            long k = drawn(&counter, na);
            wins += below[(long)lo[k]] + below[(long)hi[k]];
        }
        share[r] = wins / 2 / meetings;
    }
    sort_values(share, RESAMPLES_T, scratch);
    double lowest = quantile(share, RESAMPLES_T, 0.5 - level / 2), highest = quantile(share, RESAMPLES_T, 0.5 + level / 2);
    return (struct interval){ estimate, lowest, highest, na + nb };
}

/* ---- several comparisons ---- */

void holm(const double *p, double *adjusted, long n, double *work)
{
    /* the k-th smallest of m, from 0 on, counts m - k times, and never less than a smaller one */
    double *sorted = work, *running = work + n;
    long m = 0;
    for (long i = 0; i < n; i++)
        if (!isnan(p[i])) sorted[m++] = p[i];
    sort_values(sorted, m, running);
    for (long k = 0; k < m; k++) {
        double now = (double)(m - k) * sorted[k];
        running[k] = k && running[k - 1] > now ? running[k - 1] : now < 1 ? now : 1;
    }
    for (long i = 0; i < n; i++) {
        /* its first place */
        long lo = 0, hi = m;
        while (lo < hi) {
            long middle = (lo + hi) / 2;
            if (sorted[middle] < p[i]) lo = middle + 1;
            else hi = middle;
        }
        adjusted[i] = isnan(p[i]) ? NAN : running[lo];
    }
}
