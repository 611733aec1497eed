/* Environments with an exact model: they step as it says, and the model gives the numbers that an independent program computed. */
#include "lab.h"
#include "mdp.h"
#include "rng.h"
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>

enum { L = 8, WIDE = 64 };

/* ---- an environment by its name --------------------------------------------------------------------------------------------------------- */
struct opened { struct sim *sim; const struct env_type *type; const struct algo_type *algo; void *self, *algo_self; struct env *env; };

static struct opened open_on(const char *name, const char *params, int lanes, long first, const struct algo_type *algo)
{
    struct opened o = { .type = isa_env(isa_pick("v1"), name), .algo = algo ? algo : isa_algo(isa_pick("v1"), "random") };
    failure_forget();
    o.self = lab_self(o.type->params, o.type->size, name, params), o.algo_self = calloc(1, o.algo->size + 1);
    const struct setup set = { .algo = o.algo, .algo_self = o.algo_self, .env = o.type, .env_self = o.self, .seed = 11, .first = first,
                               .lanes = lanes, .horizon = 1L << 31, .max_bytes = (size_t)1 << 30 };
    if ((o.sim = sim_open(&set)))
        o.env = sim_view(o.sim)->env;
    return o;
}
static void close_it(struct opened *o)
{
    if (o->sim)
        sim_close(o->sim);
    param_release(o->type->params, o->self), free(o->self), free(o->algo_self);
}

static void near(double x, double want, double margin, const char *what)
{
    if (!(fabs(x - want) <= margin))
        fail_msg("%s: %.17g, not %.17g", what, x, want);
}

static double v[101 * 64 * L], pi[64 * 4 * L], q[64 * 4 * L];
static double *work_of(const struct mdp *m)
{
    static double *work;
    free(work);
    return work = malloc(mdp_work(m, L) * sizeof *work);
}
static void uniform(const struct mdp *m)
{
    for (int i = 0; i < m->S * m->A * L; i++)
        pi[i] = 1.0 / m->A;
}
/* the best policy of a discount below 1 in pi, its values in v */
static void solve(const struct mdp *m) { mdp_policy_iteration(m, L, v, pi, work_of(m)); }
static int action_in(const struct mdp *m, int s)
{
    for (int a = 0; a < m->A; a++)
        if (pi[(s * m->A + a) * L] > 0.5)
            return a;
    return -1;
}

/* ---- steps ---------------------------------------------------------------------------------------------------------------------------------- */

/* what random steps did against what the model says: every chance and every mean reward within five standard errors (a false alarm in
 * a million each), nothing that has no chance, an end where and only where the next state is terminal */
