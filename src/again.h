/* The command line that makes a plan again, for whoever reads a run's directory or its report. */
#ifndef AGAIN_H
#define AGAIN_H
#include <stdio.h>
#include "option.h"

/* a word as the shell needs it */
void shell_word(FILE *to, const char *word);
/* `lockstep run ...` or `lockstep repro NAME`: what in these words concerns the plan, to be freed; NULL after fail_inside().  Of files that
 * were named by an absolute path the name alone: where they lay is nobody's business. */
char *command_again(const struct words *);
#endif
