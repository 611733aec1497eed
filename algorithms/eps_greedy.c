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
    double *n, *q;           /* [K*L] pulls and estimates                                           */
    double *top, *arm;       /* [L] the largest estimate and whose it is, while it is above ...     */
    double *second;          /* [L] ... this, which no other estimate exceeds                       */
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
    s->arm = rows_f64(u->mem, 1, L);
    s->second = rows_f64(u->mem, 1, L);
    for (int i = 0; i < K * L; i++)
        s->q[i] = s->q0;
    each(l)
        s->top[l] = s->second[l] = s->q0;
    return 0;
}

/* eps_t at turn t = 1, 2, ... */
static double eps_greedy_rate(const struct eps_greedy *s, long t)
{
    double falling = s->c * s->K / (s->d * s->d * (double)t);
    return s->schedule == CONSTANT ? s->eps : falling < 1 ? falling : 1;
}

/* the largest estimate in each lane, whose it is, and the largest of the others */
struct podium { vd top, arm, second; };
FN struct podium eps_greedy_rank(const struct eps_greedy *s, int L, int r)
{
    struct podium p = { ld(s->q + r), splat(0), splat(-INFINITY) };
    for (int k = 1; k < s->K; k++) {
        vd q = ld(s->q + k * L + r);
        vm up = gt(q, p.top);
        p.second = vmax(p.second, vmin(q, p.top));
        p.arm = vsel(up, splat(k), p.arm), p.top = vsel(up, q, p.top);
    }
    return p;
}
/* of the arms that are equal to top, the one at u, uniform on (0, 1) */
FN vd eps_greedy_tie(const struct eps_greedy *s, int L, int r, vd top, vd u)
{
    vd ties = splat(0), seen = splat(0), arm = splat(0);
    for (int k = 0; k < s->K; k++)
        ties = ties + vsel(eq(ld(s->q + k * L + r), top), splat(1), splat(0));
    for (int k = 0; k + 1 < s->K; k++) {
        seen = seen + vsel(eq(ld(s->q + k * L + r), top), splat(1), splat(0));
        arm = arm + vsel(le(seen, u * ties), splat(1), splat(0));
    }
    return arm;
}

/* one coin does it all: below eps it is, divided by eps, again uniform; above, what is left picks one of the ties */
static void eps_greedy_choose(struct run *u)
{
    struct eps_greedy *s = u->self;
    int L = u->L;
    double coin[64], eps = eps_greedy_rate(s, u->t + 1);
    draw_u01(u->rng, coin);
    strip(r) {
        struct podium p = { ld(s->top + r), ld(s->arm + r), ld(s->second + r) };
        vd c = ld(coin + r), greedy = p.arm;
        if (any(not(gt(p.top, p.second)))) {
            p = eps_greedy_rank(s, L, r), greedy = p.arm;
            if (any(not(gt(p.top, p.second))))
                greedy = eps_greedy_tie(s, L, r, p.top, (c - splat(eps)) * splat(1 / (1 - eps)));
            st(s->top + r, p.top), st(s->arm + r, p.arm), st(s->second + r, p.second);
        }
        vd other = vmin(splat(s->K - 1), vfloor(c * splat(s->K / eps)));
        sti(u->env->io.action + r, vsel(lt(c, splat(eps)), other, greedy));
    }
}

/* q of the arm pulled moves a step towards the reward */
static void eps_greedy_learn(struct run *u)
{
    struct eps_greedy *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, mean = !(s->alpha > 0) || (s->first == FIRST_YES && u->t <= s->K);      /* a first pull is a whole step */
    double q[64];
    each(l) {
        size_t at = place(io->action, L, l);
        double n = s->n[at] += 1, step = mean ? 1 / n : s->alpha;
        q[l] = s->q[at] += step * (io->reward[l] - s->q[at]);
    }
    strip(r) {
        vd now = ld(q + r), arm = ldi(io->action + r), top = ld(s->top + r), second = ld(s->second + r);
        vm was = eq(arm, ld(s->arm + r)), up = gt(now, top);
        st(s->second + r, vsel(was, second, vmax(second, vmin(now, top))));
        st(s->top + r, vsel(either(was, up), now, top)), st(s->arm + r, vsel(up, arm, ld(s->arm + r)));
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
    strip(r) {
        vd top = eps_greedy_rank(s, L, r).top, ties = splat(0);
        for (int k = 0; k < K; k++)
            ties = ties + vsel(eq(ld(s->q + k * L + r), top), splat(1), splat(0));
        for (int k = 0; k < K; k++)
            st(pi + k * L + r, splat(eps / K) + vsel(eq(ld(s->q + k * L + r), top), splat(1 - eps) / ties, splat(0)));
    }
}

ALGORITHM(eps_greedy) = {
    .name = "eps-greedy", .brief = "the best mean so far, and a random arm with chance eps (constant, or falling like 1/t)",
    .source = "Auer, Cesa-Bianchi and Fischer 2002, figure 3; Sutton and Barto 2018, Reinforcement learning, section 2.4",
    .params = eps_greedy_params, .size = sizeof(struct eps_greedy), .needs = ARMS,
    .init = eps_greedy_init, .iterate = eps_greedy_iterate, .policy = eps_greedy_policy,
};
