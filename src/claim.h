/* Claims: what an experiment says about its own results, and whether they bear it out.
 *
 * One line of the [claims] section, `name = text`, states one thing about the expected values of its curves:
 *     claim = METRIC when ":" side ("<" | ">") side   [ ";" "published" NUMBER [ "(" origin ")" ] ]
 *           | METRIC when ":" side "in" LOW ".." HIGH [ the same ]
 *     when  = "at" STEP | "from" STEP "to" STEP, either with "per ln" after it | "over" STEP "to" STEP
 *     side  = term { ("+" | "-") term },  term = NUMBER | [ NUMBER "*" ] CURVE
 *     kl-beats-ucb1 = regret at 10k: kl-ucb < 0.6 * ucb1
 *     ucb1-A1       = regret at 10k: A1:ucb1 in 45 .. 48 ; published 46.3 (where that number comes from)
 *     slope         = regret from 10k to 100k per ln: kl-ucb in 7 .. 11
 * CURVE is a section's name (with several algorithms section:algo); `+` and `-` stand between blanks.  "from a to b" is the
 * metric at b minus the metric at a, "per ln" divides by ln(b/a), or by ln of the one step; "over a to b" is the mean of what was
 * logged from a to b.
 *
 * The rule: both sides are computed in every replicate, and the 95 % Student interval of the mean of left minus right (paired:
 * curves of one seed met the same noise) is laid around the measured left side.  Against what is claimed -- below or above the
 * mean of the right side, or from LOW to HIGH -- a claim
 *     holds       if the whole interval lies inside,
 *     fails       if it lies outside as a whole,
 *     undecided   if it crosses a bound, or if a replicate diverged: not shown either way.
 * No correction for their number is made: of a hundred true claims at the very edge of their bounds, two or three fail. */
#ifndef CLAIM_H
#define CLAIM_H
#include "rows.h"
#include "table.h"

enum { MOST_TERMS = 32 };
enum verdict { HOLDS, FAILS, UNDECIDED };

struct claim {
    const char *name, *text; long line;
    char relation;                          /* '<', '>', or '=' for "in"                                       */
    double low, high;                       /* with "in"                                                       */
    double published; const char *origin;   /* NaN and "" when the line names none                             */
    int n_terms;
    struct term { long point; int log, metric, right; double weight; } term[MOST_TERMS];
    double fixed[2], *side[2];              /* left and right: the sum of their numbers; their values [n] so far */
};
struct claims { const struct plan *plan; int n; struct claim *claim; };

/* what was found */
struct finding {
    double measured, lo, hi;                /* mean of the left side, and the interval around it               */
    double low, high;                       /* what is claimed; -inf, inf: no bound                            */
    long n;                                 /* replicates that count                                           */
    enum verdict verdict;
};
extern const char *const verdicts[];        /* their names */

/* the plan's claims, read; -1 after fail() with file and line: no such curve, metric or logged step, or no claim at all */
int  claims_make(struct claims *, const struct plan *);
/* one point's values; once for every point; -1 after fail_file() */
int  claims_take(struct claims *, const struct outcome *);
/* all points, from a run's curves.csv; -1 after fail() or fail_file(): it is not what the plan wants */
int  claims_read(struct claims *, const struct table *);
void claims_free(struct claims *);
/* after all points */
struct finding claim_find(const struct claims *, const struct claim *);

/* a table for people on stdout; how many claims do not hold */
int  claims_print(const struct claims *, const char *experiment);
/* the same as rows: experiment,claim,published,measured,ci_lo,ci_hi,claimed_lo,claimed_hi,n,verdict (missing is NaN) */
void claims_header(struct rows *);
int  claims_rows(const struct claims *, const char *experiment, struct rows *);
#endif
