/* The words of a run and the experiment file they name, in layers: see request.h. */
#include "request.h"
#include "number.h"
#include "param.h"
#include "lane.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILE = 1 << 20 };
static const double MOST_T = 0xffffffff;     /* steps: a stream's counter has 32 bits */

/* ---- texts that live as long as the plan ------------------------------------------------------------------------------------ */
struct text { struct text *next; char at[]; };

char *keep(struct plan *p, const char *from, size_t n)
{
    struct text *t = malloc(sizeof *t + n + 1);
    if (!t)
        return fail_inside("out of memory"), NULL;
    memcpy(t->at, from, n);
    t->at[n] = 0;
    t->next = p->kept, p->kept = t;
    return t->at;
}
char *keep_trimmed(struct plan *p, const char *from, size_t n)
{
    while (n && (*from == ' ' || *from == '\t'))
        from++, n--;
    while (n && (from[n-1] == ' ' || from[n-1] == '\t' || from[n-1] == '\r'))
        n--;
    return keep(p, from, n);
}

void keep_nothing(struct plan *p)
{
    for (struct text *t = p->kept, *next; t; t = next)
        next = t->next, free(t);
    p->kept = NULL;
}

static int is_name(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:+-");
    return n && n <= 64 && !s[n] && s[0] != '-' && s[0] != '.' && s[0] != '+';
}

/* ---- numbers of the request -------------------------------------------------------------------------------------------------- */
int plan_whole(const char *what, const char *text, double lo, double hi, long *out)
{
    double x;
    char a[NUMBER_SIZE], b[NUMBER_SIZE];
    number_format(a, lo), number_format(b, hi);
    if (number_parse(text, &x) || !(x >= lo && x <= hi) || x != (double)(long)x)
        return fail("%s %.40s: must be a whole number from %s to %s, as 1000, 10k or 2M", what, text, a, b);
    *out = (long)x;
    return 0;
}

int plan_between(const char *what, const char *text, double lo, double hi, double *out)
{
    double x;
    char a[NUMBER_SIZE], b[NUMBER_SIZE];
    number_format(a, lo), number_format(b, hi);
    if (number_parse(text, &x) || !(x > lo && x < hi))
        return fail("%s %.40s: must be a number between %s and %s", what, text, a, b);
    *out = x;
    return 0;
}

static int read_seeds(struct plan *p, const char *text)
{
    const char *dots = text ? strstr(text, "..") : NULL;
    char from[64];
    long to = 0;
    p->n = 30;
    if (!text)
        return 0;
    if (!dots)
        return plan_whole("--seeds", text, 1, 0x1p31, &p->n);
    snprintf(from, sizeof from, "%.*s", (int)(dots - text), text);
    if (plan_whole("--seeds", from, 0, 0x1p31, &p->first) || plan_whole("--seeds", dots + 2, (double)p->first, 0x1p31, &to))
        return -1;
    p->n = to - p->first + 1;
    return 0;
}

/* log:60, lin:100 or 10,100,1000 */
static int read_log(struct plan *p, const char *text)
{
    long count = 60, last = 0;
    char word[32];
    int geometric = !text || !strncmp(text, "log:", 4);
    if (!text || geometric || !strncmp(text, "lin:", 4)) {
        if (text && plan_whole("--log", text + 4, 1, 1e6, &count))
            return -1;
        if (!(p->log = calloc((size_t)count, sizeof *p->log)))
            return fail_inside("out of memory");
        for (long i = 1; i <= count; i++) {
            double share = (double)i / (double)count;
            long step = geometric ? (long)(exp_of(log_of((double)p->steps) * share) + 0.5) : (long)((double)p->steps * share);
            step = i == count ? p->steps : step;
            if (step > last)
                p->log[p->n_log++] = last = step;
        }
        return 0;
    }
    if (!(p->log = calloc(strlen(text) + 1, sizeof *p->log)))
        return fail_inside("out of memory");
    for (const char *at = text; ; at++) {
        size_t n = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", (int)n, at);
        if (plan_whole("--log", word, (double)last + 1, (double)p->steps, &p->log[p->n_log]))
            return -1;
        last = p->log[p->n_log++];
        at += n;
        if (!*at)
            return 0;
    }
}

/* ---- keys and the experiment file ---------------------------------------------------------------------------------------------- */
int request_key(struct request *b, struct keys *keys, const char *name, const char *values, const char *where)
{
    if (keys->n == MOST_KEYS)
        return fail("%s: more than %d keys", where, MOST_KEYS);
    if (!*values)
        return fail("%s: %s has no value; write %s=0.1 or a list %s=0.1,0.5", where, name, name, name);
    char *copy = keep(b->plan, name, strlen(name));
    if (!copy)
        return -1;
    char *dot = strrchr(copy, '.');
    if (dot)
        *dot = 0;
    if (!is_name(dot ? dot + 1 : copy))
        return fail("%s: '%.80s' is no key; write key=value", where, name);
    keys->key[keys->n++] = (struct key){ dot ? copy : NULL, dot ? dot + 1 : copy, values, where, 0 };
    return 0;
}

static struct curve *add_curve(struct request *b, const char *label)
{
    if (b->n_curves == MOST_CURVES)
        return fail("more than %d curves in one file", MOST_CURVES), NULL;
    struct curve *c = &b->curve[b->n_curves++];
    *c = (struct curve){ .label = label };
    return c;
}

static int add_claim(struct plan *p, char *name, char *text, long line)
{
    struct claim_text *more = realloc(p->claim, (size_t)(p->n_claims + 1) * sizeof *more);
    if (!more)
        return fail_inside("out of memory");
    p->claim = more;
    p->claim[p->n_claims++] = (struct claim_text){ name, text, line };
    return 0;
}

