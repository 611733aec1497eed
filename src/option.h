/* The command line's one table: it makes the parser, --help, the manual and completion; an experiment file uses its words. */
#ifndef OPTION_H
#define OPTION_H
#include <stddef.h>

enum { MOST_OPTIONS = 160 };
enum { FOR_RUN = 1, FOR_PLAN = 2, FOR_LIST = 4, FOR_SHOW = 8, FOR_REPRO = 16, FOR_CHECK = 32, FOR_BENCH = 64, FOR_PLOT = 128, FOR_HELP = 256,
       FOR_VERSION = 512, FOR_MERGE = 1024, FOR_STATUS = 2048, FOR_VERIFY = 4096, FOR_SLURM = 8192, FOR_SUMMARIZE = 1 << 14,
       FOR_COMPARE = 1 << 15, FOR_PROFILE = 1 << 16, FOR_POWER = 1 << 17, FOR_REPORT = 1 << 18, FOR_TUNE = 1 << 19, FOR_EXPORT = 1 << 20,
       FOR_COMPLETION = 1 << 21 };
/* What an option takes, and what a command's words are, is written as completion reads it: values it may have in small letters,
 * on|off; in capitals what it is: ALGO ENV METRIC KEY ISA EXPERIMENT KERNEL COMMAND TOPIC DIR FILE FILE.csv, or anything else.
 * One name may stand in several rows, where commands take different values. */
struct option {
    const char *name; char letter;       /* --name, -letter (0: none)                          */
    const char *arg;                     /* what it takes, with "..." if several; NULL: a switch */
    unsigned commands;                   /* who takes it                                       */
    int in_file;                         /* 1: may stand in an experiment file as `name = arg` */
    const char *doc;
};
extern const struct option options[];    /* ends with a NULL name */

struct command {
    const char *name; unsigned bit;
    const char *words, *brief;           /* what may follow the name; one line of help */
    int (*run)(int argc, char **argv);   /* argv[0] is its name; an exit status, or -1 after fail() */
};
extern const struct command commands[];  /* main.c, or mpi_main.c; ends with a NULL name */
extern const char *before_command;       /* what one types before its name: "lockstep "     */

/* the words of one command line, sorted */
struct words {
    const struct command *command;
    const char *value[MOST_OPTIONS];               /* beside options[]; switches hold ""; NULL: not given */
    int n_rest; const char **rest;       /* the other words, in order                           */
    char *several;                       /* of the one option that was given more than once, and takes several: all, between commas */
};
/* 0, or -1 after fail(); exact names only.  `--` ends the options.  1: --help was asked for and printed. */
int words_parse(struct words *, int argc, char **argv);
void words_free(struct words *);
/* the value given for --name ("" for a switch), or NULL */
const char *word_of(const struct words *, const char *name);
/* set an option as if it had been given; -1 after fail() naming `where` when the name is no option a file may use */
int words_set(struct words *, const char *name, const char *value, const char *where);
const struct option *option_find(const char *name);
void command_help(const struct command *);    /* help.c */
#endif
