/* Statistics over replicates: see stats.h. */
#include "stats.h"
#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

void stats_init(void)
{
    gsl_set_error_handler_off();
}

/* ---- sums ---- */

/* residuals r = a - rho b - centre of pairs, or with b = a and rho = 0 plain deviations */
struct residuals { const double *a, *b; double rho, centre; };
enum term { R, R_R, R_B };    /* r, r^2, r b */

/* the sum of a term over n pairs, halved until eight are left: rounding errors grow with log n, and the order is fixed */
static double sum(const struct residuals *of, enum term term, long from, long n)
{
    if (n > 8) return sum(of, term, from, n / 2) + sum(of, term, from + n / 2, n - n / 2);
    double total = 0;
    for (long i = from; i < from + n; i++) {
        double r = of->a[i] - of->rho * of->b[i] - of->centre;
        total += term == R ? r : term == R_R ? r * r : r * of->b[i];
    }
    return total;
}

struct moments moments(const double *a, const double *b, double rho, long n)
{
    struct residuals of = { a, b, rho, 0 };
    struct moments m;
    of.centre = m.mean = sum(&of, R, 0, n) / (double)n;
    m.var = n > 1 ? sum(&of, R_R, 0, n) / (double)(n - 1) : NAN;
    return m;
}

/* ---- quantiles of distributions ---- */

static double rounded(double x)
{
    return rint(x * 0x1p30) * 0x1p-30;
}

/* most calls repeat the last question */
double student(double level, double df)
{
    static _Thread_local double last_level, last_df, last;
    if (level != last_level || df != last_df)
        last = rounded(gsl_cdf_tdist_Pinv(0.5 + level / 2, df)), last_level = level, last_df = df;
    return last;
}

static double gauss(double level)
{
    return rounded(gsl_cdf_ugaussian_Pinv(0.5 + level / 2));
}

/* a tail may be tiny: 30 bits from its first one on */
static double rounded_tail(double p)
{
    int exponent;
    double digits = frexp(p, &exponent);
    return ldexp(rint(digits * 0x1p30) * 0x1p-30, exponent);
}

/* GSL's tail is off by up to 3e-7 of itself where its Cornish-Fisher expansion begins, above 30 degrees of freedom; from 1e5 on that is
 * exact, and the incomplete beta function loses digits */
double student_p(double t, double df)
{
    if (!(df > 0) || isnan(t)) return NAN;
    return rounded_tail(df < 1e5 ? gsl_cdf_beta_P(df / (df + t * t), df / 2, 0.5) : 2 * gsl_cdf_tdist_Q(fabs(t), df));
}

double gauss_p(double z)
{
    return isnan(z) ? NAN : rounded_tail(2 * gsl_cdf_ugaussian_Q(fabs(z)));
}

/* ---- order ---- */

typedef uint64_t __attribute__((may_alias)) word;

/* doubles as unsigned integers of the same order, and back */
static word ordered(word bits)  { return bits ^ (bits >> 63 ? ~UINT64_C(0) : UINT64_C(1) << 63); }
static word unordered(word key) { return key ^ (key >> 63 ? UINT64_C(1) << 63 : ~UINT64_C(0)); }

/* insertion for a few; for many a radix sort, eight bits at a time, that skips the bytes in which all agree */
void sort_values(double *x, long n, double *work)
{
    if (n <= 48) {
        for (long i = 1, j; i < n; i++) {
            double v = x[i];
            for (j = i; j > 0 && x[j - 1] > v; j--) x[j] = x[j - 1];
            x[j] = v;
        }
        return;
    }
    word *from = (word *)x, *to = (word *)work;
    size_t count[8][256] = { 0 };
    for (long i = 0; i < n; i++) {
        word key = from[i] = ordered(from[i]);
        for (int byte = 0; byte < 8; byte++) count[byte][key >> 8 * byte & 255]++;
    }
    for (int byte = 0; byte < 8; byte++) {
        size_t *at = count[byte], place = 0;
        if (at[from[0] >> 8 * byte & 255] == (size_t)n) continue;
        for (int v = 0; v < 256; v++) { size_t c = at[v]; at[v] = place, place += c; }
        for (long i = 0; i < n; i++) to[at[from[i] >> 8 * byte & 255]++] = from[i];
        word *other = from; from = to, to = other;
    }
    for (long i = 0; i < n; i++) ((word *)x)[i] = unordered(from[i]);
}

