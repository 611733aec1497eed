/* PPO on CartPole in plain C: one replicate, one program, one weight after the other; floats in the networks, rows of weights that
 * a unit reads from first to last, the constants of CleanRL as literals.
 *
 * With `stack` every random number is lockstep's own and tanh, exp and log are those of lane.h: sums are written in the order that net.h
 * promises, so that a whole training run can be compared to the bit.  Without it noise comes from xoshiro256++ and functions from libm. */
#ifndef PLAIN_PPO_H
#define PLAIN_PPO_H
#include "actor.h"
#include "plain_draw.h"
#include <stdlib.h>

enum { PPO_M = 4, PPO_N = 128, PPO_EPOCHS = 4, PPO_PARTS = 4, PPO_BATCH = PPO_M * PPO_N, PPO_PART = PPO_BATCH / PPO_PARTS, PPO_U = 64 };
struct plain_mlp { float w1[PPO_U][4], b1[PPO_U], w2[PPO_U][PPO_U], b2[PPO_U], w3[2][PPO_U], b3[2]; };
enum { PPO_P = sizeof(struct plain_mlp) / sizeof(float) };
struct plain_ppo {
    struct plain_mlp net[2], g[2], m[2], v[2];            /* actor, critic (whose second output is not used)  */
    float x[PPO_BATCH + PPO_M][4], logp[PPO_BATCH];
    int action[PPO_BATCH], end[PPO_BATCH], order[PPO_BATCH];
    double reward[PPO_BATCH], value[PPO_BATCH + PPO_M], adv[PPO_BATCH], target[PPO_BATCH];
};
struct plain_pass { float h1[PPO_U], h2[PPO_U], z[2]; };

FN float ppo_tanh(float x, int stack) { return stack ? ffirst(vftanh(fsplat(x))) : tanhf(x); }
FN float ppo_exp(float x, int stack) { return stack ? ffirst(vfexp(fsplat(x))) : expf(x); }
FN float ppo_log(float x, int stack) { return stack ? ffirst(vflog(fsplat(x))) : logf(x); }

FN void mlp_forward(const struct plain_mlp *restrict a, const float *restrict x, int outputs, struct plain_pass *restrict p, int stack)
{
    for (int j = 0; j < PPO_U; j++) {
        float sum = a->b1[j];
        for (int i = 0; i < 4; i++)
            sum += x[i] * a->w1[j][i];
        p->h1[j] = ppo_tanh(sum, stack);
    }
    for (int j = 0; j < PPO_U; j++) {
        float sum = a->b2[j];
        for (int i = 0; i < PPO_U; i++)
            sum += p->h1[i] * a->w2[j][i];
        p->h2[j] = ppo_tanh(sum, stack);
    }
    for (int j = 0; j < outputs; j++) {
        float sum = a->b3[j];
        for (int i = 0; i < PPO_U; i++)
            sum += p->h2[i] * a->w3[j][i];
        p->z[j] = sum;
    }
}

/* g += the gradient of a sample whose dl/dz is d */
FN void mlp_backward(const struct plain_mlp *restrict a, const float *restrict x, int outputs, const struct plain_pass *restrict p,
                     const float *restrict d, struct plain_mlp *restrict g)
{
    float d1[PPO_U] = { 0 }, d2[PPO_U] = { 0 };
    for (int j = 0; j < outputs; j++) {
        g->b3[j] += d[j];
        for (int i = 0; i < PPO_U; i++)
            g->w3[j][i] += p->h2[i] * d[j], d2[i] += d[j] * a->w3[j][i];
    }
    for (int j = 0; j < PPO_U; j++) {
        float e = d2[j] * (1 - p->h2[j] * p->h2[j]);
        g->b2[j] += e;
        for (int i = 0; i < PPO_U; i++)
            g->w2[j][i] += p->h1[i] * e, d1[i] += e * a->w2[j][i];
    }
    for (int j = 0; j < PPO_U; j++) {
        float e = d1[j] * (1 - p->h1[j] * p->h1[j]);
        g->b1[j] += e;
        for (int i = 0; i < 4; i++)
            g->w1[j][i] += x[i] * e;
    }
}

