/* The bandit environments: the distribution of every reward, exact gaps, common random numbers, and means that change.
 *
 * Statistical checks allow 5 standard errors, or the quantile of chance 1e-6: with some hundred of them and fixed seeds, a
 * correct sampler would fail once in several thousand choices of the seed. */
#include "lab.h"
#include "lane.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>

/* ---- a scripted player that remembers what it saw ------------------------------------------------------------------------------- */
enum { ROUND_ROBIN, BLOCKS };            /* arm t mod K; or each arm 7 turns in a row, last arm first */
struct script { int order; };
struct memory { long T; int K, L; double *reward, *gap, *best, *mean; int *arm; };      /* [T*L]; mean [T*K*L]; arm [T] */
static struct memory seen;

static int script_init(struct run *u)
{
    seen.K = u->env->n_actions, seen.L = u->L, seen.T = u->horizon;
    size_t n = (size_t)(seen.T * seen.L);
    seen.reward = malloc(n * sizeof(double)), seen.gap = malloc(n * sizeof(double)), seen.best = malloc(n * sizeof(double));
    seen.mean = malloc(n * (size_t)seen.K * sizeof(double)), seen.arm = malloc((size_t)seen.T * sizeof(int));
    return 0;
}
static void script_iterate(struct run *u)
{
    struct script *s = u->self;
    int L = u->L, K = seen.K;
    long t = u->t;
    seen.arm[t] = (int)(s->order == BLOCKS ? K - 1 - t / 7 % K : t % K);
    each(l)
        u->env->io.action[l] = seen.arm[t];
    memcpy(seen.best + t * L, u->env->best, (size_t)L * sizeof(double));
    memcpy(seen.mean + t * K * L, u->env->mean, (size_t)(K * L) * sizeof(double));
    sim_step(u);
    memcpy(seen.reward + t * L, u->env->io.reward, (size_t)L * sizeof(double));
    memcpy(seen.gap + t * L, u->env->io.gap, (size_t)L * sizeof(double));
}
static void forget_seen(void)
{
    free(seen.reward), free(seen.gap), free(seen.best), free(seen.mean), free(seen.arm);
    seen = (struct memory){ 0 };
}

/* play T turns, 64 replicates; NULL or the refusal */
static const char *play_self(const struct env_type *env, const void *env_self, int order, long T)
{
    static const param none[] = { END };
    const struct algo_type type = { .name = "script", .params = none, .size = sizeof(struct script), .needs = ARMS,
                                    .init = script_init, .iterate = script_iterate };
    struct script self = { order };
    struct setup set = { .algo = &type, .algo_self = &self, .env = env, .env_self = env_self, .seed = 5, .lanes = BLOCK,
                         .horizon = T, .max_bytes = 1 << 26 };
    forget_seen(), failure_forget();
    struct sim *sim = sim_open(&set);
    if (!sim)
        return failure();
    sim_run(sim, T, NULL);
    sim_close(sim);
    return NULL;
}
static const char *play(const char *name, const char *params, int order, long T)
{
    const struct env_type *env = isa_env(isa_pick(NULL), name);
    void *self = lab_self(env->params, env->size, name, params);
    const char *refusal = play_self(env, self, order, T);
    param_release(env->params, self), free(self);
    return refusal;
}

/* the rewards of one arm, all replicates */
static double *rewards_of(int arm, long *n)
{
    double *x = malloc((size_t)(seen.T * seen.L) * sizeof *x);
    *n = 0;
    for (long t = 0; t < seen.T; t++)
        for (int l = 0; l < seen.L && seen.arm[t] == arm; l++)
            x[(*n)++] = seen.reward[t * seen.L + l];
    return x;
}

/* ---- distributions ---------------------------------------------------------------------------------------------------------------- */

