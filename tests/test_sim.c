/* The simulator, with an environment and algorithms so simple that every number can be told in advance. */
#include "sim.h"
#include "rng.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* ---- an environment: arm k costs k/10, pays the turn's number plus the lane's ---------------------------------------- */
struct shop { long arms; double huge; double *steps; };
static int shop_init(struct env *e)
{
    struct shop *s = e->self;
    e->n_actions = (int)s->arms;
    e->mean = rows_f64(e->mem, (size_t)s->arms, e->width);
    for (int k = 0; k < e->n_actions; k++)
        for (int l = 0; l < e->width; l++)
            e->mean[k * e->width + l] = -k / 10.0;
    s->steps = rows_f64(e->mem, 1, 1);
    return 0;
}
static void shop_step(struct env *e)
{
    struct shop *s = e->self;
    *s->steps += 1;
    for (int l = 0; l < e->width; l++) {
        e->io.gap[l] = e->io.action[l] / 10.0;
        e->io.reward[l] = (double)e->t + 1 + l + (l == 2 && e->t == 5 ? s->huge : 0);
    }
}
static const struct env_type shop = { .name = "shop", .size = sizeof(struct shop), .has = ARMS | TRUTH, .init = shop_init, .step = shop_step };

/* ---- algorithms: play one arm; play arms by turns; lose their mind --------------------------------------------------- */
struct habit { int arm, steps_a_turn; double *memory; };
static int habit_init(struct run *u)
{
    struct habit *s = u->self;
    s->memory = rows_f64(u->mem, 3, u->L);
    return 0;
}
static void habit_iterate(struct run *u)
{
    struct habit *s = u->self;
    for (int i = 0; i < s->steps_a_turn; i++) {
        for (int l = 0; l < u->L; l++)
            u->env->io.action[l] = s->arm;
        sim_step(u);
    }
}
static void habit_policy(struct run *u, double *pi)
{
    for (int k = 0; k < u->env->n_actions; k++)
        for (int l = 0; l < u->L; l++)
            pi[k * u->L + l] = 1.0 / u->env->n_actions;
}
static void rounds_iterate(struct run *u)
{
    for (int l = 0; l < u->L; l++)
        u->env->io.action[l] = (int32_t)u->t % u->env->n_actions;
    sim_step(u);
}
/* from turn 11 on, lane 1 plays an arm that is not there and lane 6 remembers NaN */
static void mad_iterate(struct run *u)
{
    struct habit *s = u->self;
    for (int l = 0; l < u->L; l++)
        u->env->io.action[l] = u->t >= 10 && l == 1 ? (u->t % 2 ? 3 : -1) : 2;
    if (u->t >= 10)
        s->memory[2 * u->L + 6] = NAN;
    sim_step(u);
}
#define HABIT(id, turn, chances) static const struct algo_type id = { .name = #id, .size = sizeof(struct habit), .needs = ARMS, \
    .init = habit_init, .iterate = turn, .policy = chances }
HABIT(habit, habit_iterate, habit_policy);
HABIT(rounds, rounds_iterate, NULL);
HABIT(mad, mad_iterate, NULL);

/* ---- a run of them --------------------------------------------------------------------------------------------------- */
static struct shop shop_of_3 = { .arms = 3 };
static struct habit of_2 = { .arm = 2, .steps_a_turn = 1 };

static struct sim *open_run(const struct algo_type *algo, const void *self, long horizon, const long *log, int n_log, const struct metric *const *metric,
                            int n_metrics)
{
    const struct setup set = { .algo = algo, .algo_self = self, .env = &shop, .env_self = &shop_of_3, .lanes = 8,
                               .horizon = horizon, .log = log, .n_log = n_log, .metric = metric, .n_metrics = n_metrics,
                               .max_bytes = 1 << 20 };
    failure_forget();
    return sim_open(&set);
}

static void regret_is_the_sum_of_the_gaps(void **unused)
{
    (void)unused;
    static const long log[] = { 1, 10, 1000000 };
    static const struct metric *const metric[] = { &metrics[REGRET] };
    double out[3 * BLOCK];
    struct sim *s = open_run(&habit, &of_2, 1000000, log, 3, metric, 1);
    sim_run(s, 1000000, out);
    /* a million terms, and the error of one rounding */
    for (int l = 0; l < 8; l++) {
        assert_true(out[l] == 0.2 && fabs(out[BLOCK + l] - 2) < 1e-15);
        assert_true(fabs(out[2 * BLOCK + l] - 200000) < 1e-10);
    }
    sim_close(s);
}

static void rewards_and_best_actions_are_means_since_the_last_log(void **unused)
{
    (void)unused;
    static const long log[] = { 3, 6, 10 };
    static const struct metric *const metric[] = { &metrics[REWARD], &metrics[OPTIMAL] };
    double out[6 * BLOCK];
    struct sim *s = open_run(&rounds, &of_2, 10, log, 3, metric, 2);
    sim_run(s, 10, out);
    for (int l = 0; l < 8; l++) {
        assert_true(out[l] == 2 + l && out[2 * BLOCK + l] == 5 + l && out[4 * BLOCK + l] == 8.5 + l);
        assert_true(fabs(out[BLOCK + l] - 1.0 / 3) < 1e-15 && out[5 * BLOCK + l] == 0.5);     /* arm 0 on turns 1, 4, 7, 10 */
    }
    sim_close(s);
}

