/* The shipped experiment files: experiments/NAME.ini beside the source, or installed under PREFIX/share/lockstep. */
#ifndef EXPERIMENTS_H
#define EXPERIMENTS_H
#include <stddef.h>

/* what its first comment says: the first line, and how long it takes where it says "... on two cores"; -1 after fail() */
struct experiment_head { char line[600]; };
int experiments_head(const char *name, struct experiment_head *);
/* path of an experiment by its name, or of a file as it is; -1 after fail() with the nearest name */
int experiments_find(const char *name, char *path, size_t size);
/* all names, sorted, NULL at the end; freed by experiments_free(); NULL after fail() */
char **experiments_all(void);
void experiments_free(char **);
#endif
