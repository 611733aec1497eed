/* The first failure of the process: a message and an exit status behind one lock, so that a second failure, in this thread or
 * in another, neither replaces nor tears it. */
#include "fail.h"
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char message[4096];
static int status;

/* messages quote files and command lines: bytes that could drive a terminal are shown as '?' */
static void tame(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' ? *text != '\n' : *text == 127) *text = '?';
}

__attribute__((format(printf, 2, 0)))
static int keep(int code, const char *format, va_list words)
{
    pthread_mutex_lock(&lock);
    if (status == OK) {
        int length = vsnprintf(message, sizeof message, format, words);
        if (length >= (int)sizeof message) strcpy(message + sizeof message - 4, "...");
        tame(message);
        status = code;
    }
    pthread_mutex_unlock(&lock);
    return -1;
}

#define KEEP(code) \
    va_list words; \
    va_start(words, format); \
    keep(code, format, words); \
    va_end(words); \
    return -1

int fail(const char *format, ...)        { KEEP(BAD_REQUEST); }
int fail_file(const char *format, ...)   { KEEP(BAD_FILE); }
int fail_inside(const char *format, ...) { KEEP(INTERNAL); }

static int silent;

void notes_off(void) { silent = 1; }
void note(const char *format, ...)
{
    char line[4096];
    va_list words;
    va_start(words, format);
    vsnprintf(line, sizeof line, format, words);
    va_end(words);
    tame(line);
    if (!silent) fprintf(stderr, "lockstep: %s\n", line);
}

int failure_status(void)
{
    pthread_mutex_lock(&lock);
    int code = status;
    pthread_mutex_unlock(&lock);
    return code;
}

const char *failure(void)
{
    return failure_status() == OK ? NULL : message;
}

void failure_forget(void)
{
    pthread_mutex_lock(&lock);
    status = OK;
    pthread_mutex_unlock(&lock);
}
