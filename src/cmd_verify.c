/* lockstep verify: is a run directory what the run wrote, and what it would write again? */
#include "commands.h"
#include "plan_json.h"
#include "store.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* every file that SHA256SUMS names has the hash that stands there; how many do not */
static int verify_tables(const struct store *s)
{
    char hash[65];
    size_t size;
    int bad = 0, named = 0;
    char *sums = regular_read(s->dir, "SHA256SUMS", 4096, &size);
    for (int i = 0; store_hashed[i] && sums; i++) {
        char line[128];
        int missing = regular_hash(s->dir, store_hashed[i], hash);
        snprintf(line, sizeof line, "%s  %s\n", missing ? "" : hash, store_hashed[i]);
        if (missing || !strstr(sums, line))
            printf("%s: %s\n", store_hashed[i], missing ? strerror(errno) : "was changed after the run"), bad++;
        named++;
    }
    if (!sums)
        printf("tables: none yet\n");
    else if (!bad)
        printf("tables: %d files are what the run wrote\n", named);
    free(sums);
    return bad;
}

static int verify_parts(const struct store *s)
{
    const struct parts *p = &s->parts;
    printf("parts: %ld of %ld units are there and whole", p->found, p->units);
    if (p->damaged)
        printf(", %ld are damaged: the run's line computes them again", p->damaged);
    putchar('\n');
    return p->damaged > 0;
}

/* `count` units by chance, computed again; how many differ, or -1 */
static int recompute(const struct store *s, struct plan *p, long count)
{
    struct block b;
    int bad = 0, done = 0;
    long there = s->parts.found, left = count < there ? count : there;
    size_t most = block_bytes(p, 0);
    unsigned char *stored = malloc(most), *again = malloc(most);
    int status = block_open(&b, p);
    if (!status && (!stored || !again))
        status = fail_inside("out of memory");
    /* each of the units that are left has the same chance, in one pass */
    for (long u = 0; u < s->parts.units && left && !status; u++) {
        char unique[17];
        if (s->parts.unit[u].part < 0)
            continue;
        unique_name(unique);
        int chosen = strtoull(unique, NULL, 16) % (unsigned long)there < (unsigned long)left;
        there--;
        if (!chosen)
            continue;
        left--;
        struct point *q = &p->point[u / blocks_of(p)];
        if (!point_complete(q)) {
            printf("unit %ld: %s on %s took a file, which the directory does not keep: it cannot be computed again\n", u, q->label, q->env->name);
            continue;
        }
        block_set(&b, u);
        if ((!q->lanes && point_fit(p, q)) || parts_get(&s->parts, u, stored) || block_run(&b, NULL))
            status = -1;
        else {
            block_pack(&b, again);
            done++;
            if (memcmp(stored, again, block_bytes(p, u)))
                printf("unit %ld: %s/%s holds other numbers than this machine computes\n", u, s->parts_path, s->parts.file[s->parts.unit[u].part].name), bad++;
        }
    }
    if (!status && done && !bad)
        printf("recomputed: %d units are the same again\n", done);
    block_close(&b), free(stored), free(again);
    return status ? -1 : bad;
}

/* the first line in which two files differ; 0: they are equal */
static long first_difference(int dir, int other, const char *name)
{
    int fd[2] = { regular_open(dir, name), regular_open(other, name) };
    FILE *f[2];
    long line = 1, found = -1;
    for (int i = 0; i < 2; i++)
        f[i] = fd[i] < 0 ? NULL : fdopen(fd[i], "rb");
    while (f[0] && f[1] && found < 0) {
        int a = getc(f[0]), b = getc(f[1]);
        if (a != b)
            found = line;
        else if (a == EOF)
            found = 0;
        line += a == '\n';
    }
    for (int i = 0; i < 2; i++)
        if (f[i])
            fclose(f[i]);
    return found < 0 ? 1 : found;
}

static int compare(const struct store *s, const char *path)
{
    struct store other;
    struct plan plan;
    int bad = 0, n = 0, status = store_enter(&other, path, &plan);
    for (int i = 0; store_hashed[i] && !status; i++, n++) {
        long line = first_difference(s->dir, other.dir, store_hashed[i]);
        if (line)
            printf("%s: differs from that of %s in line %ld\n", store_hashed[i], path, line), bad++;
    }
    if (!status && !bad)
        printf("against %s: %d files are equal\n", path, n);
    store_close(&other), plan_free(&plan);
    return status ? -1 : bad;
}

static int verify(const struct words *w)
{
    struct store s;
    struct plan plan;
    const char *count = word_of(w, "recompute"), *against = word_of(w, "against");
    long k = 3;
    if (w->n_rest != 1)
        return fail("verify: say which run directory (written by 'lockstep run -o')");
    if (count && plan_whole("--recompute", count, 0, 1e9, &k))
        return -1;
    int status = store_enter(&s, w->rest[0], &plan), bad = 0, found = 0;
    if (!status && !(status = store_scan(&s, 1))) {
        bad = verify_tables(&s) + verify_parts(&s);
        found = recompute(&s, &plan, k), bad += found, status = found < 0 ? -1 : 0;
    }
    if (!status && against)
        found = compare(&s, against), bad += found, status = found < 0 ? -1 : 0;
    store_close(&s), plan_free(&plan);
    return status ? status : bad ? NO : OK;
}

int cmd_verify(int argc, char **argv)
{
    struct words w;
    int status = words_parse(&w, argc, argv);
    status = status ? (status > 0 ? OK : status) : verify(&w);
    words_free(&w);
    return status;
}
