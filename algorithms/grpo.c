/* Policy gradients from groups of responses: GRPO and its relatives, for prompts whose answers can be checked.
 *
 * An update draws B prompts and G responses to each from the policy pi_old, pays each response R in {0, 1}, and takes E steps of gradient
 * ascent, all on the same responses:
 *
 *     L = sum over responses i and their tokens t of  n_i m_it r_it A_it   - regularisers,     r = pi(a_it | s_it) / pi_old(a_it | s_it)
 *
 * The algorithms differ in the advantage A; mu and sigma are a group's mean and its unbiased standard deviation:
 *     reinforce-rlvr     R - b, b an average of past rewards                     Williams 1992
 *     rloo               R - mean of the others = (G / (G-1)) (R - mu)           Kool et al. 2019; Ahmadian et al. 2024
 *     drgrpo             R - mu                                                  Liu et al. 2025
 *     grpo               (R - mu) / (sigma + 10^-6)                              Shao et al. 2024, equation 3
 *     ppo-clip           GAE on a value for each node, made mean 0, variance 1   Schulman et al. 2016, 2017
 *     stratified-grpo    alpha (R - mu_k) / (sigma_k + 10^-6) + (1 - alpha) A of grpo, k the stratum: responses that called tools equally
 *                        often are compared with each other; A of SAN is 0 for one alone      arXiv 2510.06214
 *     clip-cov, kl-cov   grpo's, with a hand on the few tokens that spend the most entropy    Cui et al. 2025, section 4
 * the mask m: a token of positive (negative) advantage is left out once r > 1 + clip_high (r < 1 - clip_low), as in PPO; and the weight n:
 * one over the batch's tokens, or another `norm`.  The gradient of a token is n m r A (e_a - pi) in the logits of its node.
 *
 * To first order a step changes a node's entropy by -Cov(log pi, change of logits): tokens that are likely and good spend it.  With
 * c_it = (A_it - mean A) (log pi_it - mean log pi) over the batch, clip-cov leaves out a share `frac` of the tokens, those of largest c
 * or a random choice of those with c in [cov_low, cov_high]; kl-cov adds -cov_coef |log r| on the share of largest c and clips nothing.
 *
 * An expected step of reinforce-rlvr and rloo is the gradient of success, that of drgrpo (G-1)/G of it; grpo's is larger for prompts that
 * are nearly always, or nearly never, solved: it depends on the chance of success, and is no gradient of it.  A group of equal rewards
 * teaches nothing but regularisers.  Strata alone (alpha = 1) cannot choose between strata: those choices' gradients add up to 0.
 *
 * kl_coef pulls towards the base policy u = base(a)/pi(a) by
 *     exact   the gradient of KL(pi || base) at every node visited
 *     k1      log u as a reward of its token: the same in expectation
 *     k3      the gradient of u - log u - 1 (Schulman 2020), GRPO's: in expectation that of KL(base || pi)
 * -T counts updates. */
#include "prompts.h"
#include "select.h"

enum { NORM_TOKENS, NORM_RESPONSE, NORM_SUM, NORM_CONSTANT };
enum { KL_K3, KL_K1, KL_EXACT };
enum { TOP, BAND };
enum { SUCCESS, TEST, TEST_K, ENTROPY, KL, TOKENS, SOLVED, COV_POSITIVE, LAW_R2, LAW_CEILING };
static const double SMALL = 1e-6;

struct grpo {
    long prompts, group, epochs, k;
    double lr, clip_low, clip_high, entropy_coef, kl_coef;
    int kl_type, norm;
    double decay, lambda, lr_value, alpha, frac, cov_low, cov_high, cov_coef;
    int stratum, select;

    const struct prompts *p;
    long N;                      /* responses of a batch                                                             */
    double *theta;               /* what is learned: prompts.h                                                       */
    double *baseline;            /* [1] reinforce: average reward so far                                             */
    double *value;               /* [train*nodes] ppo                                                                */
    double *positive;            /* [1] updates with a positive covariance                                           */
    double *law;                 /* [6] of the points logged: number, means of e^H and R, their moments: see fit()   */
    /* the batch, for the length of an update; tokens at [(i*length + t)*L + l], responses at [i*L + l] */
    int32_t *prompt;             /* [B]                                                                              */
    int32_t *cell;               /* tokens                                                                           */
    int *longest;                /* [N] the most tokens of a response, over lanes: what lies beyond is 0 in adv and old */
    double *old, *adv, *key, *mark;       /* of tokens: log pi_old, A, what clip-cov and kl-cov choose by, 1 if chosen */
    double *size, *calls, *reward;        /* of responses: tokens, calls, R                                          */
    double *all;                 /* [1] tokens of the batch                                                          */
    double *pi, *log_pi;         /* [B*cells]                                                                        */
    double *slope, *visits;      /* [cells] of one prompt: gradient of L; weights of its nodes' visits               */
    double *u;                   /* [length + 2] uniforms of one response                                            */
    int *chosen;                 /* of one lane                                                                      */
};

