/* Gradients and curvature: unbiased by enumeration of every episode of a small MDP and of every batch of a small bandit; batches; fits. */
#include "published.h"
#include "lane.h"
#include "gradient.h"
#include "la.h"

typedef long double real;

/* a batch with room for a table policy's n steps of M copies of L lanes */
struct room { struct policy p; struct batch b; };
static double *doubles(size_t n) { return aligned_alloc(64, (n * sizeof(double) + 127) & ~(size_t)63); }
static int32_t *integers(size_t n) { return aligned_alloc(64, (n * sizeof(int32_t) + 127) & ~(size_t)63); }
static void room_open(struct room *m, int S, int A, int L, int M, int n, int H, double discount)
{
    size_t rows = (size_t)(n * M * L);
    m->p = (struct policy){ .table = 1, .out = A, .n = S * A, .L = L, .M = M, .W = M * L };
    m->b = (struct batch){ .p = &m->p, .discount = discount, .L = L, .M = M, .W = M * L, .H = H, .n = n };
    struct batch *b = &m->b;
    b->reward = doubles(rows), b->on = doubles(rows), b->G = doubles(rows), b->psi = doubles(rows), b->work = doubles(rows + (size_t)(2 * H * L));
    b->state = integers(rows), b->action = integers(rows), b->stage = integers(rows), b->last = integers(rows);
    b->share = doubles((size_t)L), b->power = doubles((size_t)H);
    for (int h = 0; h < H; h++)
        b->power[h] = h ? b->power[h - 1] * discount : 1;
}
static void room_close(struct room *m)
{
    struct batch *b = &m->b;
    free(b->reward), free(b->on), free(b->G), free(b->psi), free(b->work), free(b->state), free(b->action), free(b->stage), free(b->last);
    free(b->share), free(b->power), free(b->fit), free(b->normal);
}

/* ---- two states, two actions, three steps: 64 episodes, one in each lane ---------------------------------------------------------------- */
enum { L = 64, S = 2, A = 2, H = 3, N = S * A };
static const double rho[S] = { 0.3, 0.7 }, P[S][A][S] = { { { .9, .1 }, { .2, .8 } }, { { .4, .6 }, { .7, .3 } } };
static const double R[S][A] = { { 1, -0.5 }, { 0.25, 2 } }, g = 0.8, point[N] = { 0.3, -0.2, 0.9, 0.1 }, way[N] = { 0.5, -1, 0.7, 0.4 };

static real chance(const real *t, int s, int a) { return expl(t[s * A + a]) / (expl(t[s * A]) + expl(t[s * A + 1])); }
static real value_from(const real *t, int s, int h)
{
    real v = 0;
    for (int a = 0; a < A && h < H; a++) {
        real next = 0;
        for (int j = 0; j < S; j++)
            next += P[s][a][j] * value_from(t, j, h + 1);
        v += chance(t, s, a) * (R[s][a] + g * next);
    }
    return v;
}
static real J(const real *t) { return rho[0] * value_from(t, 0, 0) + rho[1] * value_from(t, 1, 0); }
static real J_at(const real *t, int i, real x, int j, real y)
{
    real at[N];
    memcpy(at, t, sizeof at);
    at[i] += x, at[j] += y;
    return J(at);
}

/* episode l: s0 a0 s1 a1 s2 a2 are its bits; returns its chance */
static double episode(struct batch *b, int lane, int from, int l)
{
    real t[N], p = 1;
    for (int i = 0; i < N; i++)
        t[i] = point[i];
    for (int h = 0; h < H; h++) {
        int s = l >> (2 * h) & 1, a = l >> (2 * h + 1) & 1, at = (from + h) * b->W + lane;
        p *= h ? (real)P[b->state[at - b->W]][b->action[at - b->W]][s] : (real)rho[s];
        p *= chance(t, s, a);
        b->state[at] = s, b->action[at] = a, b->reward[at] = R[s][a], b->stage[at] = h, b->last[at] = h == H - 1, b->on[at] = 1;
    }
    return (double)p;
}
static void spread(double *to, const double *from)
{
    for (int i = 0; i < N; i++)
        for (int l = 0; l < L; l++)
            to[i * L + l] = from[i];
}

