/* How many seeds does a comparison need?  The power of two-sided t tests, exactly: the tails of the noncentral t distribution.
 *
 * An effect is standardised: paired, mean(a - b)/sd(a - b) over n pairs; unpaired, the difference of the means over the common standard
 * deviation of two groups of n each.  Level and power are inside (0, 1).  Values as R's power.t.test(strict = TRUE) gives them. */
#ifndef POWER_H
#define POWER_H

#define MOST_SEEDS 1e9

/* P(T <= -t or T >= t), t >= 0, of T = (Z + noncentrality) / sqrt(X/df) with Z Gaussian and X chi-squared; errors below 1e-9 */
double noncentral_tails(double t, double df, double noncentrality);

/* the chance to show an effect with n seeds (of each group); NaN below n = 2 */
double power_of(double effect, double n, int paired, double level);
/* the fewest seeds that show it with that power, at least 2; inf above MOST_SEEDS */
double power_seeds(double effect, double power, int paired, double level);
/* the smallest effect that n seeds show with that power; NaN below n = 2, 0 where the level alone is as much */
double power_effect(double n, double power, int paired, double level);
#endif
