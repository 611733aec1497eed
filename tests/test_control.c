/* Cart-pole, mountain car, acrobot, pendulum, bounded LQ control and the five-state MDP: their physics, starts and exact values.
 *
 * One-step numbers are Gymnasium's own to 15 digits; the margin allows the last places of another sine. */
#include "published.h"
#include "lane.h"
#include "mdp.h"
#include "rng.h"

enum { L = 64 };
static int32_t (*decide)(const struct env *, int w, long t);      /* the action of a lane            */
static double (*push)(const struct env *, int w, long t);         /* the same, a number for all axes */

static int player_init(struct run *u) { (void)u; return 0; }
static void player_iterate(struct run *u)
{
    struct env *e = u->env;
    for (int w = 0; w < e->width; w++) {
        e->io.action[w] = decide ? decide(e, w, e->t) : 0;
        for (int i = 0; i < e->act_dim; i++)
            e->io.u[i * e->width + w] = push ? push(e, w, e->t) : 0;
    }
    sim_step(u);
}
static const struct algo_type player = { .name = "player", .init = player_init, .iterate = player_iterate };

static struct sim *open_env(const char *name, const char *params, long T, const struct metric *metric)
{
    const struct env_type *env = isa_env(isa_pick(NULL), name);
    void *self = lab_self(env->params, env->size, name, params);
    static const struct metric *wanted;
    static long log[1];
    wanted = metric, log[0] = T;
    struct setup set = { .algo = &player, .algo_self = "", .env = env, .env_self = self, .seed = 9, .lanes = L, .horizon = T, .log = log,
                         .n_log = metric ? 1 : 0, .metric = &wanted, .n_metrics = metric ? 1 : 0, .max_bytes = 1 << 28 };
    struct sim *s = sim_open(&set);
    free(self);
    if (!s)
        lab_fail(name);
    return s;
}
/* mean over the lanes of the metric at T */
static double play(const char *name, const char *params, long T, int metric)
{
    double out[BLOCK], sum = 0;
    struct sim *s = open_env(name, params, T, &metrics[metric]);
    sim_run(s, T, out);
    for (int l = 0; l < L; l++)
        sum += out[l] / L;
    sim_close(s);
    return sum;
}

/* where the state lies: in obs, or in rows of the environment's own that stand behind its time limit */
struct with_rows { long limit; double *x; };
static double *state_of(struct env *e, int own) { return own ? ((struct with_rows *)e->self)->x : e->obs; }

static long the_action;
static double the_push;
static int32_t always(const struct env *e, int w, long t) { (void)e, (void)w, (void)t; return (int32_t)the_action; }
static double steadily(const struct env *e, int w, long t) { (void)e, (void)w, (void)t; return the_push; }
static int32_t alternately(const struct env *e, int w, long t) { (void)e, (void)w; return (int32_t)(t % 2); }

static const int32_t nobody[L];
/* steps from x lead to y, in all lanes; returns the last reward */
static double leads(const char *name, int own, int n, const double *x, long steps, const double *y)
{
    struct sim *s = open_env(name, "", 100, NULL);
    struct env *e = sim_view(s)->env;
    for (int i = 0; i < n; i++)
        for (int w = 0; w < L; w++)
            state_of(e, own)[i * L + w] = x[i];
    e->type->reset(e, nobody);                 /* what is seen follows what is */
    sim_run(s, steps, NULL);
    for (int i = 0; i < n; i++)
        for (int w = 0; w < L; w++)
            within(own ? state_of(e, own)[i * L + w] : e->obs_next[i * L + w], y[i], 4e-15 * (double)steps, name);
    double reward = e->io.reward[L - 1];
    sim_close(s);
    return reward;
}
#define D(...) (const double[]){ __VA_ARGS__ }

