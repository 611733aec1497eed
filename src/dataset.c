/* Data sets of transitions: see dataset.h. */
#include "dataset.h"

void dataset_open(struct dataset *d, struct env *e, long room)
{
    int W = e->width;
    *d = (struct dataset){ .S = e->n_states, .A = e->n_actions, .W = W, .room = room };
    d->size = rows_i32(e->mem, 1, W);
    d->was = rows_i32(e->mem, (size_t)room, W), d->action = rows_i32(e->mem, (size_t)room, W);
    d->next = rows_i32(e->mem, (size_t)room, W), d->end = rows_i32(e->mem, (size_t)room, W);
    d->reward = rows_f64(e->mem, (size_t)room, W);
    d->first = rows_f64(e->mem, (size_t)d->S, W);
    for (int s = 0; e->model && s < d->S; s++)
        for (int w = 0; w < W; w++)
            d->first[s * W + w] = e->model->width ? e->model->rho[(size_t)s * (size_t)W + (size_t)w] : e->model->rho[s];
    e->data = d;
}

static void append(struct dataset *d, int w, int was, int action, struct event x)
{
    size_t at = (size_t)d->size[w]++ * (size_t)d->W + (size_t)w;
    d->was[at] = was, d->action[at] = action;
    d->next[at] = x.next, d->end[at] = x.end != RUNNING, d->reward[at] = x.reward;
}

/* the first of n things, of the given chances, whose prefix sum exceeds u; never one of chance 0 */
static int pick(const double *chance, int n, double u)
{
    double sum = 0;
    int at = 0;
    for (int i = 0; i < n && sum <= u; i++) {
        sum += chance[i];
        at = chance[i] > 0 ? i : at;
    }
    return at;
}

/* two uniform numbers for every lane */
static void coins(const struct env *e, uint64_t draw, uint64_t attempt, double *u, double *v)
{
    int L = e->width;
    strip(r) {
        vd a, b;
        u01_at(e->rng, r, usplat(draw), usplat(attempt), usplat(DATA_SET), &a, &b);
        st(u + r, a), st(v + r, b);
    }
}

void dataset_draw(struct dataset *d, struct env *e, const struct tabular *t, const double *mu)
{
    double *u = scratch(e->mem, (size_t)d->W), *v = scratch(e->mem, (size_t)d->W);
    for (long i = 0; i < d->room; i++) {
        coins(e, (uint64_t)i, 0, u, v);
        for (int w = 0; w < d->W; w++) {
            int pair = pick(mu, d->S * d->A, u[w]);
            append(d, w, pair / d->A, pair % d->A, tabular_outcome(t, w, pair / d->A, pair % d->A, v[w]));
        }
    }
}

void dataset_walk(struct dataset *d, struct env *e, const struct tabular *t, const double *pi, long episodes, long most)
{
    size_t W = (size_t)d->W;
    double *u = scratch(e->mem, W), *v = scratch(e->mem, W), *first = scratch(e->mem, (size_t)d->S);
    int32_t *now = rows_i32(e->mem, 1, d->W);
    uint64_t call = d->walks++;
    long k = 0;
    for (long i = 0; i < episodes; i++) {
        coins(e, (uint64_t)i, 2 * call + 1, u, v);
        for (int w = 0; w < d->W; w++) {
            for (int s = 0; s < d->S; s++)
                first[s] = d->first[(size_t)s * W + (size_t)w];
            now[w] = pick(first, d->S, u[w]);
        }
        for (long j = 0; j < most; j++, k++) {
            coins(e, (uint64_t)k, 2 * call + 2, u, v);
            for (int w = 0; w < d->W; w++) {
                if (now[w] < 0)
                    continue;
                int s = now[w], a = pick(pi + s * d->A, d->A, u[w]);
                struct event x = tabular_outcome(t, w, s, a, v[w]);
                append(d, w, s, a, x);
                now[w] = x.end == RUNNING ? x.next : -1;
            }
        }
    }
}

