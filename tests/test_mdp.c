/* Exact planning and evaluation against closed forms, GSL and each other. */
#include "mdp.h"
#include <gsl/gsl_linalg.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { L = 16, MOST_S = 110, MOST_A = 60 };

/* ---- models by hand ------------------------------------------------------------------------------------------------------------------ */
static double P[MOST_S * MOST_A * MOST_S], R[MOST_S * MOST_A], rho[MOST_S];
static struct mdp blank(int S, int A, double gamma)
{
    memset(P, 0, sizeof P), memset(R, 0, sizeof R), memset(rho, 0, sizeof rho);
    rho[0] = 1;
    return (struct mdp){ .S = S, .A = A, .gamma = gamma, .P = P, .R = R, .rho = rho };
}
static void go(const struct mdp *m, int s, int a, int next, double chance, double reward)
{
    P[(s * m->A + a) * m->S + next] += chance, R[s * m->A + a] += chance * reward;
}

static double v[200 * MOST_S * L], d[200 * MOST_S * L], q[MOST_S * MOST_A * L], pi[MOST_S * MOST_A * L], other[MOST_S * MOST_A * L];
static double *work_of(const struct mdp *m)
{
    static double *work;
    free(work);
    return work = malloc(mdp_work(m, L) * sizeof *work);
}
static void always(const struct mdp *m, int a)
{
    for (int i = 0; i < m->S * m->A; i++)
        for (int l = 0; l < L; l++)
            pi[i * L + l] = i % m->A == a;
}
static void uniform(const struct mdp *m)
{
    for (int i = 0; i < m->S * m->A * L; i++)
        pi[i] = 1.0 / m->A;
}
static void near(double x, double want, double margin, const char *what)
{
    if (!(fabs(x - want) <= margin))
        fail_msg("%s: %.17g, not %.17g", what, x, want);
}
/* the same in every lane */
static void all_lanes(const double *x, double want, double margin, const char *what)
{
    for (int l = 0; l < L; l++)
        near(x[l], want, margin, what);
}

/* random: b next states of each pair; a different one in each lane if `own` */
static uint64_t seed = 7;
static double u01(void)
{
    seed = seed * 6364136223846793005 + 1442695040888963407;
    return (double)(seed >> 11) * 0x1p-53;
}
static struct mdp garnet(int S, int A, int b, double gamma, int own)
{
    static double Pw[20 * 4 * 20 * L], Rw[20 * 4 * L], rhow[20 * L];
    struct mdp m = blank(S, A, gamma);
    for (int l = 0; l < (own ? L : 1); l++) {
        struct mdp one = blank(S, A, gamma);
        for (int s = 0; s < S; s++)
            for (int a = 0; a < A; a++) {
                double sum = 0, w[32];
                for (int k = 0; k < b; k++)
                    sum += w[k] = -log(u01());
                for (int k = 0; k < b; k++)
                    go(&one, s, a, (int)(u01() * S), w[k] / sum, 0);
                R[s * A + a] = u01();
            }
        for (int i = 0; own && i < S * A * S; i++)
            Pw[i * L + l] = P[i];
        for (int i = 0; own && i < S * A; i++)
            Rw[i * L + l] = R[i];
        for (int i = 0; own && i < S; i++)
            rhow[i * L + l] = rho[i];
    }
    if (own)
        m.width = L, m.P = Pw, m.R = Rw, m.rho = rhow;
    return m;
}
static double chance(const struct mdp *m, size_t i, int l) { return m->width ? m->P[i * L + (size_t)l] : m->P[i]; }
static double reward(const struct mdp *m, size_t i, int l) { return m->width ? m->R[i * L + (size_t)l] : m->R[i]; }
static void random_policy(const struct mdp *m)
{
    for (int s = 0; s < m->S; s++)
        for (int l = 0; l < L; l++) {
            double sum = 0;
            for (int a = 0; a < m->A; a++)
                sum += pi[(s * m->A + a) * L + l] = u01();
            for (int a = 0; a < m->A; a++)
                pi[(s * m->A + a) * L + l] /= sum;
        }
}

