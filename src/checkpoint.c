/* Checkpoints of long units: see checkpoint.h. */
#define _GNU_SOURCE
#include "checkpoint.h"
#include "crc32c.h"
#include "fail.h"
#include "whole.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 256 };

/* checkpoints/ itself, made if wanted; -1 with errno */
static int enter(const struct checkpoints *c, int make)
{
    if (make && mkdirat(c->dir, "checkpoints", 0777) && errno != EEXIST)
        return -1;
    return openat(c->dir, "checkpoints", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* the payload of one file, to be freed, and its turn; NULL: there is none that fits */
static char *read_one(const struct checkpoints *c, int dir, long unit, int slot, size_t size, long *turn)
{
    char name[64], want[HEAD], id[65];
    long number;
    size_t n, stated, head;
    unsigned crc;
    snprintf(name, sizeof name, "%ld.%d", unit, slot);
    char *text = regular_read(dir, name, size + HEAD, &n), *newline = text ? memchr(text, '\n', n) : NULL;
    int good = newline && sscanf(text, "lockstep-checkpoint 1 %64s %ld %ld %zu %8x\n", id, &number, turn, &stated, &crc) == 5;
    if (good) {
        head = (size_t)(newline - text) + 1;
        /* the head is as we would write it, so that no digit of it escapes the checksum */
        int wrote = snprintf(want, sizeof want, "lockstep-checkpoint 1 %s %ld %ld %zu %08x\n", c->plan_id, unit, *turn, size, crc);
        good = (size_t)wrote == head && !memcmp(text, want, head) && n == head + size
            && crc32c(crc32c(0, turn, sizeof *turn), text + head, size) == crc;
        if (good)
            memmove(text, text + head, size);
    }
    if (!good)
        free(text);
    return good ? text : NULL;
}

static char *read_latest(const struct checkpoints *c, int dir, long unit, size_t size, long *turn)
{
    long turns[2] = { -1, -1 };
    char *text[2];
    for (int i = 0; i < 2; i++)
        if (!(text[i] = read_one(c, dir, unit, i, size, &turns[i])))
            turns[i] = -1;
    int last = turns[1] > turns[0];
    free(text[!last]);
    *turn = turns[last];
    return text[last];
}

int checkpoint_save(void *context, long unit, const void *bytes, size_t size)
{
    const struct checkpoints *c = context;
    char name[64], head[HEAD], path[4200];
    struct whole w;
    long turn = -1;
    int dir = enter(c, 1);
    if (dir < 0)
        return fail_file("%s/checkpoints: cannot make the directory: %s", c->path, strerror(errno));
    free(read_latest(c, dir, unit, size, &turn));
    turn++;
    snprintf(name, sizeof name, "%ld.%d", unit, (int)(turn & 1));
    snprintf(head, sizeof head, "lockstep-checkpoint 1 %s %ld %ld %zu %08x\n", c->plan_id, unit, turn, size,
             crc32c(crc32c(0, &turn, sizeof turn), bytes, size));
    snprintf(path, sizeof path, "%s/checkpoints", c->path);
    int status = whole_open(&w, dir, path, name);
    if (!status) {
        sink_text(&w.sink, head), sink_bytes(&w.sink, bytes, size);
        status = whole_close(&w);
    }
    close(dir);
    return status;
}

int checkpoint_load(void *context, long unit, void *bytes, size_t size)
{
    long turn;
    int dir = enter(context, 0);
    char *text = dir < 0 ? NULL : read_latest(context, dir, unit, size, &turn);
    if (text)
        memcpy(bytes, text, size);
    free(text);
    if (dir >= 0)
        close(dir);
    return text != NULL;
}

void checkpoint_forget(const struct checkpoints *c, long unit)
{
    char name[64];
    int dir = enter(c, 0);
    for (int i = 0; i < 2 && dir >= 0; i++) {
        snprintf(name, sizeof name, "%ld.%d", unit, i);
        unlinkat(dir, name, 0);
    }
    if (dir >= 0)
        close(dir);
}

void checkpoint_forget_all(const struct checkpoints *c)
{
    int dir = enter(c, 0);
    DIR *list = dir < 0 ? NULL : fdopendir(dir);
    for (struct dirent *d; list && (d = readdir(list));)
        if (strcmp(d->d_name, ".") && strcmp(d->d_name, ".."))
            unlinkat(dirfd(list), d->d_name, 0);
    if (list)
        closedir(list);
    unlinkat(c->dir, "checkpoints", AT_REMOVEDIR);
}
