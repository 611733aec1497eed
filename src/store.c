/* Run directories: see store.h. */
#define _GNU_SOURCE
#include "store.h"
#include "clock.h"
#include "param.h"
#include "version.h"
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *const file_names[] = { [SUMMARY] = "summary.csv", [SEEDS] = "curves.csv", [FINALS] = "finals.csv" };

/* ---- plan.json -------------------------------------------------------------------------------------------------------------------- */
static json_t *params_json(const param *table, const void *self)
{
    json_t *o = json_object();
    for (const param *p = table; p->name; p++) {
        size_t size = p->type == 'l' ? 64 + 32 * (size_t)((const list *)(const void *)((const char *)self + p->at))->n : 8192;
        char *text = malloc(size);
        if (text)
            json_object_set_new(o, p->name, json_string(param_text(p, self, text, size)));
        free(text);
        if (p->type == 'f') {       /* a file is what it holds, not where it lies */
            const grid *g = (const grid *)(const void *)((const char *)self + p->at);
            char hash[SHA256_DIGEST_STRING_LENGTH];
            SHA256Data((const unsigned char *)g->v, (size_t)g->rows * (size_t)g->cols * sizeof *g->v, hash);
            json_object_set_new(o, p->name, json_string(hash));
        }
    }
    return o;
}

char *plan_json(const struct plan *p, char id[65])
{
    json_t *all = json_object(), *points = json_array(), *log = json_array(), *names = json_array(), *claims = json_array();
    for (int j = 0; j < p->n_log; j++)
        json_array_append_new(log, json_integer(p->log[j]));
    for (int m = 0; m < p->n_metrics; m++)
        json_array_append_new(names, json_string(p->metric[m]->name));
    for (int i = 0; i < p->n_claims; i++)
        json_array_append_new(claims, json_pack("[s,s]", p->claim[i].name, p->claim[i].text));
    for (long i = 0; i < p->n_points; i++) {
        const struct point *q = &p->point[i];
        json_array_append_new(points, json_pack("{s:s,s:s,s:s,s:o,s:o}", "label", q->label, "algo", q->algo->name, "env", q->env->name,
                              "algo_params", params_json(q->algo->params, q->algo_self), "env_params", params_json(q->env->params, q->env_self)));
    }
    json_object_set_new(all, "schema", json_integer(1));
    json_object_set_new(all, "seeds", json_pack("[I,I]", (json_int_t)p->first, (json_int_t)(p->first + p->n - 1)));
    json_object_set_new(all, "steps", json_integer(p->steps));
    json_object_set_new(all, "count", json_string(p->episodes ? "episodes" : "steps"));
    json_object_set_new(all, "seed", json_integer((json_int_t)p->seed));
    json_object_set_new(all, "crn", json_boolean(p->crn));
    json_object_set_new(all, "log", log), json_object_set_new(all, "metrics", names);
    json_object_set_new(all, "points", points), json_object_set_new(all, "claims", claims);
    char *text = json_dumps(all, JSON_SORT_KEYS | JSON_INDENT(1));
    json_decref(all);
    if (!text)
        return fail_inside("out of memory"), NULL;
    SHA256Data((const unsigned char *)text, strlen(text), id);
    return text;
}

