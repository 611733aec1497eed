/* Laws of the learners that plan -- UCBVI, MBIE-EB, R-max, PSRL, RLSVI -- and of optimistic Q-learning: exact planning in the limit of
 * infinite data, optimism, identities, and the regrets on RiverSwim that another program measured. */
#include "../algorithms/ucbvi.c"
#include "../algorithms/ucbq.c"
#include "../algorithms/posterior.c"
#include "published.h"
#include "mdp.h"
#include <gsl/gsl_cdf.h>

enum { L = 8 };
struct opened { struct sim *sim; const struct algo_type *algo; const struct env_type *env; void *self, *env_self; struct run *run; };

/* algo is the one included here, so that its struct can be looked into */
static struct opened open_it(const struct algo_type *algo, const char *env, const char *params, void (*table)(void *))
{
    struct opened o = { .algo = algo, .env = isa_env(isa_pick(NULL), env) };
    o.self = lab_self(algo->params, algo->size, algo->name, params), o.env_self = lab_self(o.env->params, o.env->size, env, params);
    if (table)
        table((char *)o.env_self + param_find(o.env->params, "file")->at);
    const struct setup set = { .algo = algo, .algo_self = o.self, .env = o.env, .env_self = o.env_self, .seed = 8, .lanes = L,
                               .horizon = 100000, .max_bytes = (size_t)1 << 28 };
    if (!(o.sim = sim_open(&set)))
        lab_fail(algo->name);
    o.run = sim_view(o.sim);
    return o;
}
static void close_it(struct opened *o)
{
    const param *file = param_find(o->env->params, "file");
    if (file)
        *(grid *)(void *)((char *)o->env_self + file->at) = (grid){ 0 };
    sim_close(o->sim);
    param_release(o->algo->params, o->self), param_release(o->env->params, o->env_self), free(o->self), free(o->env_self);
}

/* ---- plans -------------------------------------------------------------------------------------------------------------------------- */

/* the best values of all stages, of a model in all lanes */
static double *best_of_model(const struct mdp *m)
{
    double *v = calloc((size_t)((m->H + 1) * m->S * L), sizeof *v), *work = malloc(mdp_work(m, L) * sizeof *work);
    mdp_plan(m, L, m->H, 1, ALL_STAGES, v, work);
    free(work);
    return v;
}
static void compare_values(struct opened *o, const double *best, double margin)
{
    int n = o->run->env->model->H * o->run->env->model->S * L;
    double *v = calloc((size_t)n, sizeof *v);
    o->algo->values(o->run, v);
    for (int i = 0; i < n; i++)
        within(v[i], best[i], margin, o->algo->name);
    free(v);
}

/* after 10^12 visits of every pair, as the chances are, all of them plan the truth: what is left to doubt is of size 10^-6 H, times
 * the logarithm */
static void infinite_data_is_the_truth(void **unused)
{
    (void)unused;
    static const struct algo_type *const algo[] = { &algo_ucbvi_ch, &algo_ucbvi_bf, &algo_mbie_eb, &algo_rmax, &algo_psrl, &algo_rlsvi };
    for (int k = 0; k < 6; k++)
        for (int staged = 0; staged < 2; staged++) {
            struct opened o = open_it(algo[k], "riverswim", staged ? "model=stages" : "", NULL);
            const struct mdp *m = o.run->env->model;
            struct planner *p = k < 4 ? &((struct ucbvi *)o.run->self)->p : &((struct posterior *)o.run->self)->p;
            for (int i = 0; i < planner_pairs(p); i++)
                each(l) {
                    int pair = i % (m->S * m->A);
                    p->n[i * L + l] = 1e12, p->sum[i * L + l] = 1e12 * m->R[pair], p->many[i] = 0;
                    for (int s = 0; s < m->S; s++) {
                        p->went[(i * m->S + s) * L + l] = 1e12 * m->P[pair * m->S + s];
                        if (m->P[pair * m->S + s] > 0)
                            p->to[i * m->S + p->many[i]++] = s;
                    }
                }
            double *best = best_of_model(m);
            sim_run(o.sim, 1, NULL);
            compare_values(&o, best, 2e-3);
            free(best), close_it(&o);
        }
}

