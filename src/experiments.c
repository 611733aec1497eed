/* Where the shipped experiments lie: ./experiments, beside the binary's directory (a source tree), or in ../share/lockstep. */
#include "experiments.h"
#include "fail.h"
#include "param.h"
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH = 4096, PLACES = 3 };

/* the i-th place to look in; relative to the binary itself, so that a moved installation still finds its files */
static const char *place(int i, char to[PATH])
{
    static const char *const beside[PLACES] = { NULL, "../experiments", "../share/lockstep/experiments" };
    char self[PATH / 2];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (!i || n < 0)
        return "experiments";
    self[n] = 0;
    char *slash = strrchr(self, '/');
    snprintf(to, PATH, "%.*s/%s", slash ? (int)(slash - self) : 0, self, beside[i]);
    return to;
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static int add_name(char ***all, size_t *n, const char *file)
{
    size_t length = strlen(file);
    if (length < 5 || strcmp(file + length - 4, ".ini"))
        return 0;
    char **more = realloc(*all, (*n + 2) * sizeof *more), *name = more ? strndup(file, length - 4) : NULL;
    if (more)
        *all = more, more[*n] = name, more[*n + 1] = NULL;
    if (!name)
        return fail_inside("out of memory");
    return ++*n, 0;
}

char **experiments_all(void)
{
    size_t n = 0, kept = 0;
    int status = 0;
    char **all = calloc(1, sizeof *all), at[PATH];
    if (!all)
        return fail_inside("out of memory"), NULL;
    for (int i = 0; i < PLACES && !status; i++) {
        DIR *d = opendir(place(i, at));
        for (struct dirent *e; d && !status && (e = readdir(d)); )
            status = add_name(&all, &n, e->d_name);
        if (d)
            closedir(d);
    }
    if (status)
        return experiments_free(all), NULL;
    /* once each, whatever number of places has it */
    qsort(all, n, sizeof *all, by_text);
    for (size_t i = 0; i < n; i++)
        if (kept && !strcmp(all[kept - 1], all[i]))
            free(all[i]);
        else
            all[kept++] = all[i];
    all[kept] = NULL;
    return all;
}

void experiments_free(char **all)
{
    for (char **name = all; name && *name; name++)
        free(*name);
    free(all);
}

int experiments_find(const char *name, char *path, size_t size)
{
    char at[PATH];
    size_t length = strlen(name), n = 0;
    /* a file as it is */
    if (strchr(name, '/') || (length > 4 && !strcmp(name + length - 4, ".ini"))) {
        snprintf(path, size, "%s", name);
        return 0;
    }
    for (int i = 0; i < PLACES; i++) {
        snprintf(path, size, "%s/%s.ini", place(i, at), name);
        if (!access(path, R_OK))
            return 0;
    }
    char **all = experiments_all();
    if (!all)
        return -1;
    while (all[n])
        n++;
    const char *near = nearest(name, (const char *const *)all, n);
    fail("no experiment '%.64s'%s%s%s; 'lockstep list experiments' names them all", name, near ? ": did you mean '" : "", near ? near : "", near ? "'" : "");
    experiments_free(all);
    return -1;
}

/* "... and so on.  About ten seconds on two cores" -> (about ten seconds on two cores) */
static void add_duration(struct experiment_head *h, const char *comment)
{
    const char *end = strstr(comment, " on two cores"), *from = end;
    size_t used = strlen(h->line);
    while (from && from > comment && from[-1] != '.' && from[-1] != '#')
        from--;
    if (end && (from += strspn(from, " ")) < end)
        snprintf(h->line + used, sizeof h->line - used, "%s(%c%.*s on two cores)", used ? " " : "", tolower((unsigned char)*from),
                 (int)(end - from - 1), from + 1);
}

int experiments_head(const char *name, struct experiment_head *h)
{
    char path[PATH], line[1024];
    *h = (struct experiment_head){ "" };
    if (experiments_find(name, path, sizeof path))
        return -1;
    FILE *f = fopen(path, "r");
    if (!f)
        return fail_file("%s: cannot read", path);
    for (int n = 0; fgets(line, sizeof line, f) && *line == '#'; n++) {
        line[strcspn(line, "\r\n")] = 0;
        if (!n)
            snprintf(h->line, sizeof h->line, "%.400s", line + 1 + strspn(line + 1, " "));
        add_duration(h, line);
    }
    fclose(f);
    return 0;
}