static void moments(int arm, double mean, double variance)
{
    long n;
    double *x = rewards_of(arm, &n), m = 0, m2 = 0, m4 = 0;
    for (long i = 0; i < n; i++)
        m += x[i] / (double)n;
    for (long i = 0; i < n; i++)
        m2 += (x[i] - m) * (x[i] - m) / (double)n;
    for (long i = 0; i < n; i++)
        m4 += (x[i] - m) * (x[i] - m) * (x[i] - m) * (x[i] - m) / (double)n;
    assert_true(fabs(m - mean) <= 5 * sqrt(variance / (double)n) + 1e-12);
    assert_true(fabs(m2 - variance) <= 5 * sqrt((m4 - m2 * m2) / (double)n) + 1e-12);
    /* the truth says the same, up to the rounding of a few operations */
    assert_true(fabs(seen.mean[arm * seen.L] - mean) <= 1e-13 * (1 + fabs(mean)));
    free(x);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}
static double cdf_normal(double x, const double *p)      { return gsl_cdf_gaussian_P(x - p[0], p[1]); }
static double cdf_exponential(double x, const double *p) { return gsl_cdf_exponential_P(x, p[0]); }
static double cdf_beta(double x, const double *p)        { return gsl_cdf_beta_P(x, p[0], p[1]); }

/* Kolmogorov and Smirnov: P(sqrt(n) D > 2.7) = 2 exp(-2 2.7^2) = 1e-6 */
static void distribution(int arm, double (*cdf)(double, const double *), double a, double b)
{
    long n;
    double *x = rewards_of(arm, &n), p[] = { a, b }, far = 0;
    qsort(x, (size_t)n, sizeof *x, ascending);
    for (long i = 0; i < n; i++) {
        double F = cdf(x[i], p);
        far = fmax(far, fmax(F - (double)i / (double)n, (double)(i + 1) / (double)n - F));
    }
    assert_true(far * sqrt((double)n) < 2.7);
    free(x);
}

static void bernoulli_pays_1_with_the_given_chance(void **unused)
{
    (void)unused;
    double p[] = { 0, 0.05, 0.5, 1 };
    assert_null(play("bernoulli", "means=0/0.05/0.5/1", ROUND_ROBIN, 2000));
    for (int k = 0; k < 4; k++)
        moments(k, p[k], p[k] * (1 - p[k]));
}

static void gaussian_has_its_mean_and_scale(void **unused)
{
    (void)unused;
    assert_null(play("gaussian", "means=-1/0.5/2 scale=0.2/1/30", ROUND_ROBIN, 3000));
    moments(0, -1, 0.04), distribution(0, cdf_normal, -1, 0.2);
    moments(1, 0.5, 1), distribution(1, cdf_normal, 0.5, 1);
    moments(2, 2, 900), distribution(2, cdf_normal, 2, 30);
    assert_null(play("gaussian", "means=3/4 scale=0.5", ROUND_ROBIN, 2000));
    moments(0, 3, 0.25), moments(1, 4, 0.25);
    assert_null(play("gaussian", "means=3/4 scale=0", ROUND_ROBIN, 20));
    moments(0, 3, 0), moments(1, 4, 0);
}

static void exponential_has_its_mean_with_and_without_cap(void **unused)
{
    (void)unused;
    assert_null(play("exponential", "means=5/0.2", ROUND_ROBIN, 2000));
    moments(0, 5, 25), distribution(0, cdf_exponential, 5, 0);
    moments(1, 0.2, 0.04), distribution(1, cdf_exponential, 0.2, 0);
    assert_null(play("exponential", "means=1/0.2 cap=0.5", ROUND_ROBIN, 4000));
    for (int k = 0; k < 2; k++) {
        /* E min(X, c) = m (1 - q), E min(X, c)^2 = 2 m^2 (1 - q (1 + c/m)), q = exp(-c/m) */
        double m = k ? 0.2 : 1, c = 0.5, q = exp(-c / m), mean = m * (1 - q);
        moments(k, mean, 2 * m * m * (1 - q * (1 + c / m)) - mean * mean);
    }
}

