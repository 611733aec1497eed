/* Generalised advantage estimation: its two limits, ends, and numbers worked by hand. */
#include "gae.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

enum { N = 40, W = 24 };
static double reward[N * W], value[(N + 1) * W], adv[N * W], target[N * W];
static int32_t end[N * W];

static void fill(void)
{
    srand(7);
    for (int i = 0; i < N * W; i++)
        reward[i] = rand() % 200 / 100.0 - 1, end[i] = rand() % 9 ? 0 : 1 + rand() % 2;
    for (int i = 0; i < (N + 1) * W; i++)
        value[i] = rand() % 200 / 100.0 - 1;
}

/* lambda = 1: the discounted return, continued by V where the rollout stops, minus V; lambda = 0: one step's error */
static void limits_are_returns_and_errors(void **unused)
{
    (void)unused;
    fill();
    gae(reward, value, end, N, W, 0.9, 1, adv, target);
    for (int w = 0; w < W; w++) {
        double G = value[N * W + w];
        for (int i = (N - 1) * W + w; i >= 0; i -= W) {
            G = reward[i] + (end[i] ? 0 : 0.9 * G);
            assert_true(fabs(target[i] - G) < 1e-13 * N && fabs(adv[i] - (G - value[i])) < 1e-13 * N);
        }
    }
    gae(reward, value, end, N, W, 0.9, 0, adv, target);
    for (int i = 0; i < N * W; i++)
        assert_true(fabs(adv[i] - (reward[i] + (end[i] ? 0 : 0.9 * value[i + W]) - value[i])) < 1e-14);
}

/* whatever lambda, the error of a perfect critic is 0: V_t = r_t + gamma V_{t+1} */
static void a_perfect_critic_leaves_nothing(void **unused)
{
    (void)unused;
    fill();
    for (int i = N * W - 1; i >= 0; i--)
        value[i] = reward[i] + (end[i] ? 0 : 0.99 * value[i + W]);
    gae(reward, value, end, N, W, 0.99, 0.7, adv, target);
    for (int i = 0; i < N * W; i++)
        assert_true(fabs(adv[i]) < 1e-13 * N);
}

/* gamma = lambda = 1/2, V = 2, 4, 8, 16, rewards 1, 1, 1: deltas 1 + 2 - 2, 1 + 4 - 4, 1 + 8 - 8 */
static void by_hand(void **unused)
{
    (void)unused;
    const double want[] = { 1 + 1 / 4. + 1 / 16., 1 + 1 / 4., 1 };
    const double cut[] = { 1 + 1 / 4. * -3, 1 - 4, 1 };          /* an episode ends with the second step */
    double r[3 * 8], v[4 * 8], a[3 * 8], t[3 * 8];
    int32_t e[3 * 8] = { 0 };
    for (int i = 0; i < 4 * 8; i++)
        v[i] = 2 << i / 8;
    for (int i = 0; i < 3 * 8; i++)
        r[i] = 1;
    for (int w = 1; w < 8; w += 2)
        e[8 + w] = 1 + w % 4 / 2;
    gae(r, v, e, 3, 8, 0.5, 0.5, a, t);
    for (int i = 0; i < 3 * 8; i++)
        assert_true(a[i] == (i % 2 ? cut : want)[i / 8] && t[i] == a[i] + v[i]);
}

/* mean 0, deviation 1, whatever they were before; constants become 0 and one number stays */
static void batches_are_standardized(void **unused)
{
    (void)unused;
    float a[50], same[3] = { 4, 4, 4 }, one[1] = { 7 };
    double mean = 0, square = 0;
    for (int i = 0; i < 50; i++)
        a[i] = (float)(1000 + 3 * (i * 7 % 50));
    standardize(a, 50), standardize(same, 3), standardize(one, 1);
    for (int i = 0; i < 50; i++)
        mean += (double)a[i] / 50, square += (double)a[i] * (double)a[i] / 49;
    assert_true(fabs(mean) < 1e-6 && fabs(square - 1) < 1e-6);
    assert_true(same[0] == 0 && same[2] == 0 && one[0] == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_returns_and_errors),
        cmocka_unit_test(a_perfect_critic_leaves_nothing),
        cmocka_unit_test(by_hand),
        cmocka_unit_test(batches_are_standardized),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