int dataset_read(struct dataset *d, struct env *e, const grid *g)
{
    double most[2] = { 0, 0 }, begins = 0;
    if (!g->rows || g->cols != 5)
        return fail("%s: no transitions given: needs a CSV of five columns (state, action, reward, next state, end); try file=log.csv",
                    e->type->name);
    for (long i = 0; i < g->rows; i++) {
        const double *x = g->v + i * 5;
        for (int c = 0; c < 5; c++) {
            double highest = c == 4 ? 1 : MOST_READ - 1;
            if (c != 2 && !(x[c] >= 0 && x[c] <= highest && x[c] == (double)(long)x[c]))
                return fail("%s: %s: row %ld, column %d: %g: must be a whole number from 0 to %g", e->type->name, g->path, i + 1, c + 1,
                            x[c], highest);
        }
        most[0] = most[0] > x[0] ? most[0] : x[0], most[0] = most[0] > x[3] ? most[0] : x[3];
        most[1] = most[1] > x[1] ? most[1] : x[1];
    }
    e->n_states = (int)most[0] + 1, e->n_actions = (int)most[1] + 1;
    dataset_open(d, e, g->rows);
    for (long i = 0; i < g->rows; i++) {
        const double *x = g->v + i * 5;
        int begin = !i || g->v[i * 5 - 1] > 0;
        begins += begin;
        for (int w = 0; w < d->W; w++) {
            d->first[(int)x[0] * d->W + w] += begin;
            append(d, w, (int)x[0], (int)x[1], (struct event){ x[2], (int32_t)x[3], x[4] > 0 ? TERMINAL : RUNNING });
        }
    }
    for (int i = 0; i < d->S * d->W; i++)
        d->first[i] /= begins;
    return 0;
}

/* ---- what the data say ------------------------------------------------------------------------------------------------------------ */
void tally_open(struct tally *t, struct run *u)
{
    const struct dataset *d = u->env->data;
    int L = u->L;
    size_t pairs = (size_t)d->S * (size_t)d->A, S = (size_t)d->S;
    *t = (struct tally){ .S = d->S, .A = d->A, .L = L };
    t->n = rows_f64(u->mem, pairs, L), t->R = rows_f64(u->mem, pairs, L), t->P = rows_f64(u->mem, pairs * S, L);
    t->total = rows_f64(u->mem, 1, L);
    each(l)
        for (int i = 0; i < d->size[l]; i++) {
            size_t at = (size_t)i * (size_t)L + (size_t)l, pair = (size_t)d->was[at] * (size_t)d->A + (size_t)d->action[at];
            t->n[pair * (size_t)L + (size_t)l] += 1, t->total[l] += 1;
            t->R[pair * (size_t)L + (size_t)l] += d->reward[at];
            t->P[(pair * S + (size_t)d->next[at]) * (size_t)L + (size_t)l] += d->end[at] ? 0 : 1;
        }
    for (size_t pair = 0; pair < pairs; pair++)
        strip(r) {
            vd n = ld(t->n + pair * (size_t)L + r), share = splat(1) / vmax(n, splat(1));
            st(t->R + pair * (size_t)L + r, ld(t->R + pair * (size_t)L + r) * share);
            for (size_t next = 0; next < S; next++) {
                double *p = t->P + (pair * S + next) * (size_t)L + r;
                st(p, ld(p) * share);
            }
        }
    t->model = (struct mdp){ .S = d->S, .A = d->A, .width = L, .gamma = u->env->gamma, .P = t->P, .R = t->R, .rho = d->first };
}

void sure_actions(const double *action, int S, int A, int L, double *pi)
{
    for (int s = 0; s < S; s++)
        for (int a = 0; a < A; a++)
            strip(r)
                st(pi + (s * A + a) * L + r, vsel(eq(ld(action + s * L + r), splat(a)), splat(1), splat(0)));
}
