/* Exploration by randomness: plan on a world drawn at random, as likely as the data make it.
 *
 * Episodes of H steps.  Before each of them values are planned backward from V_H = 0 with V_h(s) = max_a Q_h(s,a), and the episode plays
 * the best actions: what is known badly looks very good now and then, and is tried.  With n visits of a pair,
 *     psrl    Q_h(s,a) = r + sum over s' of p(s') V_{h+1}(s'), where a posterior gave the mean reward r, normal of precision
 *             t = prior + noise n and mean (noise sum of rewards)/t, and the chances p, Dirichlet(alpha0 + how often s' came next):
 *             one draw for all stages                                            Osband, Russo and Van Roy 2013 (Strens 2000)
 *     rlsvi   Q_h(s,a) = (sum of r + V_{h+1}(s') over its visits)/(n + prior) + a normal number of variance sigma^2/(n + prior):
 *             Bayesian regression of the next value, a draw for every stage      Osband, Van Roy and Wen 2016, algorithm 1
 * No constant has to be tuned to the horizon.  model=stages counts each stage apart, for processes that change with it. */
#include "beta.h"
#include "planner.h"

struct posterior {
    double alpha0, noise, prior, sigma; int model, tie;
    struct planner p;
    double *chance, *reward;       /* scratch: the world drawn, [pairs*S*L] gamma variables, [pairs*L] */
};

static const param psrl_params[] = {
    REAL(struct posterior, alpha0, 1, 1e-3, 1e6, "prior weight of every next state; 1/S is bolder"),
    REAL(struct posterior, prior, 1, 1e-9, 1e9, "prior precision of mean rewards, around 0"),
    REAL(struct posterior, noise, 1, 1e-9, 1e9, "precision of a reward: one over the variance that is believed in"),
    CHOICE(struct posterior, model, TABLES_TEXT, "one model for all stages, or one for each"),
    CHOICE(struct posterior, tie, TIES_TEXT, "among the best actions: one at random, or the first"),
    END
};
static const param rlsvi_params[] = {
    REAL(struct posterior, sigma, 1, 0, 1e9, "standard deviation of the noise that is added"),
    REAL(struct posterior, prior, 1, 1e-9, 1e9, "visits with return 0 that the prior counts for"),
    CHOICE(struct posterior, model, TABLES_TEXT, "one model for all stages, or one for each"),
    CHOICE(struct posterior, tie, TIES_TEXT, "among the best actions: one at random, or the first"),
    END
};

/* a turn's random numbers are keyed by the step at which it begins, and counted */
static int posterior_open(struct run *u, size_t numbers)
{
    if (numbers > MAX_KEYED)
        return fail("%s: %s needs %zu random numbers an episode: at most %d", u->type->name, u->env->type->name, numbers, MAX_KEYED);
    return 0;
}
static int psrl_init(struct run *u)
{
    struct posterior *s = u->self;
    if (planner_open(&s->p, u, (enum tables)s->model, (enum tie)s->tie, INFINITY))
        return -1;
    size_t pairs = (size_t)planner_pairs(&s->p), S = (size_t)s->p.S, L = (size_t)u->L;
    s->chance = scratch(u->mem, pairs * S * L), s->reward = scratch(u->mem, pairs * L);
    return posterior_open(u, pairs * (S + 2));
}
static int rlsvi_init(struct run *u)
{
    struct posterior *s = u->self;
    if (planner_open(&s->p, u, (enum tables)s->model, (enum tie)s->tie, INFINITY))
        return -1;
    return posterior_open(u, (size_t)s->p.H * (size_t)s->p.S * (size_t)s->p.A);
}

/* ---- psrl ----------------------------------------------------------------------------------------------------------------------- */

/* the shape of a Dirichlet's gamma variable; below 1 it is drawn with 1 more and shrunk by u^(1/shape) */
struct weight { vd shape; vm small; };
FN struct weight psrl_weight(const struct posterior *s, size_t at)
{
    vd shape = splat(s->alpha0) + ld(s->p.went + at);
    return (struct weight){ shape, lt(shape, splat(1)) };
}
FN struct shape psrl_shape(struct weight w) { return shape_of(w.shape + vsel(w.small, splat(1), splat(0))); }
FN vd psrl_shrunk(struct weight w, vd x, vd u)
{
    return any(w.small) ? vsel(w.small, x * vexp(vlog(u) / w.shape), x) : x;
}