/* ---- parameters ---------------------------------------------------------------------------------------------------------------------- */
#define BATCH(B, G, E, rate) \
    INT(struct grpo, prompts, B, 1, 64, "prompts in an update's batch"), \
    INT(struct grpo, group, G, 2, 64, "responses to each of them"), \
    INT(struct grpo, epochs, E, 1, 16, "gradient steps on the same batch: with 1, all is on-policy and nothing is clipped"), \
    REAL(struct grpo, lr, rate, 0, 1e300, "step size"), \
    CHOICE(struct grpo, norm, "tokens|response|sum|constant", "weight of a token: 1 over tokens of the batch, over responses times " \
           "tokens of the response, over responses, or over responses times the most tokens")
#define CLIP(width) \
    REAL(struct grpo, clip_low, width, 0, 1e300, "how far below 1 a ratio may pull a bad token down"), \
    REAL(struct grpo, clip_high, width, 0, 1e300, "how far above 1 a ratio may push a good token up; 0.28 is DAPO's")
#define REGULARISERS \
    REAL(struct grpo, entropy_coef, 0, 0, 1e300, "bonus on the entropy of every node visited"), \
    REAL(struct grpo, kl_coef, 0, 0, 1e300, "penalty on the divergence from the base policy"), \
    CHOICE(struct grpo, kl_type, "k3|k1|exact", "how that divergence is estimated"), \
    INT(struct grpo, k, 64, 1, 1000000, "tries of the metric test_k")

static const param grpo_params[] = { BATCH(8, 8, 1, 1), CLIP(0.2), REGULARISERS, END };
static const param grpo_mean_params[] = { BATCH(8, 8, 1, 2), CLIP(0.2), REGULARISERS, END };
static const param reinforce_params[] = {
    BATCH(8, 8, 1, 2), CLIP(0.2), REGULARISERS,
    REAL(struct grpo, decay, 0.95, 0, 1, "of the average of past rewards; 1: no baseline"),
    END
};
static const param ppo_params[] = {
    BATCH(8, 8, 4, 1), CLIP(0.2), REGULARISERS,
    REAL(struct grpo, lambda, 0.95, 0, 1, "of the generalised advantage; 1: the reward minus the value"),
    REAL(struct grpo, lr_value, 0.1, 0, 1, "step size of the values"),
    END
};
static const param stratified_params[] = {
    BATCH(1, 16, 1, 1), CLIP(0.2), REGULARISERS,
    REAL(struct grpo, alpha, 0.8, 0, 1, "share of the advantage within strata; 0 is grpo"),
    CHOICE(struct grpo, stratum, "calls|tokens", "what a response's stratum is its number of"),
    END
};
static const param clip_cov_params[] = {
    BATCH(8, 8, 4, 1), CLIP(1), REGULARISERS,
    REAL(struct grpo, frac, 0.02, 0, 1, "share of the tokens to leave out, at least one; the paper's 0.0002 is for large batches"),
    CHOICE(struct grpo, select, "top|band", "those of largest covariance, or any of a band"),
    REAL(struct grpo, cov_low, 1, 0, 1e300, "the band's lower end"),
    REAL(struct grpo, cov_high, 5, 0, 1e300, "the band's upper end"),
    END
};
static const param kl_cov_params[] = {
    BATCH(8, 8, 4, 1), REGULARISERS,
    REAL(struct grpo, frac, 0.02, 0, 1, "share of the tokens to hold back, at least one; the paper's 0.002 is for large batches"),
    REAL(struct grpo, cov_coef, 10, 0, 1e300, "how strongly; the paper's 1 is for large batches"),
    END
};

static int grpo_init(struct run *u)
{
    struct grpo *s = u->self;
    const struct prompts *p = s->p = u->env->prompts;
    int L = u->L;
    size_t W = (size_t)L, N = (size_t)(s->N = s->prompts * s->group), tokens = N * (size_t)p->length, cells = (size_t)cells_of(p);
    s->theta = rows_own(u->mem, theta_size(p), L);
    s->baseline = rows_f64(u->mem, 1, L), s->positive = rows_f64(u->mem, 1, L), s->law = rows_f64(u->mem, 6, L);
    s->prompt = (int32_t *)(void *)scratch(u->mem, (size_t)s->prompts * W);
    s->longest = (int *)(void *)scratch(u->mem, N);
    s->cell = (int32_t *)(void *)scratch(u->mem, tokens * W);
    s->old = scratch(u->mem, tokens * W), s->adv = scratch(u->mem, tokens * W);
    s->size = scratch(u->mem, N * W), s->calls = scratch(u->mem, N * W), s->reward = scratch(u->mem, N * W);
    s->pi = scratch(u->mem, (size_t)s->prompts * cells * W), s->log_pi = scratch(u->mem, (size_t)s->prompts * cells * W);
    s->slope = scratch(u->mem, cells * W), s->visits = scratch(u->mem, (size_t)p->nodes * W);
    s->u = scratch(u->mem, (size_t)(p->length + 2) * W), s->all = scratch(u->mem, W);
    return 0;
}
static int ppo_init(struct run *u)
{
    struct grpo *s = u->self;
    s->value = rows_f64(u->mem, (size_t)(u->env->prompts->train * u->env->prompts->nodes), u->L);
    return grpo_init(u);
}
static int clip_cov_init(struct run *u)
{
    struct grpo *s = u->self;
    size_t tokens = (size_t)(s->prompts * s->group * u->env->prompts->length);
    if (s->cov_low > s->cov_high)
        return fail("cov_low=%g: at most cov_high, %g", s->cov_low, s->cov_high);
    s->key = scratch(u->mem, tokens * (size_t)u->L), s->mark = scratch(u->mem, tokens * (size_t)u->L);
    s->chosen = (int *)(void *)scratch(u->mem, tokens);
    return grpo_init(u);
}