/* without a bonus, ucbvi plans on the frequencies that it has seen */
static void no_bonus_is_certainty_equivalence(void **unused)
{
    (void)unused;
    struct opened o = open_it(&algo_ucbvi_ch, "riverswim", "n=3 c=0", NULL);
    const struct mdp *m = o.run->env->model;
    struct ucbvi *s = o.run->self;
    struct planner *p = &s->p;
    sim_run(o.sim, 4000, NULL);
    int n = m->S * m->A;
    double *P = calloc((size_t)(n * m->S * L), sizeof *P), *R = calloc((size_t)(n * L), sizeof *R);
    for (int i = 0; i < n; i++)
        each(l) {
            assert_true(p->n[i * L + l] > 0);
            R[i * L + l] = p->sum[i * L + l] / p->n[i * L + l];
            for (int k = 0; k < m->S; k++)
                P[(i * m->S + k) * L + l] = p->went[(i * m->S + k) * L + l] / p->n[i * L + l];
        }
    struct mdp seen = { .S = m->S, .A = m->A, .H = m->H, .width = L, .gamma = 1, .P = P, .R = R };
    double *best = best_of_model(&seen);
    ucbvi_plan(s, CHERNOFF);
    compare_values(&o, best, 1e-11);
    free(best), free(P), free(R), close_it(&o);
}

/* with the bonus of the theorem, what is planned is above what is possible, always; and never above what a stage can pay */
static void optimists_are_optimistic(void **unused)
{
    (void)unused;
    static const struct { const struct algo_type *algo; const char *params; } it[] = {
        { &algo_ucbvi_ch, "c=1" }, { &algo_ucbvi_bf, "c=1" }, { &algo_mbie_eb, "beta=20" },
        { &algo_ucbq_h, "c=1" }, { &algo_ucbq_b, "c=1" },
    };
    for (int k = 0; k < 5; k++)
        for (int episodes = 1; episodes <= 1000; episodes *= 10) {
            struct opened o = open_it(it[k].algo, "riverswim", it[k].params, NULL);
            const struct mdp *m = o.run->env->model;
            double *best = best_of_model(m), *v = calloc((size_t)(m->H * m->S * L), sizeof *v);
            sim_run(o.sim, episodes * m->H, NULL);
            o.algo->values(o.run, v);
            for (int h = 0; h < m->H; h++)
                for (int i = h * m->S * L; i < (h + 1) * m->S * L; i++)
                    assert_true(v[i] >= best[i] - 1e-9 && v[i] <= m->H - h);
            free(best), free(v), close_it(&o);
        }
}

/* nobody expects more than `top` */
static void no_value_is_above_the_top(void **unused)
{
    (void)unused;
    static const struct algo_type *const algo[] = { &algo_ucbvi_ch, &algo_ucbvi_bf, &algo_mbie_eb, &algo_rmax, &algo_ucbq_h, &algo_ucbq_b };
    for (int k = 0; k < 6; k++) {
        struct opened o = open_it(algo[k], "deepsea", "top=1 states=columns N=5 model=stages", NULL);
        double v[5 * 5 * L];
        sim_run(o.sim, 200, NULL), o.algo->values(o.run, v);
        for (int i = 0; i < 5 * 5 * L; i++)
            assert_true(v[i] <= 1);
        close_it(&o);
    }
}

