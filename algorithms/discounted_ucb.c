/* Upper confidence bounds that forget, for arms whose means change.
 *
 *     d-ucb     index = m + sqrt(xi ln n_t / N): rewards and pulls of s turns ago weigh gamma^s; N is an arm's weighted
 *               count, m its weighted mean and n_t the counts' sum
 *     sw-ucb    index = m + sqrt(xi ln min(t, w) / N): m and N over the last w turns; an arm not seen there comes first
 *
 * With U changes in T turns the paper tunes gamma = 1 - sqrt(U/T)/4 and w = 2 sqrt(T ln T / U).
 *
 * Instead of shrinking all arms every turn, d-ucb lets the newest reward weigh gamma^-t: means and ratios of counts stay the
 * same, only the arm pulled changes, and n_t = 1 + gamma n_(t-1) is equal in every lane.  It costs what ucb1 costs. */
#include "index.h"

struct ducb { double xi, gamma; long breaks; struct stats s; double *now; };
struct swucb { double xi; long window, breaks; struct stats s; double *reward; int32_t *action; };
enum { WEIGHT, TOTAL };                  /* of d-ucb's now: gamma^-t, since the last scaling; n_t */

static const param ducb_params[] = {
    REAL(struct ducb, xi, 0.6, 0, 1000, "exploration: 0.6 in the paper's experiments, four times that in its proof"),
    REAL(struct ducb, gamma, 0, 0, 1, "weight of a turn relative to the next, at least 0.5; 0: 1 - sqrt(breaks/T)/4"),
    INT(struct ducb, breaks, 4, 1, 1L << 53, "changes expected in the run's T steps, when gamma is 0"),
    END
};
static const param swucb_params[] = {
    REAL(struct swucb, xi, 0.6, 0, 1000, "exploration: 0.6 in the paper's experiments; its proof wants more than 1/2"),
    INT(struct swucb, window, 0, 0, 1L << 53, "turns remembered; 0: 2 sqrt(T ln T / breaks)"),
    INT(struct swucb, breaks, 4, 1, 1L << 53, "changes expected in the run's T steps, when window is 0"),
    END
};

/* the arm with the largest mean + bonus * width */
static void choose(const struct stats *s, struct run *u, double bonus)
{
    int L = u->L;
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < s->K; k++)
            a = challenge(a, k, ld(s->mean + k * L + r) + splat(bonus) * ld(s->width + k * L + r));
        sti(u->env->io.action + r, a.arm);
    }
}

/* rewards enter their arms' counts and sums with a weight, or leave with -1; as stats_add(), which is weight 1.  An arm that
 * has nothing left is above all others, by its preference (a finite number: bonus * width must not become 0 * inf) */
static void weigh(struct stats *s, double weight, const int32_t *action, const double *reward)
{
    int L = s->L;
    double n[64], sum[64], tie[64], mean[64], width[64];
    each(l) {
        size_t at = place(action, L, l);
        n[l] = s->n[at], sum[l] = s->sum[at], tie[l] = s->tie[at];
    }
    strip(r) {
        vd count = ld(n + r) + splat(weight), total = ld(sum + r) + splat(weight) * ld(reward + r);
        vm some = gt(count, splat(0));
        vd inverse = splat(1) / vsel(some, count, splat(1));
        st(n + r, count), st(sum + r, vsel(some, total, splat(0)));
        st(mean + r, vsel(some, total * inverse, splat(0x1p140) * ld(tie + r)) + ld(tie + r));
        st(width + r, vsel(some, vsqrt(inverse), splat(0)));
    }
    each(l) {
        size_t at = place(action, L, l);
        s->n[at] = n[l], s->sum[at] = sum[l], s->mean[at] = mean[l], s->width[at] = width[l];
    }
}

/* ---- discounted ----------------------------------------------------------------------------------------------------------------- */

