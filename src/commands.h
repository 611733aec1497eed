/* The subcommands, one file each: argv[0] is the command's name; the exit status, or -1 after fail(). */
#ifndef COMMANDS_H
#define COMMANDS_H
struct words;
struct store;
struct store_options;
struct todo;
int cmd_run(int argc, char **argv);
/* what cmd_run does once it has its words; `compute` as in struct store_options */
int run_words(const struct words *, int (*compute)(struct store *, const struct store_options *, struct todo *));
int cmd_repro(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_merge(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_verify(int argc, char **argv);
int cmd_slurm(int argc, char **argv);
int cmd_plan(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_summarize(int argc, char **argv);
int cmd_compare(int argc, char **argv);
int cmd_power(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_profile(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_plot(int argc, char **argv);
int cmd_tune(int argc, char **argv);
int cmd_bench(int argc, char **argv);
int cmd_help(int argc, char **argv);
int cmd_completion(int argc, char **argv);
int cmd_version(int argc, char **argv);
#endif