/* a deterministic ring of four states, and a state of its own beside it: whoever wants to know everything goes everywhere, once */
static const double ring_rows[] = {
    0, 0, 1, 1, 0,   0, 1, 0, 1, .1,   1, 0, 2, 1, 0,   1, 1, 0, 1, 0,   2, 0, 3, 1, 0,   2, 1, 1, 1, 0,   3, 0, 0, 1, .9,   3, 1, 3, 1, .2,
    4, 0, 4, 1, 1,   4, 1, 0, 1, 0,
};
static void ring(void *file) { *(grid *)file = (grid){ "ring.csv", 10, 5, ring_rows }; }
static void rmax_sees_every_pair_that_can_be_reached(void **unused)
{
    (void)unused;
    struct opened o = open_it(&algo_rmax, "tabular-stages", "m=1 H=12", ring);
    struct planner *p = &((struct ucbvi *)o.run->self)->p;
    sim_run(o.sim, 12 * 12, NULL);
    for (int i = 0; i < 10; i++)
        each(l)
            if ((p->n[i * L + l] > 0) != (i < 8))
                fail_msg("pair %d: %g visits", i, p->n[i * L + l]);
    /* from then on it plays the best there is: .9 every fourth step, and .1 or .2 on the way */
    double *best = best_of_model(o.run->env->model);
    double v[12 * 5 * L];
    ucbvi_plan(o.run->self, UNKNOWN), o.algo->values(o.run, v);
    each(l)
        within(v[l], best[l], 1e-12, "from the start");
    free(best), close_it(&o);
}

/* with one stage there is nothing to pool */
static void one_stage_needs_one_model(void **unused)
{
    (void)unused;
    static const char *const algo[] = { "ucbvi-ch", "ucbvi-bf", "mbie-eb", "rmax", "psrl", "rlsvi" };
    for (int k = 0; k < 6; k++) {
        double x[64], y[64];
        lab_run((struct lab){ .algo = algo[k], .env = "riverswim", .params = "H=1", .n = 64, .T = 500 }, x);
        lab_run((struct lab){ .algo = algo[k], .env = "riverswim", .params = "H=1 model=stages", .n = 64, .T = 500 }, y);
        assert_memory_equal(x, y, sizeof x);
    }
}

/* ---- optimistic Q-learning ---------------------------------------------------------------------------------------------------------- */

/* One state, one action, one step, no reward: after t visits the value is the bonuses, weighted; Bernstein's telescope to beta_t / 2.
 * Of Hoeffding's, c sqrt(I/t): alpha_t = 2/(1+t) weighs the i-th of t by 2 i / (t (t+1)). */
static const double nothing_rows[] = { 0, 0, 0, 1, 0 };
static void nothing(void *file) { *(grid *)file = (grid){ "nothing.csv", 1, 5, nothing_rows }; }
static void bonuses_add_up(void **unused)
{
    (void)unused;
    double I = log(100000 / 0.05), hoeffding = 0;
    for (long t = 1; t <= 1000; t++) {
        hoeffding += 0.1 * sqrt(I / (double)t) * 2 * (double)t;
        if (t != 1 && t != 2 && t != 10 && t != 1000)
            continue;
        struct opened h = open_it(&algo_ucbq_h, "tabular-stages", "H=1 c=0.1", nothing);
        struct opened b = open_it(&algo_ucbq_b, "tabular-stages", "H=1 c=0.1", nothing);
        sim_run(h.sim, t, NULL), sim_run(b.sim, t, NULL);
        within(((struct ucbq *)h.run->self)->q[0], hoeffding / ((double)t * (double)(t + 1)), 1e-12, "Hoeffding");
        within(((struct ucbq *)b.run->self)->q[0], 0.05 * sqrt(I / (double)t), 1e-12, "Bernstein");
        close_it(&h), close_it(&b);
    }
}

/* ---- posterior samples -------------------------------------------------------------------------------------------------------------- */

/* of two next states the chance of the first is beta(alpha0 + n0, alpha0 + n1): Kolmogorov's distance below 2.5/sqrt(n), a false alarm in
 * a hundred thousand; up to 1/2, for near 1 a double has no room */
