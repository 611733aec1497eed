/* Laws of learning from data: what a data set holds, small cases by hand, limits, and exact solutions of the empirical model. */
#include "../algorithms/iql.c"
#include "published.h"

enum { L = 8 };

/* ---- an algorithm on an environment, up to some turn, to be looked at --------------------------------------------------------------- */
static grid table;                   /* for `transitions` */
static void give_table(const struct env_type *e, void *self)
{
    const param *file = param_find(e->params, "file");
    if (file)
        *(grid *)(void *)((char *)self + file->at) = table;
}
static struct sim *learn(const char *algo, const char *env, const char *params, long turns)
{
    const struct isa *isa = isa_pick(NULL);
    const struct algo_type *a = isa_algo(isa, algo);
    const struct env_type *e = isa_env(isa, env);
    static const long log[] = { 1 };
    const struct metric *metric = &metrics[STEP_COUNT];
    void *env_self = lab_keep(e->params, e->size, env, params);
    give_table(e, env_self);
    struct setup set = { .algo = a, .algo_self = lab_keep(a->params, a->size, algo, params), .env = e, .env_self = env_self,
                         .lanes = L, .horizon = turns, .log = log, .n_log = 1,
                         .metric = &metric, .n_metrics = 1, .max_bytes = (size_t)1 << 30, .seed = 4 };
    struct sim *s = sim_open(&set);
    double out[BLOCK];
    if (!s)
        lab_fail(algo);
    sim_run(s, turns, out);
    return s;
}
static double pi[100 * 100 * L], values[100 * L];
static void policy_after(const char *algo, const char *env, const char *params, long turns)
{
    struct sim *s = learn(algo, env, params, turns);
    sim_view(s)->type->policy(sim_view(s), pi);
    sim_close(s);
}
static void values_after(const char *algo, const char *env, const char *params, long turns)
{
    struct sim *s = learn(algo, env, params, turns);
    sim_view(s)->type->values(sim_view(s), values);
    sim_close(s);
}

/* a log of three arms that were pulled `pulls` times and won `wins` of them */
static void write_arms(const int pulls[3], const double wins[3])
{
    static double rows[200][5];
    long n = 0;
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < pulls[k]; i++, n++)
            rows[n][1] = k, rows[n][2] = wins[k] / pulls[k], rows[n][4] = 1;
    table = (grid){ "arms.csv", n, 5, rows[0] };
}
static int choice_of(const char *algo, const char *words)
{
    int arm = -1;
    policy_after(algo, "transitions", words, 1);
    for (int k = 0; k < 3; k++)
        arm = pi[k * L] > 0.5 ? k : arm;
    return arm;
}

/* ---- bandits ------------------------------------------------------------------------------------------------------------------------ */

/* counts 1 and 100, means 1 and 0.8: the penalties are 1.7322 and 0.17322 */
static void one_success_does_not_convince_lcb(void **unused)
{
    (void)unused;
    write_arms((const int[]){ 1, 100, 0 }, (const double[]){ 1, 80, 0 });
    assert_int_equal(choice_of("lcb", ""), 1);
    assert_int_equal(choice_of("empirical-best", ""), 0);
    assert_int_equal(choice_of("bc", ""), 1);
    assert_int_equal(choice_of("lcb", "cb=0"), 0);
}
/* equal counts are equal penalties */
static void where_all_were_seen_alike_lcb_is_the_empirical_best(void **unused)
{
    (void)unused;
    write_arms((const int[]){ 50, 50, 50 }, (const double[]){ 20, 31, 30 });
    assert_int_equal(choice_of("lcb", ""), 1);
    assert_int_equal(choice_of("empirical-best", ""), 1);
    assert_int_equal(choice_of("bc", ""), 0);
}

