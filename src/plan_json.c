/* plan.json: see plan_json.h. */
#include "plan_json.h"
#include "param.h"
#include "request.h"
#include "version.h"
#include <jansson.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>

enum { HASH = SHA256_DIGEST_STRING_LENGTH };

static const grid *grid_of(const param *row, const void *self)
{
    return (const grid *)(const void *)((const char *)self + row->at);
}

/* ---- to text --------------------------------------------------------------------------------------------------------------------- */
static json_t *params_json(const param *table, const void *self)
{
    json_t *o = json_object();
    for (const param *p = table; p->name; p++) {
        if (p->type == 'f') {       /* a file is what it holds, not where it lies */
            const grid *g = grid_of(p, self);
            char hash[HASH];
            if (g->v)
                SHA256Data((const unsigned char *)g->v, (size_t)g->rows * (size_t)g->cols * sizeof *g->v, hash);
            json_object_set_new(o, p->name, json_string(g->v ? hash : g->path ? g->path : ""));
            continue;
        }
        char small[8192], *text = small;
        size_t size = p->type == 'l' ? 64 + 32 * (size_t)((const list *)(const void *)((const char *)self + p->at))->n : 0;
        if (size > sizeof small)
            text = malloc(size);
        if (text)
            json_object_set_new(o, p->name, json_string(param_text(p, self, text, text == small ? sizeof small : size)));
        if (text != small)
            free(text);
    }
    return o;
}

char *plan_json(const struct plan *p, char id[65])
{
    json_t *log = json_array(), *names = json_array(), *claims = json_array(), *swept = json_array(), *points = json_array();
    for (int j = 0; j < p->n_log; j++)
        json_array_append_new(log, json_integer(p->log[j]));
    for (int m = 0; m < p->n_metrics; m++)
        json_array_append_new(names, json_string(p->metric[m]->name));
    for (int i = 0; i < p->n_claims; i++)
        json_array_append_new(claims, json_pack("[s,s]", p->claim[i].name, p->claim[i].text));
    for (int i = 0; i < p->n_swept; i++)
        json_array_append_new(swept, json_string(p->swept[i]));
    for (long i = 0; i < p->n_points; i++) {
        const struct point *q = &p->point[i];
        json_t *values = json_array();
        for (int k = 0; k < p->n_swept; k++)
            json_array_append_new(values, q->swept[k] ? json_string(q->swept[k]) : json_null());
        json_array_append_new(points, json_pack("{s:s,s:s,s:s,s:o,s:o,s:o}", "label", q->label, "algo", q->algo->name, "env", q->env->name,
                              "swept", values, "algo_params", params_json(q->algo->params, q->algo_self), "env_params", params_json(q->env->params, q->env_self)));
    }
    json_t *all = json_pack("{s:i,s:[I,I],s:I,s:I,s:b,s:o,s:o,s:o,s:o,s:o}", "results", LOCKSTEP_RESULTS, "seeds", (json_int_t)p->first,
                            (json_int_t)(p->first + p->n - 1), "steps", (json_int_t)p->steps, "seed", (json_int_t)p->seed, "crn", p->crn,
                            "log", log, "metrics", names, "swept", swept, "claims", claims, "points", points);
    if (all && p->episodes)                  /* what came later stands there only where it matters: older plans keep their names */
        json_object_set_new(all, "count", json_string("episodes"));
    char *text = all ? json_dumps(all, JSON_SORT_KEYS | JSON_INDENT(1)) : NULL;
    json_decref(all);
    if (!text)
        return fail_inside("out of memory"), NULL;
    SHA256Data((const unsigned char *)text, strlen(text), id);
    return text;
}

/* ---- and back -------------------------------------------------------------------------------------------------------------------- */
static char *kept(struct plan *p, const json_t *text)
{
    return json_is_string(text) ? keep(p, json_string_value(text), json_string_length(text)) : NULL;
}

static int read_params(struct plan *p, const param *table, const json_t *from, const char *owner, void *self)
{
    size_t known = 0;
    param_defaults(table, self);
    for (const param *row = table; row->name; row++, known++) {
        char *text = kept(p, json_object_get(from, row->name));
        if (!text)
            return -1;
        if (param_set(row, owner, text, self))
            return -1;
    }
    return json_object_size(from) == known ? 0 : -1;
}

