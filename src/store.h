/* Run directories: plan.json, the three tables, SHA256SUMS over them, and the facts of the run that no hash covers.
 *
 * Every file appears whole or not at all: a temporary one beside it, fsync, rename, fsync of the directory. */
#ifndef STORE_H
#define STORE_H
#include "rows.h"

struct store {
    const char *path; int dir;
    char *plan; char plan_id[65];            /* canonical plan.json; its SHA-256                    */
    struct sink sink[3]; int file[3]; char temporary[3][64];
    struct rows table[3];                    /* summary, curves, finals: by enum table_kind         */
    double started;
};
/* make the directory, or enter one that holds the same plan; -1 after fail() or fail_file() */
int  store_open(struct store *, const char *path, const struct plan *);
int  store_point(struct store *, const struct outcome *);
/* close, hash and name the tables, write SHA256SUMS, manifest.json and timing.csv */
int  store_finish(struct store *, const struct plan *, const char *isa, int threads);
void store_abandon(struct store *);          /* after an error: no temporary file stays             */

/* plan.json's text, to be freed, and its SHA-256 in hexadecimal */
char *plan_json(const struct plan *, char id[65]);
#endif
