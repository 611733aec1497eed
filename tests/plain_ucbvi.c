/* UCBVI with Hoeffding's bonus on the river in plain C: one replicate, one loop; the next states of a pair are the places beside it, so
 * that three counts are kept, and what does not depend on values is computed once for each plan. */
#include "plain_coin.h"

enum { N = 6, A = 2, H = 20, PAIRS = N * A };

struct ucbvi { double n[PAIRS], sum[PAIRS], went[PAIRS][3], q[H][PAIRS]; };

static void ucbvi_plan(struct ucbvi *s, double scale)
{
    double inverse[PAIRS], base[PAIRS], v[N + 2] = { 0 }, now[N + 2] = { 0 };      /* v[1 + place], nothing on either side */
    for (int i = 0; i < PAIRS; i++) {
        inverse[i] = s->n[i] > 0 ? 1 / s->n[i] : 0;
        base[i] = s->n[i] > 0 ? s->sum[i] * inverse[i] + scale * __builtin_sqrt(inverse[i]) : INFINITY;
    }
    for (int h = H - 1; h >= 0; h--) {
        for (int place = 0; place < N; place++) {
            double best = -INFINITY;
            for (int i = place * A; i < place * A + A; i++) {
                double next = (s->went[i][0] * v[place] + s->went[i][1] * v[place + 1] + s->went[i][2] * v[place + 2]) * inverse[i];
                double q = base[i] + next;
                q = q < H - h ? q : H - h;
                s->q[h][i] = q, best = q > best ? q : best;
            }
            now[place + 1] = best;
        }
        memcpy(v, now, sizeof v);
    }
}

FN double ucbvi_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    const double scale = H * __builtin_sqrt(log_of((double)N * A * (double)j.T / 0.05));
    struct ucbvi s = { 0 };
    struct coin coin = coin_open(&j), luck = { .d = draws_open(&j, FOR_ENV) };
    double total = 0, rest = 0;
    for (long t = 0; t < j.T; ) {
        int place = 0;
        ucbvi_plan(&s, scale);
        for (int h = 0; h < H && t < j.T; h++, t++) {
            const double *q = s.q[h] + place * A;
            double c = toss(&coin, &j), u = toss(&luck, &j), reward = 0;
            int swim = q[1] > q[0] || (q[1] == q[0] && c * 2 >= 1), move = -1;
            if (!swim)
                reward = place ? 0 : 0.005;
            else if (place == 0)
                move = u < 0.4 ? 0 : 1;
            else if (place == N - 1)
                move = u < 0.4 ? -1 : 0, reward = 1;
            else
                move = u < 0.05 ? -1 : u < 0.05 + 0.6 ? 0 : 1;
            int i = place * A + swim, next = place + move < 0 ? 0 : place + move;
            s.n[i] += 1, s.sum[i] += reward, s.went[i][next - place + 1] += 1;
            kahan(&total, &rest, reward);
            place = next;
        }
    }
    return total / (double)j.T;
}
static double plain_ucbvi_run(const struct plain_job *job) { return job->stack ? ucbvi_loop(job, 1) : ucbvi_loop(job, 0); }

static const struct plain_case one[] = { { "default", "", 1 }, { 0 } };
PLAIN(ucbvi) = { .algo = "ucbvi-ch", .env = "riverswim", .exact = 1, .cases = one, .run = plain_ucbvi_run };