static void poisson_has_its_chances(void **unused)
{
    (void)unused;
    double m[] = { 0, 0.3, 4, 90, 480 };
    assert_null(play("poisson", "means=0/0.3/4/90/480", ROUND_ROBIN, 5000));
    for (int k = 0; k < 5; k++) {
        long n, count[1024] = { 0 };
        double *x = rewards_of(k, &n);
        moments(k, m[k], m[k]);
        for (long i = 0; i < n; i++)
            count[(int)x[i]]++;
        for (unsigned j = 0; j < 1024; j++) {
            double p = m[k] > 0 ? gsl_ran_poisson_pdf(j, m[k]) : j == 0;
            assert_true(fabs((double)count[j] - (double)n * p) <= 6 * sqrt((double)n * p * (1 - p)) + 6);
        }
        free(x);
    }
    assert_null(play("poisson", "means=2/5 cap=3", ROUND_ROBIN, 2000));
    for (int k = 0; k < 2; k++) {
        double lambda = k ? 5 : 2, mean = 0, square = 0, rest = 1;
        for (unsigned j = 0; j < 3; j++) {
            double p = gsl_ran_poisson_pdf(j, lambda);
            mean += p * j, square += p * j * j, rest -= p;
        }
        mean += 3 * rest, square += 9 * rest;
        moments(k, mean, square - mean * mean);
    }
}

static void beta_has_its_distribution(void **unused)
{
    (void)unused;
    const double concentration[] = { 1, 2, 40 }, mean[] = { 0.1, 0.5, 0.8 };
    const char *const params[] = { "means=0.1/0.5/0.8 concentration=1", "means=0.1/0.5/0.8 concentration=2",
                                   "means=0.1/0.5/0.8 concentration=40" };
    for (int i = 0; i < 3; i++) {
        assert_null(play("beta", params[i], ROUND_ROBIN, 1500));
        for (int k = 0; k < 3; k++) {
            double c = concentration[i], m = mean[k];
            moments(k, m, m * (1 - m) / (c + 1));
            distribution(k, cdf_beta, c * m, c * (1 - m));
        }
    }
    assert_null(play("beta", "means=0/1 concentration=2", ROUND_ROBIN, 100));
    moments(0, 0, 0), moments(1, 1, 0);
    /* no room between 0 and 1: rewards are coins, but never NaN */
    assert_null(play("beta", "means=0.25/0.5 concentration=1e-6", ROUND_ROBIN, 1000));
    moments(0, 0.25, 0.1875), moments(1, 0.5, 0.25);
}

/* ---- truth -------------------------------------------------------------------------------------------------------------------------- */

static const struct { const char *name, *params; int moves; } worlds[] = {
    { "bernoulli", "", 0 }, { "bernoulli", "draw=yes", 0 }, { "gaussian", "", 0 }, { "gaussian", "draw=yes lo=-1 hi=2", 0 },
    { "exponential", "", 0 }, { "exponential", "cap=1", 0 }, { "poisson", "", 0 }, { "poisson", "cap=2", 0 }, { "beta", "", 0 },
    { "testbed", "", 0 }, { "testbed", "drift=0.1", 1 }, { "adversarial", "", 1 }, { "adversarial", "kind=stochastic", 0 },
    { "switching", "changes=50/100/150/200", 1 }, { "drifting", "", 1 }, { "drifting", "kind=brownian arms=3", 1 },
};
enum { WORLDS = sizeof worlds / sizeof *worlds };

static void gaps_are_what_the_means_say(void **unused)
{
    (void)unused;
    for (int i = 0; i < WORLDS; i++) {
        assert_null(play(worlds[i].name, worlds[i].params, ROUND_ROBIN, 300));
        int K = seen.K, L = seen.L;
        for (long t = 0; t < seen.T; t++)
            for (int l = 0; l < L; l++) {
                double best = -INFINITY, *mean = seen.mean + t * K * L + l;
                for (int k = 0; k < K; k++)
                    best = fmax(best, mean[k * L]);
                assert_true(seen.best[t * L + l] == best);
                assert_true(seen.gap[t * L + l] == best - mean[seen.arm[t] * L] && seen.gap[t * L + l] >= 0);
            }
    }
}