static void steps_follow(const char *name, const char *params)
{
    enum { STEPS = 20000 };
    struct opened o = open_on(name, params, WIDE, 0, NULL);
    const struct mdp *m = o.env->model;
    int S = m->S, A = m->A, own = m->width != 0, instances = own ? WIDE : 1, limit = m->H ? m->H : (int)o.env->max_len, age[WIDE] = { 0 };
    double *count = calloc((size_t)(S * A * S * instances), sizeof *count), *paid = calloc((size_t)(S * A * instances), sizeof *paid);
    double *square = calloc((size_t)(S * A * instances), sizeof *square);
    for (long t = 1; t <= STEPS; t++) {
        sim_run(o.sim, t, NULL);
        const struct wire *io = &o.env->io;
        for (int l = 0; l < WIDE; l++) {
            int i = io->was[l] * A + io->action[l], in = own ? l : 0;
            count[((size_t)in * (size_t)(S * A) + (size_t)i) * (size_t)S + (size_t)io->next[l]] += 1;
            paid[in * S * A + i] += io->reward[l], square[in * S * A + i] += io->reward[l] * io->reward[l];
            double on = 0;
            for (int j = 0; j < S; j++)
                on += m->P[((size_t)(io->next[l] * A) * (size_t)S + (size_t)j) * (own ? WIDE : 1) + (size_t)in];
            int late = limit && ++age[l] >= limit, end = on == 0 ? TERMINAL : !late ? RUNNING : m->H ? TERMINAL : TRUNCATED;
            if (io->end[l] != end)
                fail_msg("%s %s: state %d: ended %d, not %d", name, params, io->next[l], io->end[l], end);
            age[l] = end ? 0 : age[l];
        }
    }
    for (int in = 0; in < instances; in++)
        for (int i = 0; i < S * A; i++) {
            const double *c = count + ((size_t)in * (size_t)(S * A) + (size_t)i) * (size_t)S;
            double n = 0;
            for (int j = 0; j < S; j++)
                n += c[j];
            for (int j = 0; j < S; j++) {
                double p = m->P[((size_t)i * (size_t)S + (size_t)j) * (own ? WIDE : 1) + (size_t)in];
                if (fabs(c[j] - n * p) > 5 * sqrt(n * p * (1 - p)) + (p > 0 && p < 1 ? 1 : 0))
                    fail_msg("%s %s: pair %d to %d: %g of %g, chance %g", name, params, i, j, c[j], n, p);
            }
            double r = m->R[(size_t)i * (own ? WIDE : 1) + (size_t)in], mean = n > 0 ? paid[in * S * A + i] / n : r;
            double sd = n > 0 ? sqrt(fabs(square[in * S * A + i] / n - mean * mean) / n) : 0;
            if (fabs(mean - r) > 5 * sd + 1e-12 + (n > 0 && n < 100 ? 1 : 0))
                fail_msg("%s %s: pair %d pays %g, not %g", name, params, i, mean, r);
        }
    free(count), free(paid), free(square);
    close_it(&o);
}
static void steps_are_those_of_the_model(void **unused)
{
    (void)unused;
    steps_follow("frozenlake", ""), steps_follow("frozenlake", "map=8x8"), steps_follow("frozenlake", "slippery=no");
    steps_follow("frozenlake", "success_rate=0.8"), steps_follow("frozenlake", "success_rate=0"), steps_follow("frozenlake", "map=SF/SG");
    steps_follow("cliff", ""), steps_follow("cliff", "slippery=yes");
    steps_follow("riverswim", ""), steps_follow("riverswim", "n=2 H=3");
    steps_follow("windy", ""), steps_follow("chain", ""), steps_follow("chain", "n=3 slip=0.5"), steps_follow("maxbias", "actions=2");
    steps_follow("random-walk", ""), steps_follow("random-walk", "n=19 left=-1");
    steps_follow("garnet", "states=5 actions=2 branches=2"), steps_follow("garnet", "states=4 actions=3 branches=4 reward=state");
}

/* every registered model: chances that add up, a start, terminal states that pay nothing */
static void models_make_sense(void **unused)
{
    (void)unused;
    for (const struct env_type *const *e = isa_pick("v1")->env; *e; e++) {
        if (!((*e)->has & MODEL))
            continue;
        struct opened o = open_on((*e)->name, "", L, 0, NULL);
        if (!o.sim && strstr(failure(), "no table given")) {
            close_it(&o);
            continue;
        }
        const struct mdp *m = o.env->model;
        size_t wide = m->width ? (size_t)m->width : 1;
        assert_true(m->S == o.env->n_states && m->A == o.env->n_actions && m->gamma == o.env->gamma);
        assert_true((m->H > 0) == (((*e)->has & STAGES) == STAGES) && (m->gamma < 1 || m->H || ((*e)->has & EPISODES)));
        for (size_t l = 0; l < wide; l++) {
            double start = 0;
            for (size_t s = 0; s < (size_t)m->S; s++) {
                start += m->rho[s * wide + l];
                for (size_t a = 0; a < (size_t)m->A; a++) {
                    double sum = 0;
                    for (size_t j = 0; j < (size_t)m->S; j++)
                        sum += m->P[((s * (size_t)m->A + a) * (size_t)m->S + j) * wide + l];
                    assert_true(fabs(sum - 1) < 1e-12 || (sum == 0 && m->R[(s * (size_t)m->A + a) * wide + l] == 0));
                }
            }
            near(start, 1, 1e-12, (*e)->name);
        }
        close_it(&o);
    }
}

