/* Learners that plan: counts, values of stages, episodes.  See planner.h. */
#include "planner.h"

int planner_open(struct planner *p, struct run *u, enum tables tables, enum tie tie, double top)
{
    const struct mdp *m = u->env->model;
    size_t S = (size_t)m->S, A = (size_t)m->A, H = (size_t)m->H, L = (size_t)u->L, n = (tables == STAGED ? H : 1) * S * A;
    if (H * S * A > INT32_MAX / L || n * S > INT32_MAX / L)
        return fail("%s: %s has %zu states, %zu actions and %zu stages: its tables would be too large; try model=pooled", u->type->name,
                    u->env->type->name, S, A, H);
    *p = (struct planner){ .S = m->S, .A = m->A, .H = m->H, .L = u->L, .tables = tables == STAGED ? m->H : 1, .tie = (int)tie, .top = top };
    p->n = rows_f64(u->mem, n, u->L), p->sum = rows_f64(u->mem, n, u->L), p->went = rows_f64(u->mem, n * S, u->L);
    p->to = rows_i32(u->mem, n * S, 1), p->many = rows_i32(u->mem, n, 1);
    p->q = rows_f64(u->mem, H * S * A, u->L);
    p->v = scratch(u->mem, 2 * S * L), p->inverse = scratch(u->mem, n * L), p->x = scratch(u->mem, A * L);
    return 0;
}

void planner_invert(struct planner *p)
{
    int n = planner_pairs(p), L = p->L;
    for (int i = 0; i < n; i++)
        strip(r) {
            vd visits = ld(p->n + i * L + r);
            st(p->inverse + i * L + r, vsel(eq(visits, splat(0)), splat(0), splat(1) / vmax(visits, splat(1))));
        }
}

void planner_begin(struct planner *p)
{
    memset(p->v + (size_t)(p->H & 1) * (size_t)(p->S * p->L), 0, (size_t)(p->S * p->L) * sizeof *p->v);
}

/* a next state that a pair leads to for the first time takes its place among those known */
static void planner_discover(struct planner *p, size_t i, int32_t next)
{
    int32_t *to = p->to + i * (size_t)p->S;
    int n = p->many[i], k = n;
    for (int j = 0; j < n; j++)
        if (to[j] == next)
            return;
    for (; k > 0 && to[k-1] > next; k--)
        to[k] = to[k-1];
    to[k] = next, p->many[i]++;
}

static void planner_count(struct planner *p, const struct wire *io, int h)
{
    int L = p->L;
    each(l) {
        size_t i = (size_t)planner_pair(p, h, io->was[l], io->action[l]), at = i * (size_t)L + (size_t)l;
        double *went = p->went + (i * (size_t)p->S + (size_t)io->next[l]) * (size_t)L + l;
        p->n[at] += 1, p->sum[at] += io->reward[l];
        if ((*went += 1) <= 1)
            planner_discover(p, i, io->next[l]);
    }
}

void planner_episode(struct planner *p, struct run *u)
{
    struct wire *io = &u->env->io;
    int L = p->L, A = p->A;
    double coin[64];
    for (int h = 0; h < p->H; h++) {
        draw_u01(u->rng, coin);
        rows_at(planner_q(p, h, 0, 0), io->now, p->S, A, L, p->x);
        strip(r) {
            struct best b = best_of(p->x, A, L, r);
            sti(io->action + r, p->tie == TIE_FIRST ? b.first : tie_of(p->x, A, L, r, b, ld(coin + r)));
        }
        sim_step(u);
        planner_count(p, io, h);
    }
}

void planner_policy(const struct planner *p, double *pi)
{
    epsilon_greedy_policy(p->q, p->H * p->S, p->A, p->L, 0, (enum tie)p->tie, pi);
}

void planner_values(const struct planner *p, double *v)
{
    int L = p->L;
    for (int i = 0; i < p->H * p->S; i++)
        strip(r) {
            const double *q = p->q + (size_t)(i * p->A) * (size_t)L + r;
            vd best = ld(q);
            for (int a = 1; a < p->A; a++)
                best = vmax(ld(q + a * L), best);
            st(v + (size_t)i * (size_t)L + r, best);
        }
}
