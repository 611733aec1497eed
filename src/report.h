/* The report of a finished run: figures, what holds at the last step, claims, parameters, and how to get it again. */
#ifndef REPORT_H
#define REPORT_H
#include "claim.h"
#include "samples.h"
#include "sink.h"
#include "store.h"

struct report {
    const struct store *store; const struct plan *plan;
    const char *path;                        /* of the directory                                         */
    char *name;                              /* its last part                                            */
    char *title;                             /* of the experiment, or its name                           */
    char *command;                           /* the line that makes it again, or NULL: not recorded      */
    void *facts;                             /* manifest.json (json_t), or NULL                          */
    struct samples samples;                  /* curves.csv                                               */
};

/* Reads what a report needs.  0, or -1 after fail(); report_free() is right after both. */
int  report_read(struct report *, const struct store *);
void report_free(struct report *);

/* The parts of a page, with headings of a level; -1 after fail().  The last step's table marks in each panel
 *     best  the best mean of those of whom no seed was left out, and
 *     tied  whose mean of paired differences from the best has an interval with 0 inside, at 1 - 0.05/(k - 1) for k curves: with
 *           95 % confidence none that really differs from the best in k - 1 comparisons goes unmarked by chance (Bonferroni). */
int report_results(struct sink *, const struct report *, int level);
int report_claims(struct sink *, const struct report *, int level);
int report_parameters(struct sink *, const struct report *, int level);
int report_origin(struct sink *, const struct report *, int level);
#endif