static void one_step_of_the_physics(void **unused)
{
    (void)unused;
    decide = always, push = steadily;
    the_action = 1;
    assert_true(leads("cartpole", 0, 4, D(.01, -.02, .03, .04), 1, D(.0096, .174679195747555, .0308, -.243068717960008)) == 1);
    the_action = 0;
    leads("cartpole", 0, 4, D(.01, -.02, .03, .04), 1, D(.0096, -.215539017102789, .0308, .341995223776039));
    decide = alternately;
    leads("cartpole", 0, 4, D(.01, -.02, .03, .04), 10, D(-.014017818617391, -.0268407016001441, .0784775845360612, .191445587374163));
    decide = always, the_action = 2;
    leads("mountaincar", 0, 2, D(-.5, 0), 1, D(-.499176843004169, .000823156995830743));
    the_action = 0;
    leads("mountaincar", 0, 2, D(-.5, 0), 1, D(-.501176843004169, -.00117684300416926));
    leads("mountaincar", 0, 2, D(-1.199, -.05), 1, D(-1.2, 0));
    the_action = 2;
    assert_true(leads("acrobot", 1, 4, D(.1, -.05, .02, .03), 1,
                      D(.0775716557933759, .00451520938758514, -.237733919005622, .501754807936488)) == -1);
    /* known to 12 digits; 1.026 = 1 + 0.1/4 + 0.001 */
    the_push = 1;
    double sine = sin(1), w = .5 + (15 * sine + 3) * .05;
    within(leads("pendulum", 1, 2, D(1, .5), 1, D(1 + .05 * w, w)), -1.026, 1e-15, "reward");
    within(w, 1.28110323861, 1e-11, "speed"), within(1 + .05 * w, 1.06405516193, 1e-11, "angle");
    /* the continuous car: power 0.0015 on a force clipped to 1; what is paid is not clipped */
    the_push = 3;
    within(leads("mountaincar-continuous", 0, 2, D(-.5, 0), 1, D(-.5 + .0015 - .0025 * cos(-1.5), .0015 - .0025 * cos(-1.5))), -.9, 1e-15,
           "cost");
    assert_true(leads("mountaincar-continuous", 0, 2, D(.44, .05), 1, D(.44 + .05 + .0015 - .0025 * cos(1.32),
                                                                       .05 + .0015 - .0025 * cos(1.32))) == 100 - 0.1 * 9);
}

/* pushing along the speed reaches the goal; the number of steps is that of an independent program */
static int32_t along(const struct env *e, int w, long t) { (void)t; return e->obs[L + w] >= 0 ? 2 : 0; }
static void the_car_reaches_the_goal(void **unused)
{
    (void)unused;
    static const int steps[5] = { 113, 115, 124, 121, 122 };
    decide = along;
    struct sim *s = open_env("mountaincar", "", 200, NULL);
    struct env *e = sim_view(s)->env;
    int took[5] = { 0 };
    for (int w = 0; w < 5; w++)
        e->obs[w] = -0.6 + 0.05 * w, e->obs[L + w] = 0;
    for (long t = 1; t <= 200; t++) {
        sim_run(s, t, NULL);
        for (int w = 0; w < 5; w++)
            if (!took[w] && e->io.end[w] == TERMINAL)
                took[w] = (int)t;
    }
    for (int w = 0; w < 5; w++)
        assert_int_equal(took[w], steps[w]);
    sim_close(s);
}

/* policies known by hand */
static int32_t upright(const struct env *e, int w, long t)
{
    (void)t;
    return .1 * e->obs[w] + .2 * e->obs[L + w] + e->obs[2 * L + w] + .5 * e->obs[3 * L + w] > 0;
}
static int32_t against(const struct env *e, int w, long t) { (void)t; return e->obs[4 * L + w] > 0 ? 0 : 2; }
static double chance(int w, long t)
{
    uint64_t key[20];
    vu c[4] = { usplat((uint64_t)t), usplat(0), usplat((uint64_t)w), usplat(0) };
    philox_key(key, 1, 2);
    philox(key, c);
    return first(u01_of(c[0] << 32));
}
static int32_t coin(const struct env *e, int w, long t) { (void)e; return chance(w, t) > 0.5; }
static double torque(const struct env *e, int w, long t) { (void)e; return 4 * chance(w, t) - 2; }

static void known_policies_do_what_they_are_known_for(void **unused)
{
    (void)unused;
    decide = upright;
    assert_true(play("cartpole", "", 5000, LENGTH) == 500);
    assert_true(play("cartpole", "limit=200", 5000, RETURN) == 200);
    decide = against;
    within(play("acrobot", "", 20000, LENGTH), 91, 8, "acrobot");
    decide = coin;
    within(play("cartpole", "", 20000, LENGTH), 22.3, 0.4, "cartpole at random");
    decide = NULL, push = torque;
    within(play("pendulum", "", 20000, RETURN), -1233, 20, "pendulum at random");
    assert_true(play("pendulum", "", 20000, LENGTH) == 200);
}

