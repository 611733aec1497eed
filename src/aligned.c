/* Tables for people: see aligned.h. */
#include "aligned.h"
#include "fail.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void table_title(const char *env, const char *metric, double step)
{
    printf("%s%s%s", env, *env ? ": " : "", metric);
    if (step != 0)
        printf(" at step %.15g", step);
}

char *short_number(char *to, double x, int digits)
{
    snprintf(to, SHORT_NUMBER, isnan(x) ? "NaN" : "%.*g", digits, x);
    return to;
}

void aligned_begin(struct aligned *t, const char *const *names, const char *sides)
{
    *t = (struct aligned){ 0 };
    for (; names[t->n] && t->n < MOST_ALIGNED; t->n++)
        t->name[t->n] = names[t->n], t->side[t->n] = sides[t->n];
}

int aligned_row(struct aligned *t, const char *const *cells)
{
    size_t at = (size_t)t->rows * (size_t)t->n;
    char **more = realloc(t->cell, (at + (size_t)t->n) * sizeof *more);
    if (!more)
        return fail_inside("out of memory");
    t->cell = more;
    for (int i = 0; i < t->n; i++)
        if (!(t->cell[at + (size_t)i] = strdup(cells[i]))) {
            while (i--)
                free(t->cell[at + (size_t)i]);
            return fail_inside("out of memory");
        }
    t->rows++;
    return 0;
}

void aligned_free(struct aligned *t)
{
    for (long i = 0; i < t->rows * t->n; i++)
        free(t->cell[i]);
    free(t->cell);
    t->rows = 0, t->cell = NULL;
}

void aligned_print(struct aligned *t)
{
    int wide[MOST_ALIGNED];
    for (int c = 0; c < t->n; c++) {
        wide[c] = (int)strlen(t->name[c]);
        for (long r = 0; r < t->rows; r++) {
            int length = (int)strlen(t->cell[r * t->n + c]);
            wide[c] = length > wide[c] ? length : wide[c];
        }
    }
    for (long r = -1; r < t->rows; r++) {
        for (int c = 0; c < t->n; c++) {
            const char *text = r < 0 ? t->name[c] : t->cell[r * t->n + c];
            if (t->side[c] == 'r' || c == t->n - 1)
                printf("  %*s", t->side[c] == 'r' ? wide[c] : 0, text);
            else
                printf("  %-*s", wide[c], text);
        }
        putchar('\n');
    }
    aligned_free(t);
}
