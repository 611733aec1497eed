/* Standard instances, and what it means to agree with a number that an independent program measured. */
#ifndef PUBLISHED_H
#define PUBLISHED_H
#include "lab.h"
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>

#define B1  "means=.1/.2/.3/.4/.5/.6/.7/.8/.9"                   /* gaps add up to 3.6: mean gap 0.4      */
#define B3  "means=.01/.01/.01/.02/.02/.02/.05/.05/.1"           /* 0.61                                  */
#define A1  "means=.9/.6"                                        /* Auer et al. 2002, distributions 1 ... */
#define A3  "means=.55/.45"
#define A11 "means=.9/.6/.6/.6/.6/.6/.6/.6/.6/.6"
#define A12 "means=.9/.8/.8/.8/.7/.7/.7/.6/.6/.6"
#define A14 "means=.55/.45/.45/.45/.45/.45/.45/.45/.45/.45"

static inline void within(double x, double want, double margin, const char *what)
{
    if (!(fabs(x - want) <= margin))
        fail_msg("%s: %.10g, not %.10g +- %.3g", what, x, want, margin);
}

/* regret at T = 10^4 against the mean of 1000 replicates of another program: four standard errors of the difference, a false
 * alarm in 16000, and half a unit for its rounding and for the tails that its own standard error may have missed */
static inline void agrees(const char *algo, const char *params, double want)
{
    enum { N = 512 };
    double se, x = lab_regret(algo, "bernoulli", params, N, 10000, &se);
    char what[256];
    snprintf(what, sizeof what, "%s on %s", algo, params);
    within(x, want, 4 * se * sqrt(1 + N / 1000.0) + 0.5, what);
}

/* Sutton and Barto's testbed: mean reward and share of best actions over turns 901 .. 1000 against 20000 runs of another
 * program; again four standard errors of the difference.  They are large, 0.006 for rewards, because the best value itself
 * varies from run to run. */
static inline void agrees_on_the_testbed(const char *algo, const char *params, double reward, double best)
{
    enum { N = 20032 };
    const long log[] = { 900, 1000 };
    double *x = malloc(2 * N * sizeof *x);
    for (int m = 0; m < 2; m++) {
        double mean = 0, square = 0;
        lab_run((struct lab){ .algo = algo, .env = "testbed", .params = params, .n = N, .T = 1000, .log = log, .n_log = 2,
                              .metric = m ? OPTIMAL : REWARD }, x);
        for (int i = 0; i < N; i++)
            mean += x[2 * i + 1] / N, square += x[2 * i + 1] * x[2 * i + 1] / N;
        within(mean, m ? best : reward, 4 * sqrt(2 * (square - mean * mean) / N), params);
    }
    free(x);
}

/* the expected regret has the same mean as the regret: four standard errors of the paired difference */
static inline void coin_is_fair(const char *algo, const char *env, const char *params)
{
    enum { N = 256 };
    double regret[N], expected[N], sum = 0, square = 0;
    struct lab lab = { .algo = algo, .env = env, .params = params, .n = N, .T = 2000 };
    lab_run(lab, regret);
    lab.metric = EXPECTED_REGRET;
    lab_run(lab, expected);
    for (int i = 0; i < N; i++)
        sum += regret[i] - expected[i], square += (regret[i] - expected[i]) * (regret[i] - expected[i]);
    within(sum / N, 0, 4 * sqrt(square) / N + 1e-9, algo);
}
#endif