static void a_log_that_is_no_log_is_refused(void **unused)
{
    (void)unused;
    static double half[] = { 0, 0, 1, 0.5, 0 }, twice[] = { 0, 0, 1, 0, 2 }, negative[] = { -1, 0, 1, 0, 0 };
    static double *const rows[] = { half, twice, negative, half };
    const struct env_type *e = isa_env(isa_pick(NULL), "transitions");
    const struct algo_type *a = isa_algo(isa_pick(NULL), "lcb");
    static const long log[] = { 1 };
    const struct metric *metric = &metrics[STEP_COUNT];
    for (int i = 0; i < 4; i++) {
        void *self = lab_keep(e->params, e->size, "transitions", "");
        table = (grid){ "x.csv", i == 3 ? 0 : 1, 5, rows[i] };
        give_table(e, self);
        struct setup set = { .algo = a, .algo_self = lab_keep(a->params, a->size, "lcb", ""), .env = e, .env_self = self, .lanes = L,
                             .horizon = 1, .log = log, .n_log = 1, .metric = &metric, .n_metrics = 1, .max_bytes = 1 << 20 };
        assert_null(sim_open(&set));
        assert_int_equal(failure_status(), BAD_REQUEST);
        failure_forget();
    }
}

/* ---- data sets ---------------------------------------------------------------------------------------------------------------------- */

/* shares of the arms: 1/C, a rare one, the rest; five standard errors of 8 * 5000 draws */
static void behaviour_has_its_shares(void **unused)
{
    (void)unused;
    struct sim *s = learn("bc", "offline-bandit", "coverage=5 data=5000", 1);
    const struct dataset *d = sim_view(s)->env->data;
    double share[20] = { 0 }, won = 0, n = 5000 * L;
    for (long i = 0; i < 5000 * L; i++) {
        assert_true(d->was[i] == 0 && d->next[i] == 0 && !d->end[i]);
        share[d->action[i]] += 1 / n;
        won += d->action[i] == 1 ? d->reward[i] : 0;
    }
    within(share[0], 0.2, 5 * sqrt(0.2 * 0.8 / n), "best"), within(share[1], 0.8 - 18.0 / 5000, 5 * sqrt(0.8 * 0.2 / n), "second");
    for (int k = 2; k < 20; k++)
        within(share[k], 1.0 / 5000, 5 * sqrt(1.0 / 5000 / n), "rare");
    within(won / (share[1] * n), 0.5, 5 * sqrt(0.25 / (share[1] * n)), "its reward");
    sim_close(s);
}

/* the expert's walk takes 16 moves to the goal, each from where the last one led; nobody takes more than 100 */
static void walks_are_walks(void **unused)
{
    (void)unused;
    struct sim *s = learn("bc", "offline-maze", "", 1);
    const struct dataset *d = sim_view(s)->env->data;
    for (int l = 0; l < L; l++) {
        int length = 0, goals = 0;
        for (int i = 0; i < d->size[l]; i++) {
            int at = i * L + l, begin = !i || length == 100 || d->end[at - L];
            assert_true(d->was[at] == (begin ? 0 : d->next[at - L]));
            length = begin ? 1 : length + 1;
            assert_true(d->reward[at] == (d->end[at] ? 10 : 0));
            goals += d->end[at];
            if (!goals)
                assert_true(length < 16);
            assert_true(i != 15 || (d->end[at] && length == 16));
        }
        assert_true(d->size[l] > 16 && d->size[l] <= 16 + 99 * 100);
    }
    sim_close(s);
}

static void all_algorithms_are_handed_the_same_data(void **unused)
{
    (void)unused;
    struct sim *a = learn("bc", "offline-chain", "", 1), *b = learn("fqi", "offline-chain", "", 9);
    const struct dataset *x = sim_view(a)->env->data, *y = sim_view(b)->env->data;
    size_t n = 400 * L;
    assert_memory_equal(x->was, y->was, n * sizeof *x->was), assert_memory_equal(x->action, y->action, n * sizeof *x->action);
    assert_memory_equal(x->next, y->next, n * sizeof *x->next), assert_memory_equal(x->reward, y->reward, n * sizeof *x->reward);
    sim_close(a), sim_close(b);
}

