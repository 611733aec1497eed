/* Files that appear whole or not at all: a temporary one beside the place, written, fsync, rename, fsync of the directory; and
 * files that are opened to be read without following links or hanging on what is no file. */
#ifndef WHOLE_H
#define WHOLE_H
#include "sink.h"

struct whole {
    int dir, fd;                             /* fd -1: nothing is open                              */
    const char *name;                        /* the file: kept                                      */
    char temporary[128], shown[4352];        /* the file meanwhile; for messages: with its directory */
    struct sink sink;                        /* write here                                          */
};
/* All ints but descriptors: 0, or -1 after fail_file() or fail_inside(). */
/* the directory in which a file of that path lies, for whole_open(): a descriptor for the caller to close; its name, and the file's */
int  whole_enter(const char *file, char path[4096], char name[256]);
int  whole_open(struct whole *, int dir, const char *path, const char *name);
int  whole_hash(struct whole *, char sha256[65]);      /* of what was written so far, in hexadecimal */
int  whole_close(struct whole *);                      /* the file is there; after an error it is as it was */
int  whole_create(struct whole *);                     /* the same, but one that is there already stays: then 1 */
void whole_drop(struct whole *);                       /* give up, if it is open                     */
int  whole_put(int dir, const char *path, const char *name, const char *text);

/* a regular file in that directory to be read: its descriptor, or -1 with errno (ELOOP: a link; EINVAL: no regular file) */
int  regular_open(int dir, const char *name);
/* a regular file's text, NUL-ended, to be freed, and its size; NULL with errno (EFBIG: more than `most` bytes) */
char *regular_read(int dir, const char *name, size_t most, size_t *size);
/* SHA-256 of a regular file's bytes; -1 with errno */
int  regular_hash(int dir, const char *name, char sha256[65]);
/* 16 hexadecimal digits that no other process has */
void unique_name(char to[17]);
#endif
