/* Parameter tables: from text to a plug-in's struct and back, with messages that help. */
#ifndef PARAM_H
#define PARAM_H
#include "lockstep.h"
#include <stdio.h>

/* every parameter at its default; the struct was zeroed */
void param_defaults(const param *table, void *self);
/* the row of that name, or NULL */
const param *param_find(const param *table, const char *name);
/* set one parameter from its text; -1 after fail() naming `owner`, the range and the doc.  Lists: numbers between '/' or
 * blanks.  A grid's text is only its path: whoever reads the file fills in the numbers. */
int param_set(const param *row, const char *owner, const char *text, void *self);
/* the value as canonical text, the one param_set() reads back: shortest numbers, lists with '/'; returns to */
char *param_text(const param *row, const void *self, char *to, size_t size);
/* default and range of a row as text for people */
char *param_default_text(const param *row, char *to, size_t size);
char *param_range_text(const param *row, char *to, size_t size);
/* 1: the same values of all parameters; of files, the same numbers */
int params_same(const param *table, const void *a, const void *b);
/* what param_set() allocated */
void param_release(const param *table, void *self);

/* the name nearest to `given` among n names (edit distance, at most 3 and half its length), or NULL */
const char *nearest(const char *given, const char *const *names, size_t n);
#endif
