/* Words back into a command line: see again.h. */
#include "again.h"
#include "fail.h"
#include <stdlib.h>
#include <string.h>

void shell_word(FILE *to, const char *word)
{
    if (*word && strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=,@%+-") == strlen(word)) {
        fputs(word, to);
        return;
    }
    putc('\'', to);
    for (; *word; word++)
        if (*word == '\'')
            fputs("'\\''", to);
        else
            putc(*word, to);
    putc('\'', to);
}

/* the word without the directories of absolute paths (/home/me/x.ini, means=@/home/me/arms.csv:p, map=8x8,@/tmp/lake.txt) into
 * to [strlen + 1] */
static const char *without_directories(const char *word, char *to)
{
    size_t n = 0;
    for (const char *at = word; *at;) {
        if (*at == '/' && (at == word || strchr("=@,", at[-1]))) {
            const char *end = at + strcspn(at, ",");
            for (const char *c = at; c < end; c++)
                at = *c == '/' ? c + 1 : at;
            continue;
        }
        to[n++] = *at++;
    }
    to[n] = 0;
    return to;
}

static int put_word(FILE *to, const char *before, const char *word)
{
    char *own = malloc(strlen(word) + 1);
    if (!own)
        return -1;
    fputs(before, to);
    shell_word(to, without_directories(word, own));
    free(own);
    return 0;
}

/* the name of an experiment that `repro` finds by itself: experiments/NAME.ini, wherever that lies; other files stay as they are */
static int put_experiment(FILE *to, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *end = strrchr(name, '.');
    size_t n = sizeof "experiments" - 1, before = slash ? (size_t)(slash - path) : 0;
    if (before < n || strncmp(slash - n, "experiments", n) || (before > n && slash[-(long)n - 1] != '/') || !end)
        return put_word(to, " ", path);
    fprintf(to, " %.*s", (int)(end - name), name);
    return 0;
}

char *command_again(const struct words *w)
{
    char *made = NULL;
    size_t size;
    int repro = w->command->bit == FOR_REPRO, status = 0;
    FILE *to = open_memstream(&made, &size);
    if (!to)
        return fail_inside("out of memory"), NULL;
    fputs(repro ? "lockstep repro" : "lockstep run", to);
    for (int i = 0; i < w->n_rest && !status; i++)
        status = repro && !strchr(w->rest[i], '=') ? put_experiment(to, w->rest[i]) : put_word(to, " ", w->rest[i]);
    for (const struct option *o = options; o->name && !status; o++) {
        const char *value = w->value[o - options];
        if (!value || !(o->in_file || !strcmp(o->name, "quick")))
            continue;
        if (o->letter)
            fprintf(to, " -%c", o->letter);
        else
            fprintf(to, " --%s", o->name);
        if (o->arg)
            status = put_word(to, " ", value);
    }
    if (!fclose(to) && !status)
        return made;
    free(made);
    return fail_inside("out of memory"), NULL;
}