/* noise is keyed by the step: whoever acts, the same replicate at the same step is blown the same way */
static void stay_iterate(struct run *u) { memset(u->env->io.action, 0, (size_t)u->L * sizeof(int32_t)), sim_step(u); }
static int stay_init(struct run *u) { (void)u; return 0; }
static void noise_belongs_to_the_step(void **unused)
{
    (void)unused;
    const struct algo_type stay = { .name = "stay", .init = stay_init, .iterate = stay_iterate };
    struct opened a = open_on("riverswim", "", WIDE, 0, NULL), b = open_on("riverswim", "", WIDE, 0, &stay);
    int met = 0;
    for (long t = 1; t <= 400; t++) {
        sim_run(a.sim, t, NULL), sim_run(b.sim, t, NULL);
        for (int l = 0; l < WIDE; l++)
            if (a.env->io.was[l] == b.env->io.was[l] && a.env->io.action[l] == b.env->io.action[l])
                assert_int_equal(a.env->io.next[l], b.env->io.next[l]), met++;
    }
    assert_true(met > 1000);
    close_it(&a), close_it(&b);
}

/* ---- frozen lake ---------------------------------------------------------------------------------------------------------------------------- */
static void frozenlake_values(void **unused)
{
    (void)unused;
    static const struct { const char *params; double want; } value[] = {
        { "gamma=1", 14.0 / 17 }, { "gamma=.99", .5420259320 }, { "gamma=.9", .0688909049 }, { "gamma=.99 slippery=no", .99 * .99 * .99 * .99 * .99 },
        { "map=8x8 gamma=1", 1 }, { "map=8x8 gamma=.99", .4146403618 },
    };
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
        struct opened o = open_on("frozenlake", value[i].params, L, 0, NULL);
        assert_int_equal(mdp_value_iteration(o.env->model, L, 1e-14, 1000000, v, work_of(o.env->model)), 0);
        near(v[0], value[i].want, i == 4 ? 1e-8 : 5e-11, value[i].params);
        close_it(&o);
    }
}
static void frozenlake_policies(void **unused)
{
    (void)unused;
    static const char want[] = "LUUUL.L.UDL..RD.";
    static const struct { const char *params; long limit; double best, endless, random; } lake[] = {
        { "", 100, .740165, 14.0 / 17, .013940 }, { "map=8x8", 200, .862955, NAN, .001901 },
    };
    for (int i = 0; i < 2; i++) {
        struct opened o = open_on("frozenlake", lake[i].params, L, 0, NULL);
        const struct mdp *m = o.env->model;
        assert_int_equal(o.env->max_len, lake[i].limit);
        solve(m);
        for (int s = 0; s < 16 && i == 0; s++)
            if (want[s] != '.')
                assert_int_equal("LDRU"[action_in(m, s)], want[s]);
        mdp_return(m, L, (int)lake[i].limit, 1, pi, 1, FIRST_STAGE, v, work_of(m));
        near(v[0], lake[i].best, 5e-7, "best policy, cut");
        mdp_value(m, L, 1, pi, v, work_of(m));
        if (i == 0)
            near(v[0], lake[i].endless, 1e-9, "best policy, not cut");
        uniform(m);
        mdp_return(m, L, (int)lake[i].limit, 1, pi, 1, FIRST_STAGE, v, work_of(m));
        near(v[0], lake[i].random, 5e-7, "random");
        mdp_plan(m, L, 100, 1, FIRST_STAGE, v, work_of(m));
        if (i == 0)
            near(v[0], .74419029, 5e-9, "best of those that count the steps");
        close_it(&o);
    }
}
static void frozenlake_maps(void **unused)
{
    (void)unused;
    struct opened a = open_on("frozenlake", "map=SFFF/FHFH/FFFH/HFFG", L, 0, NULL), b = open_on("frozenlake", "", L, 0, NULL);
    assert_int_equal(a.env->n_states, 16);
    assert_memory_equal(a.env->model->P, b.env->model->P, 16 * 4 * 16 * sizeof(double));
    close_it(&a), close_it(&b);
    static const char *const bad[][2] = {
        { "map=SFF/HF", "row 2, 'HF'" }, { "map=SFX", "row 1" }, { "map=FFG", "a start S" }, { "map=SFF", "a goal G" }, { "map=/", "row 1" },
    };
    for (int i = 0; i < 5; i++) {
        a = open_on("frozenlake", bad[i][0], L, 0, NULL);
        if (a.sim || !strstr(failure(), bad[i][1]))
            fail_msg("%s: %s", bad[i][0], failure());
        close_it(&a);
    }
    failure_forget();
}

/* ---- cliff ------------------------------------------------------------------------------------------------------------------------------------ */

