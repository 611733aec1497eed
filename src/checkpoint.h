/* Checkpoints of units that take long: two files of one unit take turns, so that one is whole whatever happens to the other.
 *
 *     checkpoints/UNIT.0 and UNIT.1     "lockstep-checkpoint 1 PLAN_ID UNIT TURN SIZE CRC" and SIZE bytes */
#ifndef CHECKPOINT_H
#define CHECKPOINT_H
#include <stddef.h>

struct checkpoints { int dir; const char *path; const char *plan_id; };    /* the run directory; checkpoints/ is made when needed */

/* the two of struct pause (block.h); the context is a struct checkpoints */
int checkpoint_save(void *, long unit, const void *bytes, size_t size);
int checkpoint_load(void *, long unit, void *bytes, size_t size);
/* the unit is done */
void checkpoint_forget(const struct checkpoints *, long unit);
/* all of them; the directory too when it is empty */
void checkpoint_forget_all(const struct checkpoints *);
#endif