static void gradients_and_products_are_unbiased(void **unused)
{
    (void)unused;
    struct room room;
    struct batch *b = &room.b;
    double p[L], theta[N * L], v[N * L], grad[N * L], whole[N * L], bent[N * L], total = 0;
    real t[N], h = 1e-4L;
    room_open(&room, S, A, L, 1, H, H, g);
    for (int i = 0; i < N; i++)
        t[i] = point[i];
    spread(theta, point), spread(v, way);
    for (int l = 0; l < L; l++)
        p[l] = episode(b, l, 0, l), total += p[l];
    within(total, 1, 1e-15, "chances");
    for (int shift = 0; shift < 2; shift++) {
        b->o.offset = shift * 0.75;                  /* changes no expectation */
        batch_weigh(b);
        batch_gradient(b, theta, grad), batch_gradient_whole(b, theta, whole), batch_curvature(b, theta, v, bent);
        for (int i = 0; i < N; i++) {
            double mean[3] = { 0 };
            real slope = (J_at(t, i, -2 * h, i, 0) - 8 * J_at(t, i, -h, i, 0) + 8 * J_at(t, i, h, i, 0) - J_at(t, i, 2 * h, i, 0)) / (12 * h);
            real product = 0;
            for (int l = 0; l < L; l++) {
                mean[0] += p[l] * grad[i * L + l], mean[1] += p[l] * whole[i * L + l], mean[2] += p[l] * bent[i * L + l];
            }
            for (int j = 0; j < N; j++)
                product += way[j] * (J_at(t, i, h, j, h) - J_at(t, i, h, j, -h) - J_at(t, i, -h, j, h) + J_at(t, i, -h, j, -h)) / (4 * h * h);
            within(mean[0], (double)slope, 1e-13, "gpomdp"), within(mean[1], (double)slope, 1e-13, "reinforce");
            within(mean[2], (double)product, 1e-7, "B v");         /* fourth derivatives times h^2 */
        }
    }
    room_close(&room);
}

/* two episodes: side by side, or one after the other and an idle rest: the mean of what each gives alone */
static void batches_are_means_over_episodes(void **unused)
{
    (void)unused;
    struct room alone, beside, after;
    double theta[N * L], v[N * L], one[3][N * L], two[3][N * L], three[3][N * L];
    room_open(&alone, S, A, L, 1, H, H, g), room_open(&beside, S, A, L, 2, H, H, g), room_open(&after, S, A, L, 1, 2 * H + 1, H, g);
    spread(theta, point), spread(v, way);
    for (int l = 0; l < L; l++) {
        int other = (l * 13 + 5) % 64;
        episode(&alone.b, l, 0, l);
        episode(&beside.b, l, 0, l), episode(&beside.b, L + l, 0, other);
        episode(&after.b, l, 0, l), episode(&after.b, l, H, other);
        int idle = 2 * H * L + l;
        after.b.state[idle] = after.b.action[idle] = after.b.stage[idle] = after.b.last[idle] = 0;
        after.b.reward[idle] = 1e9, after.b.on[idle] = 0;
    }
    struct batch *const all[] = { &alone.b, &beside.b, &after.b };
    double (*out[])[N * L] = { one, two, three };
    for (int k = 0; k < 3; k++) {
        batch_weigh(all[k]);
        batch_gradient(all[k], theta, out[k][0]), batch_gradient_whole(all[k], theta, out[k][1]), batch_curvature(all[k], theta, v, out[k][2]);
    }
    for (int k = 0; k < 3; k++)
        for (int i = 0; i < N; i++)
            for (int l = 0; l < L; l++) {
                double mean = (one[k][i * L + l] + one[k][i * L + (l * 13 + 5) % 64]) / 2;
                within(two[k][i * L + l], mean, 1e-14, "side by side"), within(three[k][i * L + l], mean, 1e-14, "one after the other");
            }
    /* by steps: the same divided by the length */
    after.b.o.per = STEP;
    batch_weigh(&after.b), batch_gradient(&after.b, theta, two[0]);
    for (int i = 0; i < N * L; i++)
        within(two[0][i], three[0][i] / H, 1e-14, "per step");
    /* without g^h: G_h weighs as it is */
    after.b.o.weight = PLAIN;
    batch_weigh(&after.b);
    for (int i = 0; i < 2 * H * L; i++)
        assert_true(after.b.psi[i] == after.b.G[i]);
    room_close(&alone), room_close(&beside), room_close(&after);
}