/* where means stay, the n-th pull of an arm pays the same in any order; where they move, the means do not depend on the player */
static void noise_does_not_depend_on_the_player(void **unused)
{
    (void)unused;
    for (int i = 0; i < WORLDS; i++) {
        assert_null(play(worlds[i].name, worlds[i].params, ROUND_ROBIN, 420));
        struct memory before = seen;
        seen = (struct memory){ 0 };
        assert_null(play(worlds[i].name, worlds[i].params, BLOCKS, 420));
        int K = seen.K, L = seen.L;
        assert_memory_equal(seen.mean, before.mean, (size_t)(seen.T * K * L) * sizeof(double));
        for (int k = 0; k < K && !worlds[i].moves; k++)
            for (long t = 0, s = 0; t < seen.T; t++) {
                if (seen.arm[t] != k)
                    continue;
                while (s < before.T && before.arm[s] != k)
                    s++;
                if (s < before.T)
                    assert_memory_equal(seen.reward + t * L, before.reward + s++ * L, (size_t)L * sizeof(double));
            }
        free(before.reward), free(before.gap), free(before.best), free(before.mean), free(before.arm);
    }
}

static void drawn_means_are_uniform(void **unused)
{
    (void)unused;
    assert_null(play("gaussian", "draw=yes arms=1000 lo=-1 hi=3", ROUND_ROBIN, 1));
    double sum = 0, low = 9, high = -9;
    for (int i = 0; i < 64000; i++)
        sum += seen.mean[i], low = fmin(low, seen.mean[i]), high = fmax(high, seen.mean[i]);
    assert_true(fabs(sum / 64000 - 1) < 5 * 4 / sqrt(12 * 64000.0));
    assert_true(low > -1 && low < -0.999 && high < 3 && high > 2.999);
}

/* ---- testbed ------------------------------------------------------------------------------------------------------------------------ */

static void the_best_of_ten_normals_is_1_5388(void **unused)
{
    (void)unused;
    /* 160 000 best values: 64 replicates of 25 000 arms taken ten at a time; their standard deviation is 0.587 */
    assert_null(play("testbed", "arms=25000 center=4", ROUND_ROBIN, 1));
    double sum = 0;
    for (int group = 0; group < 2500; group++)
        for (int l = 0; l < 64; l++) {
            double best = -INFINITY;
            for (int k = 0; k < 10; k++)
                best = fmax(best, seen.mean[(group * 10 + k) * 64 + l]);
            sum += best / 160000;
        }
    assert_true(fabs(sum - 4 - 1.5388) < 5 * 0.587 / 400);
}

static void testbed_pays_unit_normals_around_its_values(void **unused)
{
    (void)unused;
    assert_null(play("testbed", "start=equal center=2", ROUND_ROBIN, 2000));
    moments(3, 2, 1), distribution(3, cdf_normal, 2, 1);
}

static void drifting_values_take_independent_normal_steps(void **unused)
{
    (void)unused;
    /* after 400 steps of 0.01: normal with deviation 0.2; correlation between neighbours none */
    assert_null(play("testbed", "start=equal drift=0.01 arms=501", ROUND_ROBIN, 401));
    const double *last = seen.mean + (size_t)400 * 501 * 64;
    double square = 0, cross = 0;
    for (int i = 0; i < 501 * 64; i++)
        square += last[i] * last[i] / (501 * 64);
    for (int i = 0; i < 500 * 64; i++)
        cross += last[i] * last[i + 64] / (500 * 64);
    for (int i = 0; i < 501 * 64; i++)
        assert_true(seen.mean[i] == 0);
    assert_true(fabs(square - 0.04) < 5 * 0.04 * sqrt(2.0 / (501 * 64)));
    assert_true(fabs(cross) < 5 * 0.04 / sqrt(500 * 64));
}

/* ---- changing means ------------------------------------------------------------------------------------------------------------------ */

static void phases_grow_and_alternate(void **unused)
{
    (void)unused;
    /* phases end after 1, 2.6, 5.16, 9.256, 15.8, 26.3 turns */
    const char *world = "RPRRRPPPPRRRRRRPPPPPPPPPPP";
    assert_null(play("adversarial", "gap=0.25", ROUND_ROBIN, 26));
    for (long t = 0; t < 26; t++) {
        assert_true(seen.best[t * 64] == (world[t] == 'P' ? 0.25 : 1));
        assert_true(seen.gap[t * 64] == (t % 8 ? 0.25 : 0));
    }
    assert_null(play("adversarial", "kind=stochastic gap=0.25", ROUND_ROBIN, 100));
    for (long t = 0; t < 100; t++)
        assert_true(seen.best[t * 64] == 0.625 && seen.gap[t * 64] == (t % 8 ? 0.25 : 0));
}