/* the same starts whatever was done before, within their intervals, and of every lane its own */
static void starts_are_uniform_and_keyed_by_the_step(void **unused)
{
    (void)unused;
    static const struct { const char *name; int own, n; double lo[4], hi[4]; } env[] = {
        { "cartpole", 0, 4, { -.05, -.05, -.05, -.05 }, { .05, .05, .05, .05 } }, { "mountaincar", 0, 2, { -.6, 0 }, { -.4, 0 } },
        { "acrobot", 1, 4, { -.1, -.1, -.1, -.1 }, { .1, .1, .1, .1 } }, { "pendulum", 1, 2, { -M_PI, -1 }, { M_PI, 1 } },
    };
    for (size_t k = 0; k < 4; k++) {
        struct sim *s = open_env(env[k].name, "", 10, NULL);
        struct run *u = sim_view(s);
        double mean[4] = { 0 }, square[4] = { 0 }, before[4 * L];
        enum { REPEATS = 64 };
        for (int i = 0; i < REPEATS; i++) {
            u->env->t = i;
            for (int w = 0; w < L; w++)
                u->env->io.stage[w] = 1;
            sim_restart(u, NULL);
            const double *x = state_of(u->env, env[k].own);
            for (int j = 0; j < env[k].n; j++)
                for (int w = 0; w < L; w++) {
                    double at = env[k].hi[j] > env[k].lo[j] ? (x[j * L + w] - env[k].lo[j]) / (env[k].hi[j] - env[k].lo[j]) : 0.5;
                    assert_true(at > 0 && at < 1);
                    assert_true(!i || env[k].hi[j] == env[k].lo[j] || x[j * L + w] != before[j * L + w]);
                    mean[j] += at / (REPEATS * L), square[j] += at * at / (REPEATS * L);
                }
            memcpy(before, x, (size_t)(env[k].n * L) * sizeof *x);
        }
        for (int j = 0; j < env[k].n && env[k].hi[j] > env[k].lo[j]; j++) {
            within(mean[j], 0.5, 5 * sqrt(1.0 / 12 / (REPEATS * L)), env[k].name);
            within(square[j], 1.0 / 3, 5 * sqrt(4.0 / 45 / (REPEATS * L)), env[k].name);
        }
        sim_close(s);
    }
}

/* what begins anew: only the lanes asked for that are within an episode, and what they left is no episode */
static int32_t odd[L];
static void lanes_may_leave_their_episode(void **unused)
{
    (void)unused;
    decide = upright;
    double out[BLOCK], before[4 * L];
    struct sim *s = open_env("cartpole", "limit=20", 40, &metrics[LENGTH]);
    struct env *e = sim_view(s)->env;
    for (int w = 0; w < L; w++)
        odd[w] = w % 2;
    sim_run(s, 15, out);
    memcpy(before, e->obs, sizeof before);
    sim_restart(sim_view(s), odd);
    for (int w = 0; w < L; w++) {
        assert_int_equal(e->io.stage[w], w % 2 ? 0 : 15);
        for (int i = 0; i < 4; i++)
            assert_true(w % 2 ? fabs(e->obs[i * L + w]) <= 0.05 : e->obs[i * L + w] == before[i * L + w]);
    }
    sim_run(s, 40, out);
    for (int l = 0; l < L; l++)
        assert_true(out[l] == 20);
    sim_close(s);
}

/* ---- bounded LQ control ------------------------------------------------------------------------------------------------------------- */
static const struct env_type *lqb_type(struct sim **s)
{
    push = NULL, *s = open_env("lqb", "", 10, NULL);
    return sim_view(*s)->env->type;
}
static double lqb_value_of(const double K[4], double d)
{
    struct sim *s;
    const struct env_type *type = lqb_type(&s);
    double pi[6 * 8], v[8];
    for (int i = 0; i < 6; i++)
        for (int l = 0; l < 8; l++)
            pi[i * 8 + l] = i < 4 ? K[i] : d;
    type->value(sim_view(s)->env, 8, pi, v);
    sim_close(s);
    assert_true(v[0] == v[7]);
    return v[0];
}

static double gain[4];
static void noisy_iterate(struct run *u)
{
    struct env *e = u->env;
    double z[2][BLOCK];
    draw_normal(u->rng, z[0]), draw_normal(u->rng, z[1]);
    for (int w = 0; w < L; w++)
        for (int i = 0; i < 2; i++)
            e->io.u[i * L + w] = gain[2 * i] * e->obs[w] + gain[2 * i + 1] * e->obs[L + w] + 0.5 * z[i][w];
    sim_step(u);
}