/* the best policy among those that take a random action with chance eps: the best one where every action goes astray so often */
static double best_soft(const struct mdp *m, double eps)
{
    static double P[48 * 4 * 48], R[48 * 4];
    struct mdp soft = *m;
    for (int s = 0; s < 48; s++)
        for (int a = 0; a < 4; a++) {
            for (int j = 0; j < 48; j++) {
                double any = 0;
                for (int b = 0; b < 4; b++)
                    any += m->P[(s * 4 + b) * 48 + j] / 4;
                P[(s * 4 + a) * 48 + j] = (1 - eps) * m->P[(s * 4 + a) * 48 + j] + eps * any;
            }
            double any = 0;
            for (int b = 0; b < 4; b++)
                any += m->R[s * 4 + b] / 4;
            R[s * 4 + a] = (1 - eps) * m->R[s * 4 + a] + eps * any;
        }
    soft.P = P, soft.R = R;
    assert_int_equal(mdp_value_iteration(&soft, L, 1e-12, 1000000, v, work_of(m)), 0);
    return v[36 * L];
}
static void cliff_values(void **unused)
{
    (void)unused;
    struct opened o = open_on("cliff", "", L, 0, NULL);
    const struct mdp *m = o.env->model;
    mdp_value_iteration(m, L, 1e-13, 1000000, v, work_of(m));
    near(v[36 * L], -13, 1e-12, "V*");
    mdp_backup(m, L, 1, v, q);
    near(best_soft(m, 0.1), -20.707677, 5e-7, "best 0.1-soft policy");
    near(best_soft(m, 0.01), -15.440811, 5e-7, "best 0.01-soft policy");
    /* epsilon-greedy around the shortest way, ties to the lowest action */
    policy_of(m->S, m->A, L, q, pi);
    for (int i = 0; i < m->S * m->A * L; i++)
        pi[i] = 0.9 * pi[i] + 0.1 / 4;
    mdp_value(m, L, 1, pi, v, work_of(m));
    near(v[36 * L], -45.803322, 5e-7, "0.1-greedy along the edge");
    close_it(&o);
}

/* ---- river -------------------------------------------------------------------------------------------------------------------------------------- */
static void riverswim_values(void **unused)
{
    (void)unused;
    static const struct { int H; double want; } value[] = { { 10, .3523839780 }, { 20, 3.3972639592 }, { 100, 37.5029466061 } };
    struct opened o = open_on("riverswim", "", L, 0, NULL);
    const struct mdp *m = o.env->model;
    double gain[L];
    assert_int_equal(mdp_gain(m, L, 1e-13, 1000000, gain, work_of(m)), 0);
    near(gain[0], .4286224338, 5e-11, "gain");
    for (int i = 0; i < 3; i++) {
        mdp_plan(m, L, value[i].H, 1, FIRST_STAGE, v, work_of(m));
        near(v[0], value[i].want, 5e-11, "V* of the first stage");
    }
    assert_int_equal(m->H, 20);
    uniform(m);
    mdp_return(m, L, 20, 1, pi, 1, FIRST_STAGE, v, work_of(m));
    near(v[0], .043789, 5e-7, "uniform");
    for (int i = 0; i < m->S * 2 * L; i++)
        pi[i] = i / L % 2 == 0;
    mdp_return(m, L, 20, 1, pi, 1, FIRST_STAGE, v, work_of(m));
    near(v[0], .1, 1e-14, "always down");
    close_it(&o);
}

/* ---- random walk ---------------------------------------------------------------------------------------------------------------------------------- */
static void random_walk_values(void **unused)
{
    (void)unused;
    static const struct { const char *params; int n; double left; } walk[] = { { "", 5, 0 }, { "n=19 left=-1", 19, -1 }, { "n=1 left=3", 1, 3 } };
    for (int i = 0; i < 3; i++) {
        struct opened o = open_on("random-walk", walk[i].params, L, 0, NULL);
        uniform(o.env->model);
        mdp_value(o.env->model, L, 1, pi, v, work_of(o.env->model));
        for (int s = 1; s <= walk[i].n; s++)
            near(v[s * L], walk[i].left + (1 - walk[i].left) * s / (walk[i].n + 1), 1e-13, "V");
        close_it(&o);
    }
    struct opened o = open_on("random-walk", "n=4", L, 0, NULL);
    assert_true(!o.sim && strstr(failure(), "try n=5"));
    close_it(&o), failure_forget();
}

