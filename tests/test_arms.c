/* Arms: means, gaps and the stack of rewards that makes two algorithms meet the same noise. */
#include "arms.h"
#include "sim.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* an environment that is nothing but arms, and an algorithm that does nothing: the tests step by hand */
struct stall { list means; long arms; double top, gap, lo, hi, sd; int draw, flip; struct arms a; };
static int stall_init(struct env *e)
{
    struct stall *s = e->self;
    if (arms_from(&s->a, e, &s->means, s->arms, s->top, s->gap, 0))
        return -1;
    return s->draw ? arms_draw(&s->a, e, &s->means, s->lo, s->hi) : 0;
}
static void stall_step(struct env *e)
{
    struct stall *s = e->self;
    if (s->flip)
        arms_flip(&s->a, e);
    else
        arms_pull(&s->a, e);
    if (s->sd > 0)
        arms_walk(&s->a, e, s->sd, s->lo, s->hi);
    e->t++;
}
static int idle_init(struct run *u) { (void)u; return 0; }
static const struct env_type stall = { .name = "stall", .size = sizeof(struct stall), .has = ARMS, .init = stall_init, .step = stall_step };
static const struct algo_type idle = { .name = "idle", .needs = ARMS, .init = idle_init };

static struct sim *open_stall(const struct stall *self, int lanes, long first)
{
    const struct setup set = { .algo = &idle, .algo_self = self, .env = &stall, .env_self = self, .seed = 5, .first = first,
                               .lanes = lanes, .horizon = 1000, .max_bytes = (size_t)1 << 30 };
    failure_forget();
    return sim_open(&set);
}
static struct env *env_of(struct sim *s) { return sim_view(s)->env; }
static struct arms *arms_of(struct sim *s) { return &((struct stall *)env_of(s)->self)->a; }

/* pull arm[l] in every lane */
static void pull(struct sim *s, const int32_t *arm)
{
    memcpy(env_of(s)->io.action, arm, (size_t)env_of(s)->width * sizeof *arm);
    stall_step(env_of(s));
}

static const double three[] = { 0.2, 0.9, 0.5 };
static const struct stall stall_of_3 = { .means = { 3, three } };

static void means_come_from_the_list_or_the_gap(void **unused)
{
    (void)unused;
    struct sim *s = open_stall(&stall_of_3, 8, 0), *t = open_stall(&(struct stall){ .arms = 20, .top = 0.8, .gap = 0.3 }, 8, 0);
    assert_int_equal(env_of(s)->n_actions, 3);
    assert_int_equal(env_of(t)->n_actions, 20);
    for (int l = 0; l < 8; l++) {
        assert_true(env_of(s)->best[l] == 0.9 && env_of(t)->best[l] == 0.8);
        for (int k = 0; k < 3; k++)
            assert_true(env_of(s)->mean[k * 8 + l] == three[k] && env_of(s)->best[l] == 0.9);
        for (int k = 0; k < 20; k++)
            assert_true(env_of(t)->mean[k * 8 + l] == (k ? 0.8 - 0.3 : 0.8));
    }
    sim_close(s), sim_close(t);
}

static void impossible_arms_are_refused(void **unused)
{
    static const struct { struct stall stall; const char *words; } bad[] = {
        { { .means = { 1, three } }, "needs at least 2" }, { { .arms = 1 }, "needs at least 2" },
        { { .arms = (long)MAX_KEYED + 1, .top = 1 }, "at most" }, { { .arms = 2, .top = 0.1, .gap = 0.2 }, "gap=0.2" },
        { { .means = { 3, three }, .draw = 1, .hi = 1 }, "either drawn or given" }, { { .arms = 2, .draw = 1, .lo = 0.6, .hi = 0.4 }, "lo=0.6" },
    };
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_null(open_stall(&bad[i].stall, 8, 0));
        assert_int_equal(failure_status(), BAD_REQUEST);
        if (!strstr(failure(), bad[i].words))
            fail_msg("%s", failure());
    }
    failure_forget();
}

