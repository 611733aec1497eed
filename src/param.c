/* Parameter tables: parse, validate, describe, nearest name.  See param.h. */
#include "param.h"
#include "number.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define AT(T, self, row) ((T *)(void *)((char *)(self) + (row)->at))

/* ---- nearest name ------------------------------------------------------------------------------------------------------------ */

/* Damerau-Levenshtein distance (optimal string alignment), capitals count as small letters; beyond 63 letters all is far */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), d[64][64];
    if (n > 63 || m > 63)
        return 64;
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (!i || !j) {
                d[i][j] = i + j;
                continue;
            }
            size_t best = d[i-1][j-1] + (tolower((unsigned char)a[i-1]) != tolower((unsigned char)b[j-1]));
            best = d[i-1][j] + 1 < best ? d[i-1][j] + 1 : best;
            best = d[i][j-1] + 1 < best ? d[i][j-1] + 1 : best;
            if (i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] && d[i-2][j-2] + 1 < best)
                best = d[i-2][j-2] + 1;
            d[i][j] = best;
        }
    return d[n][m];
}

const char *nearest(const char *given, const char *const *names, size_t n)
{
    const char *best = NULL;
    size_t length = strlen(given), far = 2 * (length / 2 < 3 ? length / 2 + 1 : 4);
    for (size_t i = 0; i < n; i++) {
        /* of two that are equally far the one that begins with what was given */
        size_t d = 2 * distance(given, names[i]) + (strncmp(given, names[i], length) != 0);
        if (d < far)
            far = d, best = names[i];
    }
    return best;
}

/* ---- from text ----------------------------------------------------------------------------------------------------------------- */

void param_defaults(const param *table, void *self)
{
    for (const param *p = table; p->name; p++)
        switch (p->type) {
        case 'i': *AT(long, self, p) = (long)p->dflt; break;
        case 'r': *AT(double, self, p) = p->dflt; break;
        case 'l':
        case 's': param_set(p, "", p->text, self); break;
        }
}

const param *param_find(const param *table, const char *name)
{
    for (const param *p = table; p->name; p++)
        if (!strcmp(p->name, name))
            return p;
    return NULL;
}

static int out_of_range(const param *p, const char *owner, const char *text)
{
    char range[128];
    return fail("%s: %s=%.80s: must be %s: %s", owner, p->name, text, param_range_text(p, range, sizeof range), p->doc);
}

static int set_choice(const param *p, const char *owner, const char *text, void *self)
{
    const char *names[32];
    char copy[512], *next = copy;
    size_t n = 0;
    snprintf(copy, sizeof copy, "%s", p->text);
    for (char *name; (name = strsep(&next, "|")) && n < 32; n++) {
        names[n] = name;
        if (!strcmp(name, text)) {
            *AT(int, self, p) = (int)n;
            return 0;
        }
    }
    const char *near = nearest(text, names, n);
    return fail("%s: %s=%.80s: must be one of %s%s%s: %s", owner, p->name, text, p->text, near ? "; did you mean " : "", near ? near : "", p->doc);
}

static int set_list(const param *p, const char *owner, const char *text, void *self)
{
    list *to = AT(list, self, p);
    size_t n = 0, room = strlen(text) / 2 + 1;
    double *v = malloc(room * sizeof *v);
    char *copy = strdup(text), *next = copy;
    if (!v || !copy) {
        free(v), free(copy);
        return fail_inside("out of memory");
    }
    int bad = 0;
    for (char *word; (word = strsep(&next, "/ ")) && !bad; )
        if (*word) {
            bad = number_parse(word, &v[n]) || v[n] < p->lo || v[n] > p->hi;
            n++;
        }
    bad |= *text && !n;
    free(copy);
    if (bad) {
        free(v);
        return out_of_range(p, owner, text);
    }
    free((void *)(uintptr_t)to->v);
    *to = (list){ (long)n, v };
    return 0;
}

/* a text is a cell of a table: no commas, quotes or blanks */
static int set_text(const param *p, const char *owner, const char *text, void *self)
{
    const char **to = AT(const char *, self, p);
    size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:+-/#*=<>^|~");
    if (!n || text[n])
        return fail("%s: %s=%.80s: letters, digits and _.:+-/#*=<>^|~ only: %s", owner, p->name, text, p->doc);
    if (n > 8000)
        return fail("%s: %s=%.80s: %zu letters: at most 8000: %s", owner, p->name, text, n, p->doc);
    char *copy = strdup(text);
    if (!copy)
        return fail_inside("out of memory");
    free((void *)(uintptr_t)*to);
    *to = copy;
    return 0;
}

