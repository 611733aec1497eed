/* An orderly stop: see stop.h. */
#include "stop.h"
#include "clock.h"
#include "fail.h"
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int heard;             /* the signal; -1: time is up */
static double deadline;              /* on the monotonic clock; 0: none */
static const struct { int number; const char *name; } signals[] = {
    { SIGINT, "SIGINT" }, { SIGTERM, "SIGTERM" }, { SIGHUP, "SIGHUP" }, { SIGUSR1, "SIGUSR1" } };
enum { SIGNALS = sizeof signals / sizeof *signals };

void stop_ask(int why)
{
    atomic_store(&heard, why);
}

void stop_listen(double seconds)
{
    for (int i = 0; i < SIGNALS; i++) {
        struct sigaction now, then = { .sa_handler = stop_ask, .sa_flags = SA_RESTART };
        if (signals[i].number == SIGINT)
            then.sa_flags |= (int)SA_RESETHAND;
        /* what the parent ignores (nohup) stays ignored */
        if (!sigaction(signals[i].number, NULL, &now) && now.sa_handler != SIG_IGN)
            sigaction(signals[i].number, &then, NULL);
    }
    deadline = seconds > 0 ? clock_seconds(CLOCK_MONOTONIC) + seconds : 0;
}

int stop_asked(void)
{
    if (!atomic_load(&heard) && deadline > 0 && clock_seconds(CLOCK_MONOTONIC) >= deadline)
        stop_ask(-1);
    return atomic_load(&heard);
}

const char *stop_reason(void)
{
    for (int i = 0; i < SIGNALS; i++)
        if (atomic_load(&heard) == signals[i].number)
            return signals[i].name;
    return "--max-time";
}

int stop_end(void)
{
    int number = atomic_load(&heard);
    if (number > 0 && number != SIGUSR1) {
        fflush(NULL);
        signal(number, SIG_DFL);
        raise(number);
    }
    return INCOMPLETE;
}