static int read_line(struct request *b, const char *path, long number, const char *line, size_t n, struct curve **section, int *claims)
{
    struct plan *p = b->plan;
    char spot[300], *text = keep_trimmed(p, line, n);
    if (!text)
        return -1;
    snprintf(spot, sizeof spot, "%.250s:%ld", path, number);
    char *where = keep(p, spot, strlen(spot));
    if (!where)
        return -1;
    if (*text == '#' || *text == ';') {
        if (!p->title && text[1])
            p->title = keep_trimmed(p, text + 1, strlen(text + 1));
        return 0;
    }
    if (!*text)
        return 0;
    if (*text == '[') {
        size_t end = strcspn(text, "]");
        if (!text[end] || text[end + 1])
            return fail("%s: '%.60s': a section is [name]", where, text);
        char *name = keep_trimmed(p, text + 1, end - 1);
        if (!name)
            return -1;
        *claims = !strcmp(name, "claims");
        if (*claims)
            return 0;
        if (!is_name(name))
            return fail("%s: [%.60s]: a section's name is made of letters, digits and _.:+-", where, name);
        for (int i = 0; i < b->n_curves; i++)
            if (!strcmp(b->curve[i].label, name))
                return fail("%s: [%s] stands twice", where, name);
        return (*section = add_curve(b, name)) ? 0 : -1;
    }
    char *equal = strchr(text, '=');
    if (!equal || equal == text)
        return fail("%s: '%.60s': write key = value, [section] or # comment", where, text);
    char *key = keep_trimmed(p, text, (size_t)(equal - text)), *value = keep_trimmed(p, equal + 1, strlen(equal + 1));
    if (!key || !value)
        return -1;
    if (*claims)
        return add_claim(p, key, value, number);
    if (*section && !strcmp(key, "env"))
        return (*section)->env = value, 0;
    if (*section && !strcmp(key, "algo"))
        return (*section)->algo = value, 0;
    const struct option *o = option_find(key);
    if (o && o->in_file) {
        if (*section)
            return fail("%s: %s holds for the whole file: it stands before the first section", where, key);
        return word_of(&b->words, key) ? 0 : words_set(&b->words, key, value, where);
    }
    return request_key(b, *section ? &(*section)->keys : &b->shared, key, value, where);
}

static int read_file(struct request *b, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return fail_file("%s: cannot read the experiment file: it is not there or not readable; 'lockstep list experiments' names the shipped ones", path);
    char *all = malloc(MOST_FILE + 1);
    size_t n = all ? fread(all, 1, MOST_FILE + 1, f) : 0;
    int bad = ferror(f), status = 0, claims = 0;
    fclose(f);
    if (!all)
        return fail_inside("out of memory");
    if (bad)
        status = fail_file("%s: cannot read", path);
    else if (n > MOST_FILE)
        status = fail("%s: larger than 1 MiB: not an experiment file", path);
    else if (memchr(all, 0, n))
        status = fail("%s: holds a NUL byte: not an experiment file", path);
    struct curve *section = NULL;
    long line = 1;
    for (size_t at = 0; at < n && !status; line++) {
        const char *end = memchr(all + at, '\n', n - at);
        size_t length = end ? (size_t)(end - (all + at)) : n - at;
        status = read_line(b, path, line, all + at, length, &section, &claims);
        at += length + 1;
    }
    free(all);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------------------------------------------- */
int request_read(struct request *b, const struct words *given)
{
    struct plan *p = b->plan;
    b->words = *given;
    int from_file = 0;
    for (int i = 0; i < given->n_rest; i++) {
        const char *word = given->rest[i], *equal = strchr(word, '=');
        if (equal) {
            char *key = keep(p, word, (size_t)(equal - word));
            if (!key || request_key(b, &b->typed, key, equal + 1, given->command->name))
                return -1;
        } else if (from_file++)
            return fail("%s: a second experiment file '%.80s'; keys are written key=value", given->command->name, word);
        else if (read_file(b, p->file = word))
            return -1;
    }
    const char *seed = word_of(&b->words, "seed"), *crn = word_of(&b->words, "crn"), *steps = word_of(&b->words, "steps"),
               *sample = word_of(&b->words, "sample"), *memory = word_of(&b->words, "max-mem"),
               *count = word_of(&b->words, "count");
    long whole = 0, bytes = 4L << 30;
    b->zip = word_of(&b->words, "zip");
    p->crn = 1, p->steps = 10000;
    if (crn && strcmp(crn, "on") && strcmp(crn, "off"))
        return fail("--crn %.20s: must be on or off", crn);
    p->crn = !crn || !strcmp(crn, "on");
    if (count && strcmp(count, "steps") && strcmp(count, "episodes"))
        return fail("--count %.20s: must be steps or episodes", count);
    p->episodes = count && !strcmp(count, "episodes");
    if ((seed && plan_whole("--seed", seed, 0, 0x1p48 - 1, &whole)) || (steps && plan_whole("--steps", steps, 1, MOST_T, &p->steps))
        || (sample && plan_whole("--sample", sample, 1, 1e6, &b->sample)) || (memory && plan_whole("--max-mem", memory, 1e6, 0x1p50, &bytes)))
        return -1;
    p->seed = (uint64_t)whole, p->max_bytes = (size_t)bytes;
    if (read_seeds(p, word_of(&b->words, "seeds")) || read_log(p, word_of(&b->words, "log")))
        return -1;
    return b->n_curves || add_curve(b, "") ? 0 : -1;
}
