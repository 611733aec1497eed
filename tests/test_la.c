/* Small linear algebra and ridge regression over lanes against GSL, closed forms and themselves. */
#include "ridge.h"
#include "lab.h"
#include <gsl/gsl_linalg.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

enum { L = 16, MOST = 24, N = 7 };
static double a[MOST * MOST * L], low[MOST * MOST * L], inverse[MOST * MOST * L], work[MOST * MOST * L];
static double x[N * MOST * L], y[N * MOST * L], q[N * L];

static uint64_t seed = 3;
static double u01(void)
{
    seed = seed * 6364136223846793005 + 1442695040888963407;
    return (double)(seed >> 11) * 0x1p-53;
}
static void near(double value, double want, double margin, const char *what)
{
    if (!(fabs(value - want) <= margin))
        fail_msg("%s: %.17g, not %.17g", what, value, want);
}

/* a random positive definite matrix in every lane, I + G G' / d; and N random vectors */
static void draw(int d)
{
    for (int l = 0; l < L; l++) {
        double g[MOST][MOST];
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                g[i][j] = 2 * u01() - 1;
        for (int i = 0; i < d; i++)
            for (int j = 0; j <= i; j++) {
                double sum = i == j;
                for (int k = 0; k < d; k++)
                    sum += g[i][k] * g[j][k] / d;
                a[tri(i, j) * L + l] = sum;
            }
        for (int i = 0; i < N * d; i++)
            x[i * L + l] = 2 * u01() - 1;
    }
}
static gsl_matrix *gsl_of(const double *m, int d, int l)
{
    gsl_matrix *out = gsl_matrix_alloc((size_t)d, (size_t)d);
    for (int i = 0; i < d; i++)
        for (int j = 0; j < d; j++)
            gsl_matrix_set(out, (size_t)i, (size_t)j, m[(i > j ? tri(i, j) : tri(j, i)) * L + l]);
    return out;
}
static const int sizes[] = { 1, 2, 3, 4, 5, 8, 17, MOST };
enum { SIZES = sizeof sizes / sizeof *sizes };

/* rounding of sums of up to 24 terms around 1, and a condition number below 100 */
static const double ROUNDING = 1e-12;

static void cholesky_inverse_solution_and_determinant_are_those_of_gsl(void **unused)
{
    (void)unused;
    for (int k = 0; k < SIZES; k++) {
        int d = sizes[k];
        double det[L];
        draw(d);
        chol(a, d, L, low), chol_inverse(low, d, L, inverse, work), chol_solve(low, x, d, L, y), chol_logdet(low, d, L, det);
        for (int l = 0; l < L; l++) {
            gsl_matrix *m = gsl_of(a, d, l);
            gsl_vector *b = gsl_vector_alloc((size_t)d);
            for (int i = 0; i < d; i++)
                gsl_vector_set(b, (size_t)i, x[i * L + l]);
            gsl_linalg_cholesky_decomp1(m);
            double sum = 0;
            for (int i = 0; i < d; i++) {
                sum += 2 * log(gsl_matrix_get(m, (size_t)i, (size_t)i));
                for (int j = 0; j <= i; j++)
                    near(low[tri(i, j) * L + l], gsl_matrix_get(m, (size_t)i, (size_t)j), ROUNDING, "cholesky");
            }
            near(det[l], sum, ROUNDING * d, "ln det");
            gsl_linalg_cholesky_svx(m, b);
            for (int i = 0; i < d; i++)
                near(y[i * L + l], gsl_vector_get(b, (size_t)i), ROUNDING, "solution");
            gsl_linalg_cholesky_invert(m);
            for (int i = 0; i < d; i++)
                for (int j = 0; j <= i; j++)
                    near(inverse[tri(i, j) * L + l], gsl_matrix_get(m, (size_t)i, (size_t)j), ROUNDING, "inverse");
            gsl_matrix_free(m), gsl_vector_free(b);
        }
    }
}

static void products_and_forms_are_sums(void **unused)
{
    (void)unused;
    for (int k = 0; k < SIZES; k++) {
        int d = sizes[k];
        draw(d);
        for (int n = 1; n <= N; n++) {
            sym_forms(a, x, n, d, L, q);
            for (int i = 0; i < n; i++) {
                sym_times(a, x + i * d * L, d, L, y);
                for (int l = 0; l < L; l++) {
                    double form = 0;
                    for (int j = 0; j < d; j++) {
                        double sum = 0;
                        for (int m = 0; m < d; m++)
                            sum += a[(j > m ? tri(j, m) : tri(m, j)) * L + l] * x[(i * d + m) * L + l];
                        near(y[j * L + l], sum, ROUNDING, "product");
                        form += sum * x[(i * d + j) * L + l];
                    }
                    near(q[i * L + l], form, ROUNDING * d, "form");
                }
            }
        }
    }
}

/* of one vector alone or among others: the same bits, however they are grouped */
static void a_form_does_not_depend_on_its_neighbours(void **unused)
{
    (void)unused;
    double one[L];
    draw(MOST);
    sym_forms(a, x, N, MOST, L, q);
    for (int i = 0; i < N; i++) {
        sym_forms(a, x + i * MOST * L, 1, MOST, L, one);
        assert_memory_equal(one, q + i * L, sizeof one);
    }
}