/* ---- garnets ---------------------------------------------------------------------------------------------------------------------------------------- */
static void garnets_are_drawn_for_each_replicate(void **unused)
{
    (void)unused;
    struct opened o = open_on("garnet", "states=6 actions=3 branches=2", WIDE, 0, NULL), later = open_on("garnet", "states=6 actions=3 branches=2", L, 8, NULL);
    const struct mdp *m = o.env->model;
    double weight = 0, square = 0, paid = 0, n = 0, uses[6] = { 0 };
    for (int l = 0; l < WIDE; l++)
        for (int i = 0; i < 18; i++) {
            int nexts = 0;
            for (int j = 0; j < 6; j++) {
                double p = m->P[(i * 6 + j) * WIDE + l];
                nexts += p > 0, uses[j] += p > 0, weight += p > 0 && !(nexts - 1) ? p : 0, square += p * p;
            }
            assert_int_equal(nexts, 2);
            paid += m->R[i * WIDE + l], n++;
            assert_true(l == 0 || m->R[i * WIDE + l] != m->R[i * WIDE + l - 1]);
            if (l >= 8 && l < 16)                 /* replicate 8 is replicate 8, wherever it is computed */
                assert_true(later.env->model->R[i * L + l - 8] == m->R[i * WIDE + l]);
        }
    /* two uniform parts of 1: mean 1/2, sum of squares 2/3; five standard errors of n = 1152 */
    near(weight / n, 0.5, 5 * sqrt(1.0 / 12 / n), "a part");
    near(square / n, 2.0 / 3, 5 * sqrt(1.0 / 45 / n), "squares of the parts");
    near(paid / n, 0.5, 5 * sqrt(1.0 / 12 / n), "rewards");
    for (int j = 0; j < 6; j++)                   /* any two of the six are as likely: each state in a third of the pairs */
        near(uses[j] / n, 1.0 / 3, 5 * sqrt(2.0 / 9 / n), "next states");
    close_it(&o), close_it(&later);
    o = open_on("garnet", "states=3 branches=4", L, 0, NULL);
    assert_true(!o.sim && strstr(failure(), "try branches=3"));
    close_it(&o), failure_forget();
}

/* ---- exact metrics ------------------------------------------------------------------------------------------------------------------------------- */

/* knows the model, and does the best at every stage, or, where nothing ends, for ever; or, if it is lazy, always action 0 */
struct seer { int lazy; double *v, *pi, *work; };
static int seer_init(struct run *u)
{
    struct seer *s = u->self;
    const struct mdp *m = u->env->model;
    size_t rows = (size_t)u->stages * (size_t)m->S;
    s->v = rows_f64(u->mem, rows + (size_t)m->S, u->L), s->pi = rows_f64(u->mem, rows * (size_t)m->A, u->L);
    s->work = scratch(u->mem, mdp_work(m, u->L));
    if (m->H) {
        mdp_plan(m, u->L, m->H, 1, ALL_STAGES, s->v, s->work);
        for (int h = 0; h < m->H; h++) {
            mdp_backup(m, u->L, 1, s->v + (size_t)((h + 1) * m->S * u->L), s->work);
            policy_of(m->S, m->A, u->L, s->work, s->pi + (size_t)(h * m->S * m->A * u->L));
        }
    } else
        mdp_policy_iteration(m, u->L, s->v, s->pi, s->work);
    for (size_t i = 0; s->lazy && i < rows * (size_t)m->A * (size_t)u->L; i++)
        s->pi[i] = i / (size_t)u->L % (size_t)m->A == 0;
    return 0;
}
static void seer_iterate(struct run *u)
{
    struct seer *s = u->self;
    const struct env *e = u->env;
    for (int l = 0; l < u->L; l++) {
        int row = (u->stages > 1 ? e->io.stage[l] * e->n_states : 0) + e->io.now[l];
        for (int a = 0; a < e->n_actions; a++)
            if (s->pi[(row * e->n_actions + a) * u->L + l] > 0)
                e->io.action[l] = a;
    }
    sim_step(u);
}
static void seer_policy(struct run *u, double *to)
{
    memcpy(to, ((struct seer *)u->self)->pi, (size_t)(u->stages * u->env->n_states * u->env->n_actions * u->L) * sizeof *to);
}
static void seer_values(struct run *u, double *to)
{
    memcpy(to, ((struct seer *)u->self)->v, (size_t)(u->stages * u->env->n_states * u->L) * sizeof *to);
}
static const struct algo_type seer = { .name = "seer", .size = sizeof(struct seer), .needs = MODEL, .staged = 1, .init = seer_init,
                                       .iterate = seer_iterate, .policy = seer_policy, .values = seer_values };

