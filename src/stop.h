/* An orderly stop: SIGINT, SIGTERM, SIGHUP and SIGUSR1, or the end of --max-time, ask for it; work looks and leaves within a second.
 * A second SIGINT ends the process at once; the others may come again and again, as batch systems send them. */
#ifndef STOP_H
#define STOP_H

/* from now on those signals are heard instead of deadly; seconds: how long from now this run may take, 0: for ever */
void stop_listen(double seconds);
/* 0: go on; else leave: the signal's number, or -1 for --max-time.  Safe from every thread. */
int stop_asked(void);
/* the same as if it had been heard here: another process of this run was asked */
void stop_ask(int why);
/* why, for messages: "SIGTERM", "--max-time" */
const char *stop_reason(void);
/* die of the signal that was heard, as its sender expects; returns INCOMPLETE after SIGUSR1 and --max-time */
int stop_end(void);
#endif
