/* Laws of Tsallis-INF: the chances solve their equation, and regret is what an independent program measured. */
#include "published.h"
#include "../algorithms/tsallis_inf.c"

enum { WIDTH = 8, MOST = 100 };

/* the solution by bisection, in long double */
static void exact(const double *loss, int K, double eta, double *p)
{
    long double least = INFINITY, lo, hi, mid = 0;
    for (int k = 0; k < K; k++)
        least = loss[k] < (double)least ? loss[k] : least;
    lo = least - 2 * sqrtl(K) / eta, hi = least - 2 / (long double)eta;
    for (int i = 0; i < 200; i++) {
        long double sum = 0;
        mid = (lo + hi) / 2;
        for (int k = 0; k < K; k++)
            sum += 4 / ((eta * (loss[k] - mid)) * (eta * (loss[k] - mid)));
        *(sum < 1 ? &lo : &hi) = mid;
    }
    for (int k = 0; k < K; k++)
        p[k] = (double)(4 / ((eta * (loss[k] - mid)) * (eta * (loss[k] - mid))));
}

static void solve(const double *losses, int K, double eta, int evaluations, double start, double *p, double *x)
{
    double loss[MOST * WIDTH], weight[MOST * WIDTH], at[WIDTH];
    struct tsallis_inf s = { K, loss, weight, at };
    for (int j = 0; j < K * WIDTH; j++)
        loss[j] = losses[j / WIDTH];
    for (int l = 0; l < WIDTH; l++)
        at[l] = start;
    tsallis_inf_weigh(&s, WIDTH, eta, evaluations);
    for (int k = 0; k < K; k++)
        p[k] = weight[k * WIDTH];
    *x = at[0];
}

/* two and three arms, by bisection with 40 digits */
static void chances_of_two_and_three_arms(void **unused)
{
    (void)unused;
    double p[MOST], x;
    solve((double[]){ 0, 1 }, 2, 1, 12, 0, p, &x);
    within(x, -2.453326252719, 1e-12, "x"), within(p[0], .664583231, 1e-9, "p"), within(p[1], .335416769, 1e-9, "p");
    solve((double[]){ 0, 1, 2 }, 3, 0.5, 12, 0, p, &x);
    within(p[0], .434237615050, 1e-12, "p"), within(p[1], .320087076224, 1e-12, "p"), within(p[2], .245675308725, 1e-12, "p");
    for (int K = 2; K <= MOST; K += 7) {
        double equal[MOST];
        for (int k = 0; k < K; k++)
            equal[k] = 17;
        solve(equal, K, 0.3, 3, 0, p, &x);
        within(p[K - 1], 1.0 / K, 1e-14, "equal losses");
    }
}

/* from any start, far left or past the losses, twelve evaluations find the root: no step leaves min L - 2/eta */
static void newton_converges_from_anywhere(void **unused)
{
    (void)unused;
    srand(1);
    for (int i = 0; i < 2000; i++) {
        int K = 2 + rand() % (MOST - 1);
        double loss[MOST], p[MOST], want[MOST], x, spread = pow(10, rand() % 7 - 2), eta = pow(10, -(rand() % 4));
        for (int k = 0; k < K; k++)
            loss[k] = spread * rand() / RAND_MAX;
        exact(loss, K, eta, want);
        solve(loss, K, eta, 12, (rand() / (double)RAND_MAX - 0.9) * 10 * (spread + sqrt(K) / eta), p, &x);
        for (int k = 0; k < K; k++)
            within(p[k], want[k], 1e-9, "p");
    }
}

/* along a run, three evaluations from the last x are enough: chances add up to 1 within 10^-4, in the mean within 10^-6 */
static void three_evaluations_are_enough(void **unused)
{
    (void)unused;
    const int arms[] = { 2, 3, 10, 100 };
    srand(2);
    for (int i = 0; i < 4; i++) {
        int K = arms[i], T = 20000;
        double loss[MOST * WIDTH] = { 0 }, p[MOST * WIDTH], x[WIDTH] = { 0 }, worst = 0, mean = 0;
        struct tsallis_inf s = { K, loss, p, x };
        for (int t = 1; t <= T; t++) {
            tsallis_inf_weigh(&s, WIDTH, 2 / sqrt(t), EVALUATIONS);
            for (int l = 0; l < WIDTH; l++) {
                double sum = 0, u, lost;
                int arm = 0;
                for (int k = 0; k < K; k++)
                    sum += p[k * WIDTH + l];
                worst = fmax(worst, fabs(sum - 1)), mean += fabs(sum - 1) / T / WIDTH;
                for (u = rand() / (RAND_MAX + 1.0) * sum; arm < K - 1 && u > p[arm * WIDTH + l]; arm++)
                    u -= p[arm * WIDTH + l];
                lost = rand() < RAND_MAX * (arm ? 0.55 : 0.45);
                loss[arm * WIDTH + l] += lost / (p[arm * WIDTH + l] / sum);
            }
        }
        assert_true(worst < 1e-4 && mean < 1e-6);
    }
}

static void regret_is_bounded(void **unused)
{
    (void)unused;
    const char *world[] = { A1, A3, A12, A14 };
    const double K[] = { 2, 2, 10, 10 };
    for (int i = 0; i < 4; i++) {
        double x = lab_regret("tsallis-inf", "bernoulli", world[i], 64, 5000, NULL);
        assert_true(x >= 0 && x <= 4 * sqrt(K[i] * 5000) + 1);
    }
    assert_true(lab_regret("tsallis-inf", "bernoulli", "means=.5/.5/.5", 64, 1000, NULL) == 0);
    assert_true(lab_regret("tsallis-inf", "bernoulli", "means=1/0", 64, 10000, NULL) < 20);
    coin_is_fair("tsallis-inf", "bernoulli", A12);
}

static void regret_of_an_independent_program(void **unused)
{
    (void)unused;
    agrees("tsallis-inf", B1, 165.7), agrees("tsallis-inf", B3, 414.4);
    agrees("tsallis-inf", A1, 24.2), agrees("tsallis-inf", A3, 56.3);
    agrees("tsallis-inf", A11, 191.8), agrees("tsallis-inf", A12, 226.0), agrees("tsallis-inf", A14, 362.3);
}

/* the stochastically constrained adversary at T = 10^5: 505 +- 10, and 515 without the adversary */
static void the_best_of_both_worlds(void **unused)
{
    (void)unused;
    const char *worlds[] = { "kind=phases", "kind=stochastic" };
    const double want[] = { 505, 515 };
    for (int i = 0; i < 2; i++) {
        double se, x = lab_regret("tsallis-inf", "adversarial", worlds[i], 64, 100000, &se);
        within(x, want[i], 4 * sqrt(se * se + 10 * 10), worlds[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_of_two_and_three_arms),
        cmocka_unit_test(newton_converges_from_anywhere),
        cmocka_unit_test(three_evaluations_are_enough),
        cmocka_unit_test(regret_is_bounded),
        cmocka_unit_test(regret_of_an_independent_program),
        cmocka_unit_test(the_best_of_both_worlds),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
