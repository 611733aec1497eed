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
    { "repro",   FOR_REPRO,   "NAME|FILE.ini ...",     "run a paper's experiment and check its claims", cmd_repro },
    { "check",   FOR_CHECK,   "DIR",                   "check the claims of a run directory again", cmd_check },
    { "merge",   FOR_MERGE,   "DIR [DIR ...]",         "the tables of a run directory, from all its parts", cmd_merge },
    { "status",  FOR_STATUS,  "DIR",                   "how far a run directory is", cmd_status },
    { "verify",  FOR_VERIFY,  "DIR",                   "is a run directory what the run wrote, and what it would write again?", cmd_verify },
    { "slurm",   FOR_SLURM,   "(the words of run)",    "a batch script for Slurm: an array of shards, and the merge", cmd_slurm },
    { "plan",    FOR_PLAN,    "(the words of run)",    "the resolved plan: one row a point, with its cost and memory", cmd_plan },
    { "list",    FOR_LIST,    "[algos|envs|experiments|metrics]", "what there is, and which algorithm fits which environment", cmd_list },
    { "show",    FOR_SHOW,    "NAME",                  "one algorithm or environment: idea, source, parameters", cmd_show },
    { "plot",    FOR_PLOT,    "[FILE.csv|DIR]",        "draw curves of a summary or of every seed (default: stdin) on the terminal, as SVG, or for gnuplot", cmd_plot },
    { "report",  FOR_REPORT,  "DIR [DIR ...]",         "finished run directories as one HTML file: figures, tables, claims, how to get them again", cmd_report },
    { "summarize", FOR_SUMMARIZE, "[FILE.csv|DIR]",    "mean, interval, quantiles of every group and step, from the values of every seed", cmd_summarize },
    { "bench",   FOR_BENCH,   "[NAME ...]",            "speed against the plain scalar twin, in the same run", cmd_bench },
    { "help",    FOR_HELP,    "[COMMAND]",             "this text, or a command's options", cmd_help },
    { "version", FOR_VERSION, "",                      "version, compiler and instruction sets", cmd_version },
    { NULL, 0, NULL, NULL, NULL }
};

int cmd_help(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    const char *of = status || !w.n_rest ? NULL : w.rest[0];
    words_free(&w);
    if (status)
        return status > 0 ? OK : status;
    for (const struct command *c = commands; of && c->name; c++)
        if (!strcmp(c->name, of)) {
            command_help(c);
            return OK;
        }
    if (of)
        return fail("help: no command '%.40s'; 'lockstep help' names them all", of);
    puts("lockstep: reinforcement learning experiments, hundreds of seeds in lock-step\n");
    for (const struct command *c = commands; c->name; c++)
        printf("  %-10s %s\n", c->name, c->brief);
    puts("\n  lockstep run -a ucb1,kl-ucb,ts -e bernoulli means=0.9/0.8/0.8 -n 1000 -T 10k | lockstep plot");
    return OK;
}

static int run_command(int argc, char **argv)
{
    const char *names[32], *given = argc > 1 ? argv[1] : "help";
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
