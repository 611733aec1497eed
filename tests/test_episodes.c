/* The simulator with states: episodes, time limits, counting by episodes, copies, lanes that stop, iterations without steps, games. */
#include "sim.h"
#include "rng.h"
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* ---- a corridor: every step goes one on and pays the lane's number; the end is `ends` steps away plus one for each replicate ------- */
struct corridor { int ends, limit, dims; double *luck, *draw; };
static int corridor_init(struct env *e)
{
    struct corridor *s = e->self;
    e->n_states = 1000, e->n_actions = 2, e->max_len = s->limit, e->obs_dim = s->dims, e->act_dim = s->dims;
    if (s->dims)
        e->obs = rows_f64(e->mem, 1, e->width), e->obs_next = rows_f64(e->mem, 1, e->width);
    s->luck = rows_f64(e->mem, 1, e->width), s->draw = rows_f64(e->mem, 1, e->width);
    for (int w = 0; w < e->width; w++)
        s->luck[w] = u01_once(e->rng, w, 0, 0, INSTANCE);
    return 0;
}
static void corridor_reset(struct env *e, const int32_t *who)
{
    for (int w = 0; w < e->width; w++)
        if (who[w]) {
            e->io.now[w] = 0;
            if (e->obs_dim)
                e->obs[w] = -1;
        }
}
static void corridor_step(struct env *e)
{
    struct corridor *s = e->self;
    draw_u01(e->rng, s->draw);
    for (int w = 0; w < e->width; w++) {
        int l = (int)(e->rng->replicate[w]);
        e->io.next[w] = e->io.now[w] + 1;
        e->io.reward[w] = l;
        e->io.end[w] = s->ends && e->io.next[w] >= s->ends + l ? TERMINAL : RUNNING;
        if (e->obs_dim)
            e->obs_next[w] = e->io.next[w] + e->io.u[w];
    }
}
static void corridor_place(struct env *e, const int32_t *state) { memcpy(e->io.now, state, (size_t)e->width * sizeof *state); }
static const struct env_type corridor = { .name = "corridor", .size = sizeof(struct corridor), .has = ACTIONS | STATES | EPISODES | PLACE,
    .init = corridor_init, .reset = corridor_reset, .step = corridor_step, .place = corridor_place };
static const struct env_type hall = { .name = "hall", .size = sizeof(struct corridor), .has = OBSERVATIONS | CONTROLS | EPISODES,
    .init = corridor_init, .reset = corridor_reset, .step = corridor_step };

/* ---- walkers: they only watch ----------------------------------------------------------------------------------------------------- */
struct walker { int copies, stops; double *seen; };
static int walker_init(struct run *u)
{
    struct walker *s = u->self;
    s->seen = rows_f64(u->mem, 2, u->L);
    return 0;
}
static int walker_copies(const void *self) { return ((const struct walker *)self)->copies; }
/* its own metric is its number of turns; replicate l stops after `stops` + l of them */
static void walker_turn(struct run *u)
{
    struct walker *s = u->self;
    for (int l = 0; l < u->L; l++) {
        u->metric[l] = s->seen[l] += 1;
        u->metric[u->L + l] = -l;
        if (u->type->stops)
            u->done[l] = s->stops && s->seen[l] >= s->stops + l;
    }
}
static void walker_iterate(struct run *u) { sim_step(u), walker_turn(u); }
static void thinker_iterate(struct run *u) { sim_tick(u), walker_turn(u); }
static const struct metric own[] = { { "turns", "turns taken", 0 }, { "minus", "minus the lane", 1 }, { 0 } };
static const struct algo_type walker = { .name = "walker", .size = sizeof(struct walker), .metrics = own, .copies = walker_copies,
    .init = walker_init, .iterate = walker_iterate };
static const struct algo_type thinker = { .name = "thinker", .size = sizeof(struct walker), .metrics = own, .copies = walker_copies,
    .exact = 1, .init = walker_init, .iterate = thinker_iterate };

static const struct corridor of_2 = { .ends = 2 };
static const struct walker watcher = { .copies = 1 };

static struct sim *open_walk(struct setup set)
{
    struct setup base = set;
    base.algo = set.algo ? set.algo : &walker, base.algo_self = set.algo_self ? set.algo_self : &watcher;
    base.env = set.env ? set.env : &corridor, base.env_self = set.env_self ? set.env_self : &of_2;
    base.lanes = 8, base.max_bytes = 1 << 20;
    failure_forget();
    return sim_open(&base);
}