/* ---- evaluation -------------------------------------------------------------------------------------------------------------------------- */
static void two_states_by_hand(void **unused)
{
    (void)unused;
    /* 0 -> 1 with chance p, 1 -> 0 with chance r; state 1 pays 1: V(1) = (1 - g + g p) / ((1 - g)(1 - g + g p + g r)) */
    const double p = 0.3, r = 0.2, g = 0.9, near_1 = 1 - 1e-9;
    struct mdp m = blank(2, 1, g);
    go(&m, 0, 0, 1, p, 0), go(&m, 0, 0, 0, 1 - p, 0), go(&m, 1, 0, 0, r, 1), go(&m, 1, 0, 1, 1 - r, 1);
    uniform(&m);
    mdp_value(&m, L, g, pi, v, work_of(&m));
    all_lanes(v + L, (1 - g + g * p) / ((1 - g) * (1 - g + g * p + g * r)), 1e-14, "V(1)");
    all_lanes(v, g * p / ((1 - g) * (1 - g + g * p + g * r)), 1e-14, "V(0)");
    /* the last digits survive a discount next to 1: V = 6e8, and its difference is 1 / (p + r) */
    mdp_value(&m, L, near_1, pi, v, work_of(&m));
    double rest = 1 - near_1;
    all_lanes(v + L, (rest + near_1 * p) / (rest * (rest + near_1 * (p + r))), 1e-6, "V(1), discount next to 1");
    assert_int_equal(mdp_gain(&m, L, 1e-12, 100000, d, work_of(&m)), 0);
    all_lanes(d, p / (p + r), 1e-12, "gain");
}

static void gsl_solves_the_same(void **unused)
{
    (void)unused;
    for (int own = 0; own < 2; own++)
        for (int sparse = 0; sparse < 2; sparse++) {
            struct mdp m = garnet(20, 3, sparse ? 2 : 20, 0.97, own);
            random_policy(&m);
            mdp_value(&m, L, m.gamma, pi, v, work_of(&m));
            mdp_occupancy(&m, L, m.gamma, pi, d, work_of(&m));
            for (int l = 0; l < L; l++) {
                gsl_matrix *a = gsl_matrix_alloc(20, 20), *t = gsl_matrix_alloc(20, 20);
                gsl_vector *b = gsl_vector_calloc(20), *x = gsl_vector_alloc(20), *start = gsl_vector_calloc(20);
                gsl_permutation *perm = gsl_permutation_alloc(20);
                int sign;
                double total = 0;
                gsl_matrix_set_identity(a);
                for (size_t s = 0; s < 20; s++)
                    for (size_t k = 0; k < 3; k++) {
                        double p = pi[(s * 3 + k) * L + (size_t)l];
                        gsl_vector_set(b, s, gsl_vector_get(b, s) + p * reward(&m, s * 3 + k, l));
                        for (size_t j = 0; j < 20; j++)
                            gsl_matrix_set(a, s, j, gsl_matrix_get(a, s, j) - m.gamma * p * chance(&m, (s * 3 + k) * 20 + j, l));
                    }
                gsl_matrix_transpose_memcpy(t, a);
                gsl_linalg_LU_decomp(a, perm, &sign), gsl_linalg_LU_solve(a, perm, b, x);
                for (size_t s = 0; s < 20; s++)
                    near(v[s * L + (size_t)l], gsl_vector_get(x, s), 1e-12 * gsl_vector_get(x, s), "V = (I - g P)^-1 R");
                gsl_vector_set(start, 0, 1);
                gsl_linalg_LU_decomp(t, perm, &sign), gsl_linalg_LU_solve(t, perm, start, x);
                for (size_t s = 0; s < 20; s++) {
                    near(d[s * L + (size_t)l], gsl_vector_get(x, s), 1e-12, "d = (I - g P')^-1 rho");
                    total += d[s * L + (size_t)l];
                }
                near(total, 1 / (1 - m.gamma), 1e-12, "occupancy adds up to 1/(1 - g)");
                gsl_matrix_free(a), gsl_matrix_free(t), gsl_vector_free(b), gsl_vector_free(x), gsl_vector_free(start), gsl_permutation_free(perm);
            }
        }
}

