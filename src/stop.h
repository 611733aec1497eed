/* An orderly stop: SIGINT, SIGTERM, SIGHUP and SIGUSR1, or the end of --max-time, ask for it; work looks and leaves within a second.
 * A second signal of the same kind ends the process at once. */
#ifndef STOP_H
#define STOP_H

/* from now on those signals are heard instead of deadly; seconds: how long from now this run may take, 0: for ever */
void stop_listen(double seconds);
/* 1: leave.  Safe from every thread. */
int stop_asked(void);
/* why, for messages: "SIGTERM", "--max-time" */
const char *stop_reason(void);
/* die of the signal that was heard, as its sender expects; returns INCOMPLETE after SIGUSR1 and --max-time */
int stop_end(void);
#endif
