/* What is drawn: a value and its interval for every curve, metric and step.  They stand in a summary (of a run, or of `lockstep
 * summarize`); values of every seed (samples.h) are summarized on the way in, to the same numbers. */
#ifndef ESTIMATES_H
#define ESTIMATES_H
#include "samples.h"

enum statistic { MEAN, MEDIAN, IQM };                /* with intervals ci_lo..ci_hi, q25..q75, iqm_lo..iqm_hi */
struct statistic_names { const char *name, *value, *lo, *hi, *words, *band; };
extern const struct statistic_names statistic_names[];

struct estimate {
    const char *env, *algo, *metric;                 /* "NaN" where the file says nothing                     */
    char *const *value;                              /* [n_keys] text of its keys, "NaN" where one is not its own */
    double step, n, n_bad, y, lo, hi;                /* replicates that count and that do not; NaN: unknown   */
};

struct estimates {
    const char *path;                                /* for messages                                          */
    int n_keys;
    char *const *key;                                /* [n_keys] names                                        */
    long n;
    struct estimate *row;                            /* [n], in the order of the file                         */
    struct table table;                              /* the texts                                             */
    struct samples samples;
};

/* path: a file, a run directory (its summary.csv), or NULL or "-" for standard input.  0, or -1 after fail(); estimates_free() is
 * right after both. */
int  estimates_read(struct estimates *, const char *path, enum statistic);
void estimates_free(struct estimates *);
#endif
