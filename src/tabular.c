/* Finite environments from a table of outcomes: see tabular.h. */
#include "tabular.h"
#include "mdp.h"

FN size_t spot(const struct tabular *t, size_t i, int lane) { return t->width ? i * (size_t)t->width + (size_t)lane : i; }

int tabular_open(struct tabular *t, struct env *e, int S, int A, int B, int per_lane)
{
    size_t pairs = (size_t)S * (size_t)A, n = pairs * (size_t)B;
    int width = per_lane ? e->width : 1;
    if (S > MOST_STATES)
        return fail("%s: %d states: at most %d, for its exact model", e->type->name, S, MOST_STATES);
    t->S = S, t->A = A, t->B = B, t->width = per_lane ? e->width : 0, t->start = -1;
    t->upto = rows_f64(e->mem, n, width);
    t->event = (struct event *)(void *)rows_f64(e->mem, n * 2, width);
    t->terminal = rows_i32(e->mem, (size_t)S, 1);
    t->u = rows_f64(e->mem, 1, e->width);
    t->P = rows_f64(e->mem, pairs * (size_t)S, width);
    t->R = rows_f64(e->mem, pairs, width);
    t->rho = rows_f64(e->mem, (size_t)S, width);
    return 0;
}

void tabular_add(struct tabular *t, int lane, int s, int a, double chance, int next, double reward)
{
    size_t pair = (size_t)s * (size_t)t->A + (size_t)a;
    double before = 0;
    int k = 0;
    if (!(chance > 0))
        return;
    for (; t->upto[spot(t, pair * (size_t)t->B + (size_t)k, lane)] > 0; k++)
        before = t->upto[spot(t, pair * (size_t)t->B + (size_t)k, lane)];
    size_t at = spot(t, pair * (size_t)t->B + (size_t)k, lane);
    t->upto[at] = before + chance;
    t->event[at] = (struct event){ reward, next, RUNNING };
    t->P[spot(t, pair * (size_t)t->S + (size_t)next, lane)] += chance;
    t->R[spot(t, pair, lane)] += chance * reward;
}

void tabular_end(struct tabular *t, int s) { t->terminal[s] = 1; }

void tabular_start(struct tabular *t, int s, double chance)
{
    for (int w = 0; w < (t->width ? t->width : 1); w++)
        t->rho[spot(t, (size_t)s, w)] += chance;
    t->start = chance >= 1 ? s : t->start;
}

int tabular_close(struct tabular *t, struct env *e, int H)
{
    int lanes = t->width ? t->width : 1;
    for (int w = 0; w < lanes; w++)
        for (int s = 0; s < t->S; s++)
            for (int a = 0; a < t->A; a++) {
                size_t pair = (size_t)s * (size_t)t->A + (size_t)a;
                int last = -1;
                for (int k = 0; k < t->B; k++) {
                    size_t at = spot(t, pair * (size_t)t->B + (size_t)k, w);
                    last = t->upto[at] > 0 ? k : last;
                    t->event[at].end = t->terminal[t->event[at].next] ? TERMINAL : RUNNING;
                }
                double sum = last < 0 ? 0 : t->upto[spot(t, pair * (size_t)t->B + (size_t)last, w)];
                if (t->terminal[s] ? last >= 0 : sum < 1 - 1e-9 || sum > 1 + 1e-9)
                    return fail_inside("%s: state %d, action %d: chances add up to %.17g", e->type->name, s, a, sum);
                /* no uniform number lies beyond the last outcome */
                for (int k = last < 0 ? 0 : last; k < t->B; k++)
                    t->upto[spot(t, pair * (size_t)t->B + (size_t)k, w)] = 2;
            }
    t->model = (struct mdp){ .S = t->S, .A = t->A, .H = H, .width = t->width, .gamma = e->gamma, .P = t->P, .R = t->R, .rho = t->rho };
    e->model = &t->model, e->n_states = t->S, e->n_actions = t->A;
    return 0;
}

FN void happen(struct tabular *t, struct env *e, int per_lane, int B)
{
    struct wire io = e->io;
    int L = e->width;
    each(l) {
        size_t pair = (size_t)io.now[l] * (size_t)t->A + (size_t)io.action[l], i = pair * (size_t)B, stride = 1;
        if (per_lane)
            stride = (size_t)t->width, i = i * stride + (size_t)l;
        const double *upto = t->upto + i;
        for (int k = 0; k + 1 < B; k++)
            i += upto[(size_t)k * stride] <= t->u[l] ? stride : 0;
        struct event x = t->event[i];
        io.next[l] = x.next, io.end[l] = x.end, io.reward[l] = x.reward;
    }
}

void tabular_step(struct tabular *t, struct env *e)
{
    if (t->B > 1)
        draw_u01(e->rng, t->u);
    if (t->width)
        happen(t, e, 1, t->B);
    else if (t->B == 1)
        happen(t, e, 0, 1);
    else if (t->B == 3)
        happen(t, e, 0, 3);
    else
        happen(t, e, 0, t->B);
}

/* one first state, or the one at a uniform number keyed by the number of the step */
void tabular_reset(struct tabular *t, struct env *e, const int32_t *who)
{
    int32_t *now = e->io.now;
    for (int w = 0; t->start >= 0 && w < e->width; w++)
        now[w] = who[w] ? t->start : now[w];
    for (int w = 0; t->start < 0 && w < e->width; w++) {
        if (!who[w])
            continue;
        double u = u01_once(e->rng, w, (uint64_t)e->t, 0, STARTS), sum = 0;
        for (int s = 0; s < t->S && sum <= u; s++) {
            double chance = t->rho[spot(t, (size_t)s, w)];
            sum += chance;
            now[w] = chance > 0 ? s : now[w];
        }
    }
}

void tabular_place(struct env *e, const int32_t *state) { memcpy(e->io.now, state, (size_t)e->width * sizeof *state); }
