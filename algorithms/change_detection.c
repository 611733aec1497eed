/* Upper confidence bounds that watch for changes and start over: for means that are constant between a few breakpoints.
 *
 * Both play the arm with the largest m + sqrt(c ln(t') / n), with n, m and the clock t' counted since the last alarm, and both
 * must pull arms that look bad now and then, or their changes would go unseen.  With U changes in T turns:
 *
 *     cusum-ucb   an arm's first M rewards give its level u0; after that, reward x moves two sums,
 *                     g+ <- max(0, g+ + x - u0 - eps)        g- <- max(0, g- + u0 - x - eps),
 *                 and when one exceeds h = ln(T/U), that arm alone starts over (t' is the number of pulls still counted).  With
 *                 chance alpha = sqrt(U/T ln(T/U)) a turn plays a random arm.
 *     m-ucb       an arm's last w rewards are kept; when the sums of their two halves differ by more than
 *                     b = sqrt(w/2 ln(2 K T^2)),
 *                 all arms start over.  K turns of every ceil(K/gamma) go through all the arms,
 *                 gamma = sqrt(U K (2b + 3 sqrt(w)) / (2T)). */
#include "index.h"

struct cusum {
    double c, eps, threshold, explore; long warmup, breaks; struct stats s;
    double *up, *down, *level;                       /* [K*L] g+, g-, u0                              */
    double *clock;                                   /* [L] pulls still counted                       */
    int32_t *leader;                                 /* [L] the arm with the largest index            */
};
struct mucb {
    double c, threshold, explore; long window, breaks; struct stats s;
    double *last;                                    /* [K*L*w] each arm's last w rewards, a ring; lanes apart, for the cache */
    int32_t *head;                                   /* [K*L] where the next one goes                                         */
    double *contrast;                                /* [K*L] sum of the later half minus that of the earlier half            */
    double *clock, *turn;                            /* [L] turns since the alarm; the same, modulo period                    */
    double period;
};

static const param cusum_params[] = {
    REAL(struct cusum, c, 2, 0, 1000, "exploration: the bonus is sqrt(c ln t / n); 2 as in ucb1"),
    REAL(struct cusum, eps, 0.05, 0, 1, "drifts of a mean up to this size are tolerated"),
    INT(struct cusum, warmup, 50, 1, 1L << 31, "rewards that give an arm's level before it is watched (the paper's M)"),
    REAL(struct cusum, threshold, 0, 0, 1e15, "alarm above this sum; 0: ln(T/breaks)"),
    REAL(struct cusum, explore, 0, 0, 1, "chance of a random arm; 0: sqrt(breaks/T ln(T/breaks))"),
    INT(struct cusum, breaks, 4, 1, 1L << 53, "changes expected in the run's T steps"),
    END
};
static const param mucb_params[] = {
    REAL(struct mucb, c, 2, 0, 1000, "exploration: the bonus is sqrt(c ln t / n); 2 as in ucb1"),
    INT(struct mucb, window, 200, 2, 1L << 24, "rewards of an arm that its detector compares, an even number"),
    REAL(struct mucb, threshold, 0, 0, 1e15, "alarm above this difference of half sums; 0: sqrt(window/2 ln(2 K T^2))"),
    REAL(struct mucb, explore, 0, 0, 1, "share of turns that go through all arms; 0: the paper's, from breaks"),
    INT(struct mucb, breaks, 4, 1, 1L << 53, "changes expected in the run's T steps"),
    END
};

/* lane l forgets arm k: it comes before all that were seen, by its preference */
static void forget(struct stats *s, int k, int l)
{
    int at = k * s->L + l;
    s->n[at] = s->sum[at] = s->width[at] = 0;
    s->mean[at] = 0x1p140 * s->tie[at];
}
static void forget_all(struct stats *s, int l)
{
    for (int k = 0; k < s->K; k++)
        forget(s, k, l);
}

