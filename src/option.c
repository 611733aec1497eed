/* The option table and its parser: see option.h. */
#include "option.h"
#include "fail.h"
#include "param.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = FOR_RUN | FOR_PLAN | FOR_SLURM, POINTS = RUNS | FOR_TUNE,
       CLAIMS = FOR_REPRO | FOR_CHECK, ALL = (1 << 22) - 1 };
const struct option options[] = {
    { "env",      'e', "ENV",     POINTS, 1, "environment; several are separated by commas" },
    { "algo",     'a', "ALGO",    POINTS, 1, "algorithm; several are separated by commas" },
    { "seeds",    'n', "N|A..B",  POINTS | FOR_REPRO | FOR_BENCH, 1, "replicates: how many, or from A to B (default 30)" },
    { "seeds",    'n', "N",       FOR_POWER, 1, "how many replicates there are" },
    { "steps",    'T', "STEPS",   POINTS | FOR_REPRO | FOR_BENCH, 1, "steps of each replicate (default 10k), or its episodes" },
    { "count",    0,   "steps|episodes", POINTS, 1, "what -T, --log and the column step count: steps (default), or each replicate's own episodes" },
    { "seed",     's', "SEED",    POINTS | FOR_REPRO | FOR_BENCH, 1, "master seed, below 2^48 (default 0, never random)" },
    { "seed",     's', "SEED",    FOR_SUMMARIZE | FOR_COMPARE | FOR_PROFILE, 1, "of the resampling (default: the run's, or 0; never random)" },
    { "log",      0,   "WHEN",    POINTS, 1, "steps to log: log:60 (default), lin:100 or 10,100,1000" },
    { "metrics",  'm', "METRIC",  POINTS, 1, "what to log, separated by commas (default: regret of bandits, return of episodes); 'lockstep list metrics'" },
    { "zip",      0,   "KEY,KEY",  POINTS, 1, "keys whose lists move together instead of multiplying" },
    { "sample",   0,   "N",       POINTS, 1, "draw N points from random values (u:0:1, lu:, om:, c:a,b); tune: default 32" },
    { "points",   0,   "FILE.csv|-", POINTS, 1, "points from a CSV, one a row: its header names keys (algo, env too); tune --points -: each row is answered at once" },
    { "crn",      0,   "on|off",  RUNS | FOR_REPRO, 1, "common random numbers: every algorithm meets the same noise (default on)" },
    { "out",      'o', "DIR",     RUNS | FOR_REPRO, 0, "write the run's files to DIR instead of stdout" },
    { "out",      'o', "DIR",     FOR_TUNE, 0, "write all its tables to DIR as well" },
    { "out",      'o', "FILE.html", FOR_REPORT, 0, "write the page to a file instead of stdout" },
    { "out",      'o', "FILE.svg", FOR_PLOT, 0, "an SVG picture, to a file" },
    { "rows",     0,   "summary|seeds|finals", FOR_RUN, 0, "what stdout gets: summary (default), seeds or finals" },
    { "format",   0,   "csv|tsv|jsonl|json", FOR_RUN | FOR_PLAN | FOR_SUMMARIZE | FOR_EXPORT, 0, "of the rows (default csv)" },
    { "format",   0,   "table|csv|json", FOR_LIST | FOR_SHOW | FOR_TUNE, 0, "for people (table, the default) or for programs" },
    { "format",   0,   "table|csv|tsv|jsonl|json|plot", FOR_PROFILE, 0, "for people (table, the default), for programs, or as a summary for 'lockstep plot'" },
    { "format",   0,   "table|csv|tsv|jsonl|json", CLAIMS | FOR_COMPARE | FOR_POWER, 0, "for people (table, the default) or for programs" },
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
    { "threads",  'j', "N",       FOR_RUN | FOR_REPRO | FOR_BENCH | FOR_MERGE | FOR_VERIFY | FOR_SLURM | FOR_TUNE, 0, "threads (default: the CPUs allowed); never changes a result" },
    { "isa",      0,   "ISA",     FOR_RUN | FOR_REPRO | FOR_BENCH | FOR_PLAN | FOR_TUNE, 0, "instruction set: scalar, v1, v2, v3, v4 (default: the best here); never changes a result" },
    { "max-mem",  0,   "BYTES",   POINTS | FOR_REPRO, 0, "refuse a run that needs more, as 512M or 2G (default 4G)" },
    { "on-nan",   0,   "mark|stop", FOR_RUN | FOR_SLURM, 0, "a replicate that diverges is marked (default), or ends the run with status 1" },
    { "progress", 0,   "auto|bar|plain|none", FOR_RUN | FOR_REPRO | FOR_TUNE, 0, "auto (default) is a bar on a terminal" },
    { "dry-run",  0,   NULL,      FOR_RUN, 0, "print the plan and stop" },
    { "yes-really", 0, NULL,      POINTS, 0, "allow a run of more than 10^14 steps" },
    { "all",      0,   NULL,      FOR_REPRO, 0, "every experiment" },
    { "quick",    0,   NULL,      FOR_REPRO, 0, "an eighth of the replicates: a smoke test, claims may come out undecided" },
    { "vs",       0,   "plain",   FOR_BENCH, 0, "what to compare with: the plain scalar twins (default)" },
    { "repeat",   0,   "N",       FOR_BENCH, 0, "timed rounds, alternating (default 5); the fastest of each counts" },
    { "svg",      0,   NULL,      FOR_PLOT, 0, "an SVG picture on stdout" },
    { "gnuplot",  0,   NULL,      FOR_PLOT, 0, "a script for gnuplot on stdout, with the data in it" },
    { "metric",   0,   "METRIC",  FOR_PLOT | FOR_SUMMARIZE | FOR_EXPORT, 0, "only this metric (export --wide, --rliable: default the first)" },
    { "metric",   0,   "METRIC",  FOR_COMPARE | FOR_POWER | FOR_PROFILE, 0, "of this metric (default: the first)" },
    { "metric",   0,   "METRIC",  FOR_TUNE, 0, "what to be good at (default: the first of --metrics)" },
    { "facet",    0,   "KEY",     FOR_PLOT, 0, "a panel for each value of env (default), algo, or swept keys, as env,gap; metric: only for each metric" },
    { "x",        0,   "KEY",     FOR_PLOT, 0, "a swept key on the x axis instead of the step, each curve at its last step" },
    { "at",       0,   "STEP",    FOR_PLOT, 0, "with --x: at this step" },
    { "at",       0,   "STEP",    FOR_COMPARE | FOR_POWER | FOR_PROFILE | FOR_EXPORT | FOR_TUNE, 0, "at this logged step (default: the last; export --wide: all)" },
    { "auc",      0,   NULL,      FOR_TUNE, 0, "judge the area under the curve, the mean over all steps (as finals.csv)" },
    { "better",   0,   "higher|lower", FOR_COMPARE | FOR_PROFILE | FOR_EXPORT | FOR_TUNE, 0, "which values are better (default: what 'lockstep list metrics' has; else higher)" },
    { "baseline", 0,   "LABEL",   FOR_COMPARE | FOR_POWER, 0, "compare the others with this one (compare: default every pair)" },
    { "unpaired", 0,   NULL,      FOR_COMPARE | FOR_POWER, 0, "seeds have nothing in common: Welch's t and Mann and Whitney's U; two groups of seeds" },
    { "test",     0,   "t|permutation|u", FOR_COMPARE, 0, "which p value decides: t (default), permutation (of pairs) or u (with --unpaired)" },
    { "level",    0,   "P",       FOR_COMPARE | FOR_POWER, 0, "chance of a false alarm (default 0.05); intervals have 1 - P" },
    { "assert",   0,   "A<B,...", FOR_COMPARE, 0, "status 1 unless this is shown: A<B, A>B or A<0.9*B, several between commas or --asserts" },
    { "effect",   0,   "D",       FOR_POWER, 0, "difference over the standard deviation of the paired differences (--unpaired: of a group)" },
    { "power",    0,   "P",       FOR_POWER, 0, "chance to show the effect (default 0.8)" },
    { "difference", 0, "X",       FOR_POWER, 0, "difference of the means to be shown (default: the one of the pilot)" },
    { "relative", 0,   "F",       FOR_POWER, 0, "the same as a share of the baseline's mean" },
    { "comparisons", 0, "K",      FOR_POWER, 0, "how many comparisons share the level: each gets P/K (default 1)" },
    { "what",     0,   "aggregates|profile|average-profile|improvement", FOR_PROFILE, 0, "aggregates (default), the profile of runs or of tasks' means, or chances of improvement" },
    { "task",     0,   "KEY",     FOR_COMPARE | FOR_POWER, 0, "keys of environments, as gap or env,gap: compare within equal values only" },
    { "task",     0,   "KEY",     FOR_PROFILE | FOR_EXPORT, 0, "columns whose values make a task, as env,gap (default env)" },
    { "normalize", 0,  "minmax|none|FILE.csv", FOR_PROFILE | FOR_EXPORT, 0, "over all runs of a task (profile's default), not (export's), or by a CSV with env,lo,hi" },
    { "lo",       0,   "LABEL",   FOR_PROFILE | FOR_EXPORT, 0, "with --hi: score 0 is the mean of this algorithm on each task" },
    { "hi",       0,   "LABEL",   FOR_PROFILE | FOR_EXPORT, 0, "with --lo: score 1 is the mean of this algorithm on each task" },
    { "gamma",    0,   "SCORE",   FOR_PROFILE, 0, "what the optimality gap falls short of (default 1)" },
    { "taus",     0,   "VALUES",  FOR_PROFILE, 0, "thresholds of the profile: lin:0:1:101, a list, or data (every score)" },
    { "resamples", 0,  "N",       FOR_PROFILE, 0, "resamples of the stratified bootstrap (default 2000)" },
    { "melt",     0,   NULL,      FOR_EXPORT, 0, "one value a row: env,algo,point,KEYS,seed,step,metric,value (default)" },
    { "wide",     0,   NULL,      FOR_EXPORT, 0, "one row for each step and seed, one column for each algorithm" },
    { "rliable",  0,   NULL,      FOR_EXPORT, 0, "JSON for rliable: of each algorithm a matrix of runs by tasks" },
    { "sqlite",   0,   NULL,      FOR_EXPORT, 0, "SQL: tables points and curves, of a run directory also manifest; pipe it into 'sqlite3 -bail runs.db'" },
    { "test-seeds", 0, "M",       FOR_TUNE, 0, "how many seeds, the next after those of --seeds, judge the winner (default 100)" },
    { "eta",      0,   "E",       FOR_TUNE, 0, "halving: one of E points stays, and gets E times the seeds (default 3)" },
    { "start",    0,   "N",       FOR_TUNE, 0, "halving: seeds of the first rung (default: so that rungs cost the same, at least 8)" },
    { "ci",       0,   "t|boot-t|wilson", FOR_SUMMARIZE, 0, "ci_lo, ci_hi: Student's (default), bootstrap-t for skewed values, or Wilson's for zeros and ones" },
    { "stat",     0,   "mean|median|iqm", FOR_PLOT, 0, "mean with its interval (default), median with quartiles, iqm with its interval" },
    { "title",    0,   "TEXT",    FOR_PLOT | FOR_REPORT, 0, "a title above the picture, or of the page" },
    { "xlabel",   0,   "TEXT",    FOR_PLOT, 0, "what stands below the x axis (default: step, or the key)" },
    { "logx",     0,   NULL,      FOR_PLOT, 0, "a logarithmic x axis (default when steps or values are spaced so)" },
    { "linx",     0,   NULL,      FOR_PLOT, 0, "a linear x axis" },
    { "logy",     0,   NULL,      FOR_PLOT, 0, "logarithmic values" },
    { "ascii",    0,   NULL,      FOR_PLOT, 0, "plain ASCII instead of braille" },
    { "width",    0,   "N",       FOR_PLOT, 0, "columns of the terminal plot, or pixels of the SVG" },
    { "height",   0,   "N",       FOR_PLOT, 0, "rows of a panel of the terminal plot, or pixels of the SVG" },
    { "no-color", 0,   NULL,      ALL, 0, "no colours (as NO_COLOR, TERM=dumb, or when stdout is no terminal)" },
    { "quiet",    'q', NULL,      ALL, 0, "no warnings and no progress" },
    { "verbose",  'v', NULL,      ALL, 0, "say more on stderr" },
    { "man",      0,   NULL,      FOR_HELP, 0, "the manual page lockstep(1), for man -l" },
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
    const char *names[MOST_OPTIONS];
    size_t n = 0;
    for (const struct option *o = options; o->name; o++)
        if (o->commands & c->bit)
            names[n++] = o->name;
    const char *near = nearest(given + (given[1] == '-' ? 2 : 1), names, n);
    return fail("%s: unknown option %.64s%s%s; '%s%s --help' names them all", c->name, given,
                near ? ": did you mean --" : "", near ? near : "", before_command, c->name);
}

/* given again, an option replaces what it was; one that takes several adds to them */
static int take(struct words *w, const struct option *o, const char *value)
{
    const char **to = &w->value[option_find(o->name) - options];
    if (!*to || !o->arg || !strstr(o->arg, "..."))
        return *to = value, 0;
    size_t size = strlen(*to) + strlen(value) + 2;
    char *all = malloc(size);
    if (!all)
        return fail_inside("out of memory");
    snprintf(all, size, "%s,%s", *to, value);
    free(w->several);
    *to = w->several = all;
    return 0;
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
        if (take(w, found, found->arg ? value : ""))
            return -1;
    }
    if (word_of(w, "help")) {
        command_help(w->command);
        return 1;
    }
    if (word_of(w, "quiet"))
        notes_off();
    return 0;
}

void words_free(struct words *w) { free(w->rest), free(w->several); }