/* ---- three arms: the numbers of an exact enumeration elsewhere ---------------------------------------------------------------------------- */
static void baselines_change_what_they_should(void **unused)
{
    (void)unused;
    static const double reward[3] = { 0, 1, 0.5 }, at[3] = { 1, 0, 0 };
    static const double grad_J[3] = { -.18315466, .14456272, .03859194 };
    enum { PAIRS = 16 };                             /* nine are used */
    double theta[3 * PAIRS], grad[3 * PAIRS], pi[3], sum = 0;
    struct room room;
    struct batch *b = &room.b;
    room_open(&room, 1, 3, PAIRS, 2, 1, 1, 1);
    for (int a = 0; a < 3; a++)
        sum += exp(at[a]);
    for (int a = 0; a < 3; a++)
        pi[a] = exp(at[a]) / sum;
    for (int i = 0; i < 3 * PAIRS; i++)
        theta[i] = at[i / PAIRS];
    for (int l = 0; l < PAIRS; l++)
        for (int c = 0; c < 2; c++) {
            int w = c * PAIRS + l;
            b->state[w] = b->stage[w] = 0, b->last[w] = 1, b->on[w] = 1;
            b->action[w] = c ? l / 3 % 3 : l % 3, b->reward[w] = reward[b->action[w]];
        }
    for (int k = 0; k < 2; k++) {
        double mean[3] = { 0 }, square = 0, norm = 0;
        b->o.baseline = k ? MEAN_BASELINE : NO_BASELINE;
        batch_weigh(b), batch_gradient(b, theta, grad);
        for (int l = 0; l < 9; l++)
            for (int i = 0; i < 3; i++) {
                double p = pi[b->action[l]] * pi[b->action[PAIRS + l]];
                mean[i] += p * grad[i * PAIRS + l], square += p * grad[i * PAIRS + l] * grad[i * PAIRS + l];
            }
        /* the mean of two takes half of the gradient away: (n-1)/n */
        for (int i = 0; i < 3; i++)
            within(mean[i], grad_J[i] / (k ? 2 : 1), 1e-8, "mean gradient"), norm += mean[i] * mean[i];
        /* variance of two: .104214 without a baseline; with the mean it is a quarter of leave-one-out's .107925 */
        within(square - norm, k ? .107925 / 4 : .104214, 1e-6, "variance");
    }
    room_close(&room);
}

/* ---- through the simulator ------------------------------------------------------------------------------------------------------------------ */
static struct policy policy;
static struct batch batch;
static struct batch_options options;
static double *zero;
static int collector_init(struct run *u)
{
    if (policy_open(&policy, u, &options.hidden, 0.5) || batch_open(&batch, u, &policy, &options))
        return -1;
    zero = scratch(u->mem, (size_t)(policy.n * u->L));
    return 0;
}
static void collector_iterate(struct run *u) { batch_collect(&batch, u, zero); }
static int collector_copies(const void *self) { (void)self; return (int)options.copies; }
static const struct algo_type collector = { .name = "collector", .copies = collector_copies, .init = collector_init,
                                            .iterate = collector_iterate };
static struct sim *collect(const char *name, const char *params, struct batch_options o, int turns)
{
    const struct env_type *env = isa_env(isa_pick(NULL), name);
    void *self = lab_self(env->params, env->size, name, params);
    options = o, options.copies = o.copies ? o.copies : 1;
    failure_forget();
    struct setup set = { .algo = &collector, .algo_self = "", .env = env, .env_self = self, .seed = 3, .lanes = 8, .horizon = 1000000,
                         .max_bytes = 1 << 28 };
    struct sim *s = sim_open(&set);
    for (int i = 0; s && i < turns; i++)
        sim_run(s, sim_view(s)->t + 1, NULL);
    free(self);
    return s;
}