/* closed form of the chain: ten at its end, 0.81 / 0.91 of it a step before */
static void the_chain_is_worth_what_it_is(void **unused)
{
    (void)unused;
    struct sim *s = learn("bc", "offline-chain", "", 1);
    const struct mdp *m = sim_view(s)->env->model;
    double v[4 * L], *work = malloc(mdp_work(m, L) * sizeof *work);
    mdp_value_iteration(m, L, 1e-13, 100000, v, work);
    within(v[0], 10 * pow(0.81 / 0.91, 3), 1e-10, "V*"), within(v[0], 7.052302, 1e-6, "V*");
    free(work), sim_close(s);
}

/* ---- exact solutions ---------------------------------------------------------------------------------------------------------------- */

/* tau = 1/2 evaluates the behaviour; towards 1 it is value iteration among what was seen, and never above the best */
static void iql_goes_from_evaluation_to_the_best_in_the_data(void **unused)
{
    (void)unused;
    struct sim *s = learn("iql", "offline-maze", "tau=0.5", 2000);
    const struct iql *a = sim_view(s)->self;
    const struct mdp *m = &a->data.model;
    int S = m->S, A = m->A;
    double v[29 * L], best[29 * L], q[29 * 4 * L], half[29 * L], *work = malloc(mdp_work(m, L) * sizeof *work);
    for (int i = 0; i < S * A * L; i++) {
        double n = a->data.n[i], all = a->visits[i / (A * L) * L + i % L];
        pi[i] = n / (all > 0 ? all : 1);
    }
    mdp_value(m, L, m->gamma, pi, v, work);
    memcpy(half, a->v, sizeof half);
    for (int i = 0; i < S * L; i++)
        within(half[i], v[i], 1e-9, "evaluation");
    /* values among the actions seen */
    memset(best, 0, sizeof best);
    for (int k = 0; k < 1000; k++) {
        mdp_backup(m, L, m->gamma, best, q);
        for (int i = 0; i < S; i++)
            for (int l = 0; l < L; l++) {
                best[i * L + l] = 0;
                for (int b = 0; b < A; b++)
                    if (a->data.n[(i * A + b) * L + l] > 0)
                        best[i * L + l] = fmax(best[i * L + l], q[(i * A + b) * L + l]);
            }
    }
    sim_close(s), free(work);
    values_after("iql", "offline-maze", "tau=0.999999", 2000);
    for (int i = 0; i < S * L; i++)
        within(values[i], best[i], 2e-3, "the best of what was seen");
    memcpy(v, half, sizeof v);
    static const char *const tau[] = { "tau=0.7", "tau=0.9", "tau=0.99" };
    for (int k = 0; k < 3; k++) {
        values_after("iql", "offline-maze", tau[k], 2000);
        for (int i = 0; i < S * L; i++)
            assert_true(values[i] >= v[i] - 1e-9 && values[i] <= best[i] + 1e-9);
        memcpy(v, values, sizeof v);
    }
    values_after("fqi", "offline-maze", "", 1000);
    for (int i = 0; i < S * L; i++)
        within(values[i], best[i], 1e-9, "fqi");
}

/* of a coin: p tau / (p tau + (1-p) (1-tau)); of a constant: itself */
static void expectiles_are_those_of_the_closed_form(void **unused)
{
    (void)unused;
    static const double tau[] = { 0.5, 0.7, 0.9, 0.95, 0.99 }, of_a_tenth[] = { 0.1, 0.205882, 0.5, 0.678571, 0.916667 };
    double q[2 * L], n[2 * L], v[LANES];
    for (int l = 0; l < L; l++)
        q[l] = 0, q[L + l] = 1, n[l] = 9, n[L + l] = 1;
    for (int k = 0; k < 5; k++) {
        st(v, expectile(q, n, 2, L, 0, tau[k]));
        within(v[0], of_a_tenth[k], 1e-6, "expectile");
        within(v[0], 0.1 * tau[k] / (0.1 * tau[k] + 0.9 * (1 - tau[k])), 1e-14, "expectile");
    }
    for (int l = 0; l < L; l++)
        q[l] = 3, q[L + l] = 3;
    st(v, expectile(q, n, 2, L, 0, 0.9));
    within(v[0], 3, 1e-15, "a constant");
}

