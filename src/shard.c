/* The share of one process: see shard.h. */
#include "shard.h"
#include "fail.h"
#include "number.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SHARDS = 1000000 };

/* a whole number from the environment; 0: not set or no number */
static int from_env(const char *name, double *to)
{
    const char *text = getenv(name);
    return text && !number_parse(text, to) && *to == floor(*to) && *to >= 0;
}

static int shard_auto(long *shard, long *shards)
{
    static const char *const ranks[][2] = {
        { "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE" }, { "PMI_RANK", "PMI_SIZE" }, { "SLURM_PROCID", "SLURM_NTASKS" } };
    double task = 0, first = 0, step = 1, count = 1, rank = 0, size = 1;
    int found = from_env("SLURM_ARRAY_TASK_ID", &task) && from_env("SLURM_ARRAY_TASK_COUNT", &count);
    if (found) {
        from_env("SLURM_ARRAY_TASK_MIN", &first), from_env("SLURM_ARRAY_TASK_STEP", &step);
        task = step > 0 ? (task - first) / step : -1;
    } else
        task = 0, count = 1;
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
        if (from_env(ranks[i][0], &rank) && from_env(ranks[i][1], &size)) {
            found = 1;
            break;
        } else
            rank = 0, size = 1;
    if (!found)
        return fail("--shard auto: no array task and no rank: neither SLURM_ARRAY_TASK_ID, OMPI_COMM_WORLD_RANK, PMI_RANK nor SLURM_PROCID "
                    "is set with its count; try --shard 0/4");
    if (!(task >= 0 && task < count && task == floor(task) && rank < size && count * size <= MOST_SHARDS))
        return fail("--shard auto: task %g of %g and rank %g of %g make no sense", task, count, rank, size);
    *shard = (long)(task * size + rank), *shards = (long)(count * size);
    return 0;
}

int shard_read(const char *text, long *shard, long *shards)
{
    *shard = 0, *shards = 1;
    if (!text)
        return 0;
    if (!strcmp(text, "auto"))
        return shard_auto(shard, shards);
    const char *slash = strchr(text, '/');
    char first[32];
    double k, n;
    if (!slash || slash - text >= (long)sizeof first)
        return fail("--shard %.40s: must be K/N, as 0/4, or auto", text);
    snprintf(first, sizeof first, "%.*s", (int)(slash - text), text);
    if (number_parse(first, &k) || number_parse(slash + 1, &n) || k != floor(k) || n != floor(n) || !(k >= 0 && k < n) || n > MOST_SHARDS)
        return fail("--shard %.40s: must be K/N with K from 0 to N-1 and N at most %d", text, MOST_SHARDS);
    *shard = (long)k, *shards = (long)n;
    return 0;
}

int duration_read(const char *what, const char *text, double dflt, double *seconds)
{
    static const struct { char letter; double seconds; } units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
    char digits[64];
    double unit = 1;
    *seconds = dflt;
    if (!text)
        return 0;
    size_t n = strlen(text);
    for (size_t i = 0; i < 4 && n; i++)
        if (text[n-1] == units[i].letter) {
            unit = units[i].seconds, n--;
            break;
        }
    snprintf(digits, sizeof digits, "%.*s", (int)(n < 60 ? n : 60), text);
    if (number_parse(digits, seconds) || !(*seconds > 0 && *seconds * unit < 1e9))
        return fail("%s %.40s: must be a time, as 90, 90s, 30m, 2h or 1d", what, text);
    *seconds *= unit;
    return 0;
}
