/* Results on their way out: see sink.h. */
#include "sink.h"
#include "fail.h"
#include "number.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIZE = 1 << 16 };

int sink_open(struct sink *s, int fd, const char *name)
{
    *s = (struct sink){ .fd = fd, .name = name, .buffer = malloc(SIZE) };
    return s->buffer ? 0 : fail_inside("%s: no memory for a buffer of %d bytes", name, SIZE);
}

/* the one place that writes */
int write_all(int fd, const void *bytes, size_t n)
{
    for (const char *at = bytes; n;) {
        ssize_t k = write(fd, at, n);
        if (k > 0) at += k, n -= (size_t)k;
        else if (k == 0) return EIO;
        else if (errno == EAGAIN) poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);    /* a pipe that does not block */
        else if (errno != EINTR) return errno;
    }
    return 0;
}

static void drain(struct sink *s)
{
    if (!s->error) s->error = write_all(s->fd, s->buffer, s->used);
    s->used = 0;
}

void sink_bytes(struct sink *s, const void *from, size_t n)
{
    for (const char *bytes = from; n;) {
        if (s->used == SIZE) drain(s);
        size_t part = n < SIZE - s->used ? n : SIZE - s->used;
        memcpy(s->buffer + s->used, bytes, part);
        s->used += part, bytes += part, n -= part;
    }
}

void sink_text(struct sink *s, const char *text)
{
    sink_bytes(s, text, strlen(text));
}

void sink_char(struct sink *s, char c)
{
    if (s->used == SIZE) drain(s);
    s->buffer[s->used++] = c;
}

void sink_number(struct sink *s, double x)
{
    if (s->used > SIZE - NUMBER_SIZE) drain(s);
    s->used += number_format(s->buffer + s->used, x);
}

void sink_long(struct sink *s, long n)
{
    char digits[24], *end = digits + sizeof digits, *p = end;
    unsigned long size = n < 0 ? -(unsigned long)n : (unsigned long)n;
    do *--p = (char)('0' + size % 10); while (size /= 10);
    if (n < 0) *--p = '-';
    sink_bytes(s, p, (size_t)(end - p));
}

int sink_flush(struct sink *s)
{
    drain(s);
    if (s->error == EPIPE) return fail_file("%s", "");    /* the reader has left: nobody to tell */
    return s->error ? fail_file("%s: cannot write: %s", s->name, strerror(s->error)) : 0;
}

int sink_close(struct sink *s)
{
    drain(s);

    /* quotas and network file systems report at close: closing a duplicate asks them, and leaves the caller's descriptor open */
    int copy = s->error ? -1 : dup(s->fd);
    if (copy >= 0 && close(copy) && errno != EINTR) s->error = errno;

    free(s->buffer);
    s->buffer = NULL;
    return sink_flush(s);
}