/* ---- one lane's way ----------------------------------------------------------------------------------------------------------------- */
static void a_lane_goes_on_from_where_it_got_to_or_from_a_new_start(void **unused)
{
    (void)unused;
    struct corridor of_3 = { .ends = 3, .limit = 5 };
    struct sim *s = open_walk((struct setup){ .env_self = &of_3, .horizon = 20 });
    struct run *u = sim_view(s);
    struct wire io = u->env->io;
    for (long t = 1; t <= 20; t++) {
        sim_run(s, t, NULL);
        for (int l = 0; l < 8; l++) {
            int length = l < 2 ? 3 + l : 5, at = (int)((t - 1) % length);
            assert_int_equal(io.was[l], at);
            assert_int_equal(io.next[l], at + 1);
            assert_int_equal(io.end[l], at + 1 < length ? RUNNING : l <= 2 ? TERMINAL : TRUNCATED);
            assert_int_equal(io.now[l], at + 1 < length ? at + 1 : 0);
            assert_int_equal(io.stage[l], io.now[l]);
        }
    }
    sim_close(s);
}

static void returns_and_lengths_are_means_of_what_ended_since_the_last_log(void **unused)
{
    (void)unused;
    static const long log[] = { 1, 4, 12 };
    const struct metric *const metric[] = { &metrics[RETURN], &metrics[LENGTH], &metrics[EPISODE_COUNT], &metrics[STEP_COUNT] };
    double out[12 * BLOCK];
    struct sim *s = open_walk((struct setup){ .horizon = 12, .log = log, .n_log = 3, .metric = metric, .n_metrics = 4 });
    assert_int_equal(sim_run(s, LONG_MAX, out), 0);
    for (int l = 0; l < 8; l++)
        for (int j = 0; j < 3; j++) {
            const double *x = out + j * 4 * BLOCK + l;
            long length = 2 + l, before = j ? log[j - 1] / length : 0, all = log[j] / length;
            assert_true(all == before ? isnan(x[0]) : x[0] == (double)(l * length));
            assert_true(all == before ? isnan(x[BLOCK]) : x[BLOCK] == (double)length);
            assert_true(x[2 * BLOCK] == (double)all && x[3 * BLOCK] == (double)log[j]);
        }
    sim_close(s);
}

/* ---- -T and --log in episodes ------------------------------------------------------------------------------------------------------ */
static void every_lane_counts_its_own_episodes(void **unused)
{
    (void)unused;
    static const long log[] = { 1, 3, 10 };
    const struct metric *const metric[] = { &metrics[STEP_COUNT], &metrics[RETURN] };
    double out[6 * BLOCK], again[6 * BLOCK];
    struct setup set = { .episodes = 1, .horizon = 10, .log = log, .n_log = 3, .metric = metric, .n_metrics = 2 };
    struct sim *s = open_walk(set), *t = open_walk(set);
    assert_int_equal(sim_run(s, LONG_MAX, out), 0);
    for (int l = 0; l < 8; l++)
        for (int j = 0; j < 3; j++)
            assert_true(out[2 * j * BLOCK + l] == (double)(log[j] * (2 + l)) && out[(2 * j + 1) * BLOCK + l] == l * (2 + l));
    assert_int_equal(sim_view(s)->t, 10 * 9);                 /* over when the slowest is through ... */
    /* a checkpoint in the middle of everything */
    char *bytes = malloc(sim_checkpoint_bytes(s));
    memset(again, 0, sizeof again);
    sim_close(s), s = open_walk(set);
    sim_run(s, 25, again), sim_save(s, bytes);
    sim_load(t, bytes), sim_run(t, LONG_MAX, again);
    for (int i = 0; i < 6; i++)
        assert_memory_equal(out + i * BLOCK, again + i * BLOCK, 8 * sizeof *out);
    sim_close(s), sim_close(t), free(bytes);
    set.live = 3, s = open_walk(set);
    assert_int_equal(sim_run(s, LONG_MAX, out), 0);
    assert_int_equal(sim_view(s)->t, 10 * 4);                 /* ... of those that count              */
    sim_close(s);
}

static void episodes_that_never_end_are_refused(void **unused)
{
    (void)unused;
    static const long log[] = { 2 };
    const struct metric *const metric[] = { &metrics[RETURN] };
    double out[BLOCK];
    struct corridor endless = { .ends = 0 };
    struct setup set = { .env_self = &endless, .episodes = 1, .horizon = 2, .log = log, .n_log = 1, .metric = metric, .n_metrics = 1 };
    struct sim *s = open_walk(set);
    assert_int_equal(sim_run(s, LONG_MAX, out), -1);
    assert_int_equal(sim_view(s)->t, 2 * ENDLESS);
    assert_non_null(strstr(failure(), "seed 0 has ended 0 of 2 episodes in 20000 steps"));
    sim_close(s);
    endless.limit = 7, s = open_walk(set);                    /* a time limit ends them */
    assert_int_equal(sim_run(s, LONG_MAX, out), 0);
    assert_int_equal(sim_view(s)->t, 14);
    sim_close(s);
    endless.limit = 0, set.horizon = 1000000;
    assert_null(open_walk(set));
    assert_non_null(strstr(failure(), "more than 2^32"));
}