/* what follows is worth the reward and what follows; what comes in goes on */
static void values_and_visits_are_consistent(void **unused)
{
    (void)unused;
    struct mdp m = garnet(20, 4, 3, 0.9, 1);
    random_policy(&m);
    mdp_value(&m, L, m.gamma, pi, v, work_of(&m));
    mdp_backup(&m, L, m.gamma, v, q);
    mdp_occupancy(&m, L, m.gamma, pi, d, work_of(&m));
    for (int l = 0; l < L; l++) {
        double paid = 0;
        for (int s = 0; s < m.S; s++) {
            double sum = 0;
            for (int a = 0; a < m.A; a++)
                sum += pi[(s * m.A + a) * L + l] * q[(s * m.A + a) * L + l],
                paid += d[s * L + l] * pi[(s * m.A + a) * L + l] * reward(&m, (size_t)(s * m.A + a), l);
            near(sum, v[s * L + l], 1e-13, "V = sum pi Q");
        }
        near(paid, v[l], 1e-12, "sum d pi R = rho V");
    }
}

/* ---- n steps ----------------------------------------------------------------------------------------------------------------------------- */
static void many_steps_come_near_no_end(void **unused)
{
    (void)unused;
    struct mdp m = garnet(15, 2, 4, 0.8, 0);
    random_policy(&m);
    mdp_value(&m, L, m.gamma, pi, v, work_of(&m));
    mdp_return(&m, L, 150, m.gamma, pi, 1, FIRST_STAGE, d, work_of(&m));
    for (int i = 0; i < m.S * L; i++)
        near(d[i], v[i], 1e-13, "150 steps of discount 0.8");
    /* both ways to keep stages give the same; a policy of equal stages is that policy */
    static double all[6 * MOST_S * L], staged[5 * 15 * 2 * L];
    for (int h = 0; h < 5; h++)
        memcpy(staged + h * 15 * 2 * L, pi, 15 * 2 * L * sizeof *pi);
    mdp_return(&m, L, 5, 1, pi, 1, FIRST_STAGE, v, work_of(&m));
    mdp_return(&m, L, 5, 1, staged, 5, ALL_STAGES, all, work_of(&m));
    assert_memory_equal(all, v, 15 * L * sizeof *v);
    for (int i = 0; i < 15 * L; i++)
        assert_true(all[5 * 15 * L + i] == 0);
    /* what is paid is what is visited */
    mdp_visits(&m, L, 5, staged, 5, d);
    for (int l = 0; l < L; l++) {
        double paid = 0;
        for (int h = 0; h < 5; h++) {
            double sum = 0;
            for (int s = 0; s < 15; s++) {
                sum += d[(h * 15 + s) * L + l];
                for (int a = 0; a < 2; a++)
                    paid += d[(h * 15 + s) * L + l] * pi[(s * 2 + a) * L + l] * R[s * 2 + a];
            }
            near(sum, 1, 1e-14, "chances of a stage");
        }
        near(paid, v[l], 1e-13, "sum over stages of d pi R");
    }
    /* nobody does better than the plan, and the plan's own policy does as well */
    mdp_plan(&m, L, 5, 1, FIRST_STAGE, v, work_of(&m));
    for (int i = 0; i < 15 * L; i++)
        assert_true(v[i] >= all[i]);
}

/* ---- without end ------------------------------------------------------------------------------------------------------------------------- */
static void policy_iteration_is_value_iteration(void **unused)
{
    (void)unused;
    for (int own = 0; own < 2; own++)
        for (int b = 2; b <= 20; b += 9) {
            struct mdp m = garnet(20, 4, b, 0.95, own);
            int n = mdp_policy_iteration(&m, L, v, pi, work_of(&m));
            assert_true(n > 0 && n < 20);
            assert_int_equal(mdp_value_iteration(&m, L, 1e-13, 100000, d, work_of(&m)), 0);
            for (int i = 0; i < m.S * L; i++)
                near(d[i], v[i], 1e-11, "V*");
            mdp_backup(&m, L, m.gamma, d, q);
            assert_int_equal(policy_of(m.S, m.A, L, q, pi), 0);
        }
}

/* capital 1 .. 99, stakes 1 .. min(s, 100 - s), win with chance 0.4: Sutton and Barto 2018, example 4.3, where bold play is optimal:
 * V(25) = 0.4^2, V(50) = 0.4, V(75) = 0.4 + 0.6 0.4 */