/* the arm with the largest index in the lanes from r on, each at its own clock */
FN vd optimist(const struct stats *s, const double *clock, double c, int r)
{
    int L = s->L;
    vd bonus = vsqrt(splat(c) * vlog(vmax(splat(1), ld(clock + r))));
    struct leader a = no_leader();
    for (int k = 0; k < s->K; k++)
        a = challenge(a, k, ld(s->mean + k * L + r) + bonus * ld(s->width + k * L + r));
    return a.arm;
}

/* ---- cusum-ucb ----------------------------------------------------------------------------------------------------------------- */

static int cusum_init(struct run *u)
{
    struct cusum *s = u->self;
    int L = u->L;
    double rarity = (double)u->horizon / (double)s->breaks, h = rarity > 1 ? log_of(rarity) : 0;
    stats_open(&s->s, u, 0);
    size_t K = (size_t)s->s.K;
    if (h <= 0 && (s->threshold <= 0 || s->explore <= 0))
        return fail("cusum-ucb: breaks=%ld in %ld steps: fewer changes than steps are needed; try breaks=1", s->breaks, u->horizon);
    if (s->threshold <= 0)
        s->threshold = h;
    if (s->explore <= 0)
        s->explore = sqrt_of(h / rarity);
    s->up = rows_f64(u->mem, K, L), s->down = rows_f64(u->mem, K, L), s->level = rows_f64(u->mem, K, L);
    s->clock = rows_f64(u->mem, 1, L);
    s->leader = rows_i32(u->mem, 1, L);
    each(l)
        forget_all(&s->s, l);
    return 0;
}

/* the optimist's arm, or a random one */
static void cusum_choose(struct cusum *s, struct run *u)
{
    int L = u->L, K = s->s.K;
    uint64_t draw = draws_take(u->rng, 1);
    strip(r) {
        vd coin, which, arm = optimist(&s->s, s->clock, s->c, r);
        u01_at(u->rng, r, usplat(draw), usplat(0), usplat(SEQUENCE), &coin, &which);
        sti(s->leader + r, arm);
        sti(u->env->io.action + r, vsel(lt(coin, splat(s->explore)), vfloor(which * splat(K)), arm));
    }
}

/* the two sums of the arm pulled; after an alarm it starts over */
static void cusum_watch(struct cusum *s, const int32_t *action, const double *reward)
{
    int L = s->s.L;
    double up[64], down[64], level[64], n[64], sum[64];
    each(l) {
        size_t at = place(action, L, l);
        up[l] = s->up[at], down[l] = s->down[at], level[l] = s->level[at], n[l] = s->s.n[at], sum[l] = s->s.sum[at];
    }
    strip(r) {
        vd count = ld(n + r), zero = splat(0), last = splat((double)s->warmup);
        vd u0 = vsel(eq(count, last), ld(sum + r) / count, ld(level + r)), x = ld(reward + r) - u0;
        vm on = gt(count, last);
        st(up + r, vsel(on, vmax(zero, ld(up + r) + x - splat(s->eps)), zero));
        st(down + r, vsel(on, vmax(zero, ld(down + r) - x - splat(s->eps)), zero));
        st(level + r, u0);
        st(s->clock + r, ld(s->clock + r) + splat(1));
    }
    each(l) {
        size_t at = place(action, L, l);
        s->up[at] = up[l], s->down[at] = down[l], s->level[at] = level[l];
        if (up[l] > s->threshold || down[l] > s->threshold)
            s->clock[l] -= n[l], forget(&s->s, action[l], l);
    }
}

static void cusum_iterate(struct run *u)
{
    struct cusum *s = u->self;
    cusum_choose(s, u);
    sim_step(u);
    stats_add(&s->s, u->env->io.action, u->env->io.reward);
    cusum_watch(s, u->env->io.action, u->env->io.reward);
}

static void cusum_policy(struct run *u, double *pi)
{
    struct cusum *s = u->self;
    int L = u->L;
    for (int k = 0; k < s->s.K; k++)
        each(l)
            pi[k * L + l] = s->explore / s->s.K + (k == s->leader[l] ? 1 - s->explore : 0);
}

/* ---- m-ucb --------------------------------------------------------------------------------------------------------------------- */