static void batches_hold_whole_episodes(void **unused)
{
    (void)unused;
    struct sim *s = collect("cartpole", "limit=30", (struct batch_options){ .steps = 100, .copies = 2, .discount = 0.9 }, 3);
    assert_int_equal(batch.n, 129);
    assert_int_equal(sim_view(s)->t, 3 * 129 * 2);
    for (int w = 0; w < 16; w++) {
        int count = 0, h = 0;
        double G = 0;
        assert_int_equal(batch.stage[w], 0);
        for (; h < batch.n && batch.on[h * 16 + w] == 1; h++, count++) {
            int over = batch.last[h * 16 + w];
            assert_int_equal(h + 1 < batch.n ? batch.stage[(h + 1) * 16 + w] : 0, over || h + 1 == batch.n ? 0 : batch.stage[h * 16 + w] + 1);
            assert_true(batch.stage[h * 16 + w] < 29 || over);
        }
        assert_true(count >= 100 && batch.last[(count - 1) * 16 + w] == 1);
        for (int k = count - 2; !batch.last[k * 16 + w]; k--)
            assert_true(k >= 99 - 30);                /* it was the first episode to end at 100 steps or later */
        for (; h < batch.n; h++)
            assert_true(batch.on[h * 16 + w] == 0 && batch.psi[h * 16 + w] == 0);
        for (h = count - 1; h >= 0; h--) {
            G = 1 + 0.9 * (batch.last[h * 16 + w] ? 0 : G);
            within(batch.G[h * 16 + w], G, 1e-13, "G"), within(batch.psi[h * 16 + w], pow(0.9, batch.stage[h * 16 + w]) * G, 1e-13, "psi");
        }
    }
    sim_close(s);
    /* where nothing ends, trajectories are cut off */
    s = collect("apg", "", (struct batch_options){ .horizon = 7, .steps = 20 }, 2);
    assert_int_equal(batch.n, 26);
    for (int i = 0; i < 26 * 8; i++) {
        assert_int_equal(batch.stage[i], i / 8 % 7);
        assert_true(batch.on[i] == (i / 8 < 21) && batch.last[i] == (i / 8 % 7 == 6));
    }
    sim_close(s);
    s = collect("apg", "", (struct batch_options){ 0 }, 1);
    assert_int_equal(batch.n, 66);                   /* 0.9^66 < 1/1000 < 0.9^65 */
    sim_close(s);
    assert_null(collect("lqb", "", (struct batch_options){ .baseline = MEAN_BASELINE }, 0));
    assert_non_null(strstr(failure(), "try batch=8"));
}

