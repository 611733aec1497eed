/* How a process of lockstep begins and ends. */
#ifndef PROCESS_H
#define PROCESS_H

/* first of all: streams that are closed, signals, libraries; 0, or -1 after fail() */
int process_begin(void);
/* what is still to be said: the rest of stdout and the failure, if there was one; takes an exit status, or -1 after fail(), and
 * returns the exit status */
int process_end(int status);
#endif