static void the_gambler_is_bold(void **unused)
{
    (void)unused;
    struct mdp m = blank(101, 50, 1);
    for (int s = 1; s < 100; s++)
        for (int a = 0; a < 50; a++) {
            int most = s < 100 - s ? s : 100 - s, stake = a < most ? a + 1 : most;
            go(&m, s, a, s + stake, 0.4, s + stake == 100), go(&m, s, a, s - stake, 0.6, 0);
        }
    assert_int_equal(mdp_value_iteration(&m, L, 1e-15, 100000, v, work_of(&m)), 0);
    all_lanes(v + 25 * L, 0.16, 1e-12, "V(25)"), all_lanes(v + 50 * L, 0.4, 1e-12, "V(50)"), all_lanes(v + 75 * L, 0.64, 1e-12, "V(75)");
    all_lanes(v + 1 * L, 0.002066, 5e-7, "V(1)");
    /* timid play, one at a time: ruin theory, (1 - (q/p)^s) / (1 - (q/p)^100) */
    always(&m, 0);
    mdp_value(&m, L, 1, pi, v, work_of(&m));
    for (int s = 1; s < 100; s++) {
        double want = (1 - pow(1.5, s)) / (1 - pow(1.5, 100));
        all_lanes(v + s * L, want, 1e-12 * want, "ruin");
    }
    /* steps until the game is over, of a fair game: s (100 - s) */
    m = blank(101, 1, 1);
    for (int s = 1; s < 100; s++)
        go(&m, s, 0, s + 1, 0.5, 1), go(&m, s, 0, s - 1, 0.5, 1);
    uniform(&m);
    rho[0] = 0, rho[50] = 1;
    mdp_value(&m, L, 1, pi, v, work_of(&m));
    for (int s = 0; s <= 100; s++)
        all_lanes(v + s * L, s * (100 - s), 1e-9, "duration of a fair game");
    mdp_occupancy(&m, L, 1, pi, d, work_of(&m));
    all_lanes(d + 50 * L, 50, 1e-10, "visits to the middle");          /* 2 s (100 - s) / 100 */
    all_lanes(d, 0.5, 1e-12, "ruin from the middle");
}

/* what never ends and is not discounted: infinite, or nothing, exactly */
static void what_never_ends(void **unused)
{
    (void)unused;
    /* 0: chance 1/3 each to 1, 2 and 3; 1 and 2 go round for ever, 2 pays; 3 ends; 4 goes round by itself and pays nothing */
    for (int sign = -1; sign <= 1; sign++) {
        struct mdp m = blank(6, 2, 1);
        for (int a = 0; a < 2; a++) {
            go(&m, 0, a, 1, 1.0 / 3, 0), go(&m, 0, a, 2, 1.0 / 3, 0), go(&m, 0, a, 3, 1.0 / 3, 0);
            go(&m, 1, a, 2, 1, 0), go(&m, 2, a, 1, 1, sign), go(&m, 3, a, 5, 1, 2), go(&m, 4, a, 4, a ? 1 : 0.5, 0);
        }
        go(&m, 4, 0, 3, 0.5, 0);
        always(&m, 1);
        mdp_value(&m, L, 1, pi, v, work_of(&m));
        double endless = sign ? (double)sign * (double)INFINITY : 0;
        for (int l = 0; l < L; l++) {
            assert_true(v[1 * L + l] == endless && v[2 * L + l] == endless && v[3 * L + l] == 2 && v[4 * L + l] == 0 && v[5 * L + l] == 0);
            assert_true(sign ? v[l] == endless : fabs(v[l] - 2.0 / 3) < 1e-15);
        }
        always(&m, 0);
        mdp_value(&m, L, 1, pi, v, work_of(&m));
        all_lanes(v + 4 * L, 2, 1e-15, "half the time, to where it ends");
    }
}

/* gains: of a two-armed loop, of a periodic chain */
static void gain_of_loops(void **unused)
{
    (void)unused;
    struct mdp m = blank(3, 2, 1);                 /* action 0 goes round 0 1 2 and pays 3 at the end, action 1 stays and pays 0.5 */
    for (int s = 0; s < 3; s++)
        go(&m, s, 0, (s + 1) % 3, 1, s == 2 ? 3 : 0), go(&m, s, 1, s, 1, 0.5);
    assert_int_equal(mdp_gain(&m, L, 1e-13, 100000, d, work_of(&m)), 0);
    all_lanes(d, 1, 1e-12, "gain");
    for (int s = 0; s < 3; s++)
        R[s * 2 + 1] = 1.25;
    assert_int_equal(mdp_gain(&m, L, 1e-13, 100000, d, work_of(&m)), 0);
    all_lanes(d, 1.25, 1e-12, "gain of staying");
    assert_int_equal(mdp_gain(&m, L, 1e-13, 3, d, work_of(&m)), L);    /* not in three sweeps */
}