static void the_value_of_a_linear_policy_is_exact(void **unused)
{
    (void)unused;
    /* values of K = 0 and of the best K that an independent program estimated from 4000 episodes: three standard errors, 0.02 each */
    within(lqb_value_of(D(0, 0, 0, 0), 0.5), 5.736, 0.06, "K = 0");
    within(lqb_value_of(D(-2.39, -0.29, -0.01, -2.38), 0.5), 7.638, 0.06, "K*");
    assert_true(lqb_value_of(D(-2.39, -0.29, -0.01, -2.38), 0.5) > lqb_value_of(D(-2.2, -0.29, -0.01, -2.38), 0.5));
    assert_true(lqb_value_of(D(-2.39, -0.29, -0.01, -2.38), 0.5) > lqb_value_of(D(-2.39, 0, -0.01, -2.38), 0.5));
    /* against 64 x 400 episodes: five standard errors, a false alarm in a million */
    struct algo_type noise = player;
    noise.iterate = noisy_iterate;
    const struct env_type *env = isa_env(isa_pick(NULL), "lqb");
    void *self = lab_self(env->params, env->size, "lqb", "");
    memcpy(gain, D(-1, 0.5, 0.3, -2), sizeof gain);
    struct sim *s = sim_open(&(struct setup){ .algo = &noise, .algo_self = "", .env = env, .env_self = self, .seed = 4, .lanes = L,
                                              .horizon = 8000, .max_bytes = 1 << 24 });
    const struct env *e = sim_view(s)->env;
    double sum = 0, square = 0, G[L] = { 0 };
    for (long t = 1; t <= 8000; t++) {
        sim_run(s, t, NULL);
        for (int w = 0; w < L; w++) {
            G[w] += pow(0.9, (double)((t - 1) % 20)) * e->io.reward[w];
            assert_int_equal(e->io.end[w], t % 20 ? RUNNING : TRUNCATED);
            if (t % 20 == 0)
                sum += G[w] / (400 * L), square += G[w] * G[w] / (400 * L), G[w] = 0;
        }
    }
    within(sum, lqb_value_of(gain, 0.5), 5 * sqrt((square - sum * sum) / (400 * L)), "value");
    sim_close(s), free(self);
}

/* ---- five states, five actions ------------------------------------------------------------------------------------------------------ */
static void the_five_state_model_is_that_of_its_authors(void **unused)
{
    (void)unused;
    struct sim *s = open_env("apg", "", 10, NULL);
    const struct mdp *m = sim_view(s)->env->model;
    double v[5 * 8], pi[25 * 8], d[5 * 8], *work = malloc(mdp_work(m, 8) * sizeof *work), J = 0;
    static const double best[5] = { 9.46750884, 9.47587358, 9.46235468, 9.19089814, 9.3924038 }, rho[5] = { .3, .2, .1, .15, .25 };
    static const double uniform[5] = { 6.121984, 5.926606, 6.225965, 5.821984, 5.994359 };
    static const double visits[5] = { .302469, .237896, .138409, .144858, .176369 };
    static const int action[5] = { 0, 3, 4, 3, 4 };
    mdp_policy_iteration(m, 8, v, pi, work);
    for (int i = 0; i < 5; i++) {
        J += rho[i] * v[i * 8];
        within(v[i * 8], best[i], 5e-9, "V*");
        for (int a = 0; a < 5; a++)
            assert_true(pi[(i * 5 + a) * 8] == (a == action[i]));
    }
    within(J, 9.408398506373345, 1e-13, "J*");
    for (int i = 0; i < 25 * 8; i++)
        pi[i] = 0.2;
    mdp_value(m, 8, m->gamma, pi, v, work), mdp_occupancy(m, 8, m->gamma, pi, d, work);
    J = 0;
    for (int i = 0; i < 5; i++) {
        J += rho[i] * v[i * 8];
        within(v[i * 8], uniform[i], 5e-7, "V"), within(d[i * 8] / 10, visits[i], 5e-7, "d");
    }
    within(J, 6.016400082158219, 1e-13, "J");
    free(work), sim_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_step_of_the_physics),
        cmocka_unit_test(the_car_reaches_the_goal),
        cmocka_unit_test(known_policies_do_what_they_are_known_for),
        cmocka_unit_test(starts_are_uniform_and_keyed_by_the_step),
        cmocka_unit_test(lanes_may_leave_their_episode),
        cmocka_unit_test(the_value_of_a_linear_policy_is_exact),
        cmocka_unit_test(the_five_state_model_is_that_of_its_authors),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
