/* Parts: see parts.h. */
#define _GNU_SOURCE
#include "parts.h"
#include "clock.h"
#include "crc32c.h"
#include "whole.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t MOST_INDEX = (size_t)1 << 36;
static const char HEAD[] = "lockstep-part 1 ";

/* ---- reading ---------------------------------------------------------------------------------------------------------------------- */
int parts_open(struct parts *s, const struct plan *p, const char *plan_id)
{
    *s = (struct parts){ .plan = p, .plan_id = plan_id, .units = units_of(p), .clash = -1 };
    s->unit = malloc(((size_t)s->units + 1) * sizeof *s->unit);
    if (!s->unit)
        return fail_inside("out of memory for %ld units", s->units);
    for (long u = 0; u < s->units; u++)
        s->unit[u] = (struct unit_at){ .part = -1 };
    return 0;
}

void parts_close(struct parts *s)
{
    for (int i = 0; i < s->n_files; i++)
        free(s->file[i].name);
    free(s->file), free(s->unit);
    *s = (struct parts){ 0 };
}

/* 8 lower-case hexadecimal digits; -1: they are not */
static int64_t hex8(const char *at)
{
    int64_t x = 0;
    for (int i = 0; i < 8; i++) {
        int c = at[i], digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return -1;
        x = x << 4 | digit;
    }
    return x;
}

/* digits and a blank, without a sign or leading zeros; NULL: they are not */
static const char *whole_number(const char *at, uint64_t *to)
{
    uint64_t x = 0;
    int digits = 0;
    for (; *at >= '0' && *at <= '9' && digits < 18; at++, digits++)
        x = x * 10 + (uint64_t)(*at - '0');
    *to = x;
    return digits && *at == ' ' ? at + 1 : NULL;
}

/* a line without its newline whose last word is the CRC of what stands before */
static int sealed(const char *line, size_t n)
{
    return n > 9 && line[n - 9] == ' ' && hex8(line + n - 8) == (int64_t)crc32c(0, line, n - 8);
}

/* "UNIT OFFSET CRC CRC"; 0, or -1: this is no such line */
static int read_line(const char *line, size_t n, uint64_t *unit, struct unit_at *at)
{
    const char *p;
    if (!sealed(line, n) || !(p = whole_number(line, unit)) || !(p = whole_number(p, &at->offset)) || p + 17 != line + n || p[8] != ' '
        || hex8(p) < 0)
        return -1;
    at->crc = (uint32_t)hex8(p);
    return 0;
}

/* one copy more of a unit */
static int take(struct parts *s, long unit, struct unit_at at)
{
    struct unit_at *there = &s->unit[unit];
    if (there->part < 0) {
        *there = at, s->found++, s->file[at.part].units++;
        return 0;
    }
    s->twice++;
    if (there->crc == at.crc)
        return 0;
    s->clash = unit, s->other = at;
    const struct part_file *a = &s->file[there->part], *b = &s->file[at.part];
    return fail("unit %ld (point %ld) has other numbers in %s/%s than in %s/%s: one of them was changed, or a machine errs; "
                "'lockstep verify' finds out which, then remove that part and run again", unit, unit / blocks_of(s->plan), a->path, a->name, b->path, b->name);
}