/* beta = 0 clones; a large one is sure, and what was never done has no chance */
static void iql_policy_lies_between_cloning_and_the_best_action_seen(void **unused)
{
    (void)unused;
    for (int sharp = 0; sharp < 2; sharp++) {
        struct sim *s = learn("iql", "offline-maze", sharp ? "beta=1e6 cap=1e300" : "beta=0", 100);
        const struct iql *a = sim_view(s)->self;
        sim_view(s)->type->policy(sim_view(s), pi);
        for (int i = 0; i < 29; i++)
            for (int l = 0; l < L; l++) {
                double all = a->visits[i * L + l], total = 0;
                for (int b = 0; b < 4; b++) {
                    int at = (i * 4 + b) * L + l;
                    total += pi[at];
                    assert_true(all > 0 || pi[at] == 0.25);
                    assert_true(!(all > 0) || a->data.n[at] > 0 || pi[at] == 0);
                    if (!sharp && all > 0)
                        within(pi[at], a->data.n[at] / all, 1e-15, "clone");
                }
                within(total, 1, 1e-12, "chances");
            }
        sim_close(s);
    }
}

/* values never fall from sweep to sweep, and stay below the worth of the policy (delta is 1/N: all eight data sets) */
static void vi_lcb_is_a_lower_bound_that_rises(void **unused)
{
    (void)unused;
    double before[4 * L] = { 0 };
    for (long turns = 1; turns < 80; turns += 13) {
        values_after("vi-lcb", "offline-chain", "coverage=2 data=1600", turns);
        for (int i = 0; i < 4 * L; i++)
            assert_true(values[i] >= before[i]);
        memcpy(before, values, sizeof before);
    }
    struct sim *s = learn("vi-lcb", "offline-chain", "coverage=2 data=1600", 79);
    const struct mdp *m = sim_view(s)->env->model;
    double v[4 * L], *work = malloc(mdp_work(m, L) * sizeof *work);
    sim_view(s)->type->policy(sim_view(s), pi);
    mdp_value(m, L, m->gamma, pi, v, work);
    for (int i = 0; i < 4 * L; i++)
        assert_true(before[i] <= v[i]);
    free(work), sim_close(s);
}

/* the simulator's exact loss is what the policy's values say: of a bandit, the gap of the arm chosen */
static void suboptimality_is_the_gap(void **unused)
{
    (void)unused;
    double x[64];
    struct lab lab = { .algo = "bc", .env = "offline-bandit", .n = 64, .T = 1, .metric = SUBOPTIMALITY };
    lab.params = "coverage=5 data=1000";
    lab_run(lab, x);
    for (int i = 0; i < 64; i++)
        within(x[i], 0.1, 1e-12, "suboptimality");
    lab.params = "coverage=1 data=100";
    lab_run(lab, x);
    for (int i = 0; i < 64; i++)
        assert_true(x[i] == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_success_does_not_convince_lcb),
        cmocka_unit_test(where_all_were_seen_alike_lcb_is_the_empirical_best),
        cmocka_unit_test(a_log_that_is_no_log_is_refused),
        cmocka_unit_test(behaviour_has_its_shares),
        cmocka_unit_test(walks_are_walks),
        cmocka_unit_test(all_algorithms_are_handed_the_same_data),
        cmocka_unit_test(the_chain_is_worth_what_it_is),
        cmocka_unit_test(iql_goes_from_evaluation_to_the_best_in_the_data),
        cmocka_unit_test(expectiles_are_those_of_the_closed_form),
        cmocka_unit_test(iql_policy_lies_between_cloning_and_the_best_action_seen),
        cmocka_unit_test(vi_lcb_is_a_lower_bound_that_rises),
        cmocka_unit_test(suboptimality_is_the_gap),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
