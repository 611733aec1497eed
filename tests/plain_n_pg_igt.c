/* N-PG-IGT with a linear Gaussian policy on bounded LQ control in plain C: one replicate, four parameters, one loop. */
#include "plain_normal.h"

enum { STEPS = 20 };

FN double n_pg_igt_loop(const struct plain_job *job, int stack)
{
    static const double A[2][2] = { { 0.9, 0.1 }, { 0, 0.9 } }, step_size = 0.8, sigma = 0.5, discount = 0.9;
    struct plain_job j = *job;
    j.stack = stack;
    struct draws env = draws_open(&j, FOR_ENV), algo = draws_open(&j, FOR_ALGO);
    double theta[4] = { 0 }, before[4] = { 0 }, d[4] = { 0 }, total = 0, rest = 0, power[STEPS] = { 1 };
    for (int h = 1; h < STEPS; h++)
        power[h] = power[h - 1] * discount;
    for (long t = 0, turn = 0; t < j.T; turn++) {
        double s[STEPS + 1][2], u[STEPS][2], mean[STEPS][2], reward[STEPS], at[4], g[4] = { 0 }, G = 0, norm = 0, z[2], noise[2];
        double x = 2 / ((double)turn + 2), eta = exp_of(0.8 * log_of(x)), ahead = (1 - eta) / eta;
        for (int i = 0; i < 4; i++)
            at[i] = theta[i] + ahead * (theta[i] - before[i]);
        normal_pair(&env, stack, (uint64_t)t, STARTS, &s[0][0], &s[0][1]);
        int n = 0;
        for (; n < STEPS && t < j.T; n++, t++) {
            double cost = 0;
            normal_pair(&algo, stack, 2 * (uint64_t)t, NORMALS, &noise[0], &noise[1]);
            normal_pair(&env, stack, (uint64_t)t, KEYED, &z[0], &z[1]);
            for (int i = 0; i < 2; i++) {
                mean[n][i] = at[2 * i] * s[n][0] + at[2 * i + 1] * s[n][1];
                u[n][i] = mean[n][i] + sigma * noise[i];
                cost = cost + s[n][i] * s[n][i] + 0.1 * (u[n][i] * u[n][i]);
            }
            for (int i = 0; i < 2; i++)
                s[n + 1][i] = 0.3 * u[n][i] + 0.05 * z[i] + A[i][0] * s[n][0] + A[i][1] * s[n][1];
            reward[n] = exp_of(-0.5 * cost);
            kahan(&total, &rest, reward[n]);
        }
        /* returns from the end, scores from the beginning, as lockstep adds them */
        double psi[STEPS];
        for (int h = n - 1; h >= 0; h--)
            G = reward[h] + discount * G, psi[h] = G * power[h];
        for (int h = 0; h < n; h++)
            for (int i = 0; i < 2; i++) {
                double delta = psi[h] * (1 / (sigma * sigma)) * (u[h][i] - mean[h][i]);
                g[2 * i] += delta * s[h][0], g[2 * i + 1] += delta * s[h][1];
            }
        for (int i = 0; i < 4; i++)
            d[i] = turn ? (1 - eta) * d[i] + eta * g[i] : g[i];
        for (int i = 0; i < 4; i++)
            norm += d[i] * d[i];
        double scale = norm > 0 ? step_size * x / __builtin_sqrt(norm) : 0;
        for (int i = 0; i < 4; i++)
            before[i] = theta[i], theta[i] += scale * d[i];
    }
    return total / (double)j.T;
}
static double plain_n_pg_igt_run(const struct plain_job *job) { return job->stack ? n_pg_igt_loop(job, 1) : n_pg_igt_loop(job, 0); }

static const struct plain_case plain_n_pg_igt_cases[] = { { "default", "", 1 }, { 0 } };
PLAIN(n_pg_igt) = { .algo = "n-pg-igt", .env = "lqb", .exact = 1, .cases = plain_n_pg_igt_cases, .run = plain_n_pg_igt_run };