static int kl_cov_init(struct run *u)
{
    struct grpo *s = u->self;
    s->clip_low = s->clip_high = INFINITY;
    return clip_cov_init(u);
}

FN double *token(const struct grpo *s, double *x, long i, int t, int L) { return x + (i * s->p->length + t) * L; }

/* ---- the batch ---------------------------------------------------------------------------------------------------------------------- */

/* n uniforms in every lane */
static void draw(struct run *u, double *out, int n)
{
    for (int i = 0; i < n; i++)
        draw_u01(u->rng, out + i * u->L);
}

/* prompts, and responses of the policy as it is */
static void respond(struct run *u)
{
    struct grpo *s = u->self;
    const struct prompts *p = s->p;
    int L = u->L, T = p->length, cells = cells_of(p);
    each(l)
        s->all[l] = 0;
    for (long b = 0; b < s->prompts; b++) {
        int32_t *m = s->prompt + b * L;
        double *pi = s->pi + b * cells * L, *log_pi = s->log_pi + b * cells * L, chance[64];
        draw(u, s->u, 1);
        each(l)
            m[l] = p->drawn[s->u[l] > 0 ? (int)(s->u[l] * p->n_drawn) : 0];      /* NaN must not lead anywhere else */
        prompts_policy(p, L, m, s->theta, pi, log_pi);
        prompts_upto(p, L, pi, s->slope);
        for (long i = b * s->group; i < (b + 1) * s->group; i++) {
            int32_t *cell = s->cell + i * T * L;
            draw(u, s->u, T + 1);
            s->longest[i] = prompts_respond(p, L, m, s->slope, s->u, cell, s->size + i * L, s->calls + i * L, chance);
            for (int t = 0; t < s->longest[i]; t++)
                each(l)
                    token(s, s->old, i, t, L)[l] = log_pi[place(cell + t * L, L, l)];
            for (int j = s->longest[i] * L; j < T * L; j++)
                token(s, s->old, i, 0, L)[j] = 0, cell[j] = (p->nodes - 1) * p->tokens;
            strip(r) {
                st(s->reward + i * L + r, vsel(lt(ld(s->u + T * L + r), ld(chance + r)), splat(1), splat(0)));
                st(s->all + r, ld(s->all + r) + ld(s->size + i * L + r));
            }
        }
    }
}

/* ---- advantages ---------------------------------------------------------------------------------------------------------------------- */

/* one advantage for all tokens of response i; none after its end */
FN void spread(struct grpo *s, long i, int L, int r, vd a)
{
    vd size = ld(s->size + i * L + r);
    for (int t = 0; t < s->p->length; t++)
        st(token(s, s->adv, i, t, L) + r, vsel(lt(splat(t), size), a, splat(0)));
}

struct group { vd mean, sd; };
FN struct group group_of(const struct grpo *s, long b, int L, int r)
{
    const double *R = s->reward + b * s->group * L + r;
    vd sum = splat(0), square = splat(0), G = splat((double)s->group);
    for (long g = 0; g < s->group; g++)
        sum = sum + ld(R + g * L);
    vd mean = sum / G;
    for (long g = 0; g < s->group; g++)
        square = square + (ld(R + g * L) - mean) * (ld(R + g * L) - mean);
    return (struct group){ mean, vsqrt(square / (G - splat(1))) };
}

static void reinforce_advantage(struct run *u)
{
    struct grpo *s = u->self;
    int L = u->L;
    strip(r) {
        vd sum = splat(0), b = ld(s->baseline + r);
        for (long i = 0; i < s->N; i++) {
            vd R = ld(s->reward + i * L + r);
            sum = sum + R;
            spread(s, i, L, r, R - b);
        }
        st(s->baseline + r, splat(s->decay) * b + splat(1 - s->decay) * (sum / splat((double)s->N)));
    }
}

