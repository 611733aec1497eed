/* The k largest of n numbers, of equal ones the first: each lane for itself, by a heap of the k found so far. */
#ifndef SELECT_H
#define SELECT_H

/* chosen[0 .. k-1]: places i of x[i*stride], in no particular order; -inf and NaN are never chosen.  How many were found, k at most */
int select_top(const double *x, int n, int stride, int k, int *chosen);
#endif
