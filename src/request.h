/* What was asked for, before it is resolved: the command line's words and the experiment file's, in layers.
 *
 * A key is name=values with an optional scope; a section of a file is a curve; later layers win when the plan resolves them. */
#ifndef REQUEST_H
#define REQUEST_H
#include "plan.h"

enum { MOST_KEYS = 512, MOST_CURVES = 512, MOST_VALUES = 100000 };

struct key { const char *scope, *name, *values, *where; int used; };
struct keys { int n; struct key key[MOST_KEYS]; };
struct curve { const char *label, *env, *algo; struct keys keys; };
struct request {
    struct plan *plan;
    struct words words;                      /* options, the file's filled in where the command line is silent */
    struct keys shared, typed;               /* keys before the first section; on the command line             */
    int n_curves; struct curve *curve;       /* at least one, [MOST_CURVES]                                    */
    const char *zip; long sample;
    enum search search; double *sobol;       /* [sample][dimensions]                                           */
    const char *row_algo, *row_env;          /* the columns algo and env of a row of --points, or NULL         */
    struct keys row;                         /* and its other cells: nothing overrides them                    */
    int baseline;                            /* 1: now the points to compare with are made                     */
    long room;                               /* points that the plan's array has room for                      */
};

/* read the words and the file they name into layers, and the plan's seeds, steps, log and metrics; 0, or -1 after fail() */
int request_read(struct request *, const struct words *);

/* a key into a layer; where: for messages; -1 after fail(): it is none, or the layer is full */
int request_key(struct request *, struct keys *, const char *name, const char *values, const char *where);

/* texts that live as long as the plan; trimmed: without blanks at either end; NULL after fail() */
char *keep(struct plan *, const char *from, size_t n);
char *keep_trimmed(struct plan *, const char *from, size_t n);
void  keep_nothing(struct plan *);           /* free them all */

/* ---- values.c: what stands right of the = ----------------------------------------------------------------------------------- */
struct values { long n; char **v; const char *random; };     /* texts of a list, or the words of a random value */
/* lists, ranges, @file.csv:column and, for a text, @file; the caller frees v; 0, or -1 after fail() */
int values_of(struct request *, const struct key *, char type, struct values *);
/* of a random value or a list the quantile at p in [0, 1): u: uniform, lu: log-uniform, om: one minus log-uniform, a choice */
const char *quantile_value(struct request *, const struct key *, const struct values *, double p);
/* the i-th draw that belongs to the j-th key, uniform */
double draw_uniform(const struct request *, long i, int j);
/* the first `sample` points of Sobol's sequence in so many dimensions, into b->sobol; -1 after fail() */
int draw_sobol(struct request *, int dimensions);
#endif
