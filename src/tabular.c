/* Finite environments from a table of outcomes: see tabular.h. */
#include "tabular.h"
#include "mdp.h"

enum { TERMINAL_BIT = 24, TABULAR_STRIP = 64 };       /* a next state that is terminal carries this bit */
enum { FEW_PAIRS = 16, FEW_OUTCOMES = 4 };

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
    t->few = !per_lane && pairs <= FEW_PAIRS && B <= FEW_OUTCOMES ? rows_f64(e->mem, (size_t)(3 * B * FEW_PAIRS), 1) : NULL;
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
    t->event[at] = (struct event){ reward, next, 0 };
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
                    t->event[at].next |= t->terminal[t->event[at].next] ? TERMINAL << TERMINAL_BIT : 0;
                }
                double sum = last < 0 ? 0 : t->upto[spot(t, pair * (size_t)t->B + (size_t)last, w)];
                if (t->terminal[s] ? last >= 0 : sum < 1 - 1e-9 || sum > 1 + 1e-9)
                    return fail_inside("%s: state %d, action %d: chances add up to %.17g", e->type->name, s, a, sum);
                /* no uniform number lies beyond the last outcome */
                for (int k = last < 0 ? 0 : last; k < t->B; k++)
                    t->upto[spot(t, pair * (size_t)t->B + (size_t)k, w)] = 2;
            }
    for (int k = 0; t->few && k < t->B; k++)
        for (int pair = 0; pair < t->S * t->A; pair++) {
            double *at = t->few + k * FEW_PAIRS + pair;
            at[0] = t->upto[pair * t->B + k];
            at[t->B * FEW_PAIRS] = t->event[pair * t->B + k].reward, at[2 * t->B * FEW_PAIRS] = t->event[pair * t->B + k].next;
        }
    t->model = (struct mdp){ .S = t->S, .A = t->A, .H = H, .width = t->width, .gamma = e->gamma, .P = t->P, .R = t->R, .rho = t->rho };
    e->model = &t->model, e->n_states = t->S, e->n_actions = t->A;
    return 0;
}

struct event tabular_outcome(const struct tabular *t, int lane, int s, int a, double u)
{
    size_t pair = ((size_t)s * (size_t)t->A + (size_t)a) * (size_t)t->B;
    int k = 0;
    while (k + 1 < t->B && t->upto[spot(t, pair + (size_t)k, lane)] <= u)
        k++;
    struct event x = t->event[spot(t, pair + (size_t)k, lane)];
    x.end = x.next >> TERMINAL_BIT, x.next &= (1 << TERMINAL_BIT) - 1;
    return x;
}

/* numbers above 0 are ordered as their bits are, and those are compared faster */
FN uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* the same as happen(), a vector of lanes at a time: from small tables */
FN void happen_few(struct tabular *t, struct env *e, int B)
{
    int32_t *restrict next = e->io.next;
    const double *upto = t->few, *reward = upto + B * FEW_PAIRS, *to = reward + B * FEW_PAIRS;
    for (int r = 0; r < e->width; r += LANES) {
        vu pair = mul32(ldi_u(e->io.now + r), usplat((uint64_t)t->A)) + ldi_u(e->io.action + r);
        vd u = ld(t->u + r), paid = gather16(reward, pair), state = gather16(to, pair);
        for (int k = 1; k < B; k++) {
            vm beyond = le(gather16(upto + (k - 1) * FEW_PAIRS, pair), u);
            paid = vsel(beyond, gather16(reward + k * FEW_PAIRS, pair), paid);
            state = vsel(beyond, gather16(to + k * FEW_PAIRS, pair), state);
        }
        st(e->io.reward + r, paid), sti(next + r, state);
    }
}

FN void happen(struct tabular *t, struct env *e, int per_lane, int B)
{
    const int32_t *restrict now = e->io.now, *restrict action = e->io.action;
    int32_t *restrict next = e->io.next, first[TABULAR_STRIP], W = e->width;
    const double *restrict u = t->u, *restrict upto = t->upto;
    const struct event *restrict event = t->event;
    double *restrict reward = e->io.reward;
    size_t stride = per_lane ? (size_t)t->width : 1;
    int A = t->A;
    for (int from = 0; from < W; from += TABULAR_STRIP) {
        int L = W - from < TABULAR_STRIP ? W - from : TABULAR_STRIP;
        each(l)
            first[l] = (now[from + l] * A + action[from + l]) * B;
        each(l) {
            size_t i = (size_t)first[l] * stride + (per_lane ? (size_t)(from + l) : 0), k = 0;
            uint64_t mark = bits_of(u[from + l]);
            for (int j = 0; j + 1 < B; j++)
                k += bits_of(upto[i + (size_t)j * stride]) <= mark;
            const struct event *x = event + i + k * stride;
            reward[from + l] = x->reward, next[from + l] = x->next;
        }
    }
}

void tabular_step(struct tabular *t, struct env *e)
{
    int32_t *restrict next = e->io.next, *restrict end = e->io.end, W = e->width;
    if (t->B > 1)
        draw_u01(e->rng, t->u);
    if (t->few && LANES > 4 && t->B == 3)
        happen_few(t, e, 3);
    else if (t->few && LANES > 4)
        happen_few(t, e, t->B);
    else if (t->width)
        happen(t, e, 1, t->B);
    else if (t->B == 1)
        happen(t, e, 0, 1);
    else if (t->B == 3)
        happen(t, e, 0, 3);
    else
        happen(t, e, 0, t->B);
    for (int w = 0; w < W; w++) {
        int32_t x = next[w];
        end[w] = x >> TERMINAL_BIT, next[w] = x & ((1 << TERMINAL_BIT) - 1);
    }
}

/* one first state, or the one at a uniform number keyed by the number of the step */
void tabular_reset(struct tabular *t, struct env *e, const int32_t *who)
{
    int32_t *restrict now = e->io.now, start = t->start;
    int W = e->width;
    for (int w = 0; start >= 0 && w < W; w++)
        now[w] = who[w] ? start : now[w];
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
