/* Errors: the first failure of the process is kept, and main prints it and leaves with its exit status.
 *
 * A message says what was given, what is allowed and what to try: lower case, no full stop.  All three functions return -1,
 * so that "return fail(...)" reads as it should.  They may be called from any thread. */
#ifndef FAIL_H
#define FAIL_H

enum { OK = 0, NO = 1, BAD_REQUEST = 2, INCOMPLETE = 3, BAD_FILE = 4, INTERNAL = 5 };    /* exit statuses of lockstep */

int fail(const char *format, ...) __attribute__((format(printf, 1, 2)));         /* the request makes no sense: 2        */
int fail_file(const char *format, ...) __attribute__((format(printf, 1, 2)));    /* a file cannot be read or written: 4  */
int fail_inside(const char *format, ...) __attribute__((format(printf, 1, 2)));  /* out of memory, or our own fault: 5   */

/* a line on stderr, unless notes were switched off (-q): what a user should know although all is well */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void notes_off(void);

const char *failure(void);        /* the first message, or NULL */
int failure_status(void);         /* its exit status, or OK     */
void failure_forget(void);        /* for tests, and where a failure is what was looked for */
#endif