static void expected_regret_is_the_policys(void **unused)
{
    (void)unused;
    static const long log[] = { 20 };
    static const struct metric *const metric[] = { &metrics[EXPECTED_REGRET] };
    double out[BLOCK];
    struct sim *s = open_run(&habit, &of_2, 20, log, 1, metric, 1);
    sim_run(s, 20, out);
    assert_true(fabs(out[3] - 20 * 0.1) < 1e-14);            /* three arms, each with a third: 0, 0.1 and 0.2 */
    sim_close(s);
}

static void a_turn_of_several_steps_ends_at_the_horizon(void **unused)
{
    (void)unused;
    static const long log[] = { 4, 10 };
    static const struct metric *const metric[] = { &metrics[REGRET] };
    struct habit three = { .arm = 1, .steps_a_turn = 3 };
    double out[2 * BLOCK];
    struct sim *s = open_run(&habit, &three, 10, log, 2, metric, 1);
    sim_run(s, 4, out);
    assert_int_equal(sim_view(s)->t, 6);                     /* a turn is never cut in two ... */
    sim_run(s, 100, out);
    assert_int_equal(sim_view(s)->t, 10);                    /* ... but at the end             */
    assert_true(*((struct shop *)sim_view(s)->env->self)->steps == 10);
    assert_true(fabs(out[0] - 0.4) < 1e-15 && fabs(out[BLOCK] - 1) < 1e-15);
    sim_close(s);
}

/* ---- divergence ------------------------------------------------------------------------------------------------------ */
static void lanes_that_lose_their_numbers_are_marked_and_alone(void **unused)
{
    (void)unused;
    static const long log[] = { 10, 12, 20 };
    static const struct metric *const metric[] = { &metrics[REGRET] };
    double out[3 * BLOCK], clean[3 * BLOCK];
    struct sim *s = open_run(&mad, &of_2, 20, log, 3, metric, 1), *t = open_run(&habit, &of_2, 20, log, 3, metric, 1);
    sim_run(s, 20, out), sim_run(t, 20, clean);
    for (int l = 0; l < 8; l++)
        for (int j = 0; j < 3; j++)
            if (j && (l == 1 || l == 6))
                assert_true(isnan(out[j * BLOCK + l]));
            else
                assert_true(out[j * BLOCK + l] == clean[j * BLOCK + l]);
    /* an action is looked at when it is played, memory when it is logged */
    for (int l = 0; l < 8; l++)
        assert_int_equal(sim_diverged(s)[l], l == 1 ? 11 : l == 6 ? 12 : 0);
    sim_close(s), sim_close(t);
}

static void sums_that_are_not_finite_are_marked(void **unused)
{
    (void)unused;
    static const long log[] = { 5, 10 };
    static const struct metric *const metric[] = { &metrics[REWARD] };
    static const double huge[] = { INFINITY, NAN };
    double out[2 * BLOCK];
    for (int i = 0; i < 2; i++) {
        shop_of_3.huge = huge[i];
        struct sim *s = open_run(&habit, &of_2, 10, log, 2, metric, 1);
        sim_run(s, 10, out);
        shop_of_3.huge = 0;
        assert_int_equal(sim_diverged(s)[2], 10);
        assert_true(out[2] == 5 && isnan(out[BLOCK + 2]) && out[BLOCK + 3] == 11);
        sim_close(s);
    }
}

static void poison_reaches_all_of_one_lane(void **unused)
{
    (void)unused;
    struct sim *s = open_run(&habit, &of_2, 10, NULL, 0, NULL, 0);
    sim_poison(s, 5);
    const double *memory = ((struct habit *)sim_view(s)->self)->memory;
    for (int i = 0; i < 24; i++)
        assert_true(i % 8 == 5 ? isnan(memory[i]) : memory[i] == 0);
    sim_close(s);
}

/* ---- memory ---------------------------------------------------------------------------------------------------------- */
static size_t rows_wanted;
static int hungry_init(struct run *u)
{
    const double *x = rows_f64(u->mem, rows_wanted, u->L);
    return x[0] == 0 ? 0 : -1;
}
static const struct algo_type hungry = { .name = "hungry", .size = 0, .needs = ARMS, .init = hungry_init, .iterate = rounds_iterate };

static void rows_are_refused_where_they_do_not_fit(void **unused)
{
    (void)unused;
    static const size_t too_many[] = { 1 << 15, (size_t)1 << 40, (size_t)1 << 58, SIZE_MAX / 64, SIZE_MAX };
    rows_wanted = 1000;
    struct sim *s = open_run(&hungry, "", 10, NULL, 0, NULL, 0);
    assert_non_null(s);
    assert_true(sim_bytes(s) > 64000 && sim_bytes(s) < 70000);
    sim_close(s);
    for (int i = 0; i < 5; i++) {
        rows_wanted = too_many[i];
        assert_null(open_run(&hungry, "", 10, NULL, 0, NULL, 0));
        assert_int_equal(failure_status(), BAD_REQUEST);
        assert_non_null(strstr(failure(), "does not fit"));
    }
}

