/* IMED: play the arm that the fewest pulls would prove inferior.
 *
 * Every arm is pulled once; then, with n_k pulls of arm k that gave the mean m_k, and m* the largest mean, each turn plays the
 * arm with the smallest index
 *     I_k = n_k kl(m_k, m*) + ln n_k                                          Honda and Takemura 2015, algorithm 1
 * where kl is the divergence between Bernoulli distributions, 0 for the best arm.  Asymptotically optimal, and nothing needs
 * inverting: with S = n m and F = n - S,
 *     n kl(m, m*) = S ln m + F ln(1-m) - S ln m* - F ln(1-m*)
 * has a part that changes only when the arm is pulled, and two logarithms that serve all arms. */
#include "curve.h"
#include "index.h"

struct imed { struct stats s; double *own, *log_n; };       /* [K*L] S ln m + F ln(1-m); ln n - tie */

static const param imed_params[] = { END };

static int imed_init(struct run *u)
{
    struct imed *s = u->self;
    stats_open(&s->s, u, 0);
    s->own = rows_f64(u->mem, (size_t)s->s.K, u->L);
    s->log_n = rows_f64(u->mem, (size_t)s->s.K, u->L);
    return 0;
}

FN vd safe_log(vd x) { return vlog(vmax(x, splat(1e-300))); }

/* without its tie */
FN vd mean_of(const struct stats *s, int at) { vd w = ld(s->width + at); return ld(s->sum + at) * (w * w); }

static void imed_choose(struct run *u)
{
    struct imed *s = u->self;
    int L = u->L, K = s->s.K;
    strip(r) {
        vd top = splat(0), one = splat(1);
        for (int k = 0; k < K; k++)
            top = vmax(top, mean_of(&s->s, k * L + r));
        vd log_top = safe_log(top), log_rest = safe_log(one - top);
        struct leader a = no_leader();
        for (int k = 0; k < K; k++) {
            int at = k * L + r;
            vd sum = ld(s->s.sum + at);
            vd kl = ld(s->own + at) - sum * log_top - (ld(s->s.n + at) - sum) * log_rest;
            vd index = vsel(ge(mean_of(&s->s, at), top), splat(0), kl) + ld(s->log_n + at);
            a = challenge(a, k, splat(0) - index);
        }
        sti(u->env->io.action + r, a.arm);
    }
}

/* the arm just pulled */
static void imed_learn(struct run *u)
{
    struct imed *s = u->self;
    int L = u->L;
    stats_add(&s->s, u->env->io.action, u->env->io.reward);
    strip(r) {
        vu at = chosen(u->env->io.action, r, L);
        vd n = gather(s->s.n, at), sum = gather(s->s.sum, at), rest = n - sum;
        scatter(s->own, at, sum * safe_log(sum / n) + rest * safe_log(rest / n));
        scatter(s->log_n, at, vlog(n) - gather(s->s.tie, at));
    }
}

static void imed_iterate(struct run *u)
{
    if (!first_pulls(u))
        imed_choose(u);
    sim_step(u);
    imed_learn(u);
}

ALGORITHM(imed) = {
    .name = "imed", .brief = "the smallest evidence against an arm, n kl + ln n: optimal, and cheap",
    .source = "Honda and Takemura 2015, Non-asymptotic analysis of a new bandit algorithm for semi-bounded rewards, algorithm 1",
    .params = imed_params, .size = sizeof(struct imed), .needs = ARMS | UNIT_REWARDS, .init = imed_init, .iterate = imed_iterate,
};