/* an independent program's numbers: T = 100000, 100 runs, ucb1: 7366 +- 567 among phases, 1019 without (there: 5 percent) */
static void the_adversary_misleads_ucb1(void **unused)
{
    (void)unused;
    double se, misled = lab_regret("ucb1", "adversarial", "", 128, 100000, &se);
    assert_true(fabs(misled - 7366) < 4 * hypot(se, 567));
    double calm = lab_regret("ucb1", "adversarial", "kind=stochastic", 64, 100000, &se);
    assert_true(fabs(calm - 1019) < 0.05 * 1019 + 4 * se);
}

static void segments_change_after_their_last_turn(void **unused)
{
    (void)unused;
    assert_null(play("switching", "means=0.9/0.1/0.2/0.7/0.5/0.5 changes=3/4", ROUND_ROBIN, 6));
    const double first[] = { 0.9, 0.9, 0.9, 0.2, 0.5, 0.5 }, second[] = { 0.1, 0.1, 0.1, 0.7, 0.5, 0.5 };
    for (long t = 0; t < 6; t++)
        assert_true(seen.mean[t * 128] == first[t] && seen.mean[t * 128 + 64] == second[t]);
    assert_null(play("switching", "instance=ns2 changes=1/2/3/4", ROUND_ROBIN, 10));
    assert_true(seen.best[0] == 0.9 && seen.best[64] == 0.7 && seen.best[128] == 0.6 && seen.best[192] == 0.7 && seen.best[256] == 0.8);
}

static void sines_follow_the_formula(void **unused)
{
    (void)unused;
    const double pi = 3.14159265358979323846;
    assert_null(play("drifting", "arms=3 amplitude=0.5 period=70", ROUND_ROBIN, 200));
    for (long t = 0; t < 200; t++)
        for (int k = 0; k < 3; k++)
            assert_true(fabs(seen.mean[(t * 3 + k) * 64] - 0.5 - 0.5 * sin(2 * pi * ((double)(t + 1) / 70 + k / 3.0))) < 1e-14);
    /* the paper's example: 1/2 + 0.3 sin(5 V pi t / (3 T)), V = 3, and the opposite */
    assert_null(play("drifting", "", ROUND_ROBIN, 100));
    for (long t = 0; t < 100; t++) {
        assert_true(fabs(seen.mean[t * 128] - 0.5 - 0.3 * sin(5 * pi * (double)(t + 1) / 100)) < 1e-14);
        assert_true(fabs(seen.mean[t * 128 + 64] - 0.5 + 0.3 * sin(5 * pi * (double)(t + 1) / 100)) < 1e-14);
    }
}

static void brownian_means_stay_within_0_and_1(void **unused)
{
    (void)unused;
    assert_null(play("drifting", "kind=brownian arms=5 volatility=0.1", ROUND_ROBIN, 2000));
    long n = 2000 * 5 * 64;
    double sum = 0;
    for (long i = 0; i < n; i++) {
        assert_true(seen.mean[i] >= 0 && seen.mean[i] <= 1);
        sum += seen.mean[i] / (double)n;
    }
    /* uniform is the walk's stationary law; 320 walks of 2000 steps that forget in about 1/(pi^2 0.1^2 / 2) = 20 */
    assert_true(fabs(sum - 0.5) < 5 * sqrt(1.0 / 12 * 2 * 20 / (320.0 * 2000)));
}

/* ---- replay ------------------------------------------------------------------------------------------------------------------------- */

struct replay_self { grid file; int order; char rest[256]; };
static const char *replay(const double *v, long rows, int cols, int logged, long T)
{
    struct replay_self self = { .file = { "log.csv", rows, cols, v }, .order = logged };
    return play_self(isa_env(isa_pick(NULL), "replay"), &self, ROUND_ROBIN, T);
}