FN void mlp_adam(float *w, float *m, float *v, const float *g, int n, double rate, long step, double by)
{
    float cut = (float)by, lr = (float)(rate / (1 - exp_of((double)step * log_of(0.9))));
    float root = (float)(1 / sqrt_of(1 - exp_of((double)step * log_of(0.999)))), eps = 1e-5f;
    float c1 = (float)(1 - 0.9), c2 = (float)(1 - 0.999);
    for (int k = 0; k < n; k++) {
        float h = cut * g[k];
        m[k] = 0.9f * m[k] + c1 * h, v[k] = 0.999f * v[k] + c2 * (h * h);
        w[k] -= lr * m[k] / (__builtin_sqrtf(v[k]) * root + eps);
    }
}

/* ---- weights: lockstep's first ones, and the place of each in its vectors ---------------------------------------------------------- */
FN void mlp_from(struct plain_mlp *a, const struct net *n, const float *w)
{
    for (int j = 0; j < PPO_U; j++) {
        a->b1[j] = w[n->bias[0] + (size_t)j], a->b2[j] = w[n->bias[1] + (size_t)j];
        for (int i = 0; i < 4; i++)
            a->w1[j][i] = w[n->weight[0] + (size_t)(i * n->wide[1] + j)];
        for (int i = 0; i < PPO_U; i++)
            a->w2[j][i] = w[n->weight[1] + (size_t)(i * n->wide[2] + j)];
    }
    for (int j = 0; j < n->units[3]; j++) {
        a->b3[j] = w[n->bias[2] + (size_t)j];
        for (int i = 0; i < PPO_U; i++)
            a->w3[j][i] = w[n->weight[2] + (size_t)(i * n->wide[3] + j)];
    }
}
FN void ppo_first_weights(struct plain_ppo *s, const struct plain_job *job)
{
    uint64_t replicate[8] = { (uint64_t)job->replicate }, copy[8] = { 0 }, draw = 0;
    struct rng g = { .width = 8, .replicate = replicate, .copy = copy };
    struct net net[2] = { net_of(4, 2, PPO_U, 2, TANH), net_of(4, 2, PPO_U, 1, TANH) };
    float *w = malloc(net[0].n * sizeof *w);
    double *work = malloc(net[0].n * sizeof *work);
    rng_key(&g, job->seed, 0, FOR_ALGO);
    for (int k = 0; k < 2; k++) {
        net_init(&net[k], w, k ? 1 : 0.01, &g, 0, &draw, work);
        mlp_from(&s->net[k], &net[k], w);
    }
    free(w), free(work);
}

/* squares of a gradient; with stack in sixteen sums: a number of unit j of a layer goes to sum j mod 16, inputs outermost */
FN float ppo_length(const struct plain_mlp *g, int stack)
{
    float part[16] = { 0 }, sum = 0;
    if (!stack) {
        for (int k = 0; k < 2 * PPO_P; k++)
            sum += ((const float *)g)[k] * ((const float *)g)[k];
        return sum;
    }
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < PPO_U; j++)
                part[j % 16] += g[k].w1[j][i] * g[k].w1[j][i];
        for (int j = 0; j < PPO_U; j++)
            part[j % 16] += g[k].b1[j] * g[k].b1[j];
        for (int i = 0; i < PPO_U; i++)
            for (int j = 0; j < PPO_U; j++)
                part[j % 16] += g[k].w2[j][i] * g[k].w2[j][i];
        for (int j = 0; j < PPO_U; j++)
            part[j % 16] += g[k].b2[j] * g[k].b2[j];
        for (int i = 0; i < PPO_U; i++)
            for (int j = 0; j < 2; j++)
                part[j] += g[k].w3[j][i] * g[k].w3[j][i];
        for (int j = 0; j < 2; j++)
            part[j] += g[k].b3[j] * g[k].b3[j];
    }
    for (int half = 8; half; half /= 2)
        for (int i = 0; i < half; i++)
            part[i] += part[i + half];
    return part[0];
}