static void rows_are_empty_and_aligned(void **unused)
{
    (void)unused;
    struct sim *s = open_run(&habit, &of_2, 10, NULL, 0, NULL, 0);
    struct arena *mem = sim_view(s)->mem;
    const double *a = rows_f64(mem, 3, 8), *b = rows_f64(mem, 1, 1);
    const int32_t *c = rows_i32(mem, 5, 8);
    const uint64_t *d = rows_u64(mem, 1, 8);
    const void *all[] = { a, b, c, d };
    for (int i = 0; i < 4; i++)
        assert_int_equal((uintptr_t)all[i] % 64, 0);
    for (int i = 0; i < 24; i++)
        assert_true(a[i] == 0);
    for (int i = 0; i < 40; i++)
        assert_int_equal(c[i], 0);
    sim_close(s);
}

/* ---- what does not go together is refused ---------------------------------------------------------------------------- */
static void what_does_not_fit_is_refused(void **unused)
{
    (void)unused;
    const struct metric *const expected[] = { &metrics[EXPECTED_REGRET] };
    struct algo_type picky = habit;
    picky.needs = ARMS | UNIT_REWARDS;
    assert_null(open_run(&picky, &of_2, 10, NULL, 0, NULL, 0));
    assert_non_null(strstr(failure(), "habit needs rewards in [0, 1], and shop does not have that"));
    assert_null(open_run(&rounds, &of_2, 10, NULL, 0, expected, 1));
    assert_non_null(strstr(failure(), "expected_regret is not defined for rounds"));
    assert_int_equal(failure_status(), BAD_REQUEST);
    failure_forget();
}

/* ---- checkpoints ----------------------------------------------------------------------------------------------------- */
static void a_checkpoint_holds_the_counters(void **unused)
{
    (void)unused;
    static const long log[] = { 5, 10, 20 };
    static const struct metric *const metric[] = { &metrics[REGRET], &metrics[REWARD] };
    double out[6 * BLOCK] = { 0 }, again[6 * BLOCK];
    struct sim *s = open_run(&mad, &of_2, 20, log, 3, metric, 2), *t = open_run(&mad, &of_2, 20, log, 3, metric, 2);
    char *bytes = malloc(sim_checkpoint_bytes(s));
    sim_run(s, 13, out);
    sim_save(s, bytes);
    memcpy(again, out, sizeof out);
    sim_run(s, 20, out);
    sim_load(t, bytes);
    assert_int_equal(sim_view(t)->t, 13);
    assert_int_equal(sim_view(t)->env->t, 13);
    assert_int_equal(sim_diverged(t)[1], 11);
    sim_run(t, 20, again);
    assert_memory_equal(out, again, sizeof out);
    assert_memory_equal(sim_diverged(s), sim_diverged(t), BLOCK * sizeof(long));
    free(bytes), sim_close(s), sim_close(t);
}

/* ---- random streams -------------------------------------------------------------------------------------------------- */
static void streams_differ_by_seed_replicate_domain_and_stream(void **unused)
{
    (void)unused;
    double x[8][2][8];
    for (int i = 0; i < 8; i++) {
        struct setup set = { .algo = &habit, .algo_self = &of_2, .env = &shop, .env_self = &shop_of_3, .lanes = 8, .horizon = 1,
                             .max_bytes = 1 << 20, .seed = i & 1 ? (uint64_t)1 << 47 : 0, .first = i & 2 ? 8 : 0, .stream = i & 4 ? 1 : 0 };
        struct sim *s = sim_open(&set);
        draw_u01(sim_view(s)->rng, x[i][0]), draw_u01(sim_view(s)->env->rng, x[i][1]);
        sim_close(s);
    }
    const double *all = &x[0][0][0];
    for (int i = 0; i < 128; i++)
        for (int j = 0; j < i; j++)
            assert_true(all[i] != all[j]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regret_is_the_sum_of_the_gaps),
        cmocka_unit_test(rewards_and_best_actions_are_means_since_the_last_log),
        cmocka_unit_test(expected_regret_is_the_policys),
        cmocka_unit_test(a_turn_of_several_steps_ends_at_the_horizon),
        cmocka_unit_test(lanes_that_lose_their_numbers_are_marked_and_alone),
        cmocka_unit_test(sums_that_are_not_finite_are_marked),
        cmocka_unit_test(poison_reaches_all_of_one_lane),
        cmocka_unit_test(rows_are_refused_where_they_do_not_fit),
        cmocka_unit_test(rows_are_empty_and_aligned),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(a_checkpoint_holds_the_counters),
        cmocka_unit_test(streams_differ_by_seed_replicate_domain_and_stream),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
