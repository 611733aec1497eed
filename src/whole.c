/* Files that appear whole: see whole.h. */
#define _GNU_SOURCE
#include "whole.h"
#include "fail.h"
#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void unique_name(char to[17])
{
    uint64_t x = 0;
    struct timespec t;
    if (getrandom(&x, sizeof x, GRND_NONBLOCK) != sizeof x) {
        clock_gettime(CLOCK_REALTIME, &t);
        x = (uint64_t)t.tv_nsec * 0x9E3779B97F4A7C15 ^ (uint64_t)t.tv_sec << 20 ^ (uint64_t)getpid();
    }
    snprintf(to, 17, "%016llx", (unsigned long long)x);
}

int whole_enter(const char *file, char path[4096], char name[256])
{
    const char *slash = strrchr(file, '/'), *last = slash ? slash + 1 : file;
    if (last - file >= 4096 || !*last || strlen(last) >= 200)
        return fail_file("%.200s: is no name of a file, or too long a one", file);
    snprintf(path, 4096, "%.*s", slash ? (int)(last - file) : 1, slash ? file : ".");
    snprintf(name, 256, "%s", last);
    int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return dir < 0 ? fail_file("%s: %s", file, strerror(errno)) : dir;
}

int whole_open(struct whole *w, int dir, const char *path, const char *name)
{
    char unique[17];
    unique_name(unique);
    *w = (struct whole){ .dir = dir, .fd = -1, .name = name };
    snprintf(w->shown, sizeof w->shown, "%.4096s/%.250s", path, name);
    snprintf(w->temporary, sizeof w->temporary, ".%.64s.%s.tmp", name, unique);
    w->fd = openat(dir, w->temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (w->fd < 0)
        return fail_file("%s: cannot create: %s", w->shown, strerror(errno));
    if (!sink_open(&w->sink, w->fd, w->shown))
        return 0;
    whole_drop(w);
    return -1;
}

void whole_drop(struct whole *w)
{
    if (w->fd < 0)
        return;
    free(w->sink.buffer);
    close(w->fd), unlinkat(w->dir, w->temporary, 0);
    w->fd = -1;
}

static int hash_of(int fd, char sha256[65])
{
    SHA2_CTX state;
    unsigned char buffer[1 << 16];
    off_t at = 0;
    SHA256Init(&state);
    for (;;) {
        ssize_t n = pread(fd, buffer, sizeof buffer, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (!n)
            break;
        SHA256Update(&state, buffer, (size_t)n);
        at += n;
    }
    SHA256End(&state, sha256);
    return 0;
}

int whole_hash(struct whole *w, char sha256[65])
{
    if (sink_flush(&w->sink))
        return -1;
    return hash_of(w->fd, sha256) ? fail_file("%s: cannot read back: %s", w->shown, strerror(errno)) : 0;
}

/* `create`: without taking the place of a file that is there: then 1 */
static int finish(struct whole *w, int create)
{
    int fd = w->fd, bad = sink_close(&w->sink), there = 0;
    if (bad) {
        whole_drop(w);
        return -1;
    }
    w->fd = -1;
    /* after a failed fsync the pages may be gone although a second one succeeds: there is no second one */
    int lost = fsync(fd) ? errno : 0;
    lost = close(fd) && errno != EINTR && !lost ? errno : lost;
    if (!lost && create) {
        /* a second name, or on a file system that has none a rename that replaces nothing */
        lost = linkat(w->dir, w->temporary, w->dir, w->name, 0) ? errno : 0;
        if (lost == EPERM || lost == EOPNOTSUPP)
            lost = renameat2(w->dir, w->temporary, w->dir, w->name, RENAME_NOREPLACE) ? errno : 0;
        unlinkat(w->dir, w->temporary, 0);
        there = lost == EEXIST, lost = there ? 0 : lost;
    } else if (!lost)
        lost = renameat(w->dir, w->temporary, w->dir, w->name) ? errno : 0;
    if (lost) {
        unlinkat(w->dir, w->temporary, 0);
        return fail_file("%s: cannot write: %s", w->shown, strerror(lost));
    }
    return fsync(w->dir) && errno != EINVAL ? fail_file("%s: cannot write its directory: %s", w->shown, strerror(errno)) : there;
}

int whole_close(struct whole *w) { return finish(w, 0); }
int whole_create(struct whole *w) { return finish(w, 1); }

int whole_put(int dir, const char *path, const char *name, const char *text)
{
    struct whole w;
    if (whole_open(&w, dir, path, name))
        return -1;
    sink_text(&w.sink, text);
    return whole_close(&w);
}

int regular_open(int dir, const char *name)
{
    struct stat about;
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return -1;
    if (fstat(fd, &about) || !S_ISREG(about.st_mode)) {
        close(fd);
        errno = EINVAL;
        return -1;
    }
    return fd;
}

char *regular_read(int dir, const char *name, size_t most, size_t *size)
{
    struct stat about;
    int fd = regular_open(dir, name), problem = 0;
    char *text = NULL;
    if (fd < 0)
        return NULL;
    *size = 0;
    if (fstat(fd, &about) || (size_t)about.st_size > most || !(text = malloc((size_t)about.st_size + 1)))
        problem = text || (size_t)about.st_size <= most ? ENOMEM : EFBIG;
    while (!problem && *size < (size_t)about.st_size) {
        ssize_t n = read(fd, text + *size, (size_t)about.st_size - *size);
        if (n < 0 && errno != EINTR)
            problem = errno;
        if (!n)
            break;
        *size += n > 0 ? (size_t)n : 0;
    }
    close(fd);
    if (problem) {
        free(text);
        errno = problem;
        return NULL;
    }
    text[*size] = 0;
    return text;
}

int regular_hash(int dir, const char *name, char sha256[65])
{
    int fd = regular_open(dir, name);
    if (fd < 0)
        return -1;
    int status = hash_of(fd, sha256), problem = errno;
    close(fd);
    errno = problem;
    return status;
}
