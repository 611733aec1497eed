/* Data of bandits and of contextual bandits that somebody else played, by how well they cover the best action.
 *
 * A data set is `data` independent draws of (context, action, reward), made by a behaviour that gives the best action only the share
 * 1/coverage; coverage = 1 is an expert's data, a large one a broad mixture.  gamma is 0: what a policy is worth is its mean reward, and
 * the contexts of a run are drawn anew at every step.  Rewards are 0 or 1.
 *
 *     offline-bandit     one context; means 0.6, 0.5 and eighteen times 0.4.  Arm 0 is played with chance 1/C, the arms from 2 on each
 *                        with min(1/N, (1 - 1/C) / (2(K-2))), so that some are seen about once, and arm 1 for the rest.
 *     offline-contexts   S contexts, two actions.  kind=even: contexts are equally likely, the means 0.5 and 0.5 - g with
 *                        g = min(0.5, sqrt(S (C-1) / N)), the hardest for that coverage.  kind=rare: action 1 pays 1 and action 0
 *                        nothing; all contexts but one have the chance 1/(N+1), so that most of them are never seen. */
#include "dataset.h"

struct offline { list means; int kind; long contexts, data; double coverage; struct tabular t; struct dataset d; };
enum { EVEN, RARE };

#define DATA_PARAMS INT(struct offline, data, 1000, 1, 10000000, "N, transitions in each replicate's data set"), \
    REAL(struct offline, coverage, 2, 1, 1e6, "C, one over the share that the behaviour gives the best action")
static const param offline_bandit_params[] = {
    LIST(struct offline, means, "0.6/0.5/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4/0.4", 0, 1,
         "mean reward of each arm, the best first"),
    DATA_PARAMS,
    END
};
static const param offline_contexts_params[] = {
    CHOICE(struct offline, kind, "even|rare", "all contexts alike, or all but one of them rare"),
    INT(struct offline, contexts, 20, 2, 1000, "S, number of contexts"),
    DATA_PARAMS,
    END
};

/* S contexts with chances rho, K arms of the given means and shares mu in each; then the data */
static int offline_make(struct env *e, int S, int K, const double *rho, const double *mean, const double *mu)
{
    struct offline *s = e->self;
    double *pairs = scratch(e->mem, (size_t)(S * K));
    e->gamma = 0, e->max_reward = 1;
    if (tabular_open(&s->t, e, S, K, 2 * S, 0))
        return -1;
    for (int i = 0; i < S; i++) {
        tabular_start(&s->t, i, rho[i]);
        for (int k = 0; k < K; k++) {
            pairs[i * K + k] = rho[i] * mu[k];
            for (int next = 0; next < S; next++) {
                tabular_add(&s->t, 0, i, k, rho[next] * mean[k], next, 1);
                tabular_add(&s->t, 0, i, k, rho[next] * (1 - mean[k]), next, 0);
            }
        }
    }
    if (tabular_close(&s->t, e, 0))
        return -1;
    dataset_open(&s->d, e, s->data);
    dataset_draw(&s->d, e, &s->t, pairs);
    return 0;
}

static int offline_bandit_init(struct env *e)
{
    struct offline *s = e->self;
    int K = (int)s->means.n;
    if (K < 2)
        return fail("offline-bandit: %d mean(s) given: at least 2; try means=0.6/0.5", K);
    double *mu = scratch(e->mem, (size_t)K), one = 1, others = 1 - 1 / s->coverage, rest = others;
    for (int k = 2; k < K; k++) {
        mu[k] = others / (2 * (K - 2)) < 1 / (double)s->data ? others / (2 * (K - 2)) : 1 / (double)s->data;
        rest -= mu[k];
    }
    mu[0] = 1 / s->coverage, mu[1] = rest;
    return offline_make(e, 1, K, &one, s->means.v, mu);
}

static int offline_contexts_init(struct env *e)
{
    struct offline *s = e->self;
    int S = (int)s->contexts;
    double *rho = scratch(e->mem, (size_t)S), N = (double)s->data;
    double gap = sqrt_of(S * (s->coverage - 1) / N);
    double even[] = { 0.5, 0.5 - (gap < 0.5 ? gap : 0.5) }, share[] = { 1 / s->coverage, 1 - 1 / s->coverage };
    static const double rare[] = { 0, 1 };
    for (int i = 0; i < S; i++)
        rho[i] = s->kind == EVEN ? 1.0 / S : i + 1 < S ? 1 / (N + 1) : 1 - (S - 1) / (N + 1);
    if (s->kind == RARE && S > s->data)
        return fail("offline-contexts: kind=rare: %d contexts for data=%ld: fewer contexts, or more data", S, s->data);
    if (s->kind == RARE)
        share[1] = 1 / s->coverage, share[0] = 1 - share[1];
    return offline_make(e, S, 2, rho, s->kind == EVEN ? even : rare, share);
}

static void offline_step(struct env *e) { tabular_step(&((struct offline *)e->self)->t, e); }
static void offline_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct offline *)e->self)->t, e, who); }

enum { HAS = STATES | ACTIONS | MODEL | PLACE | DATA | UNIT_REWARDS };
ENVIRONMENT(offline_bandit) = {
    .name = "offline-bandit", .brief = "a bandit's log: learn from somebody else's pulls, which favour other arms",
    .source = "Rashidinejad, Zhu, Ma, Jiao and Russell 2021, Bridging offline reinforcement learning and imitation learning",
    .params = offline_bandit_params, .size = sizeof(struct offline), .has = HAS,
    .init = offline_bandit_init, .reset = offline_reset, .step = offline_step, .place = tabular_place,
};
ENVIRONMENT(offline_contexts) = {
    .name = "offline-contexts", .brief = "a contextual bandit's log, by how well it covers the best actions",
    .source = "Rashidinejad, Zhu, Ma, Jiao and Russell 2021, Bridging offline reinforcement learning and imitation learning",
    .params = offline_contexts_params, .size = sizeof(struct offline), .has = HAS,
    .init = offline_contexts_init, .reset = offline_reset, .step = offline_step, .place = tabular_place,
};
