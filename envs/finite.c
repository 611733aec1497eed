/* Any finite decision process, from a table.
 *
 * A CSV with the columns s,a,next,p,r: in state s action a leads to `next` with chance p and pays r.  States and actions count from 0.
 * For every pair (s,a) the chances add up to 1 (within 1e-9).  A state without rows is terminal in `tabular`; `tabular-stages` has
 * episodes of H steps and no terminal states.  The exact model is the table:
 *     s,a,next,p,r
 *     0,0,0,0.9,0
 *     0,0,1,0.1,1
 *     0,1,0,1,0.05
 * is a process of two states and two actions, in which state 1 ends the episode. */
#include "tabular.h"

struct finite { grid file; long start, limit, H; double gamma; struct tabular t; };

static const param tabular_params[] = {
    GRID(struct finite, file, "CSV with the columns s,a,next,p,r"),
    INT(struct finite, start, 0, -1, 4095, "first state; -1: all that are not terminal, with equal chances"),
    REAL(struct finite, gamma, 0.99, 0, 1, "discount"),
    INT(struct finite, limit, 0, 0, 1000000000, "most steps of an episode; 0: no limit"),
    END
};
static const param tabular_stages_params[] = {
    GRID(struct finite, file, "CSV with the columns s,a,next,p,r"),
    INT(struct finite, start, 0, -1, 4095, "first state; -1: all of them, with equal chances"),
    INT(struct finite, H, 20, 1, 1000000, "steps of an episode"),
    END
};
enum { FROM, DOING, TO, CHANCE, PAID, COLUMNS };
enum { MOST_CELLS = 1 << 20 };

/* what stands in a row; lines count from 1, and the first one is the header */
static const double *row_of(const struct finite *s, long i) { return s->file.v + i * COLUMNS; }

/* whole numbers from 0, chances, finite rewards; sizes; -1 after fail() */
static int finite_read(struct finite *s, const char *name, int *S, int *A)
{
    static const char *const what[] = { "s", "a", "next" };
    *S = *A = 0;
    for (long i = 0; i < s->file.rows; i++) {
        const double *x = row_of(s, i);
        for (int c = FROM; c <= TO; c++)
            if (!(x[c] >= 0 && x[c] < 4096) || (double)(int)x[c] != x[c])
                return fail("%s: %s:%ld: %s=%g: must be a whole number from 0 to 4095", name, s->file.path, i + 2, what[c], x[c]);
        if (!(x[CHANCE] >= 0 && x[CHANCE] <= 1))
            return fail("%s: %s:%ld: p=%g: must be a chance, from 0 to 1", name, s->file.path, i + 2, x[CHANCE]);
        if (!(x[PAID] - x[PAID] == 0))
            return fail("%s: %s:%ld: r=%g: must be finite", name, s->file.path, i + 2, x[PAID]);
        *S = x[FROM] >= *S ? (int)x[FROM] + 1 : *S, *S = x[TO] >= *S ? (int)x[TO] + 1 : *S;
        *A = x[DOING] >= *A ? (int)x[DOING] + 1 : *A;
    }
    return 0;
}

/* of each pair: how many rows, which is the first, and do their chances add up to 1?  -1 after fail() */
static int finite_check(struct finite *s, struct env *e, int S, int A, int *most, int *terminals)
{
    size_t pairs = (size_t)S * (size_t)A;
    double *sum = scratch(e->mem, 3 * pairs), *rows = sum + pairs, *first = rows + pairs;
    for (long i = 0; i < s->file.rows; i++) {
        size_t at = (size_t)row_of(s, i)[FROM] * (size_t)A + (size_t)row_of(s, i)[DOING];
        first[at] = rows[at] > 0 ? first[at] : (double)i;
        sum[at] += row_of(s, i)[CHANCE], rows[at] += row_of(s, i)[CHANCE] > 0;
    }
    *most = 1, *terminals = 0;
    for (int state = 0; state < S; state++) {
        int n = 0;
        for (int a = 0; a < A; a++)
            n += rows[(size_t)state * (size_t)A + (size_t)a] > 0;
        *terminals += !n;
        for (int a = 0; a < A && n; a++) {
            size_t at = (size_t)state * (size_t)A + (size_t)a;
            if (!(rows[at] > 0))
                return fail("%s: %s: state %d has rows, but none for action %d; every state has all actions, or is terminal and has none",
                            e->type->name, s->file.path, state, a);
            if (sum[at] < 1 - 1e-9 || sum[at] > 1 + 1e-9)
                return fail("%s: %s:%ld: the chances of state %d, action %d add up to %.12g, not to 1", e->type->name, s->file.path,
                            (long)first[at] + 2, state, a, sum[at]);
            *most = rows[at] > *most ? (int)rows[at] : *most;
        }
    }
    return 0;
}