static int mucb_init(struct run *u)
{
    struct mucb *s = u->self;
    int L = u->L;
    double T = (double)u->horizon, w = (double)s->window;
    stats_open(&s->s, u, 0);
    double K = s->s.K;
    if (s->window % 2)
        return fail("m-ucb: window=%ld: must be even, for two halves; try window=%ld", s->window, s->window + 1);
    if (s->threshold <= 0)
        s->threshold = sqrt_of(w / 2 * log_of(2 * K * T * T));
    if (s->explore <= 0)
        s->explore = sqrt_of((double)s->breaks * K * (2 * s->threshold + 3 * sqrt_of(w)) / (2 * T));
    s->period = first(splat(0) - vfloor(splat(-K / (s->explore < 1 ? s->explore : 1))));
    s->last = rows_f64(u->mem, (size_t)s->s.K * (size_t)L * (size_t)s->window, 1);
    s->head = rows_i32(u->mem, (size_t)s->s.K, L);
    s->contrast = rows_f64(u->mem, (size_t)s->s.K, L);
    s->clock = rows_f64(u->mem, 1, L), s->turn = rows_f64(u->mem, 1, L);
    each(l)
        forget_all(&s->s, l);
    return 0;
}

/* the first K turns of every period go through the arms; the others are the optimist's */
static void mucb_choose(struct mucb *s, struct run *u)
{
    int L = u->L, K = s->s.K;
    strip(r) {
        vd turn = ld(s->turn + r), arm = optimist(&s->s, s->clock, s->c, r);
        sti(u->env->io.action + r, vsel(lt(turn, splat(K)), turn, arm));
        turn = turn + splat(1);
        st(s->turn + r, vsel(ge(turn, splat(s->period)), splat(0), turn));
        st(s->clock + r, ld(s->clock + r) + splat(1));
    }
}

/* one replicate: the reward enters its arm's later half, one moves from the later to the earlier half, one leaves */
static void mucb_watch(struct mucb *s, int k, int l, double reward)
{
    int L = s->s.L, at = k * L + l, w = (int)s->window, half = w / 2, head = s->head[at];
    double n = s->s.n[at], *ring = s->last + (size_t)at * (size_t)w;
    double moved = n > half ? ring[head < half ? head + half : head - half] : 0, left = n > w ? ring[head] : 0;
    ring[head] = reward;
    s->head[at] = head + 1 < w ? head + 1 : 0;
    s->contrast[at] += reward - 2 * moved + left;
    if (n < w || (s->contrast[at] <= s->threshold && s->contrast[at] >= -s->threshold))
        return;
    forget_all(&s->s, l);
    for (int i = 0; i < s->s.K; i++)
        s->contrast[i * L + l] = 0;
    s->clock[l] = s->turn[l] = 0;
}

static void mucb_iterate(struct run *u)
{
    struct mucb *s = u->self;
    int L = u->L;
    mucb_choose(s, u);
    sim_step(u);
    stats_add(&s->s, u->env->io.action, u->env->io.reward);
    each(l)
        mucb_watch(s, u->env->io.action[l], l, u->env->io.reward[l]);
}

ALGORITHM(cusum_ucb) = {
    .name = "cusum-ucb", .brief = "ucb that forgets an arm when cumulative sums show that its mean has changed",
    .source = "Liu, Lee and Shroff 2018, A change-detection based framework for piecewise-stationary multi-armed bandit problem",
    .params = cusum_params, .size = sizeof(struct cusum), .needs = ARMS,
    .init = cusum_init, .iterate = cusum_iterate, .policy = cusum_policy,
};
ALGORITHM(m_ucb) = {
    .name = "m-ucb", .brief = "ucb that starts over when the halves of an arm's window differ",
    .source = "Cao, Wen, Kveton and Xie 2019, Nearly optimal adaptive procedure with change detection for piecewise-stationary bandit",
    .params = mucb_params, .size = sizeof(struct mucb), .needs = ARMS, .init = mucb_init, .iterate = mucb_iterate,
};
