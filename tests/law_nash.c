/* Laws of Nash learning from preferences: the theorem's rate at every iteration, fixed points, symmetry. */
#include "../algorithms/nash.c"
#include "published.h"

enum { N = 8, T = 300 };

/* kl after 1 .. T iterations of N replicates */
static void curves(const char *algo, const char *params, const char *metric, double *x)
{
    long log[T];
    for (int k = 0; k < T; k++)
        log[k] = k + 1;
    lab_run((struct lab){ .algo = algo, .env = "preferences", .params = params, .n = N, .T = T, .log = log, .n_log = T, .own = metric }, x);
}

/* KL(p* | p_k) <= (1 + 2 beta)^-k KL(p* | p_0) for every k and every game: from one iteration to the next as well */
static void mirror_prox_keeps_its_rate(void **unused)
{
    (void)unused;
    static const char *const games[] = { "kind=rps ref=0.7/0.2/0.1", "kind=random n=20", "kind=bradley-terry n=7", "kind=random n=2" };
    static const double betas[] = { 0.01, 0.1, 0.5, 2 };
    static double x[N * T];
    for (int g = 0; g < 4; g++)
        for (int b = 0; b < 4; b++) {
            char params[128];
            snprintf(params, sizeof params, "%s beta=%g", games[g], betas[b]);
            curves("nash-mp", params, "kl", x);
            for (int i = 0; i < N; i++)
                for (int k = 1; k < T; k++) {
                    double bound = x[i*T + k - 1] / (1 + 2 * betas[b]) + 1e-12;
                    if (!(x[i*T + k] <= bound && x[i*T + k] >= 0))
                        fail_msg("%s: iteration %d: %g after %g", params, k, x[i*T + k], x[i*T + k - 1]);
                }
        }
}

/* what the gap says: nobody gains at the equilibrium, and nobody loses by answering best */
static void gap_is_positive_and_vanishes(void **unused)
{
    (void)unused;
    static double x[N * T];
    curves("nash-mp", "kind=random n=20 beta=0.1", "gap", x);
    for (int i = 0; i < N; i++) {
        for (int k = 0; k < T; k++)
            assert_true(x[i*T + k] > -1e-14);
        assert_true(x[i*T] > 1e-4 && x[i*T + T - 1] < 1e-13);
    }
}

/* p = softmax(P p / beta + log ref) exactly at p*; symmetric games stay where they are; a heavy beta keeps ref */
static void equilibria_are_fixed_points(void **unused)
{
    (void)unused;
    enum { n = 3, L = 8 };
    const double P[n][n] = { { 0.5, 1, 0 }, { 0, 0.5, 1 }, { 1, 0, 0.5 } }, ref[n] = { 0.7, 0.2, 0.1 };
    for (double beta = 0.01; beta < 100; beta *= 3) {
        _Alignas(64) double rows[6][n * n * L];
        struct nash s = { .beta = beta, .n = n, .L = L, .P = rows[0], .p = rows[1], .h = rows[2], .base = rows[3], .star = rows[4],
                          .odds = rows[5], .value = rows[5] + n * L };
        for (int i = 0; i < n * n * L; i++)
            rows[0][i] = P[i / L / n][i / L % n];
        for (int i = 0; i < n * L; i++)
            s.p[i] = s.base[i] = log(ref[i / L]);
        solve(&s);
        double score[n], sum = 0;
        for (int a = 0; a < n; a++) {
            score[a] = log(ref[a]);
            for (int b = 0; b < n; b++)
                score[a] += P[a][b] * exp(s.star[b * L]) / beta;
            sum += exp(score[a]);
        }
        for (int a = 0; a < n; a++)
            within(s.star[a * L], score[a] - log(sum), 1e-11, "log p*");
    }
    static double x[N * T];
    curves("nash-mp", "kind=rps beta=0.01", "kl", x);
    for (int i = 0; i < N * T; i++)
        within(x[i], 0, 1e-15, "rock, scissors, paper with a uniform reference");
    curves("mwu", "kind=rps beta=0.01", "kl", x);
    within(x[T - 1], 0, 1e-15, "p* = p0");
    curves("omd", "kind=random n=20 beta=1000", "kl", x);
    within(x[0], 0, 1e-6, "a heavy beta: p* is ref");
}

/* two iterations of the skewed game, and 50 of each method, as an independent program computed them exactly; a unit of the last digit */
static void first_iterates(void **unused)
{
    (void)unused;
    static double x[N * T];
    curves("nash-mp", "ref=0.7/0.2/0.1 beta=0.5", "kl", x);
    within(x[0], 0.0103, 5e-5, "KL_1"), within(x[1], 0.00240, 5e-6, "KL_2");
    curves("nash-mp", "ref=0.7/0.2/0.1 beta=0.1", "kl", x);
    within(x[49], 1.6e-14, 0.05e-14, "nash-mp");
    curves("omd", "ref=0.7/0.2/0.1 beta=0.1", "kl", x);
    within(x[49], 7.0e-4, 0.05e-4, "omd");
    curves("nash-md", "ref=0.7/0.2/0.1 beta=0.1", "kl", x);
    within(x[49], 1.5e-3, 0.05e-3, "nash-md"), within(x[99], 5.0e-5, 0.05e-5, "nash-md");
    curves("mwu", "ref=0.7/0.2/0.1 beta=0.1", "kl", x);
    within(x[49], 2.8, 0.05, "mwu"), within(x[99], 3.3, 0.05, "mwu");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mirror_prox_keeps_its_rate),
        cmocka_unit_test(gap_is_positive_and_vanishes),
        cmocka_unit_test(equilibria_are_fixed_points),
        cmocka_unit_test(first_iterates),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
