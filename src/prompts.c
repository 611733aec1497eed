/* Prompts and responses: see prompts.h. */
#include "prompts.h"

/* ---- building ----------------------------------------------------------------------------------------------------------------------- */
struct maker prompts_open(struct env *e, struct prompts *p)
{
    size_t cells = (size_t)(p->n * cells_of(p)), nodes = (size_t)(p->n * p->nodes);
    struct maker k = { .p = p, .next = rows_i32(e->mem, cells, 1), .call = rows_i32(e->mem, cells, 1), .chance = rows_f64(e->mem, cells, 1),
                       .logit = rows_f64(e->mem, cells, 1), .row = rows_i32(e->mem, nodes * (size_t)p->tables, 1),
                       .drawn = rows_i32(e->mem, (size_t)p->train, 1),
                       .learned = rows_f64(e->mem, cells, 1) };
    for (size_t i = 0; i < cells; i++)
        k.next[i] = p->nodes - 1, k.learned[i] = 1;
    p->next = k.next, p->call = k.call, p->chance = k.chance, p->logit = k.logit;
    p->row = k.row, p->drawn = k.drawn, p->learned = k.learned;
    return k;
}

int prompts_close(const struct maker *k, struct env *e)
{
    struct prompts *p = k->p;
    int A = p->tokens;
    if (A > MOST_TOKENS || p->tables > MOST_TABLES)
        return fail_inside("%s: %d tokens, %d tables", e->type->name, A, p->tables);
    for (int i = 0; i < p->n * p->nodes; i++) {
        double *z = k->logit + i * A, total = 0, shift;
        int n = i % p->nodes;
        for (int a = 0; a < A && n < p->nodes - 1; a++)
            if (k->next[i * A + a] <= n || k->next[i * A + a] >= p->nodes)
                return fail_inside("%s: token %d of node %d leads back", e->type->name, a, n);
        for (int a = 0; a < A; a++)
            total += exp_of(z[a]);
        shift = log_of(total);
        for (int a = 0; a < A; a++)
            z[a] = n == p->nodes - 1 ? (a ? FORBIDDEN : 0) : z[a] > FORBIDDEN ? z[a] - shift : FORBIDDEN;
    }
    e->prompts = p, e->n_states = p->n * p->nodes, e->n_actions = A, e->max_reward = 1;
    return 0;
}

void prompts_step(struct env *e)
{
    const struct prompts *p = e->prompts;
    struct wire io = e->io;
    for (int w = 0; w < e->width; w++) {
        int at = io.now[w] * p->tokens + io.action[w], next = p->next[at];
        io.next[w] = io.now[w] - io.now[w] % p->nodes + next;
        io.end[w] = next == p->nodes - 1 ? TERMINAL : RUNNING;
        io.reward[w] = u01_once(e->rng, w, (uint64_t)e->t, 0, KEYED) < p->chance[at] ? 1 : 0;
    }
}

void prompts_reset(struct env *e, const int32_t *who)
{
    const struct prompts *p = e->prompts;
    for (int w = 0; w < e->width; w++) {
        int i = who[w] ? (int)(u01_once(e->rng, w, (uint64_t)e->t, 0, STARTS) * p->n_drawn) : 0;
        e->io.now[w] = who[w] ? p->drawn[i] * p->nodes : e->io.now[w];
    }
}

/* ---- the policy --------------------------------------------------------------------------------------------------------------------- */

/* softmax of node n's logits, which are in pi */
FN void normalise(int A, int L, int r, double *pi, double *log_pi)
{
    vd top = ld(pi + r), total = splat(0);
    for (int a = 1; a < A; a++)
        top = vmax(top, ld(pi + a * L + r));
    for (int a = 0; a < A; a++) {
        vd z = ld(pi + a * L + r) - top, w = vexp(z);
        total = total + w;
        st(log_pi + a * L + r, z), st(pi + a * L + r, w);
    }
    vd share = splat(1) / total, shift = vlog(total);
    for (int a = 0; a < A; a++) {
        st(pi + a * L + r, ld(pi + a * L + r) * share);
        st(log_pi + a * L + r, ld(log_pi + a * L + r) - shift);
    }
}

/* where the i-th row of theta of prompt m's node n begins */
FN int row_at(const struct prompts *p, int A, int tables, int m, int n, int i) { return p->row[(m * p->nodes + n) * tables + i] * A; }

/* logits of node n in every lane, for sizes that the compiler knows or does not: sums of rows, each in one piece */
FN void add_rows(const struct prompts *p, int A, int tables, int L, const int32_t *m, int n, const double *theta, double *z)
{
    each(l) {
        const double *mine = theta + (size_t)l * theta_size(p), *base = p->logit + (m[l] * p->nodes + n) * A;
        double sum[MOST_TOKENS];
        for (int a = 0; a < A; a++)
            sum[a] = base[a];
        for (int i = 0; i < tables; i++) {
            const double *x = mine + row_at(p, A, tables, m[l], n, i);
            for (int a = 0; a < A; a++)
                sum[a] += x[a];
        }
        for (int a = 0; a < A; a++)
            z[a * L + l] = sum[a];
    }
}
FN void learn_rows(const struct prompts *p, int A, int tables, int L, const int32_t *m, int n, double rate, const double *slope,
                   double *theta)
{
    each(l) {
        double *mine = theta + (size_t)l * theta_size(p), step[MOST_TOKENS], size = 0;
        const double *learned = p->learned + (m[l] * p->nodes + n) * A;
        for (int a = 0; a < A; a++)
            step[a] = rate * learned[a] * slope[a * L + l], size += step[a] * step[a];
        /* many nodes are not passed by any response; NaN is not 0 */
        if (size == 0)
            continue;
        for (int i = 0; i < tables; i++) {
            double *x = mine + row_at(p, A, tables, m[l], n, i);
            for (int a = 0; a < A; a++)
                x[a] += step[a];
        }
    }
}