/* A = scale (R - mu) */
FN void centred(struct run *u, double scale)
{
    struct grpo *s = u->self;
    int L = u->L;
    for (long b = 0; b < s->prompts; b++)
        strip(r) {
            struct group g = group_of(s, b, L, r);
            for (long i = b * s->group; i < (b + 1) * s->group; i++)
                spread(s, i, L, r, splat(scale) * (ld(s->reward + i * L + r) - g.mean));
        }
}
static void drgrpo_advantage(struct run *u) { centred(u, 1); }
static void rloo_advantage(struct run *u)
{
    double G = (double)((struct grpo *)u->self)->group;
    centred(u, G / (G - 1));
}

static void grpo_advantage(struct run *u)
{
    struct grpo *s = u->self;
    int L = u->L;
    for (long b = 0; b < s->prompts; b++)
        strip(r) {
            struct group g = group_of(s, b, L, r);
            vd scale = splat(1) / (g.sd + splat(SMALL));
            for (long i = b * s->group; i < (b + 1) * s->group; i++)
                spread(s, i, L, r, (ld(s->reward + i * L + r) - g.mean) * scale);
        }
}

/* those of response i's stratum: mean, standard deviation, 0 for one alone */
FN struct group stratum_of(const struct grpo *s, const double *kind, long i, int L, int r)
{
    long from = i - i % s->group;
    vd mine = ld(kind + i * L + r), n = splat(0), sum = splat(0), square = splat(0);
    for (long j = from; j < from + s->group; j++) {
        vm same = eq(ld(kind + j * L + r), mine);
        n = n + vsel(same, splat(1), splat(0)), sum = sum + vsel(same, ld(s->reward + j * L + r), splat(0));
    }
    vd mean = sum / n;
    for (long j = from; j < from + s->group; j++) {
        vd x = vsel(eq(ld(kind + j * L + r), mine), ld(s->reward + j * L + r) - mean, splat(0));
        square = square + x * x;
    }
    return (struct group){ mean, vsqrt(square / vmax(splat(1), n - splat(1))) };
}

static void stratified_advantage(struct run *u)
{
    struct grpo *s = u->self;
    const double *kind = s->stratum ? s->size : s->calls;
    int L = u->L;
    for (long b = 0; b < s->prompts; b++)
        strip(r) {
            struct group g = group_of(s, b, L, r);
            vd scale = splat(1) / (g.sd + splat(SMALL));
            for (long i = b * s->group; i < (b + 1) * s->group; i++) {
                struct group k = stratum_of(s, kind, i, L, r);
                vd R = ld(s->reward + i * L + r), within = (R - k.mean) / (k.sd + splat(SMALL));
                spread(s, i, L, r, splat(s->alpha) * within + splat(1 - s->alpha) * ((R - g.mean) * scale));
            }
        }
}

/* all tokens' advantages become mean 0, variance 1 */
static void whiten(struct grpo *s, int L)
{
    long tokens = s->N * s->p->length;
    strip(r) {
        vd n = ld(s->all + r), sum = splat(0), square = splat(0);
        for (long j = 0; j < tokens; j++)
            sum = sum + ld(s->adv + j * L + r);
        vd mean = sum / n;
        for (long j = 0; j < tokens; j++)
            square = square + ld(s->adv + j * L + r) * ld(s->adv + j * L + r);
        /* places after an end hold 0, and n counts tokens only */
        vd sd = vsqrt(vmax(splat(0), square / n - mean * mean)), scale = splat(1) / (sd + splat(SMALL));
        for (long i = 0; i < s->N; i++)
            for (int t = 0; t < s->p->length; t++) {
                vm live = lt(splat(t), ld(s->size + i * L + r));
                double *a = token(s, s->adv, i, t, L) + r;
                st(a, vsel(live, (ld(a) - mean) * scale, splat(0)));
            }
    }
}

/* A = sum over k of lambda^k delta_{t+k}, delta_t = V(s_{t+1}) - V(s_t), with R in place of V after the last token; then every value
 * moves towards A + V of its visits, by their mean */
static void ppo_advantage(struct run *u)
{
    struct grpo *s = u->self;
    const struct prompts *p = s->p;
    int L = u->L, T = p->length, A = p->tokens, n = p->nodes;
    each(l)
        for (long i = 0; i < s->N; i++) {
            const double *v = s->value + (size_t)(s->prompt[i / s->group * L + l] * n * L + l);
            double later = s->reward[i * L + l], sum = 0;
            for (int t = T - 1; t >= 0; t--) {
                double *a = token(s, s->adv, i, t, L) + l;
                if (t < (int)s->size[i * L + l]) {
                    double here = v[s->cell[(i * T + t) * L + l] / A * L];
                    sum = later - here + s->lambda * sum, later = here;
                    *a = sum;
                } else {
                    *a = 0;
                }
            }
        }
    for (long b = 0; b < s->prompts; b++) {
        double *sum = s->slope, *visits = s->visits;
        memset(sum, 0, sizeof *sum * (size_t)(n * L)), memset(visits, 0, sizeof *visits * (size_t)(n * L));
        for (long i = b * s->group; i < (b + 1) * s->group; i++)
            for (int t = 0; t < T; t++)
                each(l) {
                    int at = s->cell[(i * T + t) * L + l] / A * L + l;
                    sum[at] += token(s, s->adv, i, t, L)[l], visits[at] += 1;
                }
        for (int j = 0; j + 1 < n; j++)
            each(l)
                s->value[(size_t)((s->prompt[b * L + l] * n + j) * L + l)] += visits[j * L + l] > 0 ?
                    s->lr_value * sum[j * L + l] / visits[j * L + l] : 0;
    }
    whiten(s, L);
}