/* ---- learning ---------------------------------------------------------------------------------------------------------------------- */
FN void ppo_minibatch(struct plain_ppo *s, const int *which, double rate, long step, int stack)
{
    double mean = 0, square = 0;
    for (int k = 0; k < PPO_PART; k++)
        mean += (double)(float)s->adv[which[k]];
    mean /= PPO_PART;
    for (int k = 0; k < PPO_PART; k++) {
        double off = (double)(float)s->adv[which[k]] - mean;
        square += off * off;
    }
    double scale = 1 / (sqrt_of(square / (PPO_PART - 1)) + 1e-8);
    const float share = (float)(1.0 / PPO_PART), weight = (float)(0.5 / PPO_PART), bonus = (float)(0.01 / PPO_PART);
    const float lo = (float)(1 - 0.2), hi = (float)(1 + 0.2), clip = 0.2f;
    memset(s->g, 0, sizeof s->g);
    for (int k = 0; k < PPO_PART; k++) {
        int i = which[k];
        const float *x = s->x[i];
        struct plain_pass p, q;
        mlp_forward(&s->net[0], x, 2, &p, stack), mlp_forward(&s->net[1], x, 1, &q, stack);
        float adv = (float)(((double)(float)s->adv[i] - mean) * scale);
        float top = p.z[0] > p.z[1] ? p.z[0] : p.z[1], total = 0, H = 0, c = 0, l[2], chance[2], d[2] = { 0 }, dv[2] = { 0 };
        for (int a = 0; a < 2; a++)
            total += ppo_exp(p.z[a] - top, stack);
        top += ppo_log(total, stack);
        for (int a = 0; a < 2; a++)
            l[a] = p.z[a] - top, chance[a] = ppo_exp(l[a], stack), H -= chance[a] * l[a];
        float rho = ppo_exp(l[s->action[i]] - s->logp[i], stack), held = rho < lo ? lo : rho > hi ? hi : rho;
        if (0 - rho * adv >= 0 - held * adv)
            c = (0 - rho * adv) * share;
        for (int a = 0; a < 2; a++)
            d[a] = c * ((float)(a == s->action[i]) - chance[a]) + bonus * chance[a] * (l[a] + H);
        float v = q.z[0], old = (float)s->value[i], target = (float)s->target[i], off = v - target, move = v - old;
        float near = old + (move < -clip ? -clip : move > clip ? clip : move) - target;
        if (off * off >= near * near)
            dv[0] = weight * off;
        mlp_backward(&s->net[0], x, 2, &p, d, &s->g[0]), mlp_backward(&s->net[1], x, 1, &q, dv, &s->g[1]);
    }
    double length = sqrt_of((double)ppo_length(s->g, stack)), by = 0.5 / (length + 1e-6);
    mlp_adam((float *)s->net, (float *)s->m, (float *)s->v, (const float *)s->g, 2 * PPO_P, rate, step, by < 1 ? by : 1);
}

FN void ppo_advantages(struct plain_ppo *s)
{
    for (int c = 0; c < PPO_M; c++) {
        double a = 0, next = s->value[PPO_BATCH + c];
        for (int i = PPO_BATCH - PPO_M + c; i >= 0; i -= PPO_M) {
            a = s->reward[i] + (s->end[i] ? 0 : 0.99 * (next + 0.95 * a)) - s->value[i];
            s->adv[i] = a, s->target[i] = a + s->value[i], next = s->value[i];
        }
    }
}

/* ---- the whole run: steps of all copies together; the mean return of the last hundred episodes into *return100 ------------------ */
FN void cart_start(struct draws *d, uint64_t t, int c, double *x, int stack)
{
    uint64_t word[4];
    if (stack)
        philox_words(d, t, 0, STARTS | (uint64_t)c << 20, word);
    for (int i = 0; i < 4; i++)
        x[i] = -0.05 + (0.05 - -0.05) * (stack ? 0x1p-32 * (double)word[i] + 0x1p-53 : uniform(d));
}
FN int cart_step(double *s, int action)
{
    double th = s[2], z = th * th, sine = first(sin_kernel(splat(th), splat(z))), cosine = first(cos_kernel(splat(z)));
    double temp = (20.0 * action - 10.0 + 0.05 * (s[3] * s[3]) * sine) * (1 / 1.1);
    double spin = (9.8 * sine - cosine * temp) / (0.5 * (4.0 / 3 - 0.1 / 1.1 * (cosine * cosine)));
    double push = temp - 0.1 * 0.5 / 1.1 * spin * cosine;
    s[0] += 0.02 * s[1], s[1] += 0.02 * push, s[2] += 0.02 * s[3], s[3] += 0.02 * spin;
    double tilt = 12 * 2 * 3.14159265358979323846 / 360;
    return s[0] > 2.4 || s[0] < -2.4 || s[2] > tilt || s[2] < -tilt;
}

