/* A table for people: cells of text, printed under one another when all are there. */
#ifndef ALIGNED_H
#define ALIGNED_H

enum { MOST_ALIGNED = 16 };
struct aligned {
    int n; const char *name[MOST_ALIGNED]; char side[MOST_ALIGNED];    /* columns, 'l' or 'r'       */
    long rows; char **cell;                                            /* [rows*n]                   */
};

/* names end with NULL; sides: a letter for each */
void aligned_begin(struct aligned *, const char *const *names, const char *sides);
/* the next row, texts that are copied; -1 after fail_inside() */
int  aligned_row(struct aligned *, const char *const *cells);
/* on stdout, and the rows are gone */
void aligned_print(struct aligned *);
void aligned_free(struct aligned *);
#endif
