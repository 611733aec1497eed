/* A table for people: cells of text, printed under one another when all are there. */
#ifndef ALIGNED_H
#define ALIGNED_H

enum { MOST_ALIGNED = 16 };
struct aligned {
    int n; const char *name[MOST_ALIGNED]; char side[MOST_ALIGNED];    /* columns, 'l' or 'r'       */
    long rows; char **cell;                                            /* [rows*n]                   */
};

/* what is above it, without a line end: "bernoulli: regret at step 1000"; no environment: "", no steps: 0 */
void table_title(const char *env, const char *metric, double step);
/* a number in so many digits at the most, or NaN, whatever its sign; returns to */
enum { SHORT_NUMBER = 32 };
char *short_number(char *to, double x, int digits);
/* names end with NULL; sides: a letter for each */
void aligned_begin(struct aligned *, const char *const *names, const char *sides);
/* the next row, texts that are copied; -1 after fail_inside() */
int  aligned_row(struct aligned *, const char *const *cells);
/* on stdout, and the rows are gone */
void aligned_print(struct aligned *);
void aligned_free(struct aligned *);
#endif
