/* Statistics over replicates: what a point of a learning curve says, and how far two groups of runs are apart.
 *
 * The same bytes everywhere: sums follow a fixed tree over the replicate index, resampling is keyed, and the quantiles of Student
 * and Gauss are rounded to 2^-30, so that the last bits of a machine's logarithm do not reach a result.
 * Results are defined for every n; NaN says that n is too small to tell. */
#ifndef STATS_H
#define STATS_H
#include <stdint.h>

void stats_init(void);    /* once, before the rest: GSL shall return errors, not abort */

/* ---- one group ---- */

#define BAD_SIZE 1e150    /* from here on squares may overflow: a replicate has diverged as surely as one at infinity */

struct summary {
    long n, n_bad;                          /* replicates that count, and those that are NaN, infinite or beyond BAD_SIZE     */
    double mean, sd, se, ci_lo, ci_hi;      /* two-pass sd (n-1); se = sd/sqrt(n); Student's t, 95 %; NaN below n = 2 but for mean */
    double median, q05, q25, q75, q95;      /* type 7 of Hyndman and Fan (1996), as in R and NumPy                            */
    double iqm, iqm_lo, iqm_hi;             /* below */
    double min, max;
};

/* Fills s from x[n], values by replicate, which are left in another order; work[n] is scratch.
 *
 * The interquartile mean leaves out floor(n/4) replicates at each end, as scipy.stats.trim_mean(x, 0.25) and so rliable (Agarwal
 * et al. 2021) do.  Its 95 % interval is Tukey and McLaughlin's (1963): the trimmed mean of h = n - 2 floor(n/4) values plus or minus
 * t_{h-1} sqrt(SSD_w / (h (h-1))), with SSD_w the squared deviations of the Winsorized sample.  The percentile bootstrap, which is
 * usual, agrees with it from a few dozen replicates on, but of five Gaussian values it covers only 90 %. */
void summarize(struct summary *s, double *x, long n, double *work);

/* ---- intervals ---- */

/* Samples are finite numbers, level is inside (0, 1).  An interval is NaN if a group has fewer than two members. */
struct interval {
    double estimate, lo, hi;
    long n;    /* values, pairs or trials that it rests on; for two unpaired groups their sum */
};

/* the mean, Student (1908) */
struct interval mean_interval(const double *x, long n, double level);

/* mean(a - b) over pairs: mean_interval of the differences */
struct interval paired_difference(const double *a, const double *b, long n, double level);

/* mean(a) - mean(b) of independent groups with variances of their own, Welch (1947) */
struct interval welch_difference(const double *a, long na, const double *b, long nb, double level);

/* mean(a)/mean(b), Fieller (1954).  Paired (na = nb): t with n-1 degrees of freedom; otherwise with Satterthwaite's number at the
 * estimated ratio (Hasler, Vonk and Hothorn 2008).  -inf .. inf if mean(b) is not distinguishable from 0 at this level. */
struct interval ratio_interval(const double *a, long na, const double *b, long nb, int paired, double level);

/* the mean, bootstrap-t (Efron 1979) with RESAMPLES_T resamples keyed by `key`: shorter on the side of a short tail, where Student's
 * interval of a skewed sample misses.  NaN limits below n = 3; resamples without spread are left out.  x is left alone. */
enum { RESAMPLES_T = 2000 };
struct interval bootstrap_t_interval(const double *x, long n, double level, uint64_t key);

/* a proportion, Wilson (1927); 0 .. 1 if n = 0 */
struct interval wilson(long successes, long n, double level);
/* the same of a share p of n trials that may be halves: where a tie counts half the interval is wider than it has to be */
struct interval wilson_share(double p, long n, double level);

/* ---- what intervals and tests are made of ---- */

struct moments { double mean, var; };    /* var with n-1; NaN below n = 2 */
/* of a - rho b, in two passes; rho = 0: b is not looked at, but for its being readable */
struct moments moments(const double *a, const double *b, double rho, long n);
/* Satterthwaite's (1946) degrees of freedom of va + vb, the variances of two means */
double satterthwaite(double va, long na, double vb, long nb);

/* how many standard errors to either side hold `level` of Student's distribution */
double student(double level, double df);
/* P(|T| > |t|) of Student's distribution and P(|Z| > |z|) of Gauss's, to 30 bits: 1 at 0, 0 at infinity, NaN of NaN */
double student_p(double t, double df);
double gauss_p(double z);

/* rising; work[n] is scratch */
void sort_values(double *x, long n, double *work);
/* type 7 of sorted numbers */
double quantile(const double *sorted, long n, double p);
/* a hash: splitmix64's finalizer.  mix(counter += GOLDEN) from counter = mix(key) on is a stream of random bits */
#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)
uint64_t mix(uint64_t z);
#endif