static void a_lower_triangle_times_a_vector_has_the_matrix_for_covariance(void **unused)
{
    (void)unused;
    int d = 5;
    double basis[5 * L], sum[15] = { 0 };
    draw(d);
    chol(a, d, L, low);
    for (int k = 0; k < d; k++) {
        for (int i = 0; i < d * L; i++)
            basis[i] = i / L == k;
        low_times(low, basis, d, L, basis);
        for (int i = 0; i < d; i++)
            for (int j = 0; j <= i; j++)
                sum[tri(i, j)] += basis[i * L + 3] * basis[j * L + 3];
    }
    for (int i = 0; i < 15; i++)
        near(sum[i], a[i * L + 3], ROUNDING, "low low'");
}

static void what_is_not_positive_definite_is_nan_in_its_lane_alone(void **unused)
{
    (void)unused;
    draw(4);
    a[tri(2, 2) * L + 5] = -1, a[tri(0, 0) * L + 6] = NAN;
    chol(a, 4, L, low), chol_inverse(low, 4, L, inverse, work);
    for (int l = 0; l < L; l++)
        for (int i = 0; i < 4; i++)
            assert_int_equal(!isfinite(inverse[tri(i, i) * L + l]), l == 5 || l == 6);
}

/* ---- ridge: in a run, because its rows live in one ---------------------------------------------------------------------------------- */
static struct ridge ridge;
static int open_ridge(struct run *u) { return ridge_open(&ridge, u, 6, 0.5); }
static void nothing(struct run *u) { sim_step(u); }
static const param none[] = { END };
static const struct algo_type opener = { .name = "opener", .params = none, .needs = ARMS, .init = open_ridge, .iterate = nothing };

static struct sim *ridge_sim(void)
{
    const struct env_type *env = isa_env(isa_pick(NULL), "bernoulli");
    const struct metric *metric = &metrics[REGRET];
    static const long log[] = { 10 };
    void *self = lab_keep(env->params, env->size, "bernoulli", "means=0.5/0.4");
    struct setup set = { .algo = &opener, .algo_self = none, .env = env, .env_self = self, .lanes = L, .horizon = 10, .log = log,
                         .n_log = 1,
                         .metric = &metric, .n_metrics = 1, .max_bytes = 1 << 20 };
    struct sim *s = sim_open(&set);
    assert_non_null(s);
    return s;
}

/* after many examples, with and without a refresh: the inverse, theta and growth of V and b, which are sums */
static void learning_one_by_one_is_learning_at_once(void **unused)
{
    (void)unused;
    for (int n = 1; n < 3000; n = n * 3 + 1) {
        struct sim *s = ridge_sim();
        int d = ridge.d;
        double target[L], before[6 * L], growth[L];
        double sum[6 * L] = { 0 };
        for (int i = 0; i < n; i++) {
            draw(d);
            for (int l = 0; l < L; l++)
                target[l] = u01();
            for (int k = 0; k < d * L; k++)
                sum[k] += x[k] * target[k % L];
            ridge_add(&ridge, x, target);
        }
        memcpy(before, ridge.theta, sizeof before), memcpy(growth, ridge.growth, sizeof growth);
        memcpy(a, ridge.inverse, (size_t)(tri_rows(d) * L) * sizeof *a);
        ridge_refresh(&ridge);
        for (int l = 0; l < L; l++) {
            near(growth[l], ridge.growth[l], 1e-10, "growth");
            for (int i = 0; i < d; i++)
                near(before[i * L + l], ridge.theta[i * L + l], 1e-10, "theta"), near(ridge.b[i * L + l], sum[i * L + l], 1e-9, "b");
            for (int i = 0; i < tri_rows(d); i++)
                near(a[i * L + l], ridge.inverse[i * L + l], 1e-10, "inverse");
        }
        sim_close(s);
    }
}

/* no example: lambda alone; exact data: theta is found as lambda is forgotten */
static void ridge_starts_at_zero_and_ends_at_the_truth(void **unused)
{
    (void)unused;
    struct sim *s = ridge_sim();
    double target[L], mean[N * L], square[N * L];
    draw(6);
    ridge_look(&ridge, x, N, mean, square);
    for (int k = 0; k < N; k++)
        for (int l = 0; l < L; l++) {
            double length = 0;
            for (int i = 0; i < 6; i++)
                length += x[(k * 6 + i) * L + l] * x[(k * 6 + i) * L + l];
            near(mean[k * L + l], 0, 0, "mean"), near(square[k * L + l], length / 0.5, 1e-12, "square");
        }
    for (int i = 0; i < 5000; i++) {
        draw(6);
        for (int l = 0; l < L; l++) {
            target[l] = 0;
            for (int k = 0; k < 6; k++)
                target[l] += (k - l % 3) * x[k * L + l];
        }
        ridge_add(&ridge, x, target);
    }
    /* what lambda = 0.5 still pulls against 5000 examples of variance 1/3 */
    for (int l = 0; l < L; l++)
        for (int k = 0; k < 6; k++)
            near(ridge.theta[k * L + l], k - l % 3, 5 * 0.5 / (5000 / 3.0) * 1.2, "theta");
    sim_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cholesky_inverse_solution_and_determinant_are_those_of_gsl),
        cmocka_unit_test(products_and_forms_are_sums),
        cmocka_unit_test(a_form_does_not_depend_on_its_neighbours),
        cmocka_unit_test(a_lower_triangle_times_a_vector_has_the_matrix_for_covariance),
        cmocka_unit_test(what_is_not_positive_definite_is_nan_in_its_lane_alone),
        cmocka_unit_test(learning_one_by_one_is_learning_at_once),
        cmocka_unit_test(ridge_starts_at_zero_and_ends_at_the_truth),
    };
    return !!cmocka_run_group_tests(tests, NULL, NULL);
}
