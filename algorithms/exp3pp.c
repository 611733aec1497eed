/* EXP3++: exponential weights against an adversary, and logarithmic regret where the world turns out to be stochastic.
 *
 * Beside the importance-weighted losses L~ of exp3 it keeps the plain mean loss of each arm; where confidence bounds say that
 * arm k is worse by at least D, exploring it can slow down to xi.  On turn t, with N pulls of the arm, losses l = 1 - r:
 *     w_k = exp(-eta_t L~_k) / sum_j exp(-eta_t L~_j),    eta_t = sqrt(ln K / (t K)) / 2
 *     D_k = max(0, LCB_k - min_j UCB_j),    bounds: mean loss -+ sqrt((alpha ln t + ln K) / (2 N)), within [0, 1]
 *     e_k = min(1/(2K), eta_t, beta ln t / (t D_k^2)),    p_k = (1 - sum_j e_j) w_k + e_k
 *     L~_a <- L~_a + l / p_a */
#include "choice.h"
#include "index.h"

struct exp3pp { double alpha, beta; struct stats s; struct scores g; };

static const param exp3pp_params[] = {
    REAL(struct exp3pp, alpha, 3, 0, 1e6, "confidence of the bounds on the gaps; the proof wants 3"),
    REAL(struct exp3pp, beta, 256, 0, 1e12, "exploration in proportion to 1 / gap^2; the proof wants 256, practice less"),
    END
};

static int exp3pp_init(struct run *u)
{
    struct exp3pp *s = u->self;
    int L = u->L;
    stats_open(&s->s, u, 0);
    scores_open(&s->g, u);
    /* nothing is known of an arm never pulled */
    for (int k = 0; k < s->s.K; k++)
        each(l)
            s->s.width[k * L + l] = INFINITY;
    return 0;
}

/* weights become chances */
static void exp3pp_explore(struct run *u, double eta)
{
    struct exp3pp *s = u->self;
    int L = u->L, K = s->s.K;
    double t = (double)(u->t + 1), lnt = log_of(t);
    vd radius = splat(sqrt_of((s->alpha * lnt + log_of(K)) / 2)), xi = splat(s->beta * lnt / t);
    vd most = splat(eta < 0.5 / K ? eta : 0.5 / K);
    double *pi = s->g.w;
    strip(r) {
        /* in terms of rewards: the best lower bound against each upper bound */
        vd floor_of_best = splat(0), sum = splat(0), scale = splat(1) / total_of(s->g.w, K, L, r);
        for (int k = 0; k < K; k++) {
            int at = k * L + r;
            floor_of_best = vmax(floor_of_best, ld(s->s.mean + at) - radius * ld(s->s.width + at));
        }
        for (int k = 0; k < K; k++) {
            int at = k * L + r;
            vd d = vmax(splat(0), floor_of_best - vmin(splat(1), ld(s->s.mean + at) + radius * ld(s->s.width + at)));
            sum = sum + vmin(xi / (d * d), most);             /* 0/0 on the first turn: most */
        }
        for (int k = 0; k < K; k++) {
            int at = k * L + r;
            vd d = vmax(splat(0), floor_of_best - vmin(splat(1), ld(s->s.mean + at) + radius * ld(s->s.width + at)));
            st(pi + at, (splat(1) - sum) * (ld(s->g.w + at) * scale) + vmin(xi / (d * d), most));
        }
    }
}

static void exp3pp_iterate(struct run *u)
{
    struct exp3pp *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, K = s->s.K;
    double coin[64], chance[64], eta = 0.5 * sqrt_of(log_of(K) / ((double)(u->t + 1) * K));
    scores_weigh(&s->g, eta);
    exp3pp_explore(u, eta);
    draw_u01(u->rng, coin);
    weights_choose(s->g.w, K, L, coin, io->action, chance);
    sim_step(u);
    stats_add(&s->s, io->action, io->reward);
    each(l)
        s->g.a[place(io->action, L, l)] -= (1 - io->reward[l]) / chance[l];
}

static void exp3pp_policy(struct run *u, double *pi)
{
    struct exp3pp *s = u->self;
    weights_chances(s->g.w, s->g.K, u->L, pi);
}

ALGORITHM(exp3pp) = {
    .name = "exp3pp", .brief = "EXP3++: exp3 that explores an arm less once it is known to be worse",
    .source = "Seldin and Lugosi 2017, An improved parametrization and analysis of the EXP3++ algorithm, algorithm 1",
    .params = exp3pp_params, .size = sizeof(struct exp3pp), .needs = ARMS | UNIT_REWARDS,
    .init = exp3pp_init, .iterate = exp3pp_iterate, .policy = exp3pp_policy,
};
