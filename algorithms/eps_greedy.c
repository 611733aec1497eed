/* Epsilon-greedy: play the arm that looks best, and now and then any arm.
 *
 * Turn t plays a uniformly random arm with chance eps_t, else the one with the largest estimate q:
 *     eps_t = eps                                   constant: eps = 0 is greedy
 *     eps_t = min(1, c K / (d^2 t))                 decaying: Auer et al. 2002, figure 3; d at most the smallest gap
 *     q <- q + (r - q) / n                          the sample mean, or with a step size alpha > 0
 *     q <- q + alpha (r - q)                        Sutton and Barto 2018, equations 2.3 and 2.5
 * Each arm is pulled once first, or every q starts at q0: a large q0 makes a greedy learner try all arms ("optimistic").
 * Ties between the largest q are broken at random, anew on every turn: where rewards are rare, a greedy learner lives on ties. */
#include "choice.h"
#include "index.h"

struct eps_greedy {
    int schedule, first;
    double eps, c, d, alpha, q0;
    int K;
    double *n, *q;           /* [K*L] pulls and estimates                                          */
    double *top, *ties;      /* [L] the largest estimate on the last turn, and how many arms had it */
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
    int K = s->K = u->env->n_actions, L = u->L;
    s->n = rows_f64(u->mem, (size_t)K, L);
    s->q = rows_f64(u->mem, (size_t)K, L);
    s->top = rows_f64(u->mem, 1, L);
    s->ties = rows_f64(u->mem, 1, L);
    for (int i = 0; i < K * L; i++)
        s->q[i] = s->q0;
    return 0;
}

/* eps_t at turn t = 1, 2, ... */
static double eps_greedy_rate(const struct eps_greedy *s, long t)
{
    double falling = s->c * s->K / (s->d * s->d * (double)t);
    return s->schedule == CONSTANT ? s->eps : falling < 1 ? falling : 1;
}

/* of arms that are equal to top, the one at u, uniform on (0, 1) */
FN vd eps_greedy_tie(const double *q, int K, int L, int r, vd top, vd ties, vd u)
{
    vd mark = u * ties, seen = splat(0), arm = splat(0);
    for (int k = 0; k + 1 < K; k++) {
        seen = seen + vsel(eq(ld(q + k * L + r), top), splat(1), splat(0));
        arm = arm + vsel(le(seen, mark), splat(1), splat(0));
    }
    return arm;
}

/* one coin does it all: below eps it is, divided by eps, again uniform; above, what is left picks one of the ties */
static void eps_greedy_choose(struct run *u)
{
    struct eps_greedy *s = u->self;
    int L = u->L, K = s->K;
    double coin[64], eps = eps_greedy_rate(s, u->t + 1);
    draw_u01(u->rng, coin);
    strip(r) {
        vd c = ld(coin + r), top = ld(s->q + r), ties = splat(0), arm = splat(0);
        for (int k = 1; k < K; k++)
            top = vmax(top, ld(s->q + k * L + r));
        for (int k = 0; k < K; k++) {
            vm equal = eq(ld(s->q + k * L + r), top);
            ties = ties + vsel(equal, splat(1), splat(0)), arm = vsel(equal, splat(k), arm);
        }
        /* where there is no tie the answer is the same */
        if (any(gt(ties, splat(1))))
            arm = eps_greedy_tie(s->q, K, L, r, top, ties, (c - splat(eps)) * splat(1 / (1 - eps)));
        vd other = vmin(splat(K - 1), vfloor(c * splat(K / eps)));
        st(s->top + r, top), st(s->ties + r, ties);
        sti(u->env->io.action + r, vsel(lt(c, splat(eps)), other, arm));
    }
}

/* q of the arm pulled moves a step towards the reward */
static void eps_greedy_learn(struct run *u)
{
    struct eps_greedy *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, mean = !(s->alpha > 0) || (s->first == FIRST_YES && u->t <= s->K);      /* a first pull is a whole step */
    double n[64], q[64];
    each(l) {
        int at = io->action[l] * L + l;
        n[l] = s->n[at] + 1, q[l] = s->q[at];
    }
    strip(r) {
        vd old = ld(q + r), step = splat(s->alpha);
        if (mean)
            step = splat(1) / ld(n + r);
        st(q + r, old + step * (ld(io->reward + r) - old));
    }
    each(l) {
        int at = io->action[l] * L + l;
        s->n[at] = n[l], s->q[at] = q[l];
    }
}

static void eps_greedy_iterate(struct run *u)
{
    struct eps_greedy *s = u->self;
    if (s->first == FIRST_NO || !first_pulls(u))
        eps_greedy_choose(u);
    sim_step(u);
    eps_greedy_learn(u);
}

static void eps_greedy_policy(struct run *u, double *pi)
{
    struct eps_greedy *s = u->self;
    int L = u->L, K = s->K;
    double eps = eps_greedy_rate(s, u->t + 1);
    if (s->first == FIRST_YES && u->t < K) {
        sure_choice(u, pi);
        return;
    }
    for (int k = 0; k < K; k++)
        each(l)
            pi[k * L + l] = eps / K + (s->q[k * L + l] == s->top[l] ? (1 - eps) / s->ties[l] : 0);
}

ALGORITHM(eps_greedy) = {
    .name = "eps-greedy", .brief = "the best mean so far, and a random arm with chance eps (constant, or falling like 1/t)",
    .source = "Auer, Cesa-Bianchi and Fischer 2002, figure 3; Sutton and Barto 2018, Reinforcement learning, section 2.4",
    .params = eps_greedy_params, .size = sizeof(struct eps_greedy), .needs = ARMS,
    .init = eps_greedy_init, .iterate = eps_greedy_iterate, .policy = eps_greedy_policy,
};