/* the n-th pull of arm k meets the same two uniforms, whatever was pulled in between and however many arms there are */
static void the_nth_pull_of_an_arm_is_the_same_in_any_order(void **unused)
{
    (void)unused;
    enum { PULLS = 5 };
    double u[3][PULLS][8], v[3][PULLS][8];
    struct sim *s = open_stall(&stall_of_3, 8, 0), *t = open_stall(&(struct stall){ .arms = 50, .top = 1 }, 8, 0);
    int32_t arm[8];
    for (int n = 0; n < PULLS; n++)
        for (int k = 0; k < 3; k++) {
            for (int l = 0; l < 8; l++)
                arm[l] = k;
            pull(s, arm);
            memcpy(u[k][n], arms_of(s)->u, sizeof u[k][n]), memcpy(v[k][n], arms_of(s)->v, sizeof v[k][n]);
        }
    /* the other order, lanes out of step: lane l begins with arm l % 3 and stays until its stack is used up */
    for (int n = 0; n < 3 * PULLS; n++) {
        for (int l = 0; l < 8; l++)
            arm[l] = (n / PULLS + l) % 3;
        pull(t, arm);
        for (int l = 0; l < 8; l++) {
            assert_true(arms_of(t)->u[l] == u[arm[l]][n % PULLS][l] && arms_of(t)->v[l] == v[arm[l]][n % PULLS][l]);
            assert_true(arms_of(t)->nth[l] == n % PULLS);
        }
    }
    for (int i = 0; i < 3 * PULLS * 8; i++)
        for (int j = 0; j < i; j++)
            assert_true((&u[0][0][0])[i] != (&u[0][0][0])[j]);
    sim_close(s), sim_close(t);
}

/* few arms go through masks, many through one access a lane: the same numbers */
static void few_and_many_arms_are_pulled_alike(void **unused)
{
    (void)unused;
    double means[20];
    for (int k = 0; k < 20; k++)
        means[k] = k < 6 ? k / 10.0 : 0;
    struct sim *few = open_stall(&(struct stall){ .means = { 6, means }, .flip = 1 }, 64, 0);
    struct sim *many = open_stall(&(struct stall){ .means = { 20, means }, .flip = 1 }, 64, 0);
    for (int n = 0; n < 500; n++) {
        int32_t arm[64];
        for (int l = 0; l < 64; l++)
            arm[l] = (n * 7 + l * l + n * l) % 6;
        pull(few, arm), pull(many, arm);
        assert_memory_equal(env_of(few)->io.reward, env_of(many)->io.reward, 64 * sizeof(double));
        assert_memory_equal(env_of(few)->io.gap, env_of(many)->io.gap, 64 * sizeof(double));
        for (int l = 0; l < 64; l++) {
            assert_true(env_of(few)->io.gap[l] == 0.5 - means[arm[l]]);
            assert_true(env_of(few)->io.reward[l] == 0 || (env_of(few)->io.reward[l] == 1 && arm[l]));
        }
    }
    assert_memory_equal(arms_of(few)->pulls, arms_of(many)->pulls, 6 * 64 * sizeof(double));
    sim_close(few), sim_close(many);
}

/* 64 x 4000 rewards of each arm: the mean lies within 4.9 standard errors (one in a million) */
static void rewards_have_their_means(void **unused)
{
    (void)unused;
    struct stall flip = stall_of_3;
    flip.flip = 1;
    struct sim *s = open_stall(&flip, 64, 0);
    for (int k = 0; k < 3; k++) {
        int32_t arm[64];
        double sum = 0, n = 64 * 4000;
        for (int l = 0; l < 64; l++)
            arm[l] = k;
        for (int i = 0; i < 4000; i++) {
            pull(s, arm);
            for (int l = 0; l < 64; l++)
                sum += env_of(s)->io.reward[l];
        }
        assert_true(fabs(sum / n - three[k]) < 4.9 * sqrt(three[k] * (1 - three[k]) / n));
    }
    sim_close(s);
}

