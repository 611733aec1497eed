/* A command line from one text, for tests of what commands make of their words. */
#ifndef LINE_H
#define LINE_H
#include "fail.h"
#include "option.h"
#include <stdio.h>
#include <string.h>

/* the words after `command`, between blanks: as words_parse(); they point into `line`, which has to live as long as they do */
enum { LINE_SIZE = 4096 };
static inline int words_from(struct words *w, char *command, const char *text, char line[LINE_SIZE])
{
    char *argv[64] = { command }, *next = line;
    int argc = 1;
    failure_forget();
    snprintf(line, LINE_SIZE, "%s", text);
    for (char *word; argc < 64 && (word = strsep(&next, " ")); )
        if (*word)
            argv[argc++] = word;
    return words_parse(w, argc, argv);
}
#endif