FN double plain_ppo_loop(const struct plain_job *job, int stack, double *return100)
{
    struct plain_ppo *s = calloc(1, sizeof *s);
    struct draws env = draws_open(job, FOR_ENV), algo = draws_open(job, FOR_ALGO);
    uint64_t replicate[8] = { (uint64_t)job->replicate }, copy[8] = { 0 }, tossed = 0;
    struct rng g = { .width = 8, .replicate = replicate, .copy = copy };
    double cart[PPO_M][4], so_far[PPO_M] = { 0 }, last[100] = { 0 }, sum = 0, reward = 0, spare = 0;
    long age[PPO_M] = { 0 }, ended = 0, updates = job->T / PPO_BATCH, t = 0;
    rng_key(&g, job->seed, 0, FOR_ALGO);
    ppo_first_weights(s, job);
    for (int c = 0; c < PPO_M; c++)
        cart_start(&env, 0, c, cart[c], stack);
    for (long update = 0; t < job->T; update++) {
        for (int n = 0; n < PPO_N && t < job->T; n++) {
            for (int c = 0; c < PPO_M; c++) {
                int i = n * PPO_M + c;
                struct plain_pass p;
                double u = spare;
                for (int k = 0; k < 4; k++)
                    s->x[i][k] = (float)cart[c][k];
                mlp_forward(&s->net[0], s->x[i], 2, &p, stack);
                float top = p.z[0] > p.z[1] ? p.z[0] : p.z[1];
                top += ppo_log(ppo_exp(p.z[0] - top, stack) + ppo_exp(p.z[1] - top, stack), stack);
                if (!stack)
                    u = uniform(&algo);
                else if (tossed % 2 == 0)
                    philox_pair(&algo, tossed, 0, SEQUENCE, &u, &spare);
                tossed++;
                s->action[i] = (float)u >= ppo_exp(p.z[0] - top, stack);
                s->logp[i] = p.z[s->action[i]] - top;
            }
            for (int c = 0; c < PPO_M; c++) {
                int i = n * PPO_M + c;
                s->end[i] = cart_step(cart[c], s->action[i]) || age[c] + 1 >= 500;
                s->reward[i] = 1, so_far[c] += 1, reward += 1, age[c]++, t++;
                if (s->end[i]) {
                    cart_start(&env, (uint64_t)t / PPO_M + (t % PPO_M != 0), c, cart[c], stack);
                    sum += so_far[c] - last[ended % 100], last[ended % 100] = so_far[c], so_far[c] = 0, age[c] = 0, ended++;
                }
            }
        }
        if (t < (update + 1) * PPO_BATCH)
            break;
        for (int c = 0; c < PPO_M; c++)
            for (int k = 0; k < 4; k++)
                s->x[PPO_BATCH + c][k] = (float)cart[c][k];
        for (int i = 0; i < PPO_BATCH + PPO_M; i++) {
            struct plain_pass p;
            mlp_forward(&s->net[1], s->x[i], 1, &p, stack);
            s->value[i] = (double)p.z[0];
        }
        ppo_advantages(s);
        for (int epoch = 0; epoch < PPO_EPOCHS; epoch++) {
            long pass = update * PPO_EPOCHS + epoch;
            if (stack)
                shuffle_once(&g, 0, (uint64_t)pass, PPO_BATCH, s->order);
            for (int i = 0; !stack && i < PPO_BATCH; i++) {
                int j = (int)(uniform(&algo) * (i + 1));
                s->order[i] = s->order[j], s->order[j] = i;
            }
            for (int k = 0; k < PPO_PARTS; k++)
                ppo_minibatch(s, s->order + k * PPO_PART, 2.5e-4 * (1 - (double)update / (double)updates), pass * PPO_PARTS + k + 1, stack);
        }
    }
    *return100 = ended ? sum / (double)(ended < 100 ? ended : 100) : 0;
    free(s);
    return reward / (double)t;
}
#endif
