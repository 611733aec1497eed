/* The option table and its parser: see option.h. */
#include "option.h"
#include "fail.h"
#include "param.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = FOR_RUN | FOR_PLAN | FOR_SLURM, CLAIMS = FOR_REPRO | FOR_CHECK, ALL = (1 << 23) - 1 };
const struct option options[] = {
    { "env",      'e', "ENV",     RUNS, 1, "environment; several are separated by commas" },
    { "algo",     'a', "ALGO",    RUNS, 1, "algorithm; several are separated by commas" },
    { "seeds",    'n', "N|A..B",  RUNS | FOR_REPRO | FOR_BENCH, 1, "replicates: how many, or from A to B (default 30)" },
    { "steps",    'T', "STEPS",   RUNS | FOR_REPRO | FOR_BENCH, 1, "steps of each replicate (default 10k), or its episodes" },
    { "count",    0,   "UNIT",    RUNS, 1, "what -T, --log and the column step count: steps (default), or each replicate's own episodes" },
    { "seed",     's', "SEED",    RUNS | FOR_REPRO | FOR_BENCH | FOR_SUMMARIZE, 1, "master seed, below 2^48 (default 0, never random)" },
    { "log",      0,   "WHEN",    RUNS, 1, "steps to log: log:60 (default), lin:100 or 10,100,1000" },
    { "metrics",  'm', "NAMES",   RUNS, 1, "what to log (default: regret of bandits, return of episodes); 'lockstep list metrics'" },
    { "zip",      0,   "K1,K2",   RUNS, 1, "keys whose lists move together instead of multiplying" },
    { "sample",   0,   "N",       RUNS, 1, "draw N points from random values (u:0:1, lu:, om:, c:a,b)" },
    { "crn",      0,   "on|off",  RUNS | FOR_REPRO, 1, "common random numbers: every algorithm meets the same noise (default on)" },
    { "out",      'o', "DIR",     RUNS | FOR_REPRO | FOR_PLOT | FOR_REPORT, 0, "write the run's files to DIR instead of stdout (plot, report: to a file)" },
    { "rows",     0,   "KIND",    FOR_RUN, 0, "what stdout gets: summary (default), seeds or finals" },
    { "format",   0,   "FORMAT",  FOR_RUN | FOR_PLAN | FOR_LIST | FOR_SHOW | CLAIMS | FOR_SUMMARIZE, 0, "csv (default), tsv or jsonl; for list, show, repro and check: table (default), csv, json" },
    { "shard",    0,   "K/N|auto", FOR_RUN, 0, "with -o: compute only every N-th unit, from K = 0 .. N-1; auto reads Slurm's and MPI's variables" },
    { "max-time", 0,   "TIME",    FOR_RUN | FOR_REPRO | FOR_SLURM, 0, "with -o: stop in good order after 90, 30m or 2h; the same line goes on" },
    { "checkpoint", 0, "TIME",    FOR_RUN | FOR_REPRO | FOR_SLURM, 0, "with -o: how often a long unit is saved while it runs (default 60s)" },
    { "partial",  0,   NULL,      FOR_MERGE, 0, "merge what is there, into DIR/partial" },
    { "json",     0,   NULL,      FOR_STATUS, 0, "as JSON" },
    { "recompute", 0,  "K",       FOR_VERIFY, 0, "compute K units again and compare (default 3; 0: none)" },
    { "against",  0,   "DIR",     FOR_VERIFY, 0, "and compare the tables with those of another directory" },
    { "array",    0,   "N",       FOR_SLURM, 0, "tasks of the array (default 16)" },
    { "time",     0,   "H:MM:SS", FOR_SLURM, 0, "time limit of a task (default 1:00:00)" },
    { "partition", 0,  "NAME",    FOR_SLURM, 0, "the partition to ask for" },
    { "threads",  'j', "N",       FOR_RUN | FOR_REPRO | FOR_BENCH | FOR_MERGE | FOR_VERIFY | FOR_SLURM, 0, "threads (default: the CPUs allowed); never changes a result" },
    { "isa",      0,   "NAME",    FOR_RUN | FOR_REPRO | FOR_BENCH | FOR_PLAN, 0, "instruction set: scalar, v1, v2, v3, v4 (default: the best here); never changes a result" },
    { "max-mem",  0,   "BYTES",   RUNS | FOR_REPRO, 0, "refuse a run that needs more, as 512M or 2G (default 4G)" },
    { "on-nan",   0,   "mark|stop", FOR_RUN | FOR_SLURM, 0, "a replicate that diverges is marked (default), or ends the run with status 1" },
    { "progress", 0,   "HOW",     FOR_RUN | FOR_REPRO, 0, "auto (default: a bar on a terminal), bar, plain or none" },
    { "dry-run",  0,   NULL,      FOR_RUN, 0, "print the plan and stop" },
    { "yes-really", 0, NULL,      RUNS, 0, "allow a run of more than 10^14 steps" },
    { "all",      0,   NULL,      FOR_REPRO, 0, "every experiment" },
    { "quick",    0,   NULL,      FOR_REPRO, 0, "an eighth of the replicates: a smoke test, claims may come out undecided" },
    { "vs",       0,   "plain",   FOR_BENCH, 0, "what to compare with: the plain scalar twins (default)" },
    { "repeat",   0,   "N",       FOR_BENCH, 0, "timed rounds, alternating (default 5); the fastest of each counts" },
    { "svg",      0,   NULL,      FOR_PLOT, 0, "an SVG picture on stdout" },
    { "gnuplot",  0,   NULL,      FOR_PLOT, 0, "a script for gnuplot on stdout, with the data in it" },
    { "facet",    0,   "KEYS",    FOR_PLOT, 0, "a panel for each value of env (default), algo, or swept keys; metric: only for each metric" },
    { "x",        0,   "KEY",     FOR_PLOT, 0, "a swept key on the x axis instead of the step, each curve at its last step" },
    { "at",       0,   "STEP",    FOR_PLOT, 0, "with --x: at this step" },
    { "metric",   0,   "NAME",    FOR_PLOT | FOR_SUMMARIZE, 0, "only this metric" },
    { "ci",       0,   "KIND",    FOR_SUMMARIZE, 0, "ci_lo, ci_hi: t (default: Student's), boot-t (for skewed values) or wilson (for zeros and ones)" },
    { "stat",     0,   "STAT",    FOR_PLOT, 0, "mean with its interval (default), median with quartiles, iqm with its interval" },
    { "title",    0,   "TEXT",    FOR_PLOT | FOR_REPORT, 0, "a title above the picture, or of the page" },
    { "logx",     0,   NULL,      FOR_PLOT, 0, "a logarithmic x axis (default when steps or values are spaced so)" },
    { "linx",     0,   NULL,      FOR_PLOT, 0, "a linear x axis" },
    { "logy",     0,   NULL,      FOR_PLOT, 0, "logarithmic values" },
    { "ascii",    0,   NULL,      FOR_PLOT, 0, "plain ASCII instead of braille" },
    { "width",    0,   "N",       FOR_PLOT, 0, "columns of the terminal plot, or pixels of the SVG" },
    { "height",   0,   "N",       FOR_PLOT, 0, "rows of a panel of the terminal plot, or pixels of the SVG" },
    { "no-color", 0,   NULL,      ALL, 0, "no colours (as NO_COLOR, TERM=dumb, or when stdout is no terminal)" },
    { "quiet",    'q', NULL,      ALL, 0, "no warnings and no progress" },
    { "verbose",  'v', NULL,      ALL, 0, "say more on stderr" },
    { "help",     'h', NULL,      ALL, 0, "this text" },
    { NULL, 0, NULL, 0, 0, NULL }
};