static int ascending(const void *a, const void *b) { double x = *(const double *)a, y = *(const double *)b; return (x > y) - (x < y); }
static void chances_are_dirichlet(void **unused)
{
    (void)unused;
    static const struct { const char *params; double n0, n1; } it[] = {
        { "n=2 alpha0=1", 0, 0 }, { "n=2 alpha0=0.5", 0, 0 }, { "n=2 alpha0=0.05", 0, 0 },
        { "n=2 alpha0=0.05", 0, 3 }, { "n=2 alpha0=0.05", 3, 0 }, { "n=2 alpha0=0.5", 10, 40 },
    };
    enum { TURNS = 2500, ALL = TURNS * L };
    static double x[ALL];
    for (int k = 0; k < 6; k++) {
        struct opened o = open_it(&algo_psrl, "riverswim", it[k].params, NULL);
        struct posterior *s = o.run->self;
        each(l)
            s->p.went[l] = it[k].n0, s->p.went[L + l] = it[k].n1;
        for (int t = 0; t < TURNS; t++) {
            o.run->t = t, psrl_chances(o.run, 0);
            each(l) {
                within(s->chance[l] + s->chance[L + l], 1, 1e-15, "both");
                x[t * L + l] = s->chance[l];
            }
        }
        qsort(x, ALL, sizeof *x, ascending);
        double worst = 0;
        for (int i = 0; i < ALL && x[i] < 0.5; i++) {
            double P = gsl_cdf_beta_P(x[i], s->alpha0 + it[k].n0, s->alpha0 + it[k].n1);
            worst = fmax(worst, fmax(P - (double)i / ALL, (double)(i + 1) / ALL - P));
        }
        if (worst * sqrt(ALL) > 2.5)
            fail_msg("%s: sqrt(n) D = %g", it[k].params, worst * sqrt(ALL));
        close_it(&o);
    }
}

/* ---- numbers of another program ----------------------------------------------------------------------------------------------------- */

/* cumulative exact regret of K episodes; the margin is 15 %, for 20 runs there and 64 here */
static void regret_on_riverswim(void **unused)
{
    (void)unused;
    static const struct { const char *algo, *params; double want; } published[] = {
        { "psrl", "", 209 }, { "psrl", "alpha0=0.16666666666666666", 157 }, { "rlsvi", "", 193 }, { "ucbvi-ch", "c=0.02", 72 },
        { "ucbvi-ch", "c=0.1", 759 }, { "ucbvi-ch", "c=1", 16105 }, { "ucbvi-bf", "c=0.1", 545 }, { "ucbvi-bf", "c=1", 4473 },
        { "mbie-eb", "", 1052 }, { "rmax", "m=20", 111 },
    };
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        within(lab_mean((struct lab){ .algo = published[i].algo, .env = "riverswim", .params = published[i].params, .n = 64, .T = 100000 }, NULL),
               published[i].want, 0.15 * published[i].want, published[i].algo);
}
static void regret_of_optimistic_q_learning(void **unused)
{
    (void)unused;
    static const struct { const char *algo, *params; double want; } published[] = {
        { "ucbq-h", "c=0.2", 22484 }, { "ucbq-h", "c=0.05", 3154 }, { "ucbq-h", "c=0.01", 337 },
        { "ucbq-b", "c=0.2", 8173 }, { "ucbq-b", "c=0.05", 1021 }, { "ucbq-b", "c=0.01", 174 },
    };
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        char params[80];
        snprintf(params, sizeof params, "n=4 H=8 %s", published[i].params);
        within(lab_mean((struct lab){ .algo = published[i].algo, .env = "riverswim", .params = params, .n = 8, .lanes = 8, .T = 800000 }, NULL),
               published[i].want, 0.15 * published[i].want, published[i].algo);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(infinite_data_is_the_truth),
        cmocka_unit_test(no_bonus_is_certainty_equivalence),
        cmocka_unit_test(optimists_are_optimistic),
        cmocka_unit_test(no_value_is_above_the_top),
        cmocka_unit_test(rmax_sees_every_pair_that_can_be_reached),
        cmocka_unit_test(one_stage_needs_one_model),
        cmocka_unit_test(bonuses_add_up),
        cmocka_unit_test(chances_are_dirichlet),
        cmocka_unit_test(regret_on_riverswim),
        cmocka_unit_test(regret_of_optimistic_q_learning),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