static void drawn_means_are_the_replicates_own(void **unused)
{
    (void)unused;
    const struct stall drawn = { .arms = 4, .draw = 1, .lo = 0.25, .hi = 0.75 };
    struct sim *wide = open_stall(&drawn, 64, 0), *narrow = open_stall(&drawn, 8, 40);
    const double *mean = env_of(wide)->mean;
    for (int i = 0; i < 4 * 64; i++) {
        assert_true(mean[i] > 0.25 && mean[i] < 0.75);
        for (int j = 0; j < i; j++)
            assert_true(mean[i] != mean[j]);
    }
    for (int l = 0; l < 64; l++) {
        double best = fmax(fmax(mean[l], mean[64 + l]), fmax(mean[128 + l], mean[192 + l]));
        assert_true(env_of(wide)->best[l] == best);
    }
    for (int k = 0; k < 4; k++)
        assert_memory_equal(env_of(narrow)->mean + k * 8, mean + k * 64 + 40, 8 * sizeof(double));
    sim_close(wide), sim_close(narrow);
}

static void means_that_are_set_hold_in_every_lane(void **unused)
{
    (void)unused;
    static const double other[] = { 0.7, 0.1, 0.3 };
    struct sim *s = open_stall(&stall_of_3, 16, 0);
    arms_set(arms_of(s), env_of(s), other);
    for (int l = 0; l < 16; l++) {
        assert_true(env_of(s)->best[l] == 0.7);
        for (int k = 0; k < 3; k++)
            assert_true(env_of(s)->mean[k * 16 + l] == other[k] && env_of(s)->best[l] == 0.7);
    }
    sim_close(s);
}

/* means that walk stay inside, take the same path whatever is pulled and at any width, and spread as the root of time: after 100
 * steps of 0.01 from 0.5 a variance of 0.01, estimated from 64 x 3 walks within 4.9 standard errors, sqrt(2/192) of it each */
static void walks_are_keyed_by_arm_and_turn(void **unused)
{
    (void)unused;
    static const double half[] = { 0.5, 0.5, 0.5 };
    const struct stall walk = { .means = { 3, half }, .sd = 0.01, .lo = 0, .hi = 1 };
    struct sim *a = open_stall(&walk, 64, 0), *b = open_stall(&walk, 64, 0), *narrow = open_stall(&walk, 8, 16);
    const int32_t zero[64] = { 0 };
    int32_t arm[64];
    double square = 0;
    for (int n = 0; n < 100; n++) {
        for (int l = 0; l < 64; l++)
            arm[l] = (n + l) % 3;
        pull(a, zero), pull(b, arm), pull(narrow, zero);
    }
    assert_memory_equal(env_of(a)->mean, env_of(b)->mean, 3 * 64 * sizeof(double));
    for (int k = 0; k < 3; k++)
        assert_memory_equal(env_of(narrow)->mean + k * 8, env_of(a)->mean + k * 64 + 16, 8 * sizeof(double));
    for (int i = 0; i < 3 * 64; i++) {
        double d = env_of(a)->mean[i] - 0.5;
        square += d * d / (3 * 64);
        assert_true(env_of(a)->best[i % 64] >= env_of(a)->mean[i]);
    }
    assert_true(fabs(square / 0.01 - 1) < 4.9 * sqrt(2.0 / (3 * 64)));
    sim_close(a), sim_close(b), sim_close(narrow);

    struct stall wild = walk;
    wild.sd = 0.1;
    struct sim *s = open_stall(&wild, 64, 0);
    for (int n = 0; n < 900; n++) {
        pull(s, zero);
        for (int i = 0; i < 3 * 64; i++)
            assert_true(env_of(s)->mean[i] >= 0 && env_of(s)->mean[i] <= 1);
    }
    sim_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_come_from_the_list_or_the_gap),
        cmocka_unit_test(impossible_arms_are_refused),
        cmocka_unit_test(the_nth_pull_of_an_arm_is_the_same_in_any_order),
        cmocka_unit_test(few_and_many_arms_are_pulled_alike),
        cmocka_unit_test(rewards_have_their_means),
        cmocka_unit_test(drawn_means_are_the_replicates_own),
        cmocka_unit_test(means_that_are_set_hold_in_every_lane),
        cmocka_unit_test(walks_are_keyed_by_arm_and_turn),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
