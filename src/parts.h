/* Parts: what one process has computed of a plan, in two files that only it writes.
 *
 *     parts/NAME.dat    units one after another, each as block_pack() makes it
 *     parts/NAME.idx    "lockstep-part 1 PLAN_ID CRC", then a line "UNIT OFFSET CRC_OF_UNIT CRC_OF_LINE" for each of them
 *
 * The data reach the disk (fdatasync) before the line that speaks of them is written.  A unit exists if its line's CRC holds, its
 * offset is where the one before ended, and its own CRC holds; the first bad line ends a part.  Readers trust nothing else,
 * never change a part, and need no locks.  The same unit may exist many times: then the copies are equal, or something is wrong.
 * CRCs are CRC-32C in 8 hexadecimal digits, that of a line covers all before it and the blank. */
#ifndef PARTS_H
#define PARTS_H
#include "block.h"

/* ---- reading ---------------------------------------------------------------------------------------------------------------------- */
struct part_file { char *name; const char *path; int dir; long units; long age; };    /* age: seconds since it last grew        */
struct parts {
    const struct plan *plan; const char *plan_id;
    struct unit_at { int32_t part; uint32_t crc; uint64_t offset; } *unit;   /* [units]; part -1: not there yet                  */
    long units, found, twice, damaged, torn; /* units of the plan; there; there again; with a wrong CRC; parts that end in scraps */
    int n_files; struct part_file *file;
    long clash; struct unit_at other;        /* after a failure: a unit whose copy at `other` differs from unit[clash]; -1: none  */
};
int  parts_open(struct parts *, const struct plan *, const char *plan_id);
/* add what lies in that directory (a descriptor; both are kept); thorough: read the data and check their CRCs as well.
 * 0; -1 after fail(): two copies of a unit differ, a part of another plan; or fail_file() */
int  parts_add(struct parts *, int dir, const char *path, int thorough);
/* one unit's bytes, checked; -1 after fail_file() */
int  parts_get(const struct parts *, long unit, void *bytes);
void parts_close(struct parts *);

/* ---- writing: one process, any thread ------------------------------------------------------------------------------------------ */
struct part;
/* prefix: [A-Za-z0-9._-]; NULL after fail_file() */
struct part *part_open(int dir, const char *path, const char *prefix, const char *plan_id);
/* 0; -1 after fail_file(): nothing more may be added.  The data are saved often enough that this costs a twentieth of the time,
 * every five seconds at least, and when the part is closed; only then does a unit count. */
int  part_add(struct part *, long unit, const void *bytes, size_t size);
/* all that was added is there for certain; -1 after fail_file() */
int  part_save(struct part *);
int  part_close(struct part *);
#endif
