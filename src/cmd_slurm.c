/* lockstep slurm: an sbatch script for the words of a run: an array of shards that survives preemption, and the merge after it. */
#include "again.h"
#include "commands.h"
#include "store.h"
#include <stdio.h>
#include <string.h>

static int print_script(const struct words *w, int argc, char **argv)
{
    const char *out = word_of(w, "out"), *tasks = word_of(w, "array"), *time = word_of(w, "time"), *partition = word_of(w, "partition");
    const char *threads = word_of(w, "threads"), *const ours[] = { "--array", "--time", "--partition" };
    struct plan plan;
    long n = 16;
    if (!out)
        return fail("slurm: needs a run directory that all nodes see: say -o DIR");
    if (tasks && plan_whole("--array", tasks, 1, 100000, &n))
        return -1;
    if (time && (!*time || strspn(time, "0123456789:-") != strlen(time)))
        return fail("--time %.40s: must be a time limit as Slurm writes it: 30, 2:00:00 or 1-12", time);
    if (partition && (!*partition || strspn(partition, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.,-") != strlen(partition)))
        return fail("--partition %.40s: is no name of a partition", partition);
    if (word_of(w, "points") && !strcmp(word_of(w, "points"), "-"))
        return fail("slurm: --points -: tasks have no standard input: name a file that all nodes see");
    if (plan_make(&plan, w))
        return -1;
    long units = units_of(&plan);
    plan_free(&plan);
    n = n < units ? n : units;
    const char *name = strrchr(out, '/') && strrchr(out, '/')[1] ? strrchr(out, '/') + 1 : out;
    printf("#!/bin/bash\n"
           "# %ld units of up to 64 seeds in %ld tasks; submit with sbatch, and again with the same file if something is missing\n"
           "#SBATCH --job-name=%.60s\n#SBATCH --array=0-%ld\n#SBATCH --cpus-per-task=%s\n#SBATCH --time=%s\n", units, n,
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-") == strlen(name) ? name : "lockstep", n - 1,
           threads ? threads : "1", time ? time : "1:00:00");
    if (partition)
        printf("#SBATCH --partition=%s\n", partition);
    printf("#SBATCH --requeue\n#SBATCH --open-mode=append\n#SBATCH --signal=B:USR1@60\n"
           "# a task that is preempted, or nearly out of time, stops in good order, keeps what it has and goes on when it is started again;\n"
           "# the merge is submitted once, by the first task, and waits for all of them\n"
           "export lockstep=${LOCKSTEP:-lockstep} dir=");
    shell_word(stdout, out);
    printf("\nif [ \"$SLURM_ARRAY_TASK_ID\" = 0 ] && [ \"${SLURM_RESTART_COUNT:-0}\" = 0 ]; then\n"
           "    sbatch --dependency=afterany:\"$SLURM_ARRAY_JOB_ID\" --job-name=merge --time=%s --requeue --open-mode=append%s%s \\\n"
           "        --wrap='exec \"$lockstep\" merge \"$dir\"'\n"
           "fi\ntrap 'kill -USR1 $!' USR1\ntrap : TERM\n\"$lockstep\" run", time ? time : "1:00:00", partition ? " --partition=" : "",
           partition ? partition : "");
    for (int i = 1; i < argc; i++) {
        int skip = 0;
        for (int k = 0; k < 3 && !skip; k++) {
            size_t length = strlen(ours[k]);
            if (!strncmp(argv[i], ours[k], length) && (!argv[i][length] || argv[i][length] == '='))
                skip = argv[i][length] ? 1 : 2;
        }
        if (skip) {
            i += skip - 1;
            continue;
        }
        putchar(' ');
        shell_word(stdout, argv[i]);
    }
    if (!threads)
        fputs(" -j 1", stdout);
    /* USR1 reaches the shell alone, TERM both, and the shell has to outlive lockstep.  Slurm starts again what it preempted, but not what
     * ran out of time.  (srun would take a TERM for the order to kill what it started.) */
    puts(" --shard auto &\nwhile kill -0 $! 2>/dev/null; do wait $!; done\nwait $!\nstatus=$?\n"
         "[ $status != 3 ] || scontrol requeue \"${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\"\nexit $status");
    return OK;
}

int cmd_slurm(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    status = status ? (status > 0 ? OK : status) : print_script(&w, argc, argv);
    words_free(&w);
    return status;
}