/* linear between the order statistics around (n-1) p */
double quantile(const double *sorted, long n, double p)
{
    double place = (double)(n - 1) * p;
    long i = (long)place;
    return i + 1 < n ? sorted[i] + (place - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

/* ---- the interquartile mean ---- */

/* Steele, Lea and Flood (2014) */
uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* half the width of Tukey and McLaughlin's interval */
static double trimmed_reach(const double *sorted, long n, double trimmed_mean)
{
    long g = n / 4, h = n - 2 * g;
    double low = sorted[g], high = sorted[n - g - 1], ends = (double)g;
    double winsorized_mean = ((double)h * trimmed_mean + ends * (low + high)) / (double)n;
    struct residuals kept = { sorted + g, sorted + g, 0, winsorized_mean };
    low -= winsorized_mean, high -= winsorized_mean;
    double ssd = sum(&kept, R_R, 0, h) + ends * (low * low + high * high);
    return student(0.95, (double)(h - 1)) * sqrt(ssd / ((double)h * (double)(h - 1)));
}

/* ---- one group ---- */

void summarize(struct summary *s, double *x, long n, double *work)
{
    *s = (struct summary){ .mean = NAN, .sd = NAN, .se = NAN, .ci_lo = NAN, .ci_hi = NAN, .median = NAN, .q05 = NAN, .q25 = NAN,
                           .q75 = NAN, .q95 = NAN, .iqm = NAN, .iqm_lo = NAN, .iqm_hi = NAN, .min = NAN, .max = NAN };

    /* leave out the bad, keep the order */
    for (long i = 0; i < n; i++)
        if (fabs(x[i]) < BAD_SIZE) x[s->n++] = x[i];
    s->n_bad = n - s->n, n = s->n;
    if (!n) return;

    struct moments m = moments(x, x, 0, n);
    s->mean = m.mean;
    if (n > 1) {
        s->sd = sqrt(m.var), s->se = s->sd / sqrt((double)n);
        double reach = student(0.95, (double)(n - 1)) * s->se;
        s->ci_lo = s->mean - reach, s->ci_hi = s->mean + reach;
    }

    sort_values(x, n, work);
    s->min = x[0], s->max = x[n - 1], s->median = quantile(x, n, 0.5);
    s->q05 = quantile(x, n, 0.05), s->q25 = quantile(x, n, 0.25), s->q75 = quantile(x, n, 0.75), s->q95 = quantile(x, n, 0.95);

    long h = n - 2 * (n / 4);
    s->iqm = moments(x + n / 4, x + n / 4, 0, h).mean;
    if (n > 1) {
        double reach = trimmed_reach(x, n, s->iqm);
        s->iqm_lo = s->iqm - reach, s->iqm_hi = s->iqm + reach;
    }
}

/* ---- intervals ---- */

/* variance of the mean known, degrees of freedom known; without spread they do not matter */
static struct interval around(double estimate, double variance, double df, long n, double level)
{
    double reach = variance == 0 ? 0 : student(level, df) * sqrt(variance);
    return (struct interval){ estimate, estimate - reach, estimate + reach, n };
}

static struct interval unknown(double estimate, long n)
{
    return (struct interval){ estimate, NAN, NAN, n };
}

double satterthwaite(double va, long na, double vb, long nb)
{
    return (va + vb) * (va + vb) / (va * va / (double)(na - 1) + vb * vb / (double)(nb - 1));
}

struct interval paired_difference(const double *a, const double *b, long n, double level)
{
    struct moments m = moments(a, b, 1, n);
    return n < 2 ? unknown(m.mean, n) : around(m.mean, m.var / (double)n, (double)(n - 1), n, level);
}

struct interval mean_interval(const double *x, long n, double level)
{
    struct moments m = moments(x, x, 0, n);
    return n < 2 ? unknown(m.mean, n) : around(m.mean, m.var / (double)n, (double)(n - 1), n, level);
}

struct interval bootstrap_t_interval(const double *x, long n, double level, uint64_t key)
{
    double t[RESAMPLES_T], work[RESAMPLES_T];
    struct moments m = moments(x, x, 0, n);
    uint64_t counter = mix(key);
    long kept = 0;
    if (n < 3) return unknown(m.mean, n);
    if (m.var == 0) return (struct interval){ m.mean, m.mean, m.mean, n };
    for (int b = 0; b < RESAMPLES_T; b++) {
        /* two moments in one pass, around the sample's mean */
        double first = 0, second = 0;
        for (long i = 0; i < n; i++) {
            uint64_t u = mix(counter += GOLDEN);
            double d = x[(uint64_t)((unsigned __int128)u * (uint64_t)n >> 64)] - m.mean;
            first += d, second += d * d;
        }
        first /= (double)n;
        double variance = (second - (double)n * first * first) / ((double)(n - 1) * (double)n);
        if (variance > 1e-24 * m.var) t[kept++] = first / sqrt(variance);
    }
    if (kept < RESAMPLES_T / 10) return unknown(m.mean, n);
    sort_values(t, kept, work);
    double se = sqrt(m.var / (double)n);
    return (struct interval){ m.mean, m.mean - quantile(t, kept, 0.5 + level / 2) * se, m.mean - quantile(t, kept, 0.5 - level / 2) * se, n };
}

struct interval welch_difference(const double *a, long na, const double *b, long nb, double level)
{
    struct moments ma = moments(a, a, 0, na), mb = moments(b, b, 0, nb);
    double difference = ma.mean - mb.mean, va = ma.var / (double)na, vb = mb.var / (double)nb;
    if (na < 2 || nb < 2) return unknown(difference, na + nb);
    return around(difference, va + vb, satterthwaite(va, na, vb, nb), na + nb, level);
}

/* Fieller's limits are the rho at which mean(a) - rho mean(b) is just not different from 0: roots of a quadratic.  Written around
 * the estimate, with r = a - rho b, v = var(mean r), s = cov(mean r, mean b), g = t^2 var(mean b) / mean(b)^2, they are
 *     rho + (-t^2 s / mean(b)^2 -+ t / |mean(b)| sqrt(v (1-g) + t^2 s^2 / mean(b)^2)) / (1-g) */
struct interval ratio_interval(const double *a, long na, const double *b, long nb, int paired, double level)
{
    assert(!paired || na == nb);
    struct moments ma = moments(a, a, 0, na), mb = moments(b, b, 0, nb);
    double rho = ma.mean / mb.mean, va = ma.var / (double)na, vb = mb.var / (double)nb, v, s, df;
    long n = paired ? na : na + nb;
    if (na < 2 || nb < 2) return unknown(rho, n);
    if (paired) {
        struct residuals of = { a, b, rho, ma.mean - rho * mb.mean };
        double scale = (double)n * (double)(n - 1);
        v = sum(&of, R_R, 0, n) / scale, df = (double)(n - 1);
        s = (sum(&of, R_B, 0, n) - mb.mean * sum(&of, R, 0, n)) / scale;
    } else {
        v = va + rho * rho * vb, s = -rho * vb;
        df = v == 0 ? 1 : satterthwaite(va, na, rho * rho * vb, nb);
    }
    double t = student(level, df) / fabs(mb.mean), g = t * t * vb;
    if (!(g < 1)) return (struct interval){ rho, -INFINITY, INFINITY, n };
    double centre = rho - t * t * s / (1 - g), reach = t * sqrt(v * (1 - g) + t * t * s * s) / (1 - g);
    return (struct interval){ rho, centre - reach, centre + reach, n };
}

struct interval wilson_share(double p, long n, double level)
{
    if (!n) return (struct interval){ NAN, 0, 1, 0 };
    double z = gauss(level), q = z * z / (double)n;
    double centre = (p + q / 2) / (1 + q), reach = sqrt(q * (p * (1 - p) + q / 4)) / (1 + q);
    return (struct interval){ p, p > 0 ? centre - reach : 0, p < 1 ? centre + reach : 1, n };
}

struct interval wilson(long successes, long n, double level)
{
    return wilson_share(n ? (double)successes / (double)n : NAN, n, level);
}
