/* How far a run is, on stderr: a bar on a terminal, lines with --progress plain, else nothing.  Silent for the first half second. */
#ifndef PROGRESS_H
#define PROGRESS_H
#include "option.h"

struct progress { const char *what; int bar, plain; double started, shown; };

/* --progress and --quiet; `what` (may be NULL) stands in front; -1 after fail() */
int progress_open(struct progress *, const struct words *, const char *what);
/* the share done, in [0, 1]; a pool's callback */
void progress_show(void *, double share);
/* the bar goes */
void progress_close(struct progress *);
#endif