/* chances of pair i's next states, two gamma variables from one block of random bits */
static void psrl_chances(struct run *u, int i)
{
    struct posterior *s = u->self;
    struct planner *p = &s->p;
    int L = p->L, S = p->S;
    size_t row = (size_t)i * (size_t)S * (size_t)L;
    uint64_t base = (uint64_t)KEYED + (uint64_t)i * (uint64_t)(S + 2);
    strip(r) {
        vd total = splat(0), x, y, a, b;
        for (int k = 0; k < S; k += 2) {
            int two = k + 1 < S;
            size_t one = row + (size_t)(k * L + r), other = two ? one + (size_t)L : one;
            struct weight v = psrl_weight(s, one), w = psrl_weight(s, other);
            vu draw = usplat((uint64_t)u->t), at = usplat(base + (uint64_t)k);
            gammas_at(u->rng, r, draw, at, psrl_shape(v), psrl_shape(w), &x, &y);
            if (s->alpha0 < 1) {
                u01_at(u->rng, r, draw, usplat(0), at + usplat(1), &a, &b);
                x = psrl_shrunk(v, x, a), y = psrl_shrunk(w, y, b);
            }
            st(s->chance + one, x), total = total + x;
            if (two)
                st(s->chance + other, y), total = total + y;
        }
        /* all of them too small for a double: none is likelier than the others */
        vm none = not(gt(total, splat(0)));
        vd scale = splat(1) / vsel(none, splat(S), total);
        for (int k = 0; k < S; k++) {
            double *c = s->chance + row + (size_t)(k * L + r);
            st(c, vsel(none, splat(1), ld(c)) * scale);
        }
    }
}

static void psrl_draw(struct run *u)
{
    struct posterior *s = u->self;
    struct planner *p = &s->p;
    int L = p->L, S = p->S, pairs = planner_pairs(p);
    for (int i = 0; i < pairs; i++) {
        strip(r) {
            uint64_t at = (uint64_t)KEYED + (uint64_t)i * (uint64_t)(S + 2) + (uint64_t)(S + 1);
            vd a, b, z, unused, precision = splat(s->prior) + splat(s->noise) * ld(p->n + i * L + r);
            u01_at(u->rng, r, usplat((uint64_t)u->t), usplat(0), usplat(at), &a, &b);
            box_muller(a, b, &z, &unused);
            st(s->reward + i * L + r, splat(s->noise) * ld(p->sum + i * L + r) / precision + z / vsqrt(precision));
        }
        psrl_chances(u, i);
    }
}

static void psrl_iterate(struct run *u)
{
    struct posterior *s = u->self;
    struct planner *p = &s->p;
    int L = p->L, S = p->S;
    psrl_draw(u);
    planner_begin(p);
    for (int h = p->H - 1; h >= 0; h--) {
        const double *v = planner_after(p, h);
        for (int j = 0; j < S; j++)
            for (int a = 0; a < p->A; a++) {
                int i = planner_pair(p, h, j, a);
                const double *chance = s->chance + (size_t)i * (size_t)(S * L);
                strip(r) {
                    vd sum = ld(s->reward + i * L + r);
                    for (int k = 0; k < S && h + 1 < p->H; k++)
                        sum = sum + ld(chance + k * L + r) * ld(v + k * L + r);
                    planner_set(p, h, j, a, r, sum);
                }
            }
    }
    planner_episode(p, u);
}

/* ---- rlsvi ---------------------------------------------------------------------------------------------------------------------- */
static void rlsvi_iterate(struct run *u)
{
    struct posterior *s = u->self;
    struct planner *p = &s->p;
    int L = p->L;
    planner_begin(p);
    for (int h = p->H - 1; h >= 0; h--) {
        const double *v = planner_after(p, h);
        for (int j = 0; j < p->S; j++)
            for (int k = 0; k < p->A; k++) {
                int i = planner_pair(p, h, j, k);
                struct next next = planner_next(p, i, p->many[i], v);
                uint64_t at = (uint64_t)KEYED + (uint64_t)((h * p->S + j) * p->A + k);
                strip(r) {
                    vd a, b, z, unused, inverse = splat(1) / (ld(p->n + i * L + r) + splat(s->prior));
                    u01_at(u->rng, r, usplat((uint64_t)u->t), usplat(0), usplat(at), &a, &b);
                    box_muller(a, b, &z, &unused);
                    vd mean = (ld(p->sum + i * L + r) + planner_sum(&next, r)) * inverse;
                    planner_set(p, h, j, k, r, mean + splat(s->sigma) * vsqrt(inverse) * z);
                }
            }
    }
    planner_episode(p, u);
}

static void posterior_policy(struct run *u, double *pi) { planner_policy(&((struct posterior *)u->self)->p, pi); }
static void posterior_values(struct run *u, double *v) { planner_values(&((struct posterior *)u->self)->p, v); }

ALGORITHM(psrl) = {
    .name = "psrl", .brief = "posterior sampling: plays an episode as if a world drawn from the posterior were the true one",
    .source = "Osband, Russo and Van Roy 2013, (More) efficient reinforcement learning via posterior sampling",
    .params = psrl_params, .size = sizeof(struct posterior), .needs = ACTIONS | STATES | STAGES, .staged = 1,
    .init = psrl_init, .iterate = psrl_iterate, .policy = posterior_policy, .values = posterior_values,
};
ALGORITHM(rlsvi) = {
    .name = "rlsvi", .brief = "least squares for values, with noise of the size of what is not known",
    .source = "Osband, Van Roy and Wen 2016, Generalization and exploration via randomized value functions, algorithm 1",
    .params = rlsvi_params, .size = sizeof(struct posterior), .needs = ACTIONS | STATES | STAGES, .staged = 1,
    .init = rlsvi_init, .iterate = rlsvi_iterate, .policy = posterior_policy, .values = posterior_values,
};