static void replay_pays_what_the_table_says(void **unused)
{
    (void)unused;
    /* column 1 is column 0 plus 1/2: whatever row is drawn, consecutive plays of one row would show it */
    const double v[] = { 0, 0.5, 0.125, 0.625, 0.25, 0.75, 0.5, 1 };
    assert_null(replay(v, 4, 2, 1, 4));
    const double logged[] = { 0, 0.625, 0.25, 1 };
    for (long t = 0; t < 4; t++)
        for (int l = 0; l < 64; l++)
            assert_true(seen.reward[t * 64 + l] == logged[t] && seen.gap[t * 64 + l] == (t % 2 ? 0 : 0.5));
    assert_null(replay(v, 4, 2, 0, 4000));
    for (int k = 0; k < 2; k++) {
        /* mean 7/32 (+ 1/2), variance of the four values */
        double m = 0.21875, square = (0.015625 + 0.0625 + 0.25) / 4;
        moments(k, m + 0.5 * k, square - m * m);
    }
    /* the row is keyed by the turn: another order of arms meets the same rows */
    struct memory before = seen;
    seen = (struct memory){ 0 };
    struct replay_self self = { .file = { "log.csv", 4, 2, v } };
    assert_null(play_self(isa_env(isa_pick(NULL), "replay"), &self, BLOCKS, 4000));
    for (long t = 0; t < 4000; t++)
        for (int l = 0; l < 64; l++)
            assert_true(seen.reward[t * 64 + l] - 0.5 * seen.arm[t] == before.reward[t * 64 + l] - 0.5 * before.arm[t]);
    free(before.reward), free(before.gap), free(before.best), free(before.mean), free(before.arm);
}

static void refuses(const char *message, const char *says)
{
    assert_non_null(message);
    if (!strstr(message, says))
        print_error("'%s' does not say '%s'\n", message, says);
    assert_non_null(strstr(message, says));
}

static void what_makes_no_sense_is_refused(void **unused)
{
    (void)unused;
    const double v[] = { 0, 1, 0.5, 1.5 }, nan[] = { 0, NAN }, fine[] = { 0, 1 };
    refuses(replay(v, 2, 2, 0, 10), "log.csv: row 2, column 2: 1.5");
    refuses(replay(nan, 1, 2, 0, 10), "row 1, column 2");
    refuses(replay(fine, 1, 2, 1, 10), "try -T 1");
    refuses(replay(fine, 2, 1, 0, 10), "at least 2");
    refuses(play("replay", "", 0, 10), "file=rewards.csv");
    refuses(play("bernoulli", "top=0.1 gap=0.2", 0, 10), "less than 0");
    refuses(play("bernoulli", "means=0.1", 0, 10), "at least 2");
    refuses(play("bernoulli", "means=0.1/0.2 draw=yes", 0, 10), "either drawn or given");
    refuses(play("bernoulli", "draw=yes lo=0.6 hi=0.4", 0, 10), "lo=0.6 is above hi=0.4");
    refuses(play("gaussian", "means=0/1/2 scale=1/2", 0, 10), "2 scales for 3 arms");
    refuses(play("switching", "means=0.1/0.2/0.3 changes=5", 0, 10), "3 means for 2 segments");
    refuses(play("switching", "changes=5/4/6/7", 0, 10), "4 after 5");
    failure_forget();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bernoulli_pays_1_with_the_given_chance),
        cmocka_unit_test(gaussian_has_its_mean_and_scale),
        cmocka_unit_test(exponential_has_its_mean_with_and_without_cap),
        cmocka_unit_test(poisson_has_its_chances),
        cmocka_unit_test(beta_has_its_distribution),
        cmocka_unit_test(gaps_are_what_the_means_say),
        cmocka_unit_test(noise_does_not_depend_on_the_player),
        cmocka_unit_test(drawn_means_are_uniform),
        cmocka_unit_test(the_best_of_ten_normals_is_1_5388),
        cmocka_unit_test(testbed_pays_unit_normals_around_its_values),
        cmocka_unit_test(drifting_values_take_independent_normal_steps),
        cmocka_unit_test(phases_grow_and_alternate),
        cmocka_unit_test(the_adversary_misleads_ucb1),
        cmocka_unit_test(segments_change_after_their_last_turn),
        cmocka_unit_test(sines_follow_the_formula),
        cmocka_unit_test(brownian_means_stay_within_0_and_1),
        cmocka_unit_test(replay_pays_what_the_table_says),
        cmocka_unit_test(what_makes_no_sense_is_refused),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    forget_seen();
    return !!failed;
}