int param_set(const param *p, const char *owner, const char *text, void *self)
{
    double x;
    switch (p->type) {
    case 'c': return set_choice(p, owner, text, self);
    case 'l': return set_list(p, owner, text, self);
    case 's': return set_text(p, owner, text, self);
    case 'f': {
        char *path = strdup(text);
        if (!path)
            return fail_inside("out of memory");
        free((void *)(uintptr_t)AT(grid, self, p)->path);
        AT(grid, self, p)->path = path;
        return 0;
    }
    default:
        if (number_parse(text, &x))
            return fail("%s: %s=%.80s: not a number; write 0.1, 1e-3, 10k or 2M: %s", owner, p->name, text, p->doc);
        if (!(x >= p->lo && x <= p->hi))
            return out_of_range(p, owner, text);
        if (p->type == 'i' && x != (double)(long)x)
            return fail("%s: %s=%.80s: must be a whole number: %s", owner, p->name, text, p->doc);
        if (p->type == 'i')
            *AT(long, self, p) = (long)x;
        else
            *AT(double, self, p) = x;
        return 0;
    }
}

void param_release(const param *table, void *self)
{
    for (const param *p = table; p->name; p++) {
        if (p->type == 'l')
            free((void *)(uintptr_t)AT(list, self, p)->v);
        if (p->type == 's')
            free((void *)(uintptr_t)*AT(const char *, self, p));
        if (p->type == 'f')
            free((void *)(uintptr_t)AT(grid, self, p)->path), free((void *)(uintptr_t)AT(grid, self, p)->v);
    }
}

int params_same(const param *table, const void *a, const void *b)
{
    for (const param *p = table; p->name; p++) {
        const list *l = AT(const list, a, p), *m = AT(const list, b, p);
        const grid *f = AT(const grid, a, p), *g = AT(const grid, b, p);
        int same = 1;
        switch (p->type) {
        case 'i': same = *AT(const long, a, p) == *AT(const long, b, p); break;
        case 'r': same = *AT(const double, a, p) == *AT(const double, b, p); break;
        case 'c': same = *AT(const int, a, p) == *AT(const int, b, p); break;
        case 's': same = !strcmp(*AT(const char *const, a, p), *AT(const char *const, b, p)); break;
        case 'l': same = l->n == m->n && (!l->n || !memcmp(l->v, m->v, (size_t)l->n * sizeof *l->v)); break;
        case 'f': same = !f->v == !g->v && f->rows == g->rows && f->cols == g->cols
                         && (!f->v || !memcmp(f->v, g->v, (size_t)f->rows * (size_t)f->cols * sizeof *f->v)); break;
        }
        if (!same)
            return 0;
    }
    return 1;
}

/* ---- to text -------------------------------------------------------------------------------------------------------------------- */

static void nth_choice(const char *choices, int n, char *to, size_t size)
{
    while (n-- > 0)
        choices = strchr(choices, '|') + 1;
    snprintf(to, size, "%.*s", (int)strcspn(choices, "|"), choices);
}

char *param_text(const param *p, const void *self, char *to, size_t size)
{
    char number[40];
    size_t used = 0;
    const list *l;
    *to = 0;
    switch (p->type) {
    case 'i': snprintf(to, size, "%ld", *AT(const long, self, p)); break;
    case 'r': number_format(number, *AT(const double, self, p)); snprintf(to, size, "%s", number); break;
    case 'c': nth_choice(p->text, *AT(const int, self, p), to, size); break;
    case 's': snprintf(to, size, "%s", *AT(const char *const, self, p)); break;
    case 'f': snprintf(to, size, "%s", AT(const grid, self, p)->path ? AT(const grid, self, p)->path : ""); break;
    case 'l':
        l = AT(const list, self, p);
        for (long i = 0; i < l->n && used < size; i++) {
            number_format(number, l->v[i]);
            used += (size_t)snprintf(to + used, size - used, "%s%s", i ? "/" : "", number);
        }
    }
    return to;
}

char *param_default_text(const param *p, char *to, size_t size)
{
    char number[40];
    *to = 0;
    if (p->type == 'c')
        nth_choice(p->text, 0, to, size);
    else if (p->text)
        snprintf(to, size, "%s", p->text);
    else
        number_format(number, p->dflt), snprintf(to, size, "%s", number);
    return to;
}

char *param_range_text(const param *p, char *to, size_t size)
{
    char lo[40], hi[40];
    number_format(lo, p->lo), number_format(hi, p->hi);
    switch (p->type) {
    case 'c': snprintf(to, size, "%s", p->text); break;
    case 'f': snprintf(to, size, "a CSV file of numbers"); break;
    case 's': snprintf(to, size, "a text without blanks, or @FILE: its lines with / between them"); break;
    case 'l': snprintf(to, size, "a list of numbers in [%s, %s], as 0.9/0.8", lo, hi); break;
    default:  snprintf(to, size, "%s in [%s, %s]", p->type == 'i' ? "a whole number" : "a number", lo, hi);
    }
    return to;
}