/* ---- files that appear whole ------------------------------------------------------------------------------------------------------ */
static int open_temporary(struct store *s, const char *name, char temporary[64])
{
    snprintf(temporary, 64, ".%s.%ld.tmp", name, (long)getpid());
    unlinkat(s->dir, temporary, 0);
    int fd = openat(s->dir, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
        fail_file("%s/%s: cannot create: %s", s->path, name, strerror(errno));
    return fd;
}
static int name_file(struct store *s, int fd, const char *temporary, const char *name)
{
    int bad = fsync(fd), close_bad = close(fd);
    if (bad || close_bad || renameat(s->dir, temporary, s->dir, name) || fsync(s->dir))
        return fail_file("%s/%s: cannot write: %s", s->path, name, strerror(errno));
    return 0;
}
static int put_file(struct store *s, const char *name, const char *text)
{
    char temporary[64];
    struct sink out;
    int fd = open_temporary(s, name, temporary);
    if (fd < 0)
        return -1;
    int bad = sink_open(&out, fd, name);
    if (!bad)
        sink_text(&out, text), bad = sink_close(&out);
    if (bad) {
        close(fd), unlinkat(s->dir, temporary, 0);
        return -1;
    }
    return name_file(s, fd, temporary, name);
}

/* the plan that lies there already must be this one */
static int same_plan(struct store *s)
{
    int fd = openat(s->dir, "plan.json", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? put_file(s, "plan.json", s->plan) : fail_file("%s/plan.json: cannot read: %s", s->path, strerror(errno));
    size_t n = strlen(s->plan);
    char *there = malloc(n + 1);
    ssize_t got = there ? read(fd, there, n + 1) : -1;
    int same = got == (ssize_t)n && !memcmp(there, s->plan, n);
    free(there), close(fd);
    return same ? 0 : fail_file("%s: holds another plan: give another -o, or remove the directory", s->path);
}

int store_open(struct store *s, const char *path, const struct plan *p)
{
    *s = (struct store){ .path = path, .dir = -1, .file = { -1, -1, -1 }, .started = clock_seconds(CLOCK_MONOTONIC) };
    if (mkdir(path, 0777) && errno != EEXIST)
        return fail_file("%s: cannot make the directory: %s", path, strerror(errno));
    if ((s->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
        return fail_file("%s: cannot enter: %s", path, strerror(errno));
    if (!(s->plan = plan_json(p, s->plan_id)) || same_plan(s))
        return -1;
    for (int i = 0; i < 3; i++) {
        if ((s->file[i] = open_temporary(s, file_names[i], s->temporary[i])) < 0 || sink_open(&s->sink[i], s->file[i], file_names[i]))
            return -1;
        s->table[i].to = &s->sink[i];
        table_begin(&s->table[i], p, (enum table_kind)i);
    }
    return 0;
}

int store_point(struct store *s, const struct outcome *o)
{
    for (int i = 0; i < 3; i++)
        if (table_point(&s->table[i], o, (enum table_kind)i) || s->sink[i].error)
            return s->sink[i].error ? sink_flush(&s->sink[i]) : -1;
    return 0;
}

int store_finish(struct store *s, const struct plan *p, const char *isa, int threads)
{
    char sums[1024] = "", hash[SHA256_DIGEST_STRING_LENGTH], line[128];
    for (int i = 0; i < 3; i++) {
        if (sink_close(&s->sink[i]))
            return -1;
        s->sink[i] = (struct sink){ 0 };
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", s->file[i]);
        if (!SHA256File(link, hash))
            return fail_file("%s/%s: cannot read back: %s", s->path, file_names[i], strerror(errno));
        snprintf(line, sizeof line, "%s  %s\n", hash, file_names[i]);
        strncat(sums, line, sizeof sums - strlen(sums) - 1);
        int fd = s->file[i];
        s->file[i] = -1;
        if (name_file(s, fd, s->temporary[i], file_names[i]))
            return -1;
    }
    char host[64] = "", timing[256];
    gethostname(host, sizeof host - 1);
    json_t *facts = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:i,s:I}", "version", LOCKSTEP_VERSION, "commit", LOCKSTEP_COMMIT, "compiler", LOCKSTEP_COMPILER, "flags", LOCKSTEP_FLAGS,
                              "isa", isa, "host", host, "plan_id", s->plan_id, "threads", threads, "finished", (json_int_t)time(NULL));
    char *text = facts ? json_dumps(facts, JSON_SORT_KEYS | JSON_INDENT(1)) : NULL;
    double seconds = clock_seconds(CLOCK_MONOTONIC) - s->started, steps = (double)p->n * (double)p->steps * (double)p->n_points;
    snprintf(timing, sizeof timing, "points,seeds,steps,seconds,steps_per_second\n%ld,%ld,%ld,%.3f,%.0f\n", p->n_points, p->n, p->steps, seconds,
             steps / seconds);
    int status = text ? 0 : fail_inside("out of memory");
    status = status || put_file(s, "manifest.json", text) || put_file(s, "timing.csv", timing) || put_file(s, "SHA256SUMS", sums) ? -1 : 0;
    json_decref(facts), free(text);
    store_abandon(s);
    return status;
}

void store_abandon(struct store *s)
{
    for (int i = 0; i < 3; i++)
        if (s->file[i] >= 0) {
            if (s->sink[i].buffer)
                free(s->sink[i].buffer);
            close(s->file[i]), unlinkat(s->dir, s->temporary[i], 0);
            s->file[i] = -1;
        }
    if (s->dir >= 0)
        close(s->dir);
    s->dir = -1;
    free(s->plan);
    s->plan = NULL;
}
