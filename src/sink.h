/* Results on their way out: a buffer in front of a file descriptor, without stdio, so that no byte depends on the locale, no write
 * error is lost, and interrupted or short writes are invisible. */
#ifndef SINK_H
#define SINK_H
#include <stddef.h>

/* all n bytes, whatever the kernel interrupts or cuts short: 0, or the errno of the write that failed */
int write_all(int fd, const void *bytes, size_t n);

struct sink {
    int fd;              /* the caller's: opened before, closed after               */
    const char *name;    /* for messages; kept, not copied                          */
    size_t used;         /* bytes that wait in the buffer                           */
    char *buffer;
    int error;           /* errno of the first write that failed, or 0; EPIPE says that the reader has left (if SIGPIPE is ignored) */
};

/* All ints are 0, or -1 after fail_file() or fail_inside(), with an empty message when the reader has left: nobody is there to be
 * told.  After an error what is written is dropped, and flush and close say so: it is enough to look at the result of sink_close. */
int  sink_open(struct sink *s, int fd, const char *name);
void sink_bytes(struct sink *s, const void *bytes, size_t n);
void sink_text(struct sink *s, const char *text);
void sink_char(struct sink *s, char c);
void sink_number(struct sink *s, double x);    /* as number_format writes it */
void sink_long(struct sink *s, long n);
int  sink_flush(struct sink *s);               /* all that was written is with the kernel */
int  sink_close(struct sink *s);               /* flush, ask for delayed errors, free the buffer; once per sink_open */
#endif
