/* Run directories: see store.h. */
#define _GNU_SOURCE
#include "store.h"
#include "clock.h"
#include "param.h"
#include "plan_json.h"
#include "shard.h"
#include "stop.h"
#include "version.h"
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { POINTS = 3, PLAN, HASHED };
const char *const store_hashed[] = { [SUMMARY] = "summary.csv", [SEEDS] = "curves.csv", [FINALS] = "finals.csv", [POINTS] = "points.csv",
                                     [PLAN] = "plan.json", [HASHED] = NULL };
static const size_t MOST_PLAN = (size_t)1 << 31, MOST_FACTS = (size_t)1 << 24;

/* ---- entering -------------------------------------------------------------------------------------------------------------------- */
static int open_dir(struct store *s, const char *path)
{
    struct stat about;
    *s = (struct store){ .path = path, .dir = -1, .parts_dir = -1, .started = clock_seconds(CLOCK_MONOTONIC) };
    if ((s->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
        return fail_file("%s: cannot enter: %s", path, strerror(errno));
    if (!fstat(s->dir, &about) && about.st_uid != geteuid())
        note("warning: %s belongs to another user", path);
    return 0;
}

static int open_parts(struct store *s)
{
    snprintf(s->parts_path, sizeof s->parts_path, "%.4000s/parts", s->path);
    if (mkdirat(s->dir, "parts", 0777) && errno != EEXIST)
        return fail_file("%s: cannot make the directory: %s", s->parts_path, strerror(errno));
    s->parts_dir = openat(s->dir, "parts", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return s->parts_dir < 0 ? fail_file("%s: cannot enter: %s", s->parts_path, strerror(errno)) : 0;
}

/* a text of the manifest that is there; NULL: none */
static json_t *fact(const struct store *s, const char *name)
{
    size_t size;
    char *text = regular_read(s->dir, "manifest.json", MOST_FACTS, &size);
    json_t *all = text ? json_loadb(text, size, 0, NULL) : NULL, *found = json_incref(json_object_get(all, name));
    json_decref(all), free(text);
    if (found && json_is_string(found))
        return found;
    json_decref(found);
    return NULL;
}

/* what the run was asked for, which the plan does not keep: from who makes the tables if it knows, or from who made the directory */
static void add_request(const struct store *s, json_t *facts)
{
    const char *const name[] = { "title", "command" }, *own[] = { s->plan->title, s->plan->command };
    for (int i = 0; i < 2; i++) {
        json_t *text = own[i] ? json_string(own[i]) : fact(s, name[i]);
        if (facts && text)
            json_object_set_new(facts, name[i], text);
    }
}

/* the first facts: what was asked for; those of a run that has finished meanwhile stay */
static int put_request(const struct store *s)
{
    struct whole w;
    json_t *facts = json_object();
    add_request(s, facts);
    char *text = facts ? json_dumps(facts, JSON_SORT_KEYS | JSON_INDENT(1)) : NULL;
    int status = text ? whole_open(&w, s->dir, s->path, "manifest.json") : fail_inside("out of memory");
    if (!status)
        sink_text(&w.sink, text), status = whole_create(&w) < 0 ? -1 : 0;
    json_decref(facts), free(text);
    return status;
}

/* the plan that lies there must be this one: 0; 1: there is none */
static int same_plan(const struct store *s)
{
    size_t size;
    char *there = regular_read(s->dir, "plan.json", MOST_PLAN, &size);
    if (!there)
        return errno == ENOENT ? 1 : fail_file("%s/plan.json: cannot read: %s", s->path, errno == EINVAL || errno == ELOOP ? "it is no regular file" : strerror(errno));
    int same = size == strlen(s->json) && !memcmp(there, s->json, size);
    free(there);
    return same ? 0 : fail_file("%s: holds another plan: give another -o, or remove the directory", s->path);
}

int store_open(struct store *s, const char *path, const struct plan *p)
{
    *s = (struct store){ .dir = -1, .parts_dir = -1 };
    if (mkdir(path, 0777) && errno != EEXIST)
        return fail_file("%s: cannot make the directory: %s", path, strerror(errno));
    if (open_dir(s, path))
        return -1;
    s->plan = p;
    if (!(s->json = plan_json(p, s->plan_id)))
        return -1;
    int missing = same_plan(s);
    if (missing > 0) {
        /* the first of several that start at once has its plan there; the others look again */
        struct whole w;
        if (whole_open(&w, s->dir, path, "plan.json"))
            return -1;
        sink_text(&w.sink, s->json);
        missing = whole_create(&w);
        missing = missing > 0 ? same_plan(s) : missing ? missing : put_request(s);
    }
    return missing ? -1 : open_parts(s);
}

int store_enter(struct store *s, const char *path, struct plan *p)
{
    char where[4200];
    size_t size;
    *p = (struct plan){ 0 };
    if (open_dir(s, path))
        return -1;
    snprintf(where, sizeof where, "%s/plan.json", path);
    char *text = regular_read(s->dir, "plan.json", MOST_PLAN, &size);
    if (!text)
        return fail_file("%s: cannot read: %s: is %s the directory of a run (lockstep run -o)?", where, strerror(errno), path);
    int status = plan_from_json(p, text, size, where);
    free(text);
    s->plan = p;
    return status || !(s->json = plan_json(p, s->plan_id)) ? -1 : open_parts(s);
}

void store_close(struct store *s)
{
    parts_close(&s->parts);
    if (s->parts_dir >= 0)
        close(s->parts_dir);
    if (s->dir >= 0)
        close(s->dir);
    free(s->json);
    s->json = NULL, s->dir = s->parts_dir = -1;
}

int store_scan(struct store *s, int thorough)
{
    parts_close(&s->parts);
    return parts_open(&s->parts, s->plan, s->plan_id) || parts_add(&s->parts, s->parts_dir, s->parts_path, thorough) ? -1 : 0;
}

/* SHA256SUMS as it would be written; 0, or -1 with errno */
static int sums(const struct store *s, char *to, size_t size)
{
    size_t used = 0;
    for (int i = 0; i < HASHED; i++) {
        char hash[65];
        if (regular_hash(s->dir, store_hashed[i], hash))
            return -1;
        used += (size_t)snprintf(to + used, size - used, "%s  %s\n", hash, store_hashed[i]);
    }
    return 0;
}

int store_finished(const struct store *s, int thorough)
{
    char want[1024];
    size_t size;
    char *there = regular_read(s->dir, "SHA256SUMS", sizeof want, &size);
    int same = there && (!thorough || (!sums(s, want, sizeof want) && !strcmp(want, there)));
    free(there);
    return same;
}

/* ---- computing -------------------------------------------------------------------------------------------------------------------- */
void todo_open(struct todo *t, const struct store *s, long shard, long shards)
{
    *t = (struct todo){ .store = s, .shard = shard, .shards = shards, .at = shard };
    for (long u = shard; u < s->parts.units; u += shards)
        t->left += s->parts.unit[u].part < 0;
}

long todo_next(void *context)
{
    struct todo *t = context;
    for (; t->at < t->store->parts.units; t->at += t->shards)
        if (t->store->parts.unit[t->at].part < 0) {
            t->at += t->shards;
            return t->at - t->shards;
        }
    return -1;
}

struct work {
    struct store *store; const struct store_options *options;
    struct checkpoints checkpoints; struct pause pause;
    struct part *part;
    long (*next)(void *); void *context;
    long expected, done, nan_unit, nan_seed, nan_step;
    int failed, stopped;
    pthread_mutex_t lock;
};

/* one unit, into the part; 0, 1: stopped, -1 */
static int work_unit(struct work *w, struct block *b, unsigned char *bytes, long unit)
{
    const struct plan *p = w->store->plan;
    double from = clock_seconds(CLOCK_MONOTONIC);
    block_set(b, unit);
    int status = block_run(b, &w->pause);
    if (status)
        return status;
    for (long i = 0; i < b->n && w->options->stop_on_nan; i++)
        if (b->diverged[i]) {
            pthread_mutex_lock(&w->lock);
            if (w->nan_unit < 0 || unit < w->nan_unit)
                w->nan_unit = unit, w->nan_seed = p->first + b->from + i, w->nan_step = b->diverged[i];
            pthread_mutex_unlock(&w->lock);
            return 1;
        }
    block_pack(b, bytes);
    status = part_add(w->part, unit, bytes, block_bytes(p, unit));
    /* a long unit: the checkpoint goes when the unit is there for certain */
    if (!status && clock_seconds(CLOCK_MONOTONIC) - from > w->pause.every && !(status = part_save(w->part)))
        checkpoint_forget(&w->checkpoints, unit);
    return status;
}

static void *worker(void *argument)
{
    struct work *w = argument;
    const struct plan *p = w->store->plan;
    struct block b;
    unsigned char *bytes = malloc(block_bytes(p, 0));
    int status = block_open(&b, p) ? -1 : bytes ? 0 : fail_inside("out of memory");
    pthread_mutex_lock(&w->lock);
    while (!status && !w->failed && !w->stopped && !stop_asked()) {
        long unit = w->next(w->context);
        if (unit < 0)
            break;
        pthread_mutex_unlock(&w->lock);
        status = work_unit(w, &b, bytes, unit);
        pthread_mutex_lock(&w->lock);
        w->done += !status;
        if (!status && w->options->progress && w->expected)
            progress_show(w->options->progress, (double)w->done / (double)w->expected);
    }
    w->failed |= status < 0, w->stopped |= status > 0 || stop_asked();
    pthread_mutex_unlock(&w->lock);
    block_close(&b), free(bytes);
    return NULL;
}

int store_compute(struct store *s, const struct store_options *o, long (*next)(void *), void *context, long expected)
{
    char prefix[64];
    snprintf(prefix, sizeof prefix, "%ldof%ld", o->shard, o->shards);
    struct work w = { .store = s, .options = o, .checkpoints = { s->dir, s->path, s->plan_id }, .next = next, .context = context,
                      .expected = expected, .nan_unit = -1, .lock = PTHREAD_MUTEX_INITIALIZER };
    w.pause = (struct pause){ .asked = stop_asked, .every = o->checkpoint, .save = checkpoint_save, .load = checkpoint_load, .context = &w.checkpoints };
    if (!(w.part = part_open(s->parts_dir, s->parts_path, prefix, s->plan_id)))
        return -1;
    int threads = o->threads ? o->threads : pool_cpus();
    pool_crew(worker, &w, expected > 0 && expected < threads ? (int)expected : threads);
    int closed = part_close(w.part);
    if (w.nan_unit >= 0)
        return fail_diverged(&s->plan->point[w.nan_unit / blocks_of(s->plan)], w.nan_seed, w.nan_step), NO;
    return closed || w.failed ? -1 : w.stopped ? INCOMPLETE : OK;
}

/* ---- tables ------------------------------------------------------------------------------------------------------------------------ */
struct tables {
    struct store *store; const struct store_options *options;
    struct whole file[3]; struct rows table[3];
    long bad;
};

static int read_unit(void *context, struct block *b)
{
    const struct parts *parts = &((struct tables *)context)->store->parts;
    if (stop_asked())
        return -1;
    if (parts->unit[b->unit].part < 0)
        return 1;
    void *bytes = malloc(block_bytes(b->plan, b->unit));
    int status = bytes ? parts_get(parts, b->unit, bytes) : fail_inside("out of memory");
    if (!status)
        block_unpack(b, bytes);
    free(bytes);
    return status;
}

static int point_done(void *context, const struct outcome *o)
{
    struct tables *t = context;
    for (long i = 0; i < o->plan->n; i++)
        t->bad += o->diverged[i] != 0;
    for (int i = 0; i < 3; i++)
        if (table_point(&t->table[i], o, (enum table_kind)i) || t->file[i].sink.error)
            return t->file[i].sink.error ? sink_flush(&t->file[i].sink) : -1;
    return t->options->done ? t->options->done(t->options->context, o) : 0;
}

/* point,env,algo and every parameter of any of them */
static int put_points(const struct store *s)
{
    const struct plan *p = s->plan;
    const char *name[4096] = { "point", "env", "algo" };
    struct whole w;
    int n = 3;
    if (whole_open(&w, s->dir, s->path, store_hashed[POINTS]))
        return -1;
    for (long i = 0; i < p->n_points; i++)
        for (int side = 0; side < 2; side++)
            for (const param *row = side ? p->point[i].env->params : p->point[i].algo->params; row->name && n < 4096; row++) {
                int known = 0;
                for (int k = 3; k < n && !known; k++)
                    known = !strcmp(name[k], row->name);
                if (!known)
                    name[n++] = row->name;
            }
    struct rows r = { .to = &w.sink };
    rows_header(&r, name, n);
    for (long i = 0; i < p->n_points; i++) {
        const struct point *q = &p->point[i];
        cell_long(&r, i), cell_text(&r, q->env->name), cell_text(&r, q->label);
        for (int k = 3; k < n; k++) {
            char text[8192];
            const param *row = param_find(q->algo->params, name[k]);
            const void *self = q->algo_self;
            if (!row)
                row = param_find(q->env->params, name[k]), self = q->env_self;
            /* names of files are not kept, and an empty list is its default */
            const char *value = row && row->type != 'f' ? param_text(row, self, text, sizeof text) : "";
            cell_swept(&r, *value ? value : NULL);
        }
    }
    return whole_close(&w);
}

static int put_facts(struct store *s, int threads)
{
    const struct plan *p = s->plan;
    char host[64] = "", timing[256];
    const char *restarts = getenv("SLURM_RESTART_COUNT");
    json_t *parts = json_array();
    for (int i = 0; i < s->parts.n_files; i++)
        json_array_append_new(parts, json_pack("{s:s,s:I}", "name", s->parts.file[i].name, "units", (json_int_t)s->parts.file[i].units));
    gethostname(host, sizeof host - 1);
    json_t *facts = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:i,s:I,s:i,s:o}", "version", LOCKSTEP_VERSION, "commit", LOCKSTEP_COMMIT,
                              "compiler", LOCKSTEP_COMPILER, "flags", LOCKSTEP_FLAGS, "isa", p->isa->name, "host", host, "plan_id", s->plan_id,
                              "threads", threads ? threads : pool_cpus(), "finished", (json_int_t)time(NULL), "restarts",
                              restarts ? atoi(restarts) : 0, "parts", parts);
    add_request(s, facts);
    char *text = facts ? json_dumps(facts, JSON_SORT_KEYS | JSON_INDENT(1)) : NULL;
    double seconds = clock_seconds(CLOCK_MONOTONIC) - s->started, steps = (double)p->n * (double)p->steps * (double)p->n_points;
    snprintf(timing, sizeof timing, "points,seeds,steps,seconds,steps_per_second\n%ld,%ld,%ld,%.3f,%.0f\n", p->n_points, p->n, p->steps, seconds,
             steps / seconds);
    int status = text ? 0 : fail_inside("out of memory");
    status = status || whole_put(s->dir, s->path, "manifest.json", text) || whole_put(s->dir, s->path, "timing.csv", timing) ? -1 : 0;
    json_decref(facts), free(text);
    return status;
}

static int write_tables(struct tables *t, int dir, const char *path)
{
    const struct plan *p = t->store->plan;
    struct pool pool = { .plan = p, .threads = t->options->threads, .summaries = 1, .source = read_unit, .done = point_done, .context = t };
    for (int i = 0; i < 3; i++) {
        if (whole_open(&t->file[i], dir, path, store_hashed[i]))
            return -1;
        t->table[i].to = &t->file[i].sink;
        table_begin(&t->table[i], p, (enum table_kind)i);
    }
    if (pool_run(&pool))
        return -1;
    for (int i = 0; i < 3; i++)
        if (whole_close(&t->file[i]))
            return -1;
    return 0;
}

int store_tables(struct store *s, const struct store_options *o, int partial)
{
    struct tables t = { .store = s, .options = o, .file = { { .fd = -1 }, { .fd = -1 }, { .fd = -1 } } };
    char text[1024], path[4200];
    int dir = s->dir;
    snprintf(path, sizeof path, "%s%s", s->path, partial ? "/partial" : "");
    if (partial && ((mkdirat(s->dir, "partial", 0777) && errno != EEXIST)
                    || (dir = openat(s->dir, "partial", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0))
        return fail_file("%s: cannot make the directory: %s", path, strerror(errno));
    int status = write_tables(&t, dir, path);
    for (int i = 0; i < 3; i++)
        whole_drop(&t.file[i]);
    if (partial)
        close(dir);
    else if (!status) {
        const struct checkpoints c = { s->dir, s->path, s->plan_id };
        status = put_points(s) || put_facts(s, o->threads) ? -1 : sums(s, text, sizeof text) ? fail_file("%s: cannot read back: %s", s->path, strerror(errno))
               : whole_put(s->dir, s->path, "SHA256SUMS", text);
        checkpoint_forget_all(&c);
    }
    if (status && !failure() && stop_asked()) {
        note("%s: stopped by %s: all units are kept, the same line or 'lockstep merge' makes the tables", s->path, stop_reason());
        return INCOMPLETE;
    }
    if (!status && t.bad)
        note("warning: %ld replicates diverged (see n_bad, and status in finals)", t.bad);
    return status;
}

/* ---- the whole of it ------------------------------------------------------------------------------------------------------------- */
static int compute_and_merge(struct store *s, const struct store_options *o)
{
    struct todo todo;
    if (store_scan(s, 1))
        return -1;
    const struct parts *there = &s->parts;
    if (there->n_files)
        note("%s: %ld of %ld units are there already%s", s->path, there->found, there->units, there->torn || there->damaged ? ":" : "");
    if (there->torn || there->damaged)
        note("%s: %ld parts end in a scrap (their process died, or still writes), %ld units are damaged and computed again", s->path, there->torn,
             there->damaged);
    todo_open(&todo, s, o->shard, o->shards);
    if (todo.left) {
        int status = o->compute ? o->compute(s, o, &todo) : store_compute(s, o, todo_next, &todo, todo.left);
        if (status != OK && status != INCOMPLETE)
            return status;
        /* a unit that was damaged has an index line as good as that of its second copy */
        if (store_scan(s, s->parts.damaged > 0))
            return -1;
        if (status == INCOMPLETE) {
            note("%s: stopped by %s: %ld of %ld units are kept, the same line goes on", s->path, stop_reason(), s->parts.found, s->parts.units);
            return INCOMPLETE;
        }
    }
    if (o->shards > 1) {
        note("%s: shard %ld/%ld is done: %ld of %ld units are there%s", s->path, o->shard, o->shards, s->parts.found, s->parts.units,
             s->parts.found == s->parts.units ? ", 'lockstep merge' makes the tables" : "");
        return OK;
    }
    if (s->parts.found < s->parts.units) {
        note("%s: %ld units were computed and cannot be seen: a shared file system may need a minute; the same line goes on", s->path,
             s->parts.units - s->parts.found);
        return INCOMPLETE;
    }
    return store_tables(s, o, 0);
}

int store_run(const struct plan *p, const char *path, const struct store_options *o)
{
    struct store s;
    int status = store_open(&s, path, p);
    if (!status) {
        if (!o->again && store_finished(&s, 1))
            note("%s: is finished: nothing to do", path);
        else
            status = compute_and_merge(&s, o);
    }
    store_close(&s);
    return status;
}

int store_words(const struct words *w, struct plan *plan, struct store_options *o, double *limit)
{
    const char *nan = word_of(w, "on-nan"), *threads = word_of(w, "threads"), *only_out[] = { "shard", "max-time", "checkpoint" };
    long n = 0;
    for (size_t i = 0; i < sizeof only_out / sizeof *only_out; i++)
        if (word_of(w, only_out[i]) && !word_of(w, "out"))
            return fail("--%s: needs a run directory: say -o DIR", only_out[i]);
    if (nan && strcmp(nan, "mark") && strcmp(nan, "stop"))
        return fail("--on-nan %.20s: must be mark or stop", nan);
    if ((threads && plan_whole("--threads", threads, 1, 4096, &n)) || shard_read(word_of(w, "shard"), &o->shard, &o->shards)
        || duration_read("--max-time", word_of(w, "max-time"), 0, limit)
        || duration_read("--checkpoint", word_of(w, "checkpoint"), 60, &o->checkpoint))
        return -1;
    o->stop_on_nan = nan && !strcmp(nan, "stop"), o->threads = (int)n;
    return plan_make(plan, w);
}
