/* The power of t tests: see power.h. */
#include "power.h"
#include "stats.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>

/* Given S = sqrt(X/df) = 1 + x, T is Gaussian: P(|T| >= t) is the mean of Q(t S - delta) + Q(t S + delta).  The density of x is
 * proportional to exp((df-1) ln(1+x) - df (x + x^2/2)), which is 1 at 0, and is divided by its own integral.  It is below 1e-20 of its
 * largest outside of 10/sqrt(df). */
struct tails { double t, df, delta; };

static double density(double x, void *of)
{
    double df = ((struct tails *)of)->df, power = df == 1 ? 0 : (df - 1) * log1p(x);
    return exp(power - df * (x + x * x / 2));
}

static double weighted_tails(double x, void *of)
{
    const struct tails *a = of;
    double ts = a->t * (1 + x);
    return density(x, of) * (gsl_cdf_ugaussian_Q(ts - a->delta) + gsl_cdf_ugaussian_Q(ts + a->delta));
}

/* a tolerance that rounding does not let it reach is no reason to give up: then that is the error */
static double integral(double (*f)(double, void *), struct tails *of, double from, double to, double tolerance,
                       gsl_integration_workspace *w)
{
    gsl_function g = { f, of };
    double result = NAN, error;
    if (from >= to) return 0;
    int status = gsl_integration_qag(&g, from, to, tolerance, 1e-11, 1000, GSL_INTEG_GAUSS61, w, &result, &error);
    return status && status != GSL_EROUND ? NAN : result;
}

static double within(double x, double lo, double hi) { return x < lo ? lo : x > hi ? hi : x; }

/* the first tail falls from 1 to 0 where t S is within 8 of delta, the second before that: a step to an integral over all S */
double noncentral_tails(double t, double df, double noncentrality)
{
    struct tails of = { t, df, noncentrality };
    double reach = 10 / sqrt(df), lo = reach < 1 ? -reach : -1, p = NAN;
    double edge[] = { lo, within((noncentrality - 8) / t - 1, lo, reach), within((noncentrality + 8) / t - 1, lo, reach), reach };
    gsl_integration_workspace *w = gsl_integration_workspace_alloc(1000);
    if (t == 0) p = 1;
    else if (w) {
        double all = integral(density, &of, lo, reach, 0, w);
        p = 0;
        for (int i = 0; i < 3; i++) p += integral(weighted_tails, &of, edge[i], edge[i + 1], 1e-12 * all, w) / all;
        p = p > 1 ? 1 : p;
    }
    gsl_integration_workspace_free(w);
    return p;
}

/* what is printed has the same bytes on every machine, although its logarithms differ in their last bits */
static double rounded(double x) { return rint(x * 0x1p30) * 0x1p-30; }

double power_of(double effect, double n, int paired, double level)
{
    double df = paired ? n - 1 : 2 * n - 2;
    if (!(n >= 2)) return NAN;
    return rounded(noncentral_tails(student(1 - level, df), df, fabs(effect) * sqrt(paired ? n : n / 2)));
}

/* power rises with n */
double power_seeds(double effect, double power, int paired, double level)
{
    double few = 1, many = 2;
    while (many <= MOST_SEEDS && !(power_of(effect, many, paired, level) >= power)) few = many, many *= 2;
    if (many > MOST_SEEDS) return INFINITY;
    while (many - few > 1) {
        double n = floor((few + many) / 2);
        *(power_of(effect, n, paired, level) >= power ? &many : &few) = n;
    }
    return many;
}

/* and with the effect: halved until the bounds are neighbours at 2^-32 of the larger */
double power_effect(double n, double power, int paired, double level)
{
    double lo = 0, hi = 1;
    if (!(n >= 2)) return NAN;
    while (!(power_of(hi, n, paired, level) >= power) && hi < 1e15) lo = hi, hi *= 2;
    while (hi - lo > hi * 0x1p-32 && hi > 0x1p-32) {
        double middle = (lo + hi) / 2;
        *(power_of(middle, n, paired, level) >= power ? &hi : &lo) = middle;
    }
    return rounded(hi);
}