/* ---- clip-cov, kl-cov: tokens that spend the most entropy -------------------------------------------------------------------------- */

/* was the token left out by the clip?  ratio and advantage */
FN vm clipped(const struct grpo *s, vd ratio, vd a)
{
    vm high = both(gt(a, splat(0)), gt(ratio, splat(1 + s->clip_high))), low = both(lt(a, splat(0)), lt(ratio, splat(1 - s->clip_low)));
    return either(high, low);
}

/* mark[] becomes 1 where a token is chosen by its covariance: of logarithms of pi in `key` */
static void choose_tokens(struct run *u, int band)
{
    struct grpo *s = u->self;
    long tokens = s->N * s->p->length;
    int L = u->L;
    strip(r) {
        vd n = ld(s->all + r), sum_a = splat(0), sum_p = splat(0);
        for (long j = 0; j < tokens; j++)
            sum_a = sum_a + ld(s->adv + j * L + r), sum_p = sum_p + ld(s->key + j * L + r);
        vd mean_a = sum_a / n, mean_p = sum_p / n;
        for (long i = 0; i < s->N; i++)
            for (int t = 0; t < s->p->length; t++) {
                double *key = token(s, s->key, i, t, L) + r;
                vd a = ld(token(s, s->adv, i, t, L) + r), ratio = vexp(ld(key) - ld(token(s, s->old, i, t, L) + r));
                vm fit = both(lt(splat(t), ld(s->size + i * L + r)), not(clipped(s, ratio, a)));
                st(key, vsel(fit, (a - mean_a) * (ld(key) - mean_p), splat(-INFINITY)));
            }
    }
    for (long j = 0; j < tokens; j++) {
        double *key = s->key + j * L;
        if (band)
            draw(u, s->u, 1);
        strip(r) {
            vd c = ld(key + r);
            if (band)
                st(key + r, vsel(both(gt(c, splat(s->cov_low)), lt(c, splat(s->cov_high))), ld(s->u + r), splat(-INFINITY)));
            st(s->mark + j * L + r, splat(0));
        }
    }
    each(l) {
        int share = (int)(s->frac * s->all[l]), found = select_top(s->key + l, (int)tokens, L, share > 1 ? share : 1, s->chosen);
        for (int i = 0; i < found; i++)
            s->mark[s->chosen[i] * L + l] = 1;
    }
}

/* ---- a gradient step ---------------------------------------------------------------------------------------------------------------- */
enum rule { CLIPPED, WITHOUT_MARKED, HELD_BACK };        /* PPO's clip; and no marked tokens; no clip, and |log r| on marked tokens */

/* weight[l] of the tokens of response i */
static void weigh(const struct grpo *s, long i, int L, double *weight)
{
    double N = (double)s->N;
    strip(r) {
        vd size = ld(s->size + i * L + r), n = splat(N * (s->norm == NORM_CONSTANT ? s->p->length : 1));
        if (s->norm == NORM_TOKENS)
            n = ld(s->all + r);
        if (s->norm == NORM_RESPONSE)
            n = n * size;
        st(weight + r, splat(1) / n);
    }
}

/* the coefficient of e_a - pi of one token, but for its weight: m r A and what else pulls on the token; log_pi, log_old, log_base of it;
 * fresh: log_pi is log_old */
FN vd pull(const struct grpo *s, enum rule rule, int fresh, vd a, vd log_pi, vd log_old, vd log_base, vd mark)
{
    vd d = log_pi - log_old, ratio = fresh ? splat(1) : vexp(d), x = ratio * a;
    if (rule != HELD_BACK)
        x = vsel(clipped(s, ratio, a), splat(0), x);
    if (rule == WITHOUT_MARKED)
        x = vsel(gt(mark, splat(0)), splat(0), x);
    if (rule == HELD_BACK)
        x = x - splat(s->cov_coef) * mark * vsel(gt(d, splat(0)), splat(1), vsel(lt(d, splat(0)), splat(-1), splat(0)));
    if (s->kl_coef > 0 && s->kl_type == KL_K3)
        x = x - splat(s->kl_coef) * (splat(1) - vexp(log_base - log_pi));
    if (s->kl_coef > 0 && s->kl_type == KL_K1)
        x = x - splat(s->kl_coef) * (log_pi - log_base);
    return x;
}

