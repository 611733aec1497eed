/* Drawing arms from weights: the chances are right, the edges hold, and shifted scores lose nothing. */
#include "choice.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

enum { L = 8, K = 5 };

static void fill(double *row, double x) { each(l) row[l] = x; }

/* every weight to its share of the uniforms, and 1/chance averages to 1 for every arm */
static void each_arm_gets_its_share(void **unused)
{
    (void)unused;
    enum { N = 100000 };
    const double weight[K] = { 0.5, 3, 0, 0.25, 1.25 };
    double w[K * L], u[L], chance[L], count[K] = { 0 }, weighted[K] = { 0 }, pi[K * L];
    int32_t action[L];
    for (int k = 0; k < K; k++)
        fill(w + k * L, weight[k]);
    for (int i = 0; i < N; i++) {
        fill(u, (i + 0.5) / N);
        weights_choose(w, K, L, u, action, chance);
        count[action[i % L]] += 1.0 / N, weighted[action[i % L]] += 1 / chance[i % L] / N;
    }
    weights_chances(w, K, L, pi);
    for (int k = 0; k < K; k++) {
        /* the grid of uniforms is exact to one point at each end */
        assert_true(fabs(count[k] - weight[k] / 5) <= 2.0 / N);
        assert_true(fabs(weighted[k] - (weight[k] > 0)) <= 40.0 / N);
        assert_true(pi[k * L + 3] == weight[k] / 5);
    }
}

static void an_arm_of_weight_0_is_never_chosen(void **unused)
{
    (void)unused;
    const double ends[] = { 0x1p-53, 0.5, 1 - 0x1p-53 };
    for (int bits = 1; bits < 1 << K; bits++)
        for (int i = 0; i < 3; i++)
            for (double size = 0x1p-600; size < 0x1p700; size *= 0x1p300) {
                double w[K * L], u[L], chance[L];
                int32_t action[L];
                for (int k = 0; k < K; k++)
                    fill(w + k * L, bits >> k & 1 ? size * (1 + k * 0x1p-52) : 0);
                fill(u, ends[i]);
                weights_choose(w, K, L, u, action, chance);
                assert_true(bits >> action[0] & 1);
            }
}

static void no_number_leads_out_of_range(void **unused)
{
    (void)unused;
    const double odd[] = { NAN, INFINITY, -INFINITY, 0, -1, 1e308, 0x1p-1074 };
    double w[K * L], u[L], chance[L];
    int32_t action[L];
    srand(1);
    for (int i = 0; i < 10000; i++) {
        for (int j = 0; j < K * L; j++)
            w[j] = odd[rand() % 7];
        fill(u, rand() / (RAND_MAX + 1.0));
        weights_choose(w, K, L, u, action, chance);
        each(l)
            assert_in_range(action[l], 0, K - 1);
    }
}

/* the chances after many single changes are those of the scores from scratch, however far these have moved */
static void one_score_at_a_time_is_all_scores(void **unused)
{
    (void)unused;
    for (int down = 0; down < 2; down++) {
        double a[K * L] = { 0 }, w[K * L], shift[L] = { 0 }, a2[K * L], w2[K * L], shift2[L], pi[K * L], pi2[K * L], score[L], u[L], p[L];
        struct scores s = { K, L, a, w, shift }, fresh = { K, L, a2, w2, shift2 };
        int32_t action[L];
        scores_weigh(&s, 0.7);
        srand(2);
        for (int i = 0; i < 5000; i++) {
            each(l) {
                /* lanes move at their own pace; some leap */
                double step = rand() / (double)RAND_MAX * (l + 1) * (rand() % 1000 ? 1 : 3000);
                action[l] = rand() % K, score[l] = a[action[l] * L + l] + (down ? -step : step);
            }
            scores_set(&s, 0.7, action, score);
            fill(u, 0.3);
            scores_choose(&s, 0.7, u, action, p);
            weights_chances(w, K, L, pi);
            memcpy(a2, a, sizeof a);
            scores_weigh(&fresh, 0.7);
            weights_chances(w2, K, L, pi2);
            /* scores near 10^4, scaled, are good to 10^-12; weights as far below as 2^-900 may be lost */
            for (int j = 0; j < K * L; j++)
                assert_true(fabs(pi[j] - pi2[j]) <= 1e-9 * pi2[j] + 0x1p-900);
        }
    }
}

static void moving_one_lane_keeps_the_bits_of_the_others(void **unused)
{
    (void)unused;
    double a[K * L] = { 0 }, w[K * L], shift[L] = { 0 }, before[K * L], score[L] = { 0 }, u[L], p[L];
    struct scores s = { K, L, a, w, shift };
    int32_t action[L] = { 0 };
    scores_weigh(&s, 1);
    each(l)
        score[l] = 0.1 * l;
    scores_set(&s, 1, action, score);
    score[3] = 800;
    scores_set(&s, 1, action, score);
    memcpy(before, w, sizeof w);
    fill(u, 0.5);
    scores_choose(&s, 1, u, action, p);
    assert_true(shift[3] == 800 && w[3] == 1 && action[3] == 0 && p[3] == 1);
    for (int j = 0; j < K * L; j++)
        assert_true(j % L == 3 || w[j] == before[j]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_arm_gets_its_share),
        cmocka_unit_test(an_arm_of_weight_0_is_never_chosen),
        cmocka_unit_test(no_number_leads_out_of_range),
        cmocka_unit_test(one_score_at_a_time_is_all_scores),
        cmocka_unit_test(moving_one_lane_keeps_the_bits_of_the_others),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
