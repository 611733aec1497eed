/* Q-learning, epsilon-greedy, on small grids and a river in plain C: one replicate, one loop, the values of a state side by side, what
 * may happen in a table. */
#include "plain_coin.h"
#include <stdlib.h>

/* k = 0 .. B-1 may happen to pair i = state*A + action: with chance of a uniform number below upto[i][k] and not below upto[i][k-1] */
enum { MOST = 64 * 4, MOST_A = 4 };
struct world {
    int A, start, states; long limit; double gamma; int ends_at_limit;
    double upto[MOST][2]; struct { double reward; int next, end; } what[MOST][3];
};

static void frozen(struct world *w, const char *map, int wide)
{
    static const int dx[] = { -1, 0, 1, 0 }, dy[] = { 0, 1, 0, -1 };
    *w = (struct world){ .A = 4, .states = wide * wide, .limit = wide > 4 ? 200 : 100, .gamma = 0.99 };
    for (int i = 0; i < wide * wide; i++)
        for (int a = 0; a < 4; a++)
            for (int k = 0; k < 3; k++) {
                int to = (a + k + 3) % 4, x = i % wide + dx[to], y = i / wide + dy[to];
                int next = x < 0 || x >= wide || y < 0 || y >= wide ? i : y * wide + x;
                w->what[i * 4 + a][k].next = next;
                w->what[i * 4 + a][k].reward = map[next] == 'G', w->what[i * 4 + a][k].end = map[next] == 'G' || map[next] == 'H';
                /* a third meant to go straight, the rest shared by the sides: as the numbers are computed there */
                w->upto[i * 4 + a][0] = (1 - 1.0 / 3) / 2, w->upto[i * 4 + a][1] = w->upto[i * 4 + a][0] + 1.0 / 3;
            }
}
static void cliff(struct world *w)
{
    static const int dx[] = { 0, 1, 0, -1 }, dy[] = { -1, 0, 1, 0 };
    *w = (struct world){ .A = 4, .states = 48, .start = 36, .gamma = 1 };
    for (int i = 0; i < 48; i++)
        for (int a = 0; a < 4; a++) {
            int x = i % 12 + dx[a], y = i / 12 + dy[a], next = x < 0 || x > 11 || y < 0 || y > 3 ? i : y * 12 + x;
            int fell = next > 36 && next < 47;
            w->what[i * 4 + a][0].next = fell ? 36 : next;
            w->what[i * 4 + a][0].reward = fell ? -100 : -1, w->what[i * 4 + a][0].end = next == 47;
        }
}
static void river(struct world *w)
{
    *w = (struct world){ .A = 2, .states = 6, .limit = 20, .gamma = 1, .ends_at_limit = 1 };
    for (int i = 0; i < 6; i++) {
        double down = i == 0 ? 0 : i == 5 ? 0.4 : 0.05, stay = i == 0 ? 0.4 : 0.6;
        w->upto[i * 2][0] = w->upto[i * 2][1] = 2;
        w->what[i * 2][0].next = i ? i - 1 : 0, w->what[i * 2][0].reward = i ? 0 : 0.005;
        w->upto[i * 2 + 1][0] = down, w->upto[i * 2 + 1][1] = i == 5 ? 2 : down + stay;
        for (int k = 0; k < 3; k++) {
            int next = i + k - 1;
            w->what[i * 2 + 1][k].next = next < 0 ? 0 : next > 5 ? 5 : next;
            w->what[i * 2 + 1][k].reward = i == 5;
        }
    }
}

FN double q_loop(const struct plain_job *job, const struct world *world, int stack, int A, int chance)
{
    struct plain_job j = *job;
    j.stack = stack;
    const double eps = 0.1, alpha = 0.1, gamma = world->gamma;
    double *q = calloc((size_t)world->states * (size_t)A, sizeof *q), total = 0, rest = 0;
    struct coin coin = coin_open(&j), luck = { .d = draws_open(&j, FOR_ENV) };
    int state = world->start;
    long age = 0;
    for (long t = 0; t < j.T; t++) {
        double c = toss(&coin, &j), *row = q + state * A, best = row[0];
        int action = 0, ties = 1;
        for (int a = 1; a < A; a++) {
            ties = row[a] > best ? 1 : ties + (row[a] == best);
            if (row[a] > best)
                best = row[a], action = a;
        }
        if (c < eps) {
            action = (int)(c * (A / eps));
            action = action < A ? action : A - 1;
        } else if (ties > 1) {
            double mark = (c - eps) * (1 / (1 - eps)) * ties, seen = 0;
            for (action = 0; action < A - 1 && (seen += row[action] == best) <= mark; action++)
                ;
        }
        int i = state * A + action, k = 0;
        if (chance) {
            double u = toss(&luck, &j);
            k = (u >= world->upto[i][0]) + (u >= world->upto[i][1]);
        }
        int next = world->what[i][k].next, end = world->what[i][k].end;
        double reward = world->what[i][k].reward, follows = q[next * A];
        for (int a = 1; a < A; a++)
            follows = q[next * A + a] > follows ? q[next * A + a] : follows;
        age++;
        int cut = world->limit && age >= world->limit;
        end |= cut && world->ends_at_limit;
        row[action] += alpha * (reward + gamma * (end ? 0 : follows) - row[action]);
        kahan(&total, &rest, reward);
        state = next;
        if (end || cut)
            state = world->start, age = 0;
    }
    free(q);
    return total / (double)j.T;
}

static double plain_q_frozenlake_run(const struct plain_job *job)
{
    static _Thread_local struct world small, large;
    int wide = strstr(job->params, "8x8") ? 8 : 4;
    struct world *w = wide == 8 ? &large : &small;
    if (!w->A)
        frozen(w, wide == 8 ? "SFFFFFFFFFFFFFFFFFFHFFFFFFFFFHFFFFFHFFFFFHHFFFHFFHFFHFHFFFFHFFFG" : "SFFFFHFHFFFHHFFG", wide);
    return job->stack ? q_loop(job, w, 1, 4, 1) : q_loop(job, w, 0, 4, 1);
}
static double plain_q_cliff_run(const struct plain_job *job)
{
    static _Thread_local struct world w;
    if (!w.A)
        cliff(&w);
    return job->stack ? q_loop(job, &w, 1, 4, 0) : q_loop(job, &w, 0, 4, 0);
}
static double plain_q_riverswim_run(const struct plain_job *job)
{
    static _Thread_local struct world w;
    if (!w.A)
        river(&w);
    return job->stack ? q_loop(job, &w, 1, 2, 1) : q_loop(job, &w, 0, 2, 1);
}

static const struct plain_case lakes[] = { { "4x4", "", 1 }, { "8x8", "map=8x8", 1 }, { 0 } };
static const struct plain_case one[] = { { "default", "", 1 }, { 0 } };
PLAIN(q_frozenlake) = { .algo = "q", .env = "frozenlake", .exact = 1, .cases = lakes, .run = plain_q_frozenlake_run };
PLAIN(q_cliff) = { .algo = "q", .env = "cliff", .exact = 1, .cases = one, .run = plain_q_cliff_run };
PLAIN(q_riverswim) = { .algo = "q", .env = "riverswim", .exact = 1, .cases = one, .run = plain_q_riverswim_run };
