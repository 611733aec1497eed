/* How a process of lockstep begins and ends: see process.h. */
#include "process.h"
#include "fail.h"
#include "stats.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

int process_begin(void)
{
    /* a closed stream must not be taken over by the next file that is opened */
    int closed = 0;
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
            closed |= 1 << fd;
            if (open("/dev/null", fd ? O_WRONLY : O_RDONLY) != fd)
                return fail_inside("/dev/null: cannot open: %s", strerror(errno));
        }
    signal(SIGXFSZ, SIG_IGN);
    stats_init();
    return closed & 2 ? fail_file("standard output is closed: nothing could be shown") : 0;
}

int process_end(int status)
{
    if (fflush(stdout) && status >= 0)
        status = errno == EPIPE ? BAD_FILE : fail_file("standard output: cannot write: %s", strerror(errno));
    if (status != OK && failure() && *failure())
        fprintf(stderr, "lockstep: %s\n", failure());
    return status >= 0 ? status : failure_status();
}
