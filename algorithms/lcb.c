/* Pessimism from a bandit's log: of what somebody else tried, take the action that is surely good.
 *
 * With n pulls of action a in context s that gave the mean m, N of them in all,
 *     lcb             largest m - b,   b = cb sqrt(ln(2 S A / delta) / (2n)),   m = 0 and b = 1 where n = 0       algorithm 1
 *     empirical-best  largest m of those seen
 *     bc              largest n: behaviour cloning, imitation
 * An action that was seen once and paid off is the empirical best for ever; lcb asks for evidence.  Its loss falls like
 * sqrt(S (C-1) / N) + S / N where the data cover the best action with share 1/C, without knowing C; where the data are an expert's,
 * cloning is better still.  cb = 0 leaves the empirical best (and unseen actions, at 0).  Ties go to the first action.
 *
 * There is nothing to iterate: one turn does it.  In processes that go on after a reward these look one step ahead (see vi-lcb). */
#include "dataset.h"

struct lcb { double cb, delta; struct tally data; double *action; };

static const param lcb_params[] = {
    REAL(struct lcb, cb, 1, 0, 100, "scale of the penalty: 0 is none"),
    REAL(struct lcb, delta, 0, 0, 1, "chance that a bound fails; 0: 1/N"),
    END
};
static const param no_params[] = { END };

static int lcb_init(struct run *u)
{
    struct lcb *s = u->self;
    tally_open(&s->data, u);
    s->action = rows_f64(u->mem, (size_t)s->data.S, u->L);
    return 0;
}

/* the score of the pair at i in the lanes from r on */
FN vd lcb_score(const struct lcb *s, size_t i, int r)
{
    const struct tally *t = &s->data;
    vd n = ld(t->n + i), doubt = splat(2 * t->S * t->A);
    if (s->delta > 0)
        doubt = doubt * splat(1 / s->delta);
    else
        doubt = doubt * ld(t->total + r);
    vm seen = gt(n, splat(0));
    vd penalty = vsel(seen, splat(s->cb) * vsqrt(vlog(doubt) / (splat(2) * n)), splat(s->cb > 0));
    return ld(t->R + i) - penalty;
}
FN vd best_score(const struct lcb *s, size_t i, int r)
{
    (void)r;
    return vsel(gt(ld(s->data.n + i), splat(0)), ld(s->data.R + i), splat(-INFINITY));
}
FN vd bc_score(const struct lcb *s, size_t i, int r)
{
    (void)r;
    return ld(s->data.n + i);
}

FN void lcb_turn(struct run *u, vd (*score)(const struct lcb *, size_t, int))
{
    struct lcb *s = u->self;
    int L = u->L, A = s->data.A;
    for (int state = 0; state < s->data.S; state++)
        strip(r) {
            vd top = splat(-INFINITY), action = splat(0);
            for (int a = 0; a < A; a++) {
                vd x = score(s, (size_t)(state * A + a) * (size_t)L + (size_t)r, r);
                vm up = gt(x, top);
                top = vsel(up, x, top), action = vsel(up, splat(a), action);
            }
            st(s->action + state * L + r, action);
        }
    sim_tick(u);
}
static void lcb_iterate(struct run *u) { lcb_turn(u, lcb_score); }
static void empirical_best_iterate(struct run *u) { lcb_turn(u, best_score); }
static void bc_iterate(struct run *u) { lcb_turn(u, bc_score); }

static void lcb_policy(struct run *u, double *pi)
{
    struct lcb *s = u->self;
    sure_actions(s->action, s->data.S, s->data.A, u->L, pi);
}

ALGORITHM(lcb) = {
    .name = "lcb", .brief = "from data: the action with the largest lower confidence bound",
    .source = "Rashidinejad, Zhu, Ma, Jiao and Russell 2021, Bridging offline reinforcement learning and imitation learning, algorithm 1",
    .params = lcb_params, .size = sizeof(struct lcb), .needs = DATA, .exact = 1,
    .init = lcb_init, .iterate = lcb_iterate, .policy = lcb_policy,
};
ALGORITHM(empirical_best) = {
    .name = "empirical-best", .brief = "from data: the action that paid best in them",
    .source = "Rashidinejad, Zhu, Ma, Jiao and Russell 2021, Bridging offline reinforcement learning and imitation learning, section 3",
    .params = no_params, .size = sizeof(struct lcb), .needs = DATA, .exact = 1,
    .init = lcb_init, .iterate = empirical_best_iterate, .policy = lcb_policy,
};
ALGORITHM(bc) = {
    .name = "bc", .brief = "from data: what was done most often, whatever it paid",
    .source = "Pomerleau 1991, Efficient training of artificial neural networks for autonomous navigation",
    .params = no_params, .size = sizeof(struct lcb), .needs = DATA, .exact = 1,
    .init = lcb_init, .iterate = bc_iterate, .policy = lcb_policy,
};
