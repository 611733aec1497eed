/* One step of all lanes, and its accounting: see sim.h.  Compiled once per instruction set, like the kernels that call it. */
#include "sim_inside.h"

/* total += x in every lane, with Kahan's remainder: a million small terms lose nothing */
static void add(double *total, double *rest, const double *x, int L)
{
    strip(r) {
        vd old = ld(total + r), y = ld(x + r) - ld(rest + r), sum = old + y;
        st(rest + r, (sum - old) - y), st(total + r, sum);
    }
}

static void expect(struct sim *s)
{
    int L = s->set.lanes;
    double sum[BLOCK] = { 0 };
    s->run.type->policy(&s->run, s->pi);
    for (int k = 0; k < s->env.n_actions; k++)
        each(l)
            sum[l] += s->pi[k * L + l] * (s->env.best[l] - s->env.mean[k * s->env.width + l]);
    add(s->total[EXPECTED_REGRET], s->rest[EXPECTED_REGRET], sum, L);
}

/* an action that does not exist comes from a learner that lost its numbers: freeze the lane, play 0 */
static void check_actions(struct sim *s)
{
    int32_t *a = s->env.io.action;
    unsigned K = (unsigned)s->env.n_actions;
    int W = s->env.width, wrong = 0;
    for (int w = 0; w < W; w++)
        wrong |= (unsigned)a[w] >= K;
    for (int w = 0; wrong && w < W; w++)
        if ((unsigned)a[w] >= K) {
            if (!s->diverged[w % s->set.lanes])
                s->diverged[w % s->set.lanes] = s->run.t + 1;
            a[w] = 0;
        }
}

void sim_step(struct run *u)
{
    struct sim *s = (struct sim *)u;
    struct env *e = &s->env;
    int L = s->set.lanes;
    if (u->t >= u->horizon)
        return;
    check_actions(s);
    if (s->wants[EXPECTED_REGRET])
        expect(s);
    e->type->step(e);
    if (s->wants[REGRET])
        add(s->total[REGRET], s->rest[REGRET], e->io.gap, L);
    if (s->wants[REWARD])
        add(s->total[REWARD], s->rest[REWARD], e->io.reward, L);
    if (s->wants[OPTIMAL])
        strip(r)
            st(s->total[OPTIMAL] + r, ld(s->total[OPTIMAL] + r) + vsel(le(ld(e->io.gap + r), splat(0)), splat(1), splat(0)));
    e->t = ++u->t;
    if (s->next_log < s->set.n_log && u->t == s->set.log[s->next_log])
        sim_record(s);
}