static int read_point(struct plan *p, const json_t *from)
{
    struct point *q = &p->point[p->n_points];
    const char *algo, *env, *label;
    json_t *algo_params, *env_params, *values;
    if (json_unpack((json_t *)from, "{s:s,s:s,s:s,s:o,s:o,s:o!}", "label", &label, "algo", &algo, "env", &env, "swept", &values,
                    "algo_params", &algo_params, "env_params", &env_params) || json_array_size(values) != (size_t)p->n_swept)
        return -1;
    *q = (struct point){ .index = p->n_points, .label = keep(p, label, strlen(label)), .algo = isa_algo(p->isa, algo), .env = isa_env(p->isa, env) };
    if (!q->label || !q->algo || !q->env)
        return -1;
    p->n_points++;
    q->algo_self = calloc(1, q->algo->size + 1), q->env_self = calloc(1, q->env->size + 1);
    q->swept = calloc((size_t)p->n_swept + 1, sizeof *q->swept);
    if (!q->algo_self || !q->env_self || !q->swept)
        return fail_inside("out of memory");
    for (int k = 0; k < p->n_swept; k++)
        if (!json_is_null(json_array_get(values, (size_t)k)) && !(q->swept[k] = kept(p, json_array_get(values, (size_t)k))))
            return -1;
    return read_params(p, q->algo->params, algo_params, algo, q->algo_self) || read_params(p, q->env->params, env_params, env, q->env_self) ? -1 : 0;
}

/* what the text says into the plan; -1, with or without fail() */
static int read_all(struct plan *p, const json_t *all, const char *where)
{
    json_int_t first, last, steps, seed;
    json_t *points, *log, *names, *swept, *claims, *o;
    const char *count = "steps";
    int results;
    size_t i;
    if (json_unpack((json_t *)all, "{s:i}", "results", &results))
        return -1;
    if (results != LOCKSTEP_RESULTS)
        return fail("%s: was made by a version of lockstep whose results are numbered %d, this one's are %d: use that version, or another directory",
                    where, results, LOCKSTEP_RESULTS);
    if (json_unpack((json_t *)all, "{s:i,s:[I,I],s:I,s?s,s:I,s:b,s:o,s:o,s:o,s:o,s:o!}", "results", &results, "seeds", &first, &last, "steps", &steps,
                    "count", &count, "seed", &seed, "crn", &p->crn, "log", &log, "metrics", &names, "swept", &swept, "claims", &claims, "points", &points))
        return -1;
    if (first < 0 || last < first || last >= (json_int_t)1 << 32 || steps < 1 || seed < 0 || !json_is_array(log) || !json_is_array(names)
        || !json_is_array(swept) || !json_is_array(claims) || !json_is_array(points) || !json_array_size(points) || !json_array_size(log)
        || !json_array_size(names) || json_array_size(names) > MOST_METRICS || json_array_size(swept) > 128)
        return -1;
    p->first = first, p->n = last - first + 1, p->steps = steps, p->seed = (uint64_t)seed, p->episodes = !strcmp(count, "episodes");
    p->point = calloc(json_array_size(points), sizeof *p->point), p->log = calloc(json_array_size(log), sizeof *p->log);
    p->metric = calloc(json_array_size(names), sizeof *p->metric), p->claim = calloc(json_array_size(claims) + 1, sizeof *p->claim);
    p->swept = calloc(json_array_size(swept) + 1, sizeof *p->swept);
    if (!p->point || !p->log || !p->metric || !p->claim || !p->swept)
        return fail_inside("out of memory");
    json_array_foreach(log, i, o) {
        json_int_t at = json_is_integer(o) ? json_integer_value(o) : 0;
        if (at < 1 || at > steps || (i && at <= p->log[i-1]))
            return -1;
        p->log[p->n_log++] = at;
    }
    json_array_foreach(names, i, o) {
        const struct metric *found = json_is_string(o) ? isa_metric(p->isa, json_string_value(o)) : NULL;
        if (!found)
            return -1;
        p->metric[p->n_metrics++] = found;
    }
    json_array_foreach(swept, i, o)
        if (!(p->swept[p->n_swept++] = kept(p, o)))
            return -1;
    json_array_foreach(claims, i, o) {
        struct claim_text *c = &p->claim[p->n_claims++];
        *c = (struct claim_text){ kept(p, json_array_get(o, 0)), kept(p, json_array_get(o, 1)), 0 };
        if (!c->name || !c->text || json_array_size(o) != 2)
            return -1;
    }
    json_array_foreach(points, i, o)
        if (read_point(p, o))
            return -1;
    return 0;
}

int plan_from_json(struct plan *p, const char *text, size_t size, const char *where)
{
    json_error_t problem;
    char id[65], *again = NULL;
    *p = (struct plan){ .max_bytes = SIZE_MAX };
    json_t *all = json_loadb(text, size, JSON_REJECT_DUPLICATES, &problem);
    int status = !all || !(p->isa = isa_pick(NULL)) || read_all(p, all, where) ? -1 : 0;
    json_decref(all);
    /* what was not understood is missing when it is written again */
    if (!status && (!(again = plan_json(p, id)) || strlen(again) != size || memcmp(again, text, size)))
        status = -1;
    free(again);
    if (status && !failure())
        fail("%s: is no plan, or was changed: remove the directory, or take another", where);
    return status;
}

int point_complete(const struct point *q)
{
    const param *table[] = { q->algo->params, q->env->params };
    const void *self[] = { q->algo_self, q->env_self };
    for (int i = 0; i < 2; i++)
        for (const param *p = table[i]; p->name; p++)
            if (p->type == 'f' && !grid_of(p, self[i])->v)
                return 0;
    return 1;
}
