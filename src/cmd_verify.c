/* lockstep verify: is a run directory what the run wrote, and what it would write again? */
#include "commands.h"
#include "crc32c.h"
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
        printf(", %ld are damaged%s", p->damaged, store_finished(s, 0) ? "" : ": the run's line computes them again");
    putchar('\n');
    return p->damaged > 0;
}

/* a unit as this machine computes it; 0, 1: it cannot, and says so, -1 after fail() */
static int compute_again(struct plan *p, struct block *b, long unit, void *bytes)
{
    struct point *q = &p->point[unit / blocks_of(p)];
    if (!point_complete(q)) {
        printf("unit %ld: %s on %s took a file, which the directory does not keep: it cannot be computed again\n", unit, q->label, q->env->name);
        return 1;
    }
    block_set(b, unit);
    if ((!q->lanes && point_fit(p, q)) || block_run(b, NULL))
        return -1;
    block_pack(b, bytes);
    return 0;
}

static void print_wrong(const struct parts *s, long unit, struct unit_at at)
{
    printf("unit %ld: %s/%s holds other numbers than this machine computes\n", unit, s->file[at.part].path, s->file[at.part].name);
}

/* of two copies that differ, which are wrong; how many, or -1 */
static int verify_clash(const struct parts *s, struct plan *p)
{
    const struct unit_at copy[] = { s->unit[s->clash], s->other };
    unsigned char *again = malloc(block_bytes(p, 0));
    struct block b;
    int status = block_open(&b, p) ? -1 : again ? compute_again(p, &b, s->clash, again) : fail_inside("out of memory"), bad = 0;
    for (int i = 0; i < 2 && !status; i++)
        if (copy[i].crc != crc32c(0, again, block_bytes(p, s->clash)))
            print_wrong(s, s->clash, copy[i]), bad++;
    block_close(&b), free(again);
    return status < 0 ? -1 : status ? 1 : bad;
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
        int unknown = parts_get(&s->parts, u, stored) ? -1 : compute_again(p, &b, u, again);
        if (unknown < 0)
            status = -1;
        else if (!unknown) {
            done++;
            if (memcmp(stored, again, block_bytes(p, u)))
                print_wrong(&s->parts, u, s->parts.unit[u]), bad++;
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
    if (!status && (status = store_scan(&s, 1)) && s.parts.clash >= 0) {
        note("%s", failure());
        failure_forget();
        bad = verify_clash(&s.parts, &plan), status = bad < 0 ? -1 : 0;
    } else if (!status) {
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