/* the fit is the least squares of this batch, and the next batch's psi is what it leaves */
static void the_value_baseline_is_least_squares(void **unused)
{
    (void)unused;
    struct sim *s = collect("cartpole", "limit=40", (struct batch_options){ .steps = 400, .discount = 0.95, .weight = PLAIN,
                                                                           .baseline = VALUE_BASELINE }, 1);
    enum { F = 12 };
    assert_int_equal(batch.F, F);
    batch_fit(&batch);
    for (int l = 0; l < 8; l++) {
        double slope[F] = { 0 }, most = 0;
        for (int h = 0; h < batch.n; h++)
            if (batch.on[h * 8 + l] > 0) {
                double f[F], value = 0, t = batch.stage[h * 8 + l] * 0.01;
                for (int i = 0; i < 4; i++)
                    f[2 * i] = batch.x[(h * 4 + i) * 8 + l], f[2 * i + 1] = f[2 * i] * f[2 * i];
                f[8] = t, f[9] = t * t, f[10] = t * t * t, f[11] = 1;
                for (int i = 0; i < F; i++)
                    value += f[i] * batch.fit[i * 8 + l];
                for (int i = 0; i < F; i++)
                    slope[i] += f[i] * (batch.G[h * 8 + l] - value);
            }
        for (int i = 0; i < F; i++)
            most = fmax(most, fabs(slope[i] - 1e-5 * batch.fit[i * 8 + l]));
        within(most, 0, 1e-7, "normal equations");
    }
    double before[F * 8], *G = batch.G, *psi = batch.psi;
    memcpy(before, batch.fit, sizeof before);
    sim_run(s, sim_view(s)->t + 1, NULL);
    for (int h = 0; h < batch.n; h++)
        for (int l = 0; l < 8; l++) {
            double value = 0, t = batch.stage[h * 8 + l] * 0.01;
            for (int i = 0; i < 4; i++) {
                double x = batch.x[(h * 4 + i) * 8 + l];
                value += x * before[2 * i * 8 + l] + x * x * before[(2 * i + 1) * 8 + l];
            }
            value += t * before[8 * 8 + l] + t * t * before[9 * 8 + l] + t * t * t * before[10 * 8 + l] + before[11 * 8 + l];
            within(psi[h * 8 + l], batch.on[h * 8 + l] * (G[h * 8 + l] - value), 1e-9, "advantage");
        }
    sim_close(s);
}

/* the mean of score score' over the steps that count is what the scores one by one give */
static void the_information_is_the_mean_of_squares(void **unused)
{
    (void)unused;
    struct sim *s = collect("lqb", "", (struct batch_options){ .copies = 3 }, 1);
    double F[10 * 8], room[4 * 8], want[16 * 8] = { 0 };
    batch_fisher(&batch, zero, room, F);
    for (int h = 0; h < 20; h++)
        for (int w = 0; w < 24; w++)
            for (int i = 0; i < 4; i++)
                for (int j = 0; j < 4; j++) {
                    const double *u = batch.u + h * 2 * 24 + w, *x = batch.x + h * 2 * 24 + w;
                    want[(i * 4 + j) * 8 + w % 8] += u[i / 2 * 24] * x[i % 2 * 24] * u[j / 2 * 24] * x[j % 2 * 24] / 0.0625 / 60;
                }
    for (int i = 0; i < 4; i++)
        for (int j = 0; j <= i; j++)
            for (int l = 0; l < 8; l++)
                within(F[tri(i, j) * 8 + l], want[(i * 4 + j) * 8 + l], 1e-13 * (1 + fabs(want[(i * 4 + j) * 8 + l])), "information");
    sim_close(s);
    /* a table of two equal chances: the scores of a state are +-(1/2, -1/2), whatever was done there */
    s = collect("riverswim", "", (struct batch_options){ .steps = 50, .horizon = 20, .copies = 2, .discount = 0.9 }, 1);
    int S = sim_view(s)->env->n_states;
    double *blocks = calloc((size_t)(S * 3 * 8), sizeof *blocks), *score = calloc((size_t)(S * 2 * 8), sizeof *score);
    assert_int_equal(policy_block(&policy), 2);
    batch_fisher(&batch, zero, score, blocks);
    for (int l = 0; l < 8; l++) {
        double visits[64] = { 0 }, all = 0;
        for (int w = l; w < 16; w += 8)
            for (int h = 0; h < batch.n; h++)
                visits[batch.state[h * 16 + w]] += batch.on[h * 16 + w], all += batch.on[h * 16 + w];
        for (int i = 0; i < S; i++)
            for (int k = 0; k < 3; k++)
                within(blocks[(i * 3 + k) * 8 + l], (k == 1 ? -0.25 : 0.25) * visits[i] / all, 1e-14, "a block of the information");
    }
    free(blocks), free(score), sim_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_and_products_are_unbiased),
        cmocka_unit_test(batches_are_means_over_episodes),
        cmocka_unit_test(baselines_change_what_they_should),
        cmocka_unit_test(batches_hold_whole_episodes),
        cmocka_unit_test(the_value_baseline_is_least_squares),
        cmocka_unit_test(the_information_is_the_mean_of_squares),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
