/* Epsilon-greedy: play the arm that looks best, and now and then any arm.
 *
 * Turn t plays a uniformly random arm with chance eps_t, else the one with the largest estimate q:
 *     eps_t = eps                                   constant: eps = 0 is greedy
 *     eps_t = min(1, c K / (d^2 t))                 decaying: Auer et al. 2002, figure 3; d at most the smallest gap
 *     q <- q + (r - q) / n                          the sample mean, or with a step size alpha > 0
 *     q <- q + alpha (r - q)                        Sutton and Barto 2018, equations 2.3 and 2.5
 * Each arm is pulled once first, or every q starts at q0: a large q0 makes a greedy learner try all arms ("optimistic"). */
#include "choice.h"
#include "index.h"

struct eps_greedy {
    int schedule, first;
    double eps, c, d, alpha, q0;
    struct stats s;
    int32_t *greedy;         /* [L] the arm that looked best on the last turn */
};
enum { CONSTANT, DECAYING };
enum { FIRST_YES, FIRST_NO };

static const param eps_greedy_params[] = {
    REAL(struct eps_greedy, eps, 0.1, 0, 1, "chance of a random arm, with schedule=constant"),
    CHOICE(struct eps_greedy, schedule, "constant|decaying", "exploration stays, or falls like 1/t"),
    REAL(struct eps_greedy, c, 0.1, 0, 1e9, "how much to explore, with schedule=decaying; the proof wants more than 5"),
    REAL(struct eps_greedy, d, 0.1, 1e-6, 1e6, "a lower bound on the smallest gap, with schedule=decaying"),
    REAL(struct eps_greedy, alpha, 0, 0, 1, "step size of the estimates; 0: sample means"),
    CHOICE(struct eps_greedy, first, "yes|no", "pull every arm once before anything else, or start from q0"),
    REAL(struct eps_greedy, q0, 0, -1e9, 1e9, "first estimate of every arm, with first=no"),
    END
};

static int eps_greedy_init(struct run *u)
{
    struct eps_greedy *s = u->self;
    int L = u->L;
    stats_open(&s->s, u, 0);
    s->greedy = rows_i32(u->mem, 1, L);
    for (int k = 0; k < s->s.K; k++)
        each(l)
            s->s.mean[k * L + l] = s->q0 + s->s.tie[k * L + l];
    return 0;
}

/* eps_t at turn t = 1, 2, ... */
static double eps_greedy_rate(const struct eps_greedy *s, long t)
{
    double falling = s->c * s->s.K / (s->d * s->d * (double)t);
    return s->schedule == CONSTANT ? s->eps : falling < 1 ? falling : 1;
}

static void eps_greedy_choose(struct run *u)
{
    struct eps_greedy *s = u->self;
    int L = u->L, K = s->s.K;
    double coin[64], eps = eps_greedy_rate(s, u->t + 1);
    draw_u01(u->rng, coin);
    strip(r) {
        struct leader a = no_leader();
        for (int k = 0; k < K; k++)
            a = challenge(a, k, ld(s->s.mean + k * L + r));
        /* one coin does both: below eps it is, divided by eps, again uniform on (0, 1) */
        vd c = ld(coin + r), arm = vmin(splat(K - 1), vfloor(c * splat(K / eps)));
        sti(s->greedy + r, a.arm);
        sti(u->env->io.action + r, vsel(lt(c, splat(eps)), arm, a.arm));
    }
}

/* a step towards the reward; the first pull of first=yes is a whole one */
static void eps_greedy_step(struct eps_greedy *s, const int32_t *action, const double *reward)
{
    int L = s->s.L;
    each(l) {
        int at = action[l] * L + l;
        double old = s->s.n[at] > 0 ? s->s.sum[at] : s->q0, alpha = s->s.n[at] > 0 || s->first == FIRST_NO ? s->alpha : 1;
        s->s.n[at] += 1;
        s->s.sum[at] = old + alpha * (reward[l] - old);       /* with a step size the row of sums holds q */
        s->s.mean[at] = s->s.sum[at] + s->s.tie[at];
    }
}

static void eps_greedy_iterate(struct run *u)
{
    struct eps_greedy *s = u->self;
    struct wire *io = &u->env->io;
    if (s->first == FIRST_NO || !first_pulls(u))
        eps_greedy_choose(u);
    sim_step(u);
    if (s->alpha > 0)
        eps_greedy_step(s, io->action, io->reward);
    else
        stats_add(&s->s, io->action, io->reward);
}

static void eps_greedy_policy(struct run *u, double *pi)
{
    struct eps_greedy *s = u->self;
    int L = u->L, K = s->s.K;
    double eps = eps_greedy_rate(s, u->t + 1);
    if (s->first == FIRST_YES && u->t < K) {
        sure_choice(u, pi);
        return;
    }
    for (int k = 0; k < K; k++)
        each(l)
            pi[k * L + l] = eps / K + (s->greedy[l] == k ? 1 - eps : 0);
}

ALGORITHM(eps_greedy) = {
    .name = "eps-greedy", .brief = "the best mean so far, and a random arm with chance eps (constant, or falling like 1/t)",
    .source = "Auer, Cesa-Bianchi and Fischer 2002, figure 3; Sutton and Barto 2018, Reinforcement learning, section 2.4",
    .params = eps_greedy_params, .size = sizeof(struct eps_greedy), .needs = ARMS,
    .init = eps_greedy_init, .iterate = eps_greedy_iterate, .policy = eps_greedy_policy,
};