/* ---- copies --------------------------------------------------------------------------------------------------------------------------- */
static void copies_share_the_instance_and_nothing_else(void **unused)
{
    (void)unused;
    static const long log[] = { 2, 3, 30 };
    const struct metric *const metric[] = { &metrics[EPISODE_COUNT], &metrics[REWARD], &metrics[RETURN] };
    struct walker of_3 = { .copies = 3 };
    double out[9 * BLOCK];
    struct sim *s = open_walk((struct setup){ .algo_self = &of_3, .horizon = 30, .log = log, .n_log = 3, .metric = metric, .n_metrics = 3 });
    const struct run *u = sim_view(s);
    const struct corridor *c = u->env->self;
    assert_int_equal(u->env->width, 24);
    assert_int_equal(u->copies, 3);
    sim_run(s, 1, out);
    assert_int_equal(u->t, 3);                                /* a step of three copies is three steps */
    assert_int_equal(u->env->t, 1);
    for (int w = 8; w < 24; w++) {
        assert_true(c->luck[w] == c->luck[w % 8]);
        assert_true(c->draw[w] != c->draw[w % 8]);
    }
    sim_run(s, LONG_MAX, out);
    for (int l = 0; l < 8; l++) {
        for (int j = 0; j < 2; j++)                           /* both were passed by the first step    */
            assert_true(out[3 * j * BLOCK + l] == 0 && out[(3 * j + 1) * BLOCK + l] == l && isnan(out[(3 * j + 2) * BLOCK + l]));
        assert_true(out[6 * BLOCK + l] == 3 * (10 / (2 + l)) && out[7 * BLOCK + l] == l && out[8 * BLOCK + l] == l * (2 + l));
    }
    sim_close(s);
}

/* ---- lanes that stop, metrics of one's own, iterations without steps ---------------------------------------------------------------- */
static void a_lane_that_stopped_keeps_what_it_had(void **unused)
{
    (void)unused;
    static const long log[] = { 4, 8, 100 };
    const struct metric *const metric[] = { &own[0], &own[1], &metrics[STEP_COUNT], &metrics[REWARD] };
    struct walker brief = { .copies = 1, .stops = 5 };
    struct algo_type stroller = walker, ponderer = thinker;
    const struct algo_type *const both[] = { &stroller, &ponderer };
    stroller.stops = ponderer.stops = 1;
    for (int i = 0; i < 2; i++) {
        double out[12 * BLOCK];
        struct sim *s = open_walk((struct setup){ .algo = both[i], .algo_self = &brief, .horizon = 100, .log = log, .n_log = 3,
                                                  .metric = metric, .n_metrics = i ? 3 : 4 });
        int columns = i ? 3 : 4;
        assert_int_equal(sim_run(s, LONG_MAX, out), 0);
        assert_int_equal(sim_view(s)->t, 12);                 /* nobody is left after 5 + 7 turns */
        for (int l = 0; l < 8; l++)
            for (int j = 0; j < 3; j++) {
                const double *x = out + j * columns * BLOCK + l;
                double t = (double)(log[j] < 5 + l ? log[j] : 5 + l);
                assert_true(x[0] == t && x[BLOCK] == -l && x[2 * BLOCK] == t);      /* what the turn learned is there */
                assert_true(i || x[3 * BLOCK] == l);
            }
        sim_close(s);
    }
    const struct metric *const reward[] = { &metrics[REWARD] };
    assert_null(open_walk((struct setup){ .algo = &thinker, .horizon = 9, .metric = reward, .n_metrics = 1 }));
    assert_non_null(strstr(failure(), "metric reward is not defined for thinker on corridor; there are turns, minus, steps"));
    assert_null(open_walk((struct setup){ .algo = &thinker, .horizon = 9, .episodes = 1 }));
    assert_non_null(strstr(failure(), "no episodes to count"));
}

static void defaults_suit_the_pair(void **unused)
{
    (void)unused;
    const struct env_type endless = { .has = ACTIONS | STATES };
    assert_ptr_equal(metric_default(&walker, &corridor), &metrics[RETURN]);
    assert_ptr_equal(metric_default(&walker, &endless), &metrics[REWARD]);
    assert_ptr_equal(metric_default(&thinker, &corridor), &own[0]);
}

