/* lockstep: the table of commands, and nothing else. */
#include "fail.h"
#include "option.h"
#include "commands.h"
#include "param.h"
#include "process.h"
#include <stdio.h>
#include <string.h>

const struct command commands[] = {
    { "run",     FOR_RUN,     "[FILE.ini] [-e ENV] [-a ALGO[,ALGO...]] [KEY=VALUES ...]", "run algorithms on environments, CSV to stdout or to -o DIR", cmd_run },
    { "repro",   FOR_REPRO,   "EXPERIMENT|FILE.ini ...", "run a paper's experiment and check its claims", cmd_repro },
    { "check",   FOR_CHECK,   "DIR",                   "check the claims of a run directory again", cmd_check },
    { "merge",   FOR_MERGE,   "DIR [DIR ...]",         "the tables of a run directory, from all its parts", cmd_merge },
    { "status",  FOR_STATUS,  "DIR",                   "how far a run directory is", cmd_status },
    { "verify",  FOR_VERIFY,  "DIR",                   "is a run directory what the run wrote, and what it would write again?", cmd_verify },
    { "slurm",   FOR_SLURM,   "(the words of run)",    "a batch script for Slurm: an array of shards, and the merge", cmd_slurm },
    { "plan",    FOR_PLAN,    "(the words of run)",    "the resolved plan: one row a point, with its cost and memory", cmd_plan },
    { "list",    FOR_LIST,    "[algos|envs|experiments|metrics]", "what there is, and which algorithm fits which environment", cmd_list },
    { "show",    FOR_SHOW,    "ALGO|ENV ...",          "one algorithm or environment: idea, source, parameters", cmd_show },
    { "plot",    FOR_PLOT,    "[FILE.csv|DIR]",        "draw curves of a summary or of every seed (default: stdin) on the terminal, as SVG, or for gnuplot", cmd_plot },
    { "report",  FOR_REPORT,  "DIR [DIR ...]",         "finished run directories as one HTML file: figures, tables, claims, how to get them again", cmd_report },
    { "summarize", FOR_SUMMARIZE, "[FILE.csv|DIR]",    "mean, interval, quantiles of every group and step, from the values of every seed", cmd_summarize },
    { "compare", FOR_COMPARE, "[FILE.csv|DIR]",        "is one better than the other, by how much, and is that sure?", cmd_compare },
    { "power",   FOR_POWER,   "[FILE.csv|DIR]",        "how many seeds a comparison needs, from an effect or from a pilot", cmd_power },
    { "profile", FOR_PROFILE, "[FILE.csv|DIR ...]",    "over several tasks: mean, median, IQM, optimality gap, performance profiles, chances of improvement", cmd_profile },
    { "export",  FOR_EXPORT,  "[FILE.csv|DIR ...]",    "values of every seed for pandas, R, rliable or SQL", cmd_export },
    { "tune",    FOR_TUNE,    "grid|random|sobol|halving (the words of run)", "search parameters on some seeds, judge the winner on others", cmd_tune },
    { "bench",   FOR_BENCH,   "[KERNEL|threads|startup|program|memory ...]", "speed against the plain scalar twin, in the same run", cmd_bench },
    { "help",    FOR_HELP,    "[COMMAND|TOPIC]",       "where to begin; a command's options and examples; a topic", cmd_help },
    { "completion", FOR_COMPLETION, "bash|words LINE",   "bash completes commands, options, names and keys", cmd_completion },
    { "version", FOR_VERSION, "",                      "version, compiler and instruction sets", cmd_version },
    { NULL, 0, NULL, NULL, NULL }
};

static int run_command(int argc, char **argv)
{
    const char *names[64], *given = argc > 1 ? argv[1] : "help";
    size_t n = 0;
    if (!strcmp(given, "--help") || !strcmp(given, "-h"))
        given = "help";
    if (!strcmp(given, "--version"))
        given = "version";
    for (const struct command *c = commands; c->name; c++) {
        names[n++] = c->name;
        if (!strcmp(c->name, given))
            return argc > 1 ? c->run(argc - 1, argv + 1) : c->run(1, (char *[]){ "help", NULL });
    }
    const char *near = nearest(given, names, n);
    return fail("no command '%.40s'%s%s%s; 'lockstep help' names them all", given, near ? ": did you mean '" : "", near ? near : "", near ? "'" : "");
}

int main(int argc, char **argv)
{
    int status = process_begin();
    return process_end(status ? status : run_command(argc, argv));
}