static int finite_init(struct env *e)
{
    struct finite *s = e->self;
    struct tabular *t = &s->t;
    const char *name = e->type->name;
    int S, A, B, terminals;
    double low = 0, high = 0;
    if (!s->file.rows)
        return fail("%s: no table given: needs a CSV with the columns s,a,next,p,r; try file=process.csv", name);
    if (s->file.cols != COLUMNS)
        return fail("%s: %s:1: %d columns: needs the five columns s,a,next,p,r", name, s->file.path, s->file.cols);
    if (finite_read(s, name, &S, &A))
        return -1;
    if ((size_t)S * (size_t)A > MOST_CELLS)
        return fail("%s: %s: %d states and %d actions: at most %d pairs", name, s->file.path, S, A, MOST_CELLS);
    if (finite_check(s, e, S, A, &B, &terminals) || tabular_open(t, e, S, A, B, 0))
        return -1;
    if (s->H && terminals)
        return fail("%s: %s: %d of the states have no rows, and episodes of %ld steps do not end before; try -e tabular", name,
                    s->file.path, terminals, s->H);
    for (long i = 0; i < s->file.rows; i++) {
        const double *x = row_of(s, i);
        tabular_add(t, 0, (int)x[FROM], (int)x[DOING], x[CHANCE], (int)x[TO], x[PAID]);
        low = x[PAID] < low ? x[PAID] : low, high = x[PAID] > high ? x[PAID] : high;
    }
    for (int state = 0; state < S; state++) {
        int ends = !(t->upto[(size_t)state * (size_t)A * (size_t)B] > 0);
        if (ends)
            tabular_end(t, state);
        if (ends && state == s->start)
            return fail("%s: start=%ld: that state is terminal; try start=-1", name, s->start);
        if (state == s->start || (s->start < 0 && !ends))
            tabular_start(t, state, s->start < 0 ? 1.0 / (S - terminals) : 1);
    }
    if (s->start >= S)
        return fail("%s: start=%ld: %s has %d states, from 0 on", name, s->start, s->file.path, S);
    e->gamma = s->H ? 1 : s->gamma, e->max_reward = high - low, e->max_len = s->limit;
    return tabular_close(t, e, (int)s->H);
}

static void finite_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct finite *)e->self)->t, e, who); }
static void finite_step(struct env *e) { tabular_step(&((struct finite *)e->self)->t, e); }

ENVIRONMENT(tabular) = {
    .name = "tabular", .brief = "any finite process, from a CSV of what happens with which chance",
    .source = "Puterman 1994, Markov decision processes, chapter 2",
    .params = tabular_params, .size = sizeof(struct finite), .has = ACTIONS | STATES | EPISODES | MODEL | PLACE,
    .init = finite_init, .reset = finite_reset, .step = finite_step, .place = tabular_place,
};
ENVIRONMENT(tabular_stages) = {
    .name = "tabular-stages", .brief = "the same in episodes of H steps",
    .source = "Puterman 1994, Markov decision processes, chapter 4",
    .params = tabular_stages_params, .size = sizeof(struct finite), .has = ACTIONS | STATES | STAGES | MODEL | PLACE,
    .init = finite_init, .reset = finite_reset, .step = finite_step, .place = tabular_place,
};
