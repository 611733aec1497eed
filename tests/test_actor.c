/* Policies with networks: chances add up, samples have the right moments, gradients against differences in long double. */
#include "net_truth.h"
#include "actor.h"
#include "sim_inside.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { MOST = 32, IN = 5 };

static void arena_free(struct arena *mem)
{
    for (struct rows *r = mem->first, *next; r; r = next)
        next = r->next, free(r);
}
/* an actor with some weights, deviations other than 1 */
static struct actor open_actor(struct arena *mem, int A, int discrete, float **w)
{
    struct actor p;
    static jmp_buf full;
    *mem = (struct arena){ .limit = (size_t)1 << 30, .full = &full };
    mem->last = &mem->first;
    actor_open(&p, mem, IN, A, discrete, 2, 16, TANH, MOST);
    *w = some_floats(p.n, 1);
    some_weights(&p.net, *w, 9);
    for (size_t i = p.log_std; i < p.n; i++)
        (*w)[i] = i < p.log_std + (size_t)A ? 0.3f * (float)(i - p.log_std) - 0.4f : 0;
    return p;
}

static void chances_add_up(void **unused)
{
    (void)unused;
    for (int A = 1; A <= 20; A += 6) {
        struct arena mem;
        float *w, *x = some_floats(IN * MOST, 2), logp[MOST], act[MOST];
        struct actor p = open_actor(&mem, A, 1, &w);
        double sum[MOST] = { 0 }, entropy = 0;
        actor_look(&p, w, x, MOST);
        for (int a = 0; a < A; a++) {
            for (int i = 0; i < MOST; i++)
                act[i] = (float)a;
            actor_logp(&p, w, MOST, act, logp);
            for (int i = 0; i < MOST; i++)
                sum[i] += exp((double)logp[i]), entropy -= exp((double)logp[i]) * (double)logp[i] / MOST;
        }
        for (int i = 0; i < MOST; i++)
            assert_true(fabs(sum[i] - 1) < 1e-6 * A);
        assert_true(fabs(actor_entropy(&p, w, MOST) - entropy) < 1e-5);
        free(w), free(x), arena_free(&mem);
    }
}

/* log pi and entropy of Gaussians: closed forms */
static void gaussians_are_gaussian(void **unused)
{
    (void)unused;
    struct arena mem;
    float *w, *x = some_floats(IN * MOST, 2), *act = some_floats(3 * MOST, 3), logp[MOST];
    struct actor p = open_actor(&mem, 3, 0, &w);
    double noise[3 * MOST] = { 0 }, entropy = 0;
    actor_look(&p, w, x, MOST);
    actor_logp(&p, w, MOST, act, logp);
    for (int i = 0; i < MOST; i++) {
        double want = 0;
        for (int k = 0; k < 3; k++) {
            double s = exp((double)w[p.log_std + (size_t)k]), z = ((double)act[k * MOST + i] - (double)p.row[k * MOST + i]) / s;
            want += -z * z / 2 - log(s) - log(2 * M_PI) / 2;
        }
        assert_true(fabs((double)logp[i] - want) < 1e-5);
    }
    for (int k = 0; k < 3; k++)
        entropy += (double)w[p.log_std + (size_t)k] + log(2 * M_PI * M_E) / 2;
    assert_true(fabs(actor_entropy(&p, w, MOST) - entropy) < 1e-6);
    /* noise z gives mean + s z */
    for (int k = 0; k < 3; k++)
        noise[k * MOST] = 1.5;
    actor_sample(&p, w, MOST, noise, act);
    for (int k = 0; k < 3; k++)
        assert_true(fabs((double)act[k * MOST] - (double)p.row[k * MOST] - 1.5 * exp((double)w[p.log_std + (size_t)k])) < 1e-6 &&
                    act[k * MOST + 1] == p.row[k * MOST + 1]);
    free(w), free(x), free(act), arena_free(&mem);
}

/* a uniform number below the chances of the first a actions, and not below those of fewer, means a */
static void samples_invert_the_sum_of_chances(void **unused)
{
    (void)unused;
    enum { A = 7, GRID = 2000 };
    struct arena mem;
    float *w, *x = some_floats(IN * MOST, 2), act[MOST], logp[MOST], one[MOST] = { 0 };
    struct actor p = open_actor(&mem, A, 1, &w);
    double seen[MOST][A] = { { 0 } };
    actor_look(&p, w, x, MOST);
    for (int g = 0; g < GRID; g++) {
        double u[MOST];
        for (int i = 0; i < MOST; i++)
            u[i] = (g + 0.5) / GRID;
        actor_sample(&p, w, MOST, u, act);
        for (int i = 0; i < MOST; i++)
            seen[i][(int)act[i]] += 1.0 / GRID;
    }
    for (int a = 0; a < A; a++) {
        for (int i = 0; i < MOST; i++)
            one[i] = (float)a;
        actor_logp(&p, w, MOST, one, logp);
        for (int i = 0; i < MOST; i++)
            assert_true(fabs(seen[i][a] - exp((double)logp[i])) < 1.5 / GRID);
    }
    free(w), free(x), arena_free(&mem);
}