static int read_part(struct parts *s, int dir, const char *path, const char *name, int thorough)
{
    size_t n, size;
    char *text = regular_read(dir, name, MOST_INDEX, &n), data_name[256];
    if (!text)
        return errno == ENOENT ? 0 : fail_file("%s/%s: cannot read: %s", path, name, errno == EINVAL || errno == ELOOP ? "it is no regular file" : strerror(errno));
    struct part_file *more = realloc(s->file, (size_t)(s->n_files + 1) * sizeof *more);
    if (!more) {
        free(text);
        return fail_inside("out of memory");
    }
    s->file = more;
    const int number = s->n_files++;
    struct stat about = { 0 };
    s->file[number] = (struct part_file){ .name = strndup(name, strlen(name) - 4), .path = path, .dir = dir };
    snprintf(data_name, sizeof data_name, "%.240s.dat", s->file[number].name ? s->file[number].name : "");
    int data = regular_open(dir, data_name), status = 0;
    uint64_t end = data >= 0 && !fstat(data, &about) ? (uint64_t)about.st_size : 0, at = 0;
    unsigned char *bytes = malloc(block_bytes(s->plan, 0));
    /* a clock that was set back makes nothing younger than now */
    s->file[number].age = data >= 0 ? (long)fmax(0, clock_seconds(CLOCK_REALTIME) - (double)about.st_mtime) : 0;
    if (!bytes || !s->file[number].name)
        status = fail_inside("out of memory");

    /* the head names the plan; without it nothing of this part counts */
    char *line = text, *newline = memchr(text, '\n', n);
    size_t head = sizeof HEAD - 1;
    if (!newline || !sealed(line, (size_t)(newline - line)))
        line = NULL;
    else if ((size_t)(newline - line) != head + 64 + 9 || memcmp(line, HEAD, head))
        status = fail_file("%s/%s: was written by another version of lockstep", path, name);
    else if (memcmp(line + head, s->plan_id, 64))
        status = fail("%s/%s: belongs to another plan: it is not from this run", path, name);
    if (data < 0 && errno != ENOENT && !status)
        status = fail_file("%s/%s: cannot read: it is no regular file", path, data_name);
    while (line && !status) {
        struct unit_at one = { .part = number };
        uint64_t unit;
        line = newline + 1;
        newline = memchr(line, '\n', n - (size_t)(line - text));
        if (!newline || read_line(line, (size_t)(newline - line), &unit, &one) || unit >= (uint64_t)s->units || one.offset != at)
            break;
        size = block_bytes(s->plan, (long)unit), at += size;
        int good = at <= end;
        if (good && thorough)
            good = pread(data, bytes, size, (off_t)one.offset) == (ssize_t)size && crc32c(0, bytes, size) == one.crc;
        if (good)
            status = take(s, (long)unit, one);
        else
            s->damaged++;
    }
    s->torn += !status && (at < end || !line || *line);
    if (data >= 0)
        close(data);
    free(bytes), free(text);
    return status;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int parts_add(struct parts *s, int dir, const char *path, int thorough)
{
    int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), status = 0;
    struct stat about;
    if (copy >= 0 && !fstat(copy, &about) && !about.st_nlink) {
        close(copy);                         /* was removed: reads as an empty one */
        copy = -1, errno = ENOENT;
    }
    DIR *list = copy < 0 ? NULL : fdopendir(copy);
    if (!list) {
        if (copy >= 0)
            close(copy);
        return fail_file("%s: cannot read the directory: %s", path, strerror(errno));
    }
    char **name = NULL;
    size_t n = 0;
    errno = 0;
    for (struct dirent *d; !status && (d = readdir(list));) {
        size_t length = strlen(d->d_name);
        if (length < 5 || length > 240 || d->d_name[0] == '.' || strcmp(d->d_name + length - 4, ".idx"))
            continue;
        char **more = n & (n - 1) ? name : realloc(name, (n ? 2 * n : 1) * sizeof *more);
        if (!more || !(more[n] = strdup(d->d_name)))
            status = fail_inside("out of memory");
        if (more)
            name = more, n += !status;
        errno = 0;
    }
    if (!status && errno)
        status = fail_file("%s: cannot read the directory: %s", path, strerror(errno));
    closedir(list);
    if (n)
        qsort(name, n, sizeof *name, by_name);
    for (size_t i = 0; i < n; i++) {
        if (!status)
            status = read_part(s, dir, path, name[i], thorough);
        free(name[i]);
    }
    free(name);
    return status;
}

int parts_get(const struct parts *s, long unit, void *bytes)
{
    const struct unit_at *at = &s->unit[unit];
    const struct part_file *f = &s->file[at->part];
    char name[256];
    size_t size = block_bytes(s->plan, unit), done = 0;
    snprintf(name, sizeof name, "%.240s.dat", f->name);
    int fd = regular_open(f->dir, name);
    if (fd < 0)
        return fail_file("%s/%s: cannot read: %s", f->path, name, strerror(errno));
    while (done < size) {
        ssize_t k = pread(fd, (char *)bytes + done, size - done, (off_t)(at->offset + done));
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            break;
        done += (size_t)k;
    }
    close(fd);
    return done == size && crc32c(0, bytes, size) == at->crc ? 0 : fail_file("%s/%s: changed while it was read: run the same line again", f->path, name);
}

/* ---- writing -------------------------------------------------------------------------------------------------------------------- */
struct part {
    int dir, data, index, dead; const char *path; char name[200];
    uint64_t end; long kept, waiting;        /* units in the index; units in the data only   */
    char *lines; size_t used, room;          /* of the units that wait                       */
    double synced, cost;                     /* when the data were last saved, and how long that took */
    pthread_mutex_t lock;
};

static int lost(struct part *s, const char *suffix, const char *what, size_t size, int number)
{
    s->dead = 1;
    return fail_file("%s/%s%s: cannot %s %zu bytes: %s; %ld units of this part are kept: the same line goes on", s->path, s->name, suffix, what, size,
                     strerror(number), s->kept);
}

