/* lockstep version: what this binary is and what it can use here. */
#include "commands.h"
#include "isa.h"
#include "option.h"
#include "version.h"
#include <stdio.h>

int cmd_version(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    if (!status) {
        printf("lockstep %s (commit %s, %s)\ninstruction sets that run here:", LOCKSTEP_VERSION, LOCKSTEP_COMMIT, LOCKSTEP_COMPILER);
        for (const struct isa *const *i = isa_all(); *i; i++)
            printf(" %s", (*i)->name);
        printf("; used: %s\n", isa_pick(NULL)->name);
    }
    words_free(&w);
    return status > 0 ? OK : status;
}
