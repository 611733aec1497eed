/* lockstep check: the claims of a run directory again, from plan.json and curves.csv alone. */
#include "claim.h"
#include "commands.h"
#include "store.h"
#include "table.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH = 4096 };

static int check(const char *dir, const char *format)
{
    char path[PATH];
    struct plan plan;
    struct store store;
    struct claims claims = { 0 };
    struct table table = { 0 };
    struct sink sink;
    struct rows rows = { .to = &sink };
    int status = store_enter(&store, dir, &plan);
    snprintf(path, sizeof path, "%s/curves.csv", dir);
    if (!status && !store_finished(&store, 1))
        fail("%s: is not finished, or was changed after the run: its files are not what SHA256SUMS says; 'lockstep verify' tells more", dir), status = NO;
    else if (!status && !claims_make(&claims, &plan) && !table_read(&table, path) && !claims_read(&claims, &table)) {
        if (!format || !strcmp(format, "table"))
            status = claims_print(&claims, dir);
        else if (!format_find(format, &rows.format) && !sink_open(&sink, 1, "standard output")) {
            claims_header(&rows);
            status = claims_rows(&claims, dir, &rows);
            rows_end(&rows);
            status = sink_close(&sink) ? -1 : status;
        } else
            status = -1;
    } else
        status = -1;
    table_free(&table), claims_free(&claims), store_close(&store), plan_free(&plan);
    return status > 0 ? NO : status;
}

int cmd_check(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    if (status)
        status = status > 0 ? OK : status;
    else if (w.n_rest != 1)
        status = fail("check: say which run directory (written by 'lockstep run -o' or 'lockstep repro -o')");
    else
        status = check(w.rest[0], word_of(&w, "format"));
    words_free(&w);
    return status;
}
