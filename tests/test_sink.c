/* The way out: every byte arrives, whatever the kernel takes at a time, and what cannot be written is told. */
#define _GNU_SOURCE
#include "fail.h"
#include "sink.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

/* a reader in its own thread: slow at first, so that the writer meets a full pipe */
struct reader { int fd; size_t length; char *text; };

static void *read_all(void *argument)
{
    struct reader *r = argument;
    size_t room = 1 << 22;
    r->text = malloc(room);
    usleep(20000);
    for (ssize_t n; (n = read(r->fd, r->text + r->length, room - r->length)) > 0;) r->length += (size_t)n;
    return NULL;
}

enum { ROWS = 60000 };

static void write_rows(struct sink *s)
{
    for (long i = 0; i < ROWS; i++) sink_long(s, i), sink_char(s, ','), sink_number(s, (double)i / 8), sink_text(s, ",x\n");
}

/* the oracle is printf: eighths are exact in %g with enough digits */
static char *expected_rows(size_t *length)
{
    char *text = malloc(1 << 22);
    *length = 0;
    for (long i = 0; i < ROWS; i++) *length += (size_t)sprintf(text + *length, "%ld,%.15g,x\n", i, (double)i / 8);
    return text;
}

static void arrives(int in, int out)
{
    struct reader r = { .fd = in };
    pthread_t thread;
    struct sink s;

    /* signals go to the writer alone */
    sigset_t alarm;
    sigemptyset(&alarm), sigaddset(&alarm, SIGALRM);
    pthread_sigmask(SIG_BLOCK, &alarm, NULL);
    assert_int_equal(pthread_create(&thread, NULL, read_all, &r), 0);
    pthread_sigmask(SIG_UNBLOCK, &alarm, NULL);

    assert_int_equal(sink_open(&s, out, "out"), 0);
    write_rows(&s);
    assert_int_equal(sink_close(&s), 0);
    close(out);
    pthread_join(thread, NULL);
    close(in);

    size_t length;
    char *text = expected_rows(&length);
    assert_int_equal(r.length, length);
    assert_memory_equal(r.text, text, length);
    free(text), free(r.text);
}

static void every_byte_arrives_through_a_pipe(void **unused)
{
    (void)unused;
    int fd[2];
    assert_int_equal(pipe(fd), 0);
    arrives(fd[0], fd[1]);
}

static void short_writes_are_invisible(void **unused)
{
    (void)unused;
    int fd[2], small = 4096;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
    setsockopt(fd[1], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    assert_int_equal(fcntl(fd[1], F_SETFL, O_NONBLOCK), 0);
    arrives(fd[0], fd[1]);
}

static void on_alarm(int unused)
{
    (void)unused;
}

static void interruptions_are_invisible(void **unused)
{
    (void)unused;
    int fd[2];
    struct sigaction act = { .sa_handler = on_alarm };    /* no SA_RESTART: write returns EINTR */
    sigaction(SIGALRM, &act, NULL);
    ualarm(500, 500);
    assert_int_equal(pipe(fd), 0);
    fcntl(fd[1], F_SETPIPE_SZ, 4096);
    arrives(fd[0], fd[1]);
    ualarm(0, 0);
}

static void a_full_disk_is_told(void **unused)
{
    (void)unused;
    struct sink s;
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (fd < 0) skip();
    failure_forget();
    assert_int_equal(sink_open(&s, fd, "curves.csv"), 0);
    write_rows(&s);
    assert_int_equal(s.error, ENOSPC);
    assert_int_equal(sink_close(&s), -1);
    assert_string_equal(failure(), "curves.csv: cannot write: No space left on device");
    assert_int_equal(failure_status(), BAD_FILE);
    failure_forget();

    /* one byte is enough to notice, at flush or at close */
    assert_int_equal(sink_open(&s, fd, "x"), 0);
    sink_char(&s, 'x');
    assert_int_equal(s.error, 0);
    assert_int_equal(sink_flush(&s), -1);
    assert_int_equal(sink_close(&s), -1);
    failure_forget();
    close(fd);
}

static void a_reader_that_left_is_recorded(void **unused)
{
    (void)unused;
    int fd[2];
    struct sink s;
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(fd), 0);
    close(fd[0]);
    assert_int_equal(sink_open(&s, fd[1], "standard output"), 0);
    sink_text(&s, "step,regret\n");
    assert_int_equal(sink_close(&s), -1);
    assert_int_equal(s.error, EPIPE);
    assert_int_equal(failure_status(), BAD_FILE);
    failure_forget();
    close(fd[1]);
}

static void a_closed_descriptor_is_told(void **unused)
{
    (void)unused;
    struct sink s;
    assert_int_equal(sink_open(&s, 1023, "x"), 0);
    sink_char(&s, 'x');
    assert_int_equal(sink_close(&s), -1);
    assert_int_equal(s.error, EBADF);
    failure_forget();
}

static void longs_come_out_whole(void **unused)
{
    (void)unused;
    int fd[2];
    struct sink s;
    char text[256] = "", want[256];
    assert_int_equal(pipe(fd), 0);
    assert_int_equal(sink_open(&s, fd[1], "x"), 0);
    sink_long(&s, LONG_MIN), sink_char(&s, ' '), sink_long(&s, LONG_MAX), sink_char(&s, ' '), sink_long(&s, 0), sink_char(&s, ' ');
    sink_long(&s, -7), sink_char(&s, ' '), sink_number(&s, NAN), sink_char(&s, ' '), sink_number(&s, -0.0);
    assert_int_equal(sink_close(&s), 0);
    assert_true(read(fd[0], text, sizeof text - 1) > 0);
    sprintf(want, "%ld %ld 0 -7 NaN 0", LONG_MIN, LONG_MAX);
    assert_string_equal(text, want);
    close(fd[0]), close(fd[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_arrives_through_a_pipe),
        cmocka_unit_test(short_writes_are_invisible),
        cmocka_unit_test(interruptions_are_invisible),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(a_reader_that_left_is_recorded),
        cmocka_unit_test(a_closed_descriptor_is_told),
        cmocka_unit_test(longs_come_out_whole),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