/* does nothing pull on the tokens of prompt b, in no lane? */
static int idle(const struct grpo *s, long b, int L)
{
    vm pulls = gt(splat(0), splat(0));
    for (long i = b * s->group; i < (b + 1) * s->group; i++)
        for (int j = 0; j < s->longest[i] * L; j += LANES)
            pulls = either(pulls, not(eq(ld(s->adv + i * s->p->length * L + j), splat(0))));
    return !any(pulls);
}

/* slope[cell] of prompt b's tokens: the sum of their coefficients there; visits[node] of their weights */
FN void collect(struct run *u, long b, int fresh, enum rule rule)
{
    struct grpo *s = u->self;
    const struct prompts *p = s->p;
    const int32_t *m = s->prompt + b * u->L;
    const double *log_pi = s->log_pi + b * cells_of(p) * u->L;
    int L = u->L, base_needed = s->kl_coef > 0 && s->kl_type != KL_EXACT;
    int regular = s->entropy_coef > 0 || (s->kl_coef > 0 && s->kl_type == KL_EXACT);
    double now[64], base[64] = { 0 }, x[64], weight[64];
    memset(s->slope, 0, sizeof *s->slope * (size_t)(cells_of(p) * L));
    memset(s->visits, 0, sizeof *s->visits * (size_t)(p->nodes * L));
    for (long i = b * s->group; i < (b + 1) * s->group; i++) {
        weigh(s, i, L, weight);
        for (int t = 0; t < s->longest[i]; t++) {
            const int32_t *cell = s->cell + (i * p->length + t) * L;
            const double *old = token(s, s->old, i, t, L), *adv = token(s, s->adv, i, t, L);
            for (int l = 0; !fresh && l < L; l++)
                now[l] = log_pi[place(cell, L, l)];
            for (int l = 0; base_needed && l < L; l++)
                base[l] = p->logit[m[l] * cells_of(p) + cell[l]];
            strip(r) {
                vd mark = rule == CLIPPED ? splat(0) : ld(token(s, s->mark, i, t, L) + r);
                vd pulls = pull(s, rule, fresh, ld(adv + r), fresh ? ld(old + r) : ld(now + r), ld(old + r), ld(base + r), mark);
                st(x + r, ld(weight + r) * pulls);
            }
            /* what lies beyond a response's end goes to the end's row, which nobody reads */
            each(l)
                s->slope[place(cell, L, l)] += x[l];
            for (int l = 0; regular && l < L; l++)
                s->visits[cell[l] / p->tokens * L + l] += weight[l];
        }
    }
}

/* from coefficients of e_a - pi to the gradient in the logits, regularisers included */
static void turn_to_slope(struct run *u, long b)
{
    struct grpo *s = u->self;
    const struct prompts *p = s->p;
    const int32_t *m = s->prompt + b * u->L;
    int L = u->L, A = p->tokens, exact = s->kl_coef > 0 && s->kl_type == KL_EXACT;
    for (int n = 0; n + 1 < p->nodes; n++) {
        const double *pi = s->pi + (b * p->nodes + n) * A * L, *log_pi = s->log_pi + (b * p->nodes + n) * A * L;
        double *slope = s->slope + n * A * L;
        strip(r) {
            vd sum = splat(0), h = splat(0);
            for (int a = 0; a < A; a++)
                sum = sum + ld(slope + a * L + r), h = h - ld(pi + a * L + r) * ld(log_pi + a * L + r);
            vd bonus = splat(s->entropy_coef) * ld(s->visits + n * L + r);
            for (int a = 0; a < A; a++) {
                vd q = ld(pi + a * L + r), x = ld(slope + a * L + r) - sum * q;
                if (s->entropy_coef > 0)
                    x = x - bonus * q * (ld(log_pi + a * L + r) + h);
                st(slope + a * L + r, x);
            }
        }
        for (int l = 0; exact && l < L; l++) {
            const double *base = p->logit + (m[l] * p->nodes + n) * A;
            double kl = 0;
            for (int a = 0; a < A; a++)
                kl += pi[a * L + l] * (log_pi[a * L + l] - base[a]);
            for (int a = 0; a < A; a++)
                slope[a * L + l] -= s->kl_coef * s->visits[n * L + l] * pi[a * L + l] * (log_pi[a * L + l] - base[a] - kl);
        }
    }
}