/* ---- observations, numbers as actions ------------------------------------------------------------------------------------------------- */
static void push_iterate(struct run *u)
{
    for (int l = 0; l < u->L; l++)
        u->env->io.u[l] = u->t == 5 && l == 2 ? NAN : 0.25 * l;
    sim_step(u);
}
static void observations_follow_and_numbers_reach_the_environment(void **unused)
{
    (void)unused;
    const struct algo_type push = { .name = "push", .size = sizeof(struct walker), .needs = OBSERVATIONS | CONTROLS, .init = walker_init,
                                    .iterate = push_iterate };
    struct corridor line = { .ends = 3, .dims = 1 };
    struct sim *s = open_walk((struct setup){ .algo = &push, .env = &hall, .env_self = &line, .horizon = 9 });
    const struct env *e = sim_view(s)->env;
    for (long t = 0; t <= 5; t++) {
        sim_run(s, t, NULL);
        for (int l = 0; l < 8; l++) {
            long at = t % (3 + l);
            assert_true(e->obs[l] == (at ? (double)at + 0.25 * l : -1));
        }
    }
    sim_run(s, 6, NULL);
    for (int l = 0; l < 8; l++)
        assert_int_equal(sim_diverged(s)[l], l == 2 ? 6 : 0);
    assert_null(open_walk((struct setup){ .algo = &push, .horizon = 9 }));
    assert_non_null(strstr(failure(), "push needs observations in numbers, and corridor does not have that"));
    sim_close(s);
}

/* ---- from any state ------------------------------------------------------------------------------------------------------------------- */
static void a_lane_can_be_put_anywhere(void **unused)
{
    (void)unused;
    static const int32_t state[8] = { 1, 1, 1, 1, 5, 5, 5, 5 };
    static const long log[] = { 4 };
    const struct metric *const metric[] = { &metrics[EPISODE_COUNT], &metrics[RETURN] };
    struct corridor of_6 = { .ends = 6 };
    double out[2 * BLOCK];
    struct sim *s = open_walk((struct setup){ .env_self = &of_6, .horizon = 4, .log = log, .n_log = 1, .metric = metric, .n_metrics = 2 });
    sim_run(s, 3, out);
    sim_place(sim_view(s), state);
    for (int l = 0; l < 8; l++) {
        assert_int_equal(sim_view(s)->env->io.now[l], state[l]);
        assert_int_equal(sim_view(s)->env->io.stage[l], 0);
    }
    sim_run(s, 4, out);
    for (int l = 0; l < 8; l++)                               /* what was left is no episode that ended */
        assert_true(out[l] == (state[l] + 1 >= 6 + l) && (out[l] > 0 ? out[BLOCK + l] == l : isnan(out[BLOCK + l])));
    sim_close(s);
}

/* ---- several players -------------------------------------------------------------------------------------------------------------------- */
static int match_init(struct env *e) { e->n_actions = 3, e->players = 2; return 0; }
static void match_step(struct env *e)
{
    for (int w = 0; w < e->width; w++) {
        e->io.reward[w] = e->io.action[w] - e->io.action[e->width + w];
        e->io.reward[e->width + w] = -e->io.reward[w];
    }
}
static void duel_iterate(struct run *u)
{
    for (int l = 0; l < u->L; l++)
        u->env->io.action[l] = 2, u->env->io.action[u->L + l] = u->t == 3 && l == 5 ? 3 : l % 3;
    sim_step(u);
}
static void every_player_acts_and_is_paid(void **unused)
{
    (void)unused;
    static const long log[] = { 3, 4 };
    const struct metric *const metric[] = { &metrics[REWARD] };
    const struct env_type match = { .name = "match", .has = ACTIONS | GAME, .init = match_init, .step = match_step };
    const struct algo_type duel = { .name = "duel", .size = sizeof(struct walker), .needs = GAME, .init = walker_init, .iterate = duel_iterate };
    double out[2 * BLOCK];
    struct sim *s = open_walk((struct setup){ .algo = &duel, .env = &match, .horizon = 4, .log = log, .n_log = 2, .metric = metric, .n_metrics = 1 });
    sim_run(s, LONG_MAX, out);
    for (int l = 0; l < 8; l++) {
        assert_true(out[l] == 2 - l % 3);
        assert_true(l == 5 ? isnan(out[BLOCK + l]) : out[BLOCK + l] == 2 - l % 3);
        assert_true(sim_view(s)->env->io.reward[8 + l] == -sim_view(s)->env->io.reward[l]);
    }
    sim_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lane_goes_on_from_where_it_got_to_or_from_a_new_start),
        cmocka_unit_test(returns_and_lengths_are_means_of_what_ended_since_the_last_log),
        cmocka_unit_test(every_lane_counts_its_own_episodes),
        cmocka_unit_test(episodes_that_never_end_are_refused),
        cmocka_unit_test(copies_share_the_instance_and_nothing_else),
        cmocka_unit_test(a_lane_that_stopped_keeps_what_it_had),
        cmocka_unit_test(defaults_suit_the_pair),
        cmocka_unit_test(observations_follow_and_numbers_reach_the_environment),
        cmocka_unit_test(a_lane_can_be_put_anywhere),
        cmocka_unit_test(every_player_acts_and_is_paid),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