const char *before_command = "lockstep ";

const struct option *option_find(const char *name)
{
    for (const struct option *o = options; o->name; o++)
        if (!strcmp(o->name, name))
            return o;
    return NULL;
}

const char *word_of(const struct words *w, const char *name)
{
    const struct option *o = option_find(name);
    assert(o);
    return w->value[o - options];
}

int words_set(struct words *w, const char *name, const char *value, const char *where)
{
    const struct option *o = option_find(name);
    if (!o || !o->in_file)
        return fail("%s: '%s' cannot be set there", where, name);
    w->value[o - options] = value;
    return 0;
}

static int unknown(const struct command *c, const char *given)
{
    const char *names[96];
    size_t n = 0;
    for (const struct option *o = options; o->name; o++)
        if (o->commands & c->bit)
            names[n++] = o->name;
    const char *near = nearest(given + (given[1] == '-' ? 2 : 1), names, n);
    return fail("%s: unknown option %.64s%s%s; '%s%s --help' names them all", c->name, given,
                near ? ": did you mean --" : "", near ? near : "", before_command, c->name);
}

int words_parse(struct words *w, int argc, char **argv)
{
    *w = (struct words){ 0 };
    for (const struct command *c = commands; c->name; c++)
        if (!strcmp(c->name, argv[0]))
            w->command = c;
    w->rest = calloc((size_t)argc + 1, sizeof *w->rest);
    if (!w->rest)
        return fail_inside("out of memory");
    int open = 1;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i], *value = NULL;
        if (!open || word[0] != '-' || !word[1]) {
            w->rest[w->n_rest++] = word;
            continue;
        }
        if (!strcmp(word, "--")) {
            open = 0;
            continue;
        }
        const struct option *found = NULL;
        for (const struct option *o = options; o->name; o++) {
            size_t n = strlen(o->name);
            if (!(o->commands & w->command->bit))
                continue;
            if (word[1] == '-' && !strncmp(word + 2, o->name, n) && (!word[2 + n] || word[2 + n] == '='))
                found = o, value = word[2 + n] ? word + 3 + n : NULL;
            else if (word[1] != '-' && o->letter == word[1])
                found = o, value = word[2] ? word + 2 : NULL;
        }
        if (!found)
            return unknown(w->command, word);
        if (!found->arg && value)
            return fail("%s: --%s takes no value", argv[0], found->name);
        if (found->arg && !value && !(value = ++i < argc ? argv[i] : NULL))
            return fail("%s: --%s wants %s: %s", argv[0], found->name, found->arg, found->doc);
        w->value[found - options] = found->arg ? value : "";
    }
    if (word_of(w, "help")) {
        command_help(w->command);
        return 1;
    }
    if (word_of(w, "quiet"))
        notes_off();
    return 0;
}

void words_free(struct words *w) { free(w->rest); }

void command_help(const struct command *c)
{
    printf("%s%s %s\n    %s\n\n", before_command, c->name, c->words, c->brief);
    for (const struct option *o = options; o->name; o++)
        if (o->commands & c->bit) {
            char left[64];
            snprintf(left, sizeof left, "%c%c%s --%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ', o->letter ? "," : " ",
                     o->name, o->arg ? " " : "", o->arg ? o->arg : "");
            printf("  %-24s %s\n", left, o->doc);
        }
}