/* one epoch; all policies are known before the first of them changes */
static void ascend(struct run *u, int epoch, enum rule rule)
{
    struct grpo *s = u->self;
    const struct prompts *p = s->p;
    int L = u->L, T = p->length, cells = cells_of(p);
    for (long b = 0; epoch && b < s->prompts; b++)
        prompts_policy(p, L, s->prompt + b * L, s->theta, s->pi + b * cells * L, s->log_pi + b * cells * L);
    if (rule != CLIPPED) {
        for (long i = 0; i < s->N; i++)
            for (int t = 0; t < T; t++)
                each(l)
                    token(s, s->key, i, t, L)[l] = s->log_pi[i / s->group * cells * L + (long)place(s->cell + (i * T + t) * L, L, l)];
        choose_tokens(u, rule == WITHOUT_MARKED && s->select == BAND);
    }
    for (long b = 0; b < s->prompts; b++) {
        /* a group of equal rewards: common later on */
        if (rule != HELD_BACK && !(s->kl_coef > 0) && !(s->entropy_coef > 0) && idle(s, b, L))
            continue;
        if (epoch)
            collect(u, b, 0, rule);
        else
            collect(u, b, 1, rule);
        turn_to_slope(u, b);
        prompts_learn(p, L, s->prompt + b * L, s->lr, s->slope, s->theta);
    }
}

/* is the covariance of advantage and log pi over the batch's tokens positive? */
static void count_positive(struct run *u)
{
    struct grpo *s = u->self;
    long tokens = s->N * s->p->length;
    int L = u->L;
    strip(r) {
        vd sum_a = splat(0), sum_p = splat(0), product = splat(0);
        for (long j = 0; j < tokens; j++) {
            vd a = ld(s->adv + j * L + r), log_p = ld(s->old + j * L + r);
            sum_a = sum_a + a, sum_p = sum_p + log_p, product = product + a * log_p;
        }
        st(s->positive + r, ld(s->positive + r) + vsel(gt(product - sum_a * sum_p / ld(s->all + r), splat(0)), splat(1), splat(0)));
    }
}

FN void update(struct run *u, void (*advantage)(struct run *), enum rule rule)
{
    struct grpo *s = u->self;
    respond(u);
    advantage(u);
    count_positive(u);
    for (int e = 0; e < s->epochs; e++)
        ascend(u, e, rule);
    sim_tick(u);
}
static void reinforce_iterate(struct run *u) { update(u, reinforce_advantage, CLIPPED); }
static void rloo_iterate(struct run *u) { update(u, rloo_advantage, CLIPPED); }
static void drgrpo_iterate(struct run *u) { update(u, drgrpo_advantage, CLIPPED); }
static void grpo_iterate(struct run *u) { update(u, grpo_advantage, CLIPPED); }
static void ppo_iterate(struct run *u) { update(u, ppo_advantage, CLIPPED); }
static void stratified_iterate(struct run *u) { update(u, stratified_advantage, CLIPPED); }
static void clip_cov_iterate(struct run *u) { update(u, grpo_advantage, WITHOUT_MARKED); }
static void kl_cov_iterate(struct run *u) { update(u, grpo_advantage, HELD_BACK); }

/* ---- what is true ------------------------------------------------------------------------------------------------------------------- */
static const struct metric grpo_metrics[] = {
    [SUCCESS]      = { "success", "chance of a right answer, over the prompts for training: exact", 1 },
    [TEST]         = { "test", "the same over the prompts held out, or, where there are none, over all", 1 },
    [TEST_K]       = { "test_k", "their chance of a right answer in k tries", 1 },
    [ENTROPY]      = { "entropy", "mean entropy of a token of its responses, in nats, over the prompts for training: exact", 1 },
    [KL]           = { "kl", "their mean divergence KL(pi || base) a token", 0 },
    [TOKENS]       = { "tokens", "their mean number of tokens a response", 0 },
    [SOLVED]       = { "solved", "1 where success is above 0.8, else 0", 1 },
    [COV_POSITIVE] = { "cov_positive", "share of the updates in which tokens' advantages and log chances covary positively: entropy is spent", 0 },
    [LAW_R2]       = { "law_r2", "R^2 of success = b - a exp(entropy), fitted to the points logged so far; 0 for less than three", 1 },
    [LAW_CEILING]  = { "law_ceiling", "b - a of that fit: the success it predicts when no entropy is left; 0 for less than three", 1 },
    { NULL, NULL, 0 },
};

/* the least squares line through the points (e^H, R) so far, by Welford's moments */
static void fit(struct run *u)
{
    struct grpo *s = u->self;
    int L = u->L;
    double *w = s->law;
    strip(r) {
        vd x = vexp(ld(u->metric + ENTROPY * L + r)), y = ld(u->metric + SUCCESS * L + r), n = ld(w + r) + splat(1);
        vd dx = x - ld(w + L + r), dy = y - ld(w + 2 * L + r);
        vd mean_x = ld(w + L + r) + dx / n, mean_y = ld(w + 2 * L + r) + dy / n;
        vd xx = ld(w + 3 * L + r) + dx * (x - mean_x), xy = ld(w + 4 * L + r) + dx * (y - mean_y);
        vd yy = ld(w + 5 * L + r) + dy * (y - mean_y);
        vm fitted = both(gt(n, splat(2)), both(gt(xx, splat(0)), gt(yy, splat(0))));
        vd slope = xy / xx;
        st(w + r, n), st(w + L + r, mean_x), st(w + 2 * L + r, mean_y);
        st(w + 3 * L + r, xx), st(w + 4 * L + r, xy), st(w + 5 * L + r, yy);
        st(u->metric + LAW_R2 * L + r, vsel(fitted, slope * xy / yy, splat(0)));
        st(u->metric + LAW_CEILING * L + r, vsel(fitted, mean_y + slope * (splat(1) - mean_x), splat(0)));
    }
}