/* ---- lanes ---------------------------------------------------------------------------------------------------------------------------------- */

/* a model of one's own in each lane, all the same, gives the bits of the one that is shared; 8 lanes give those of 16 */
static void lanes_are_alone(void **unused)
{
    (void)unused;
    static double Pw[20 * 2 * 20 * L], Rw[20 * 2 * L], rhow[20 * L], a[20 * L], b[20 * L], c[20 * 8], chances[20 * 2 * L], few[20 * 2 * 8];
    struct mdp m = garnet(20, 2, 3, 0.9, 0), own = m;
    for (int l = 0; l < L; l++) {
        for (int i = 0; i < 20 * 2 * 20; i++)
            Pw[i * L + l] = P[i];
        for (int i = 0; i < 20 * 2; i++)
            Rw[i * L + l] = R[i];
        for (int i = 0; i < 20; i++)
            rhow[i * L + l] = rho[i];
    }
    own.width = L, own.P = Pw, own.R = Rw, own.rho = rhow;
    random_policy(&m);
    memcpy(chances, pi, sizeof chances);
    for (int i = 0; i < 20 * 2; i++)
        memcpy(few + i * 8, pi + i * L + 8, 8 * sizeof *few);
    mdp_value(&m, L, 0.9, chances, a, work_of(&m)), mdp_value(&own, L, 0.9, chances, b, work_of(&m));
    assert_memory_equal(a, b, sizeof a);
    mdp_value(&m, 8, 0.9, few, c, work_of(&m));
    for (int s = 0; s < 20; s++)
        assert_memory_equal(c + s * 8, a + s * L + 8, 8 * sizeof *c);
    mdp_value_iteration(&m, L, 1e-10, 1000, a, work_of(&m)), mdp_value_iteration(&own, L, 1e-10, 1000, b, work_of(&m));
    assert_memory_equal(a, b, sizeof a);
    /* a slow lane does not hold up a fast one: it stops at its own time */
    for (int i = 0; i < 20 * 2; i++)
        Rw[i * L + 5] *= 1e6;
    mdp_value_iteration(&own, L, 1e-10, 1000, b, work_of(&m));
    for (int s = 0; s < 20; s++)
        for (int l = 0; l < L; l++)
            assert_true(l == 5 ? fabs(b[s * L + l] / a[s * L + l] / 1e6 - 1) < 1e-9 : b[s * L + l] == a[s * L + l]);
}

static void greedy_shares_ties(void **unused)
{
    (void)unused;
    const double chances[2][3] = { { 0.2, 0.4, 0.4 }, { 0.5, 0.3, 0.2 } }, want[2][3] = { { 0, 0.5, 0.5 }, { 1, 0, 0 } };
    for (int i = 0; i < 6; i++)
        for (int l = 0; l < L; l++)
            pi[i * L + l] = chances[i / 3][i % 3];
    policy_greedy(2, 3, L, pi, other);
    policy_greedy(2, 3, L, pi, pi);
    for (int i = 0; i < 6; i++)
        all_lanes(other + i * L, want[i / 3][i % 3], 0, "greedy"), all_lanes(pi + i * L, want[i / 3][i % 3], 0, "in place");
    /* the lowest of those that are equal to nine places */
    const double worth[3] = { 1 - 1e-11, 1, 1 - 1e-8 };
    for (int i = 0; i < 3; i++)
        for (int l = 0; l < L; l++)
            q[i * L + l] = worth[i];
    assert_int_equal(policy_of(1, 3, L, q, other), 1);
    assert_int_equal(policy_of(1, 3, L, q, other), 0);
    for (int i = 0; i < 3; i++)
        all_lanes(other + i * L, i == 0, 0, "lowest of the best");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_states_by_hand),
        cmocka_unit_test(gsl_solves_the_same),
        cmocka_unit_test(values_and_visits_are_consistent),
        cmocka_unit_test(many_steps_come_near_no_end),
        cmocka_unit_test(policy_iteration_is_value_iteration),
        cmocka_unit_test(the_gambler_is_bold),
        cmocka_unit_test(what_never_ends),
        cmocka_unit_test(gain_of_loops),
        cmocka_unit_test(lanes_are_alone),
        cmocka_unit_test(greedy_shares_ties),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
