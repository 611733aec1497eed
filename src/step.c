/* One step of all lanes, and its accounting: see sim.h.  Compiled once per instruction set, like the kernels that call it. */
#include "sim_inside.h"
#include <limits.h>

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

/* how far a lane is, for the mark of where it diverged: in the unit that the run counts */
static void freeze(struct sim *s, int w)
{
    int l = w % s->set.lanes;
    long now = s->set.episodes ? (long)s->episodes[l] : s->run.t;
    if (!s->at.diverged[l] && !s->at.closed[l])
        s->at.diverged[l] = now + 1;
}

/* an action that does not exist comes from a learner that lost its numbers: freeze the lane, play 0 */
static void check_actions(struct sim *s)
{
    int32_t *a = s->env.io.action;
    double *u = s->env.io.u;
    unsigned K = (unsigned)s->env.n_actions;
    int n = s->env.players * s->env.width, wrong = 0;
    for (int w = 0; w < n; w++)
        wrong |= (unsigned)a[w] >= K;
    for (int w = 0; wrong && w < n; w++)
        if ((unsigned)a[w] >= K)
            freeze(s, w), a[w] = 0;
    for (int w = 0; w < s->env.act_dim * s->env.width; w++)
        if (!(u[w] - u[w] == 0))
            freeze(s, w), u[w] = 0;
}

/* ---- logging ----------------------------------------------------------------------------------------------------------------- *
 * What a step makes due is logged when the turn is over, or before the next step: after the learner has learned from it. */
static void record(struct sim *s, const int32_t *who)
{
    if (s->exact)
        truth_measure(s, who);
    if (s->own && s->set.algo->measure)
        s->set.algo->measure(&s->run);
    sim_record(s, who);
}

static void record_due(struct sim *s)
{
    int32_t due[BLOCK];
    int L = s->set.lanes;
    s->pending = 0;
    each(l)
        due[l] = !s->at.closed[l] && (!s->set.episodes || s->episodes[l] >= (double)s->set.log[s->at.next_log[l]]);
    record(s, due);
}

/* after a turn: what is due, and lanes that have stopped by themselves */
static void settle(struct sim *s)
{
    int stopped = 0, L = s->set.lanes;
    if (s->pending)
        record_due(s);
    for (int l = 0; s->run.done && l < L; l++)
        stopped += s->run.done[l];
    if (stopped != s->at.stopped) {
        s->at.stopped = stopped;
        record(s, s->run.done);
    }
}

/* before a step: 0 when the run is over */
static int begin(struct sim *s)
{
    s->settle = settle;
    if (s->pending)
        record_due(s);
    return s->run.t < s->run.horizon && s->at.open;
}

/* ---- episodes ----------------------------------------------------------------------------------------------------------------- */

/* what ended is counted and begins again */
static void begin_again(struct sim *s)
{
    struct env *e = &s->env;
    struct wire io = e->io;
    int32_t *restrict who = s->who, *restrict stage = io.stage;
    const int32_t *restrict end = io.end;
    int L = s->set.lanes, W = e->width;
    for (int w = 0; w < W; w++)
        who[w] = end[w] != RUNNING;
    for (int from = 0; s->counting && from < W; from += L)
        strip(r) {
            vd zero = splat(0), so_far = ld(s->so_far + from + r);
            vm mine = gt(ldi(who + from + r), zero);
            st(s->returns + r, ld(s->returns + r) + vsel(mine, so_far, zero));
            st(s->lengths + r, ld(s->lengths + r) + vsel(mine, ldi(io.stage + from + r), zero));
            st(s->ended + r, ld(s->ended + r) + vsel(mine, splat(1), zero));
            st(s->episodes + r, ld(s->episodes + r) + vsel(mine, splat(1), zero));
            st(s->so_far + from + r, vsel(mine, zero, so_far));
        }
    for (int w = 0; w < W; w++)
        stage[w] = who[w] ? 0 : stage[w];
    e->type->reset(e, who);
    for (int l = 0; s->set.episodes && l < L; l++)
        s->pending |= !s->at.closed[l] && s->episodes[l] >= (double)s->set.log[s->at.next_log[l]];
}

/* from next to now: time limits, returns, new episodes */
static void move_on(struct sim *s)
{
    struct env *e = &s->env;
    int32_t *restrict stage = e->io.stage, *restrict end = e->io.end, *restrict now = e->io.now;
    const int32_t *restrict next = e->io.next;
    int32_t W = e->width, ended = 0, limit = s->limit && s->limit < INT32_MAX ? (int32_t)s->limit : INT32_MAX, how = s->limit_end;
    for (int w = 0; w < W; w++) {
        stage[w]++;
        end[w] = end[w] == RUNNING && stage[w] >= limit ? how : end[w];
        ended |= end[w];
        now[w] = next[w];
    }
    if (s->counting)
        for (int r = 0; r < W; r += LANES)
            st(s->so_far + r, ld(s->so_far + r) + ld(e->io.reward + r));
    if (e->obs_dim)
        memcpy(e->obs, e->obs_next, (size_t)e->obs_dim * (size_t)W * sizeof *e->obs);
    if (ended)
        begin_again(s);
}

/* ---- a step --------------------------------------------------------------------------------------------------------------------- */
void sim_step(struct run *u)
{
    struct sim *s = (struct sim *)u;
    struct env *e = &s->env;
    int L = s->set.lanes, states = e->type->reset != NULL;
    if (!begin(s))
        return;
    check_actions(s);
    if (s->wants[EXPECTED_REGRET])
        expect(s);
    if (s->by_episode && !e->io.stage[0])
        truth_regret(s);
    if (states)
        memcpy(e->io.was, e->io.now, (size_t)e->width * sizeof *e->io.was);
    e->type->step(e);
    e->t++, u->t += u->copies;
    for (int from = 0; from < e->width; from += L) {
        if (s->wants[REGRET] && !s->by_episode)
            add(s->total[REGRET], s->rest[REGRET], e->io.gap + from, L);
        if (s->wants[REWARD])
            add(s->total[REWARD], s->rest[REWARD], e->io.reward + from, L);
        if (s->wants[OPTIMAL])
            strip(r)
                st(s->total[OPTIMAL] + r, ld(s->total[OPTIMAL] + r) + vsel(le(ld(e->io.gap + from + r), splat(0)), splat(1), splat(0)));
    }
    if (states)
        move_on(s);
    s->pending |= u->t >= s->at.due;
}

void sim_tick(struct run *u)
{
    struct sim *s = (struct sim *)u;
    if (!begin(s))
        return;
    u->t++;
    s->pending |= u->t >= s->at.due;
}

void sim_restart(struct run *u, const int32_t *who)
{
    struct sim *s = (struct sim *)u;
    struct env *e = &s->env;
    int within = 0;
    if (u->t >= u->horizon)
        return;
    for (int w = 0; w < e->width; w++)
        within |= s->who[w] = e->io.stage[w] > 0 && (!who || who[w]);
    if (!within)
        return;
    for (int w = 0; w < e->width; w++) {
        e->io.stage[w] = s->who[w] ? 0 : e->io.stage[w];
        if (s->counting)
            s->so_far[w] = s->who[w] ? 0 : s->so_far[w];
    }
    e->type->reset(e, s->who);
}

void sim_place(struct run *u, const int32_t *state)
{
    struct sim *s = (struct sim *)u;
    struct env *e = &s->env;
    size_t W = (size_t)e->width;
    e->type->place(e, state);
    memset(e->io.stage, 0, W * sizeof *e->io.stage);
    if (s->counting)
        memset(s->so_far, 0, W * sizeof *s->so_far);
}