FN void plus(double *x, vd a) { st(x, ld(x) + a); }

static void grpo_measure(struct run *u)
{
    struct grpo *s = u->self;
    const struct prompts *p = s->p;
    int L = u->L, held_out = p->n > p->train;
    double *x = u->metric, paid[64], size[64], entropy[64], kl[64], pass[64];
    const struct truth truth = { paid, size, entropy, kl };
    memset(x, 0, sizeof *x * (size_t)((LAW_CEILING + 1) * L));
    for (int m = 0; m < p->n; m++) {
        int32_t which[64];
        double trained = m < p->train ? 1.0 / p->train : 0, tested = !held_out ? 1.0 / p->n : m < p->train ? 0 : 1.0 / (p->n - p->train);
        each(l)
            which[l] = m;
        prompts_policy(p, L, which, s->theta, s->pi, s->log_pi);
        prompts_truth(p, L, m, s->pi, s->log_pi, s->visits, truth);
        each(l)
            pass[l] = pass_at(paid[l], s->k);
        strip(r) {
            vd w = splat(trained), v = splat(tested), right = ld(paid + r), n = ld(size + r);
            plus(x + SUCCESS * L + r, w * right), plus(x + TOKENS * L + r, w * n);
            plus(x + ENTROPY * L + r, w * (ld(entropy + r) / n)), plus(x + KL * L + r, w * (ld(kl + r) / n));
            plus(x + TEST * L + r, v * right), plus(x + TEST_K * L + r, v * ld(pass + r));
        }
    }
    strip(r) {
        st(x + SOLVED * L + r, vsel(gt(ld(x + SUCCESS * L + r), splat(0.8)), splat(1), splat(0)));
        st(x + COV_POSITIVE * L + r, ld(s->positive + r) / splat((double)u->t));
    }
    fit(u);
}

#define RLVR .size = sizeof(struct grpo), .needs = PROMPTS, .exact = 1, .metrics = grpo_metrics, .measure = grpo_measure

ALGORITHM(reinforce_rlvr) = {
    .name = "reinforce-rlvr", .brief = "policy gradient on whole responses, past rewards as baseline",
    .source = "Williams 1992, Simple statistical gradient-following algorithms", .params = reinforce_params,
    .init = grpo_init, .iterate = reinforce_iterate, RLVR,
};
ALGORITHM(rloo) = {
    .name = "rloo", .brief = "REINFORCE whose baseline is the mean of the group's others: unbiased",
    .source = "Ahmadian et al. 2024, Back to basics; Kool, van Hoof and Welling 2019", .params = grpo_mean_params,
    .init = grpo_init, .iterate = rloo_iterate, RLVR,
};
ALGORITHM(grpo) = {
    .name = "grpo", .brief = "rewards made mean 0, variance 1 within each prompt's group of responses",
    .source = "Shao et al. 2024, DeepSeekMath, equation 3", .params = grpo_params,
    .init = grpo_init, .iterate = grpo_iterate, RLVR,
};
ALGORITHM(drgrpo) = {
    .name = "drgrpo", .brief = "grpo without division by the standard deviation; norm=constant is the paper's",
    .source = "Liu et al. 2025, Understanding R1-Zero-like training", .params = grpo_mean_params,
    .init = grpo_init, .iterate = drgrpo_iterate, RLVR,
};
ALGORITHM(ppo_clip) = {
    .name = "ppo-clip", .brief = "several clipped epochs on each batch, advantages from learned values",
    .source = "Schulman et al. 2017, Proximal policy optimization, equation 7", .params = ppo_params,
    .init = ppo_init, .iterate = ppo_iterate, RLVR,
};
ALGORITHM(stratified_grpo) = {
    .name = "stratified-grpo", .brief = "responses of one kind are compared with each other",
    .source = "Stratified GRPO, arXiv 2510.06214", .params = stratified_params,
    .init = grpo_init, .iterate = stratified_iterate, RLVR,
};
ALGORITHM(clip_cov) = {
    .name = "clip-cov", .brief = "grpo without the few tokens that spend the most entropy",
    .source = "Cui et al. 2025, The entropy mechanism of reinforcement learning for reasoning language models, section 4.2",
    .params = clip_cov_params, .init = clip_cov_init, .iterate = clip_cov_iterate, RLVR,
};
ALGORITHM(kl_cov) = {
    .name = "kl-cov", .brief = "grpo that holds back the few tokens that spend the most entropy",
    .source = "Cui et al. 2025, The entropy mechanism of reinforcement learning for reasoning language models, section 4.2",
    .params = kl_cov_params, .init = kl_cov_init, .iterate = kl_cov_iterate, RLVR,
};
