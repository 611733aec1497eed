/* The shipped experiment files: experiments/NAME.ini beside the source, or installed under PREFIX/share/lockstep. */
#ifndef EXPERIMENTS_H
#define EXPERIMENTS_H
#include <stddef.h>

/* a line each on stdout: name and first comment line */
int experiments_list(void);
/* path of an experiment by its name, or of a file as it is; -1 after fail() with the nearest name */
int experiments_find(const char *name, char *path, size_t size);
/* all names, sorted, NULL at the end; freed by experiments_free(); NULL after fail() */
char **experiments_all(void);
void experiments_free(char **);
#endif