/* the last row of a run */
static void last_row(const char *name, const char *params, int lazy, long T, const struct metric *const *metric, int n, double *out)
{
    const struct env_type *env = isa_env(isa_pick("v1"), name);
    void *self = lab_self(env->params, env->size, name, params);
    const struct seer of = { .lazy = lazy };
    const struct setup set = { .algo = &seer, .algo_self = &of, .env = env, .env_self = self, .seed = 11, .lanes = L, .horizon = T,
                               .log = &T, .n_log = 1, .metric = metric, .n_metrics = n, .max_bytes = (size_t)1 << 30 };
    struct sim *s = sim_open(&set);
    if (!s)
        fail_msg("%s", failure());
    sim_run(s, T, out);
    sim_close(s);
    param_release(env->params, self), free(self);
}
static void who_knows_the_model_loses_nothing(void **unused)
{
    (void)unused;
    const struct metric *const staged[] = { &metrics[REGRET], &metrics[VALUE_ERROR], &metrics[GREEDY_RETURN], &metrics[GREEDY_VALUE], &metrics[RETURN] };
    const struct metric *const endless[] = { &metrics[VALUE_ERROR], &metrics[GREEDY_VALUE] };
    double out[5 * BLOCK];
    last_row("riverswim", "", 0, 20 * 3000, staged, 5, out);
    for (int l = 0; l < L; l++) {
        near(out[l], 0, 1e-12, "regret"), near(out[BLOCK + l], 0, 1e-14, "value error");
        near(out[2 * BLOCK + l], 3.3972639592, 5e-11, "greedy return"), near(out[3 * BLOCK + l], 3.3972639592, 5e-11, "greedy value");
        near(out[4 * BLOCK + l], 3.3972639592, 4 * 5 / sqrt(3000.0), "return");       /* at most 20: a standard deviation below 5 */
    }
    last_row("riverswim", "", 1, 20 * 50 + 1, staged, 5, out);                        /* an episode's loss counts when it begins */
    for (int l = 0; l < L; l++)
        near(out[l], 51 * (3.3972639592 - 0.1), 1e-8, "regret of drifting"), near(out[2 * BLOCK + l], 0.1, 1e-14, "return of drifting");
    last_row("garnet", "", 0, 10, endless, 2, out);
    for (int l = 0; l < L; l++)
        near(out[l], 0, 1e-12, "value error on garnets");
    struct opened o = open_on("garnet", "", L, 0, NULL);
    static double best[20 * L], policy[20 * 4 * L];
    mdp_policy_iteration(o.env->model, L, best, policy, work_of(o.env->model));
    for (int l = 0; l < L; l++) {
        double mean = 0;
        for (int s = 0; s < 20; s++)
            mean += best[s * L + l] / 20;
        near(out[BLOCK + l], mean, 1e-12, "greedy value on garnets");
    }
    close_it(&o);
    /* cut at the limit and not discounted, or discounted and not cut */
    const struct metric *const both[] = { &metrics[GREEDY_RETURN], &metrics[GREEDY_VALUE] };
    last_row("frozenlake", "", 0, 10, both, 2, out);
    near(out[0], .740165, 5e-7, "greedy return"), near(out[BLOCK], .5420259320, 5e-11, "greedy value");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_those_of_the_model),
        cmocka_unit_test(models_make_sense),
        cmocka_unit_test(noise_belongs_to_the_step),
        cmocka_unit_test(frozenlake_values),
        cmocka_unit_test(frozenlake_policies),
        cmocka_unit_test(frozenlake_maps),
        cmocka_unit_test(cliff_values),
        cmocka_unit_test(riverswim_values),
        cmocka_unit_test(random_walk_values),
        cmocka_unit_test(garnets_are_drawn_for_each_replicate),
        cmocka_unit_test(who_knows_the_model_loses_nothing),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
