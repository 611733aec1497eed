/* GRPO on verifiable in plain C: a policy's row is computed when a response first passes its node, and only rows passed learn. */
#include "plain_draw.h"
#include <stdlib.h>

enum { B = 8, G = 8, T = 8, NODES = 15, V = 8, TRAINED = 32 };

/* the prompts for training */
struct task { int8_t next[TRAINED][NODES][V]; double chance[TRAINED][NODES][V], base[TRAINED][NODES][V]; };

static double exp_as(int stack, double x) { return stack ? exp_of(x) : exp(x); }
static double log_as(int stack, double x) { return stack ? log_of(x) : log(x); }

static const struct task *make_task(int stack)
{
    static const double follow[] = { 0.9, 0.75, 0.5, 0.25 };
    struct task *k = calloc(1, sizeof *k);
    for (int m = 0; m < TRAINED; m++) {
        int skill = m / 8, right[8] = { 0, 3, 1 + (3 * m + 1) % 7, 0, 0, 0, 0, 1 + (3 * m + 2) % 7 };
        for (int t = 1; t < 5; t++)
            right[2 + t] = 1 + (2 * skill + t) % 7;
        for (int n = 0; n < NODES; n++) {
            int t = n == 0 ? 0 : n < 3 ? n : n < 8 ? n - 2 : n - 7, answer = n == 2 || n == 7;
            double total = 0, *z = k->base[m][n];
            for (int a = 0; a < V; a++)
                k->next[m][n][a] = (int8_t)(a == 0 || answer || t == 7 ? NODES : 8 + t);
            if (n == 0) {
                k->next[m][0][1] = 1, k->next[m][0][2] = 3, z[1] = 2;
            } else if (n < 8) {
                double q = answer ? 0.9 : follow[m / 2 % 4];
                z[right[n]] = log_as(stack, 7 * q / (1 - q));
                if (!answer)
                    k->next[m][n][right[n]] = (int8_t)(n + 1);
                else
                    k->chance[m][n][right[n]] = n == 7 || m % 2 == 0;
            }
            for (int a = 0; a < V; a++)
                total += exp_as(stack, z[a]);
            double shift = log_as(stack, total);
            for (int a = 0; a < V; a++)
                z[a] -= shift;
        }
    }
    return k;
}
static const struct task *task_of(int stack)
{
    static _Thread_local const struct task *task[2];
    return task[stack] ? task[stack] : (task[stack] = make_task(stack));
}

/* what is learned, and the policy's row of one node of one prompt */
struct tables { double all[NODES][V], skill[4][NODES][V], own[TRAINED][NODES][V]; };
FN void policy(const struct task *k, const struct tables *w, int m, int n, int stack, double *pi)
{
    double top, total = 0;
    for (int a = 0; a < V; a++)
        pi[a] = k->base[m][n][a] + w->all[n][a] + w->skill[m / 8][n][a] + w->own[m][n][a];
    top = pi[0];
    for (int a = 1; a < V; a++)
        top = pi[a] > top ? pi[a] : top;
    for (int a = 0; a < V; a++)
        total += pi[a] = stack ? exp_of(pi[a] - top) : exp(pi[a] - top);
    double share = 1 / total;
    for (int a = 0; a < V; a++)
        pi[a] *= share;
}

/* lockstep's sequence of uniforms: pairs from Philox */
struct sequence { struct draws d; int stack; uint64_t n; double spare; };
FN double next_u01(struct sequence *q)
{
    double a;
    if (!q->stack)
        return uniform(&q->d);
    if (q->n++ & 1)
        return q->spare;
    philox_pair(&q->d, q->n - 1, 0, SEQUENCE, &a, &q->spare);
    return a;
}

static double success(const struct task *k, const struct tables *w, int stack)
{
    double mean = 0, pi[V];
    for (int m = 0; m < TRAINED; m++) {
        double visits[NODES + 1] = { 1 }, paid = 0;
        for (int n = 0; n < NODES; n++) {
            policy(k, w, m, n, stack, pi);
            for (int a = 0; a < V; a++) {
                double flow = visits[n] * pi[a];
                visits[k->next[m][n][a]] += flow, paid += flow * k->chance[m][n][a];
            }
        }
        mean += 1.0 / TRAINED * paid;
    }
    return mean;
}

FN double grpo_loop(const struct plain_job *job, int stack)
{
    const struct task *k = task_of(stack);
    struct tables *w = calloc(1, sizeof *w);
    struct sequence q = { .d = draws_open(job, FOR_ALGO), .stack = stack };
    static _Thread_local double pi[B][NODES][V], slope[NODES][V];
    int m[B], known[B][NODES], node[B * G][T], token[B * G][T], size[B * G];
    double R[B * G];
    for (long t = 0; t < job->T; t++) {
        double tokens = 0;
        for (int b = 0; b < B; b++) {
            m[b] = (int)(next_u01(&q) * TRAINED);
            memset(known[b], 0, sizeof known[b]);
            for (int i = b * G; i < (b + 1) * G; i++) {
                int n = 0, s = 0;
                double chance = 0;
                for (; n < NODES; s++) {
                    if (!known[b][n])
                        policy(k, w, m[b], n, stack, pi[b][n]), known[b][n] = 1;
                    double u = next_u01(&q), sum = pi[b][n][0];
                    int a = 0;
                    while (a < V - 1 && sum <= u)
                        sum += pi[b][n][++a];
                    node[i][s] = n, token[i][s] = a, chance = k->chance[m[b]][n][a];
                    n = k->next[m[b]][n][a];
                }
                for (int rest = s; stack && rest < T; rest++)
                    next_u01(&q);
                R[i] = stack ? next_u01(&q) < chance : chance;
                size[i] = s, tokens += s;
            }
        }
        double weight = 1 / tokens;
        for (int b = 0; b < B; b++) {
            double sum = 0, square = 0, *r = R + b * G;
            for (int g = 0; g < G; g++)
                sum += r[g];
            double mean = sum / G;
            for (int g = 0; g < G; g++)
                square += (r[g] - mean) * (r[g] - mean);
            double scale = 1 / (__builtin_sqrt(square / (G - 1)) + 1e-6);
            if (square == 0)
                continue;
            memset(slope, 0, sizeof slope);
            for (int g = 0; g < G; g++)
                for (int i = b * G + g, s = 0; s < size[i]; s++)
                    slope[node[i][s]][token[i][s]] += weight * ((r[g] - mean) * scale);
            for (int n = 0; n < NODES; n++) {
                double total = 0;
                for (int a = 0; a < V && known[b][n]; a++)
                    total += slope[n][a];
                for (int a = 0; a < V && known[b][n]; a++) {
                    double step = slope[n][a] - total * pi[b][n][a];
                    w->all[n][a] += step, w->skill[m[b] / 8][n][a] += step, w->own[m[b]][n][a] += step;
                }
            }
        }
    }
    double x = success(k, w, stack);
    free(w);
    return x;
}
static double plain_grpo_run(const struct plain_job *job) { return job->stack ? grpo_loop(job, 1) : grpo_loop(job, 0); }

static const struct plain_case grpo_cases[] = { { "all", "train=all", 1 }, { 0 } };
PLAIN(grpo) = { .algo = "grpo", .env = "verifiable", .exact = 1, .cases = grpo_cases, .steps = 400, .run = plain_grpo_run };