/* ---- gradients ---------------------------------------------------------------------------------------------------------------- */

/* sum of c log pi - bonus H at w + e v */
static long double true_loss(const struct actor *p, const float *w, const long double *v, long double e, const float *x, int n,
                             const float *act, const float *c, double bonus)
{
    long double sum = 0, z[TRUE_UNITS];
    for (int i = 0; i < n; i++) {
        long double top = 0, logp = 0, H = 0;
        true_forward(&p->net, w, v, e, x + i * IN, z);
        if (p->discrete) {
            for (int a = 0; a < p->A; a++)
                top += expl(z[a]);
            logp = z[(int)act[i]] - logl(top);
            for (int a = 0; a < p->A; a++)
                H -= expl(z[a]) / top * (z[a] - logl(top));
        } else {
            for (int a = 0; a < p->A; a++) {
                size_t at = p->log_std + (size_t)a;
                long double log_s = (long double)w[at] + e * v[at], far = ((long double)act[a * MOST + i] - z[a]) / expl(log_s);
                logp -= far * far / 2 + log_s, H += log_s;
            }
        }
        sum += (long double)c[i] * logp - (long double)bonus * H;
    }
    return sum;
}

static void gradients_are_differences(void **unused)
{
    (void)unused;
    for (int discrete = 0; discrete < 2; discrete++)
        for (int n = 1; n <= MOST; n += 10)
            for (int j = 0; j < 4; j++) {
                struct arena mem;
                double bonus = j % 2 ? 0.3 : 0;
                float *w, *x = some_floats(IN * MOST, 2), *act = some_floats(4 * MOST, 3), *c = some_floats(MOST, 4);
                struct actor p = open_actor(&mem, 4, discrete, &w);
                float *g = calloc(p.n, sizeof *g), *u = some_floats(p.n, 50 + (uint64_t)j);
                long double *v = calloc(p.n, sizeof *v), got = 0, size = 0, e = 1e-6L;
                for (int i = 0; discrete && i < MOST; i++)
                    act[i] = (float)(i * 7 % 4);
                actor_look(&p, w, x, n);
                actor_learn(&p, w, x, n, act, c, bonus, g);
                /* twice: what is there already is added to */
                actor_learn(&p, w, x, n, act, c, bonus, g);
                for (size_t i = 0; i < p.n; i++) {
                    v[i] = w[i] != 0 || (i >= p.log_std && i < p.log_std + 4) ? (long double)u[i] : 0;
                    got += v[i] * (long double)g[i] / 2, size += fabsl(v[i] * (long double)g[i]);
                }
                long double want = (true_loss(&p, w, v, e, x, n, act, c, bonus) - true_loss(&p, w, v, -e, x, n, act, c, bonus)) / (2 * e);
                if (!(fabsl(got - want) < 1e-5L * size))
                    fail_msg("discrete %d, %d samples, bonus %g: %Lg, differences %Lg", discrete, n, bonus, got, want);
                free(w), free(x), free(act), free(c), free(g), free(u), free(v), arena_free(&mem);
            }
}

/* nearly the same chances everywhere, and deviations 1 */
static void first_policies_are_undecided(void **unused)
{
    (void)unused;
    for (int discrete = 0; discrete < 2; discrete++) {
        struct arena mem;
        uint64_t replicate[8] = { 0 }, copy[8] = { 0 }, draw = 0;
        struct rng g = { .width = 8, .replicate = replicate, .copy = copy };
        float *w, *x = some_floats(IN * MOST, 2);
        struct actor p = open_actor(&mem, 3, discrete, &w);
        double *work = calloc(p.n, sizeof *work);
        rng_key(&g, 1, 0, FOR_ALGO);
        actor_init(&p, w, &g, 0, &draw, work);
        actor_look(&p, w, x, MOST);
        for (int i = 0; i < 3 * MOST; i++)
            assert_true(fabs((double)p.row[i] + (discrete ? log(3) : 0)) < 0.05);
        assert_true(fabs(actor_entropy(&p, w, MOST) - (discrete ? log(3) : 1.5 * log(2 * M_PI * M_E))) < 1e-3);
        free(w), free(x), free(work), arena_free(&mem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_add_up),
        cmocka_unit_test(gaussians_are_gaussian),
        cmocka_unit_test(samples_invert_the_sum_of_chances),
        cmocka_unit_test(gradients_are_differences),
        cmocka_unit_test(first_policies_are_undecided),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