void prompts_policy(const struct prompts *p, int L, const int32_t *m, const double *theta, double *pi, double *log_pi)
{
    int A = p->tokens;
    for (int n = 0; n < p->nodes; n++) {
        double *z = pi + n * A * L;
        if (A == 8 && p->tables == 3)
            add_rows(p, 8, 3, L, m, n, theta, z);
        else
            add_rows(p, A, p->tables, L, m, n, theta, z);
        strip(r)
            normalise(A, L, r, z, log_pi + n * A * L);
    }
}

void prompts_learn(const struct prompts *p, int L, const int32_t *m, double rate, const double *slope, double *theta)
{
    int A = p->tokens;
    for (int n = 0; n + 1 < p->nodes; n++)
        if (A == 8 && p->tables == 3)
            learn_rows(p, 8, 3, L, m, n, rate, slope + n * A * L, theta);
        else
            learn_rows(p, A, p->tables, L, m, n, rate, slope + n * A * L, theta);
}

/* ---- responses ---------------------------------------------------------------------------------------------------------------------- */
void prompts_upto(const struct prompts *p, int L, const double *pi, double *upto)
{
    int A = p->tokens;
    for (int n = 0; n < p->nodes; n++)
        strip(r) {
            vd sum = splat(0);
            for (int a = 0; a + 1 < A; a++) {
                sum = sum + ld(pi + (n * A + a) * L + r);
                st(upto + (n * A + a) * L + r, sum);
            }
            st(upto + (n * A + A - 1) * L + r, splat(INFINITY));
        }
}

/* the first token of the row at `upto` that lies above u: halving, so that A places cost log2 A looks */
FN int look(const double *upto, int A, int L, double u)
{
    int at = 0;
    for (int left = A; left > 1;) {
        int half = left / 2;
        at += upto[(size_t)((at + half - 1) * L)] <= u ? half : 0;
        left -= half;
    }
    return at;
}

FN int respond(const struct prompts *p, int A, int L, const int32_t *m, const double *upto, const double *u, int32_t *cell, double *size,
               double *calls, double *chance)
{
    int end = p->nodes - 1, longest = 0, first[64], n[64], last[64], tokens[64], called[64];
    each(l)
        first[l] = m[l] * cells_of(p), n[l] = last[l] = tokens[l] = called[l] = 0;
    /* token by token, so that the lanes' chains of loads overlap; once all have ended, nothing more happens */
    for (int running = 1; longest < p->length && running; longest++) {
        running = 0;
        each(l) {
            int c = n[l] * A + look(upto + n[l] * A * L + l, A, L, u[longest * L + l]), at = first[l] + c, live = n[l] != end;
            cell[longest * L + l] = c;
            tokens[l] += live, called[l] += p->call[at], last[l] = live ? at : last[l];
            n[l] = p->next[at];
            running |= n[l] != end;
        }
    }
    each(l)
        size[l] = tokens[l], calls[l] = called[l], chance[l] = p->chance[last[l]];
    return longest;
}
int prompts_respond(const struct prompts *p, int L, const int32_t *m, const double *upto, const double *u, int32_t *cell, double *size,
                    double *calls, double *chance)
{
    return p->tokens == 8 ? respond(p, 8, L, m, upto, u, cell, size, calls, chance)
                          : respond(p, p->tokens, L, m, upto, u, cell, size, calls, chance);
}

/* ---- the truth ---------------------------------------------------------------------------------------------------------------------- */
void prompts_truth(const struct prompts *p, int L, int m, const double *pi, const double *log_pi, double *visits, struct truth x)
{
    int A = p->tokens, N = p->nodes, first = m * cells_of(p);
    strip(r) {
        vd paid = splat(0), size = splat(0), entropy = splat(0), kl = splat(0);
        for (int n = 0; n < N; n++)
            st(visits + n * L + r, splat(n ? 0 : 1));
        for (int n = 0; n + 1 < N; n++) {
            vd here = ld(visits + n * L + r), h = splat(0), d = splat(0);
            for (int a = 0; a < A; a++) {
                int c = n * A + a, to = p->next[first + c];
                vd q = ld(pi + c * L + r), log_q = ld(log_pi + c * L + r), flow = here * q;
                st(visits + to * L + r, ld(visits + to * L + r) + flow);
                paid = paid + flow * splat(p->chance[first + c]);
                h = h - q * log_q, d = d + q * (log_q - splat(p->logit[first + c]));
            }
            size = size + here, entropy = entropy + here * h, kl = kl + here * d;
        }
        st(x.paid + r, paid), st(x.size + r, size), st(x.entropy + r, entropy), st(x.kl + r, kl);
    }
}