static void seal(char *line, size_t n)
{
    snprintf(line + n, 10, "%08x\n", crc32c(0, line, n));
}

struct part *part_open(int dir, const char *path, const char *prefix, const char *plan_id)
{
    struct part *s = calloc(1, sizeof *s);
    char host[65] = "", unique[17], name[256], head[128];
    if (!s)
        return fail_inside("out of memory"), NULL;
    gethostname(host, sizeof host - 1);
    for (char *c = host; *c; c++)
        *c = isalnum((unsigned char)*c) && (unsigned char)*c < 128 ? *c : '-';
    unique_name(unique);
    snprintf(s->name, sizeof s->name, "%.64s.%.64s.%ld.%s", prefix, host, (long)getpid(), unique);
    s->dir = dir, s->path = path, s->index = -1, s->synced = clock_seconds(CLOCK_MONOTONIC);
    pthread_mutex_init(&s->lock, NULL);
    snprintf(name, sizeof name, "%s.dat", s->name);
    const int how = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    s->data = openat(dir, name, how, 0644);
    snprintf(name, sizeof name, "%s.idx", s->name);
    if (s->data >= 0)
        s->index = openat(dir, name, how, 0644);
    snprintf(head, sizeof head, "%s%.64s ", HEAD, plan_id);
    seal(head, strlen(head));
    int bad = s->index < 0 ? errno : write_all(s->index, head, strlen(head));
    if (!bad && fsync(dir) && errno != EINVAL)
        bad = errno;
    if (!bad)
        return s;
    fail_file("%s/%s: cannot create: %s", path, name, strerror(bad));
    s->dead = 1, part_close(s);
    return NULL;
}

/* the data, then the lines */
static int settle(struct part *s)
{
    if (s->dead || !s->waiting)
        return s->dead ? -1 : 0;
    double before = clock_seconds(CLOCK_MONOTONIC);
    struct stat about;
    if (fdatasync(s->data) || fstat(s->index, &about))
        return lost(s, ".dat", "save", (size_t)s->end, errno);
    if (!about.st_nlink)                     /* what has no name any more could be written for ever, for nobody */
        return s->kept = 0, lost(s, ".idx", "save", (size_t)s->end, ENOENT);
    int bad = write_all(s->index, s->lines, s->used);
    if (bad)
        return lost(s, ".idx", "write", s->used, bad);
    s->kept += s->waiting, s->waiting = 0, s->used = 0;
    s->synced = clock_seconds(CLOCK_MONOTONIC), s->cost = s->synced - before;
    return 0;
}

int part_add(struct part *s, long unit, const void *bytes, size_t size)
{
    enum { LINE = 80 };
    pthread_mutex_lock(&s->lock);
    int status = s->dead ? -1 : 0;
    if (!status && s->used + LINE > s->room) {
        char *more = realloc(s->lines, s->room = 2 * s->room + 4096);
        if (more)
            s->lines = more;
        else
            status = fail_inside("out of memory"), s->dead = 1;
    }
    int bad = status ? 0 : write_all(s->data, bytes, size);
    if (bad) {
        settle(s);                           /* what came before is whole */
        status = lost(s, ".dat", "write", size, bad);
    }
    if (!status) {
        char *line = s->lines + s->used;
        int n = snprintf(line, LINE, "%ld %llu %08x ", unit, (unsigned long long)s->end, crc32c(0, bytes, size));
        seal(line, (size_t)n);
        s->used += (size_t)n + 9, s->end += size, s->waiting++;
        double since = clock_seconds(CLOCK_MONOTONIC) - s->synced;
        if (since > 20 * s->cost || since > 5)
            status = settle(s);
    }
    pthread_mutex_unlock(&s->lock);
    return status;
}

int part_save(struct part *s)
{
    pthread_mutex_lock(&s->lock);
    int status = settle(s);
    pthread_mutex_unlock(&s->lock);
    return status;
}

int part_close(struct part *s)
{
    int status = settle(s), bad = !status && fdatasync(s->index) ? errno : 0;
    const int fd[] = { s->data, s->index };
    for (int i = 0; i < 2; i++)
        if (fd[i] >= 0 && close(fd[i]) && errno != EINTR && !bad)
            bad = errno;
    if (bad && !status)
        status = fail_file("%s/%s: cannot save: %s", s->path, s->name, strerror(bad));
    /* a part that holds nothing is of no use to anybody */
    for (int i = 0; i < 2 && !s->kept; i++) {
        char name[256];
        snprintf(name, sizeof name, "%s.%s", s->name, i ? "dat" : "idx");
        unlinkat(s->dir, name, 0);
    }
    pthread_mutex_destroy(&s->lock);
    free(s->lines), free(s);
    return status;
}
