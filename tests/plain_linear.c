/* LinUCB with fresh vectors every turn in plain C: one replicate, one loop, the inverse kept whole and symmetric by rank-one updates. */
#include "plain_normal.h"
#include <stdlib.h>

enum { D = 20, K = 10 };

/* K vectors on the unit sphere or in the cube; with `stack` lockstep's own, four numbers of 32 bits from a block (rng.h) */
FN void contexts(struct draws *env, struct normals *normals, int stack, int cube, long t, double x[K][D])
{
    for (int k = 0; k < K; k++) {
        double square = 0;
        for (int i = 0; i < D && stack; i += 4) {
            uint64_t c[4];
            double u[4];
            vd a, b;
            philox_words(env, (uint64_t)t, (uint64_t)i, KEYED + (uint64_t)(K + k), c);
            for (int j = 0; j < 4; j++)
                u[j] = (double)c[j] * 0x1p-32 + 0x1p-33;
            for (int j = 0; j < 4; j += 2) {
                box_muller(splat(u[j]), splat(u[j + 1]), &a, &b);
                x[k][i + j] = cube ? u[j] : first(a), x[k][i + j + 1] = cube ? u[j + 1] : first(b);
            }
        }
        for (int i = 0; i < D && !stack; i++)
            x[k][i] = cube ? uniform(env) : normal(normals);
        for (int i = 0; i < D; i++)
            square += x[k][i] * x[k][i];
        double scale = cube ? 2 / sqrt(D) : 1 / sqrt(square), center = cube ? -1 / sqrt(D) : 0;
        for (int i = 0; i < D; i++)
            x[k][i] = x[k][i] * scale + center;
    }
}

/* y = M x, M symmetric: column after column, so that the compiler needs no permission to reorder sums */
FN void times(double M[D][D], const double *x, double *y)
{
    for (int i = 0; i < D; i++)
        y[i] = M[0][i] * x[0];
    for (int l = 1; l < D; l++)
        for (int i = 0; i < D; i++)
            y[i] += M[l][i] * x[l];
}

FN double linear_loop(const struct plain_job *j, int stack, int cube)
{
    double M[D][D], x[K][D];
    double truth[D], theta[D] = { 0 }, g[D], pulls[K] = { 0 }, square = 0, regret = 0, rest = 0, a, b;
    struct draws env = draws_open(j, FOR_ENV);
    struct normals normals = { .d = &env };
    for (int i = 0; i < D; i++) {
        for (int k = 0; k < D; k++)
            M[i][k] = i == k;
        normal_pair(&env, stack, (uint64_t)i, INSTANCE, &a, &b);
        truth[i] = a, square += a * a;
    }
    for (int i = 0; i < D; i++)
        truth[i] /= sqrt(square);
    for (long t = 0; t < j->T; t++) {
        double best = -INFINITY, value = 0, top = -INFINITY, z, spare;
        int arm = 0;
        contexts(&env, &normals, stack, cube, t, x);
        for (int k = 0; k < K; k++) {
            double mean = 0, form = 0, worth = 0;
            times(M, x[k], g);
            for (int i = 0; i < D; i++)
                form += x[k][i] * g[i], mean += theta[i] * x[k][i], worth += truth[i] * x[k][i];
            double index = mean + sqrt(form);
            best = worth > best ? worth : best;
            if (index > top)
                top = index, arm = k, value = worth;
        }
        normal_pair(&env, stack, (uint64_t)pulls[arm]++, (uint64_t)arm + KEYED, &z, &spare);
        double reward = value + 0.5 * z, more = 1, guess = 0;
        times(M, x[arm], g);
        for (int i = 0; i < D; i++)
            more += g[i] * x[arm][i], guess += theta[i] * x[arm][i];
        double share = 1 / more, step = (reward - guess) * share;
        for (int i = 0; i < D; i++) {
            double scaled = share * g[i];
            theta[i] += step * g[i];
            for (int l = 0; l < D; l++)
                M[i][l] -= scaled * g[l];
        }
        kahan(&regret, &rest, best - value);
    }
    return regret;
}
static double plain_linear_run(const struct plain_job *job)
{
    int cube = job->params && strstr(job->params, "cube");
    if (job->stack)
        return linear_loop(job, 1, cube);
    return cube ? linear_loop(job, 0, 1) : linear_loop(job, 0, 0);
}

static const struct plain_case cases[] = { { "cube-d20", "d=20 K=10 from=cube", 1 }, { "sphere-d20", "d=20 K=10", 1 }, { 0 } };
PLAIN(linear) = { .algo = "lin-ucb", .env = "linear", .cases = cases, .run = plain_linear_run };
