/* plan.json: a plan as canonical text, whose SHA-256 is the plan's name, and back again. */
#ifndef PLAN_JSON_H
#define PLAN_JSON_H
#include "plan.h"

/* the text, to be freed, and its SHA-256 in hexadecimal; NULL after fail_inside() */
char *plan_json(const struct plan *, char id[65]);
/* the plan that this text names, ready for its tables and claims, and to be computed (point_fit) where no point took a file;
 * `where` is for messages.  plan_free() is right after all.  -1 after fail(): no plan, not canonical, of another version, or it
 * names an algorithm or a key that this one does not know */
int plan_from_json(struct plan *, const char *text, size_t size, const char *where);
/* 1: the point's parameters hold all that is needed; 0: one was a file, of which the plan only keeps the hash */
int point_complete(const struct point *);
#endif