static int ducb_init(struct run *u)
{
    struct ducb *s = u->self;
    double rate = (double)s->breaks / (double)u->horizon;
    if (s->gamma <= 0)
        s->gamma = 1 - sqrt_of(rate < 1 ? rate : 1) / 4;
    if (s->gamma < 0.5)
        return fail("d-ucb: gamma=%g forgets within two turns: at least 0.5; try gamma=0.99", s->gamma);
    stats_open(&s->s, u, 0);
    s->now = rows_f64(u->mem, 2, 1);
    s->now[WEIGHT] = 1;
    return 0;
}

/* all counts in a unit 2^400 times larger: exact, means and ratios stay */
static void ducb_rescale(struct ducb *s)
{
    int L = s->s.L;
    for (int k = 0; k < s->s.K; k++)
        each(l) {
            int at = k * L + l;
            s->s.n[at] *= 0x1p-400, s->s.sum[at] *= 0x1p-400;
            s->s.width[at] = s->s.width[at] < 0x1p600 ? s->s.width[at] * 0x1p200 : 0x1p800;    /* finite though never pulled */
        }
    s->now[WEIGHT] *= 0x1p-400;
}

static void ducb_iterate(struct run *u)
{
    struct ducb *s = u->self;
    double *now = s->now;
    if (!first_pulls(u))
        choose(&s->s, u, sqrt_of(s->xi * log_of(now[TOTAL]) * now[WEIGHT]));
    sim_step(u);
    /* the newest turn weighs 1/gamma times the one before */
    now[WEIGHT] /= s->gamma, now[TOTAL] = 1 + s->gamma * now[TOTAL];
    weigh(&s->s, now[WEIGHT], u->env->io.action, u->env->io.reward);
    if (now[WEIGHT] > 0x1p400)
        ducb_rescale(s);
}

/* ---- sliding window ------------------------------------------------------------------------------------------------------------- */

static int swucb_init(struct run *u)
{
    struct swucb *s = u->self;
    double T = (double)u->horizon, tuned = 2 * sqrt_of(T * log_of(T) / (double)s->breaks);
    if (!s->window)
        s->window = tuned > 1 ? (long)tuned : 1;
    stats_open(&s->s, u, 0);
    /* a window that is never left needs no memory */
    if (s->window < u->horizon) {
        s->action = rows_i32(u->mem, (size_t)s->window, u->L);
        s->reward = rows_f64(u->mem, (size_t)s->window, u->L);
    }
    return 0;
}

static void swucb_iterate(struct run *u)
{
    struct swucb *s = u->self;
    const int32_t *action = u->env->io.action;
    const double *reward = u->env->io.reward;
    long turn = u->t;
    size_t L = (size_t)u->L, slot = (size_t)(turn % s->window) * L;
    if (!first_pulls(u))
        choose(&s->s, u, sqrt_of(s->xi * log_of((double)(turn + 1 < s->window ? turn + 1 : s->window))));
    sim_step(u);
    if (turn >= s->window)
        weigh(&s->s, -1, s->action + slot, s->reward + slot);
    weigh(&s->s, 1, action, reward);
    if (s->action) {
        memcpy(s->action + slot, action, L * sizeof *action);
        memcpy(s->reward + slot, reward, L * sizeof *reward);
    }
}

ALGORITHM(d_ucb) = {
    .name = "d-ucb", .brief = "ucb whose past fades: for means that change",
    .source = "Garivier and Moulines 2011, On upper-confidence bound policies for switching bandit problems, section 3.1",
    .params = ducb_params, .size = sizeof(struct ducb), .needs = ARMS, .init = ducb_init, .iterate = ducb_iterate,
};
ALGORITHM(sw_ucb) = {
    .name = "sw-ucb", .brief = "ucb that remembers a window of turns: for means that change",
    .source = "Garivier and Moulines 2011, On upper-confidence bound policies for switching bandit problems, section 3.2",
    .params = swucb_params, .size = sizeof(struct swucb), .needs = ARMS, .init = swucb_init, .iterate = swucb_iterate,
};
