/* Seconds on a clock of the system: CLOCK_MONOTONIC only runs forward, CLOCK_PROCESS_CPUTIME_ID counts what this process used. */
#ifndef CLOCK_H
#define CLOCK_H
#include <time.h>

static inline double clock_seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
#endif
