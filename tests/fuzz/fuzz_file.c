/* The reader of experiment files: any bytes are a plan or an error. */
#define _GNU_SOURCE
#include "plan.h"
#include "plan_json.h"
#include "sink.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const struct command commands[] = { { "plan", FOR_PLAN, "", "", NULL }, { NULL, 0, NULL, NULL, NULL } };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    static char path[64];
    if (file < 0 && (file = memfd_create("experiment", 0)) < 0)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (ftruncate(file, 0) || lseek(file, 0, SEEK_SET) || write_all(file, data, size))
        abort();
    char *line[] = { "plan", path, "--max-mem", "4M", NULL };
    struct words w;
    struct plan plan, again;
    char id[65], *text;
    if (words_parse(&w, 4, line))
        abort();
    if (!plan_make(&plan, &w)) {
        /* what was understood can be written down and read back, unless it named files */
        if (!(text = plan_json(&plan, id)) || plan_from_json(&again, text, strlen(text), "again"))
            abort();
        free(text);
        plan_free(&again), plan_free(&plan);
    }
    words_free(&w);
    failure_forget();
    return 0;
}
