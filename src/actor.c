/* Stochastic policies with a network: see actor.h. */
#include "actor.h"

static float *floats(struct arena *mem, size_t n) { return (float *)(void *)scratch(mem, (n + 1) / 2); }

void actor_open(struct actor *p, struct arena *mem, int inputs, int A, int discrete, int hidden, int units, enum activation f, int most)
{
    *p = (struct actor){ .discrete = discrete, .A = A, .k = discrete ? 1 : A, .most = wide_of(most) };
    p->net = net_of(inputs, hidden, units, A, f);
    p->log_std = p->net.n, p->n = p->net.n + (discrete ? 0 : (size_t)wide_of(A));
    p->h = floats(mem, net_rows(&p->net, p->most)), p->d = floats(mem, net_rows(&p->net, p->most));
    p->work = floats(mem, p->net.work), p->row = floats(mem, (size_t)(A * p->most));
}

void actor_init(const struct actor *p, float *w, const struct rng *g, int lane, uint64_t *draw, double *work)
{
    net_init(&p->net, w, 0.01, g, lane, draw, work);
    for (size_t i = p->log_std; i < p->n; i++)
        w[i] = 0;
}

void actor_look(struct actor *p, const float *w, const float *x, int n)
{
    int A = p->A, most = p->most, wide = p->net.wide[p->net.layers];
    net_forward(&p->net, w, x, n, p->h);
    const float *z = net_last(&p->net, p->h, n);
    for (int a = 0; a < A; a++)
        for (int i = 0; i < n; i++)
            p->row[a * most + i] = z[i * wide + a];
    for (int i = 0; p->discrete && i < n; i += FLOATS) {
        float *row = p->row + i;
        vf top = ldf(row), sum = fsplat(0);
        for (int a = 1; a < A; a++)
            top = vfmax(top, ldf(row + a * most));
        for (int a = 0; a < A; a++)
            sum += vfexp(ldf(row + a * most) - top);
        top += vflog(sum);
        for (int a = 0; a < A; a++)
            stf(row + a * most, ldf(row + a * most) - top);
    }
}

void actor_sample(const struct actor *p, const float *w, int n, const double *noise, float *act)
{
    int A = p->A, most = p->most;
    if (!p->discrete) {
        for (int a = 0; a < A; a++) {
            float s = ffirst(vfexp(fsplat(w[p->log_std + (size_t)a])));
            for (int i = 0; i < n; i++)
                act[a * most + i] = p->row[a * most + i] + s * (float)noise[a * most + i];
        }
        return;
    }
    /* the first action at which the sum of chances passes the uniform number */
    for (int i = 0; i < n; i += FLOATS) {
        float u[FLOATS];
        for (int l = 0; l < FLOATS; l++)
            u[l] = (float)noise[i + l];
        vf sum = fsplat(0), at = fsplat(0);
        for (int a = 0; a < A - 1; a++) {
            sum += vfexp(ldf(p->row + a * most + i));
            at += vfsel(vfge(ldf(u), sum), fsplat(1), fsplat(0));
        }
        stf(act + i, at);
    }
}

static vf one_of(vfm is, vf x) { return vfsel(is, x, fsplat(0)); }

void actor_logp(const struct actor *p, const float *w, int n, const float *act, float *logp)
{
    int A = p->A, most = p->most;
    for (int i = 0; i < n; i += FLOATS) {
        vf sum = fsplat(0);
        for (int a = 0; a < A; a++) {
            vf row = ldf(p->row + a * most + i);
            if (p->discrete) {
                sum += one_of(vfeq(ldf(act + i), fsplat((float)a)), row);
            } else {
                float log_s = w[p->log_std + (size_t)a];
                vf x = (ldf(act + a * most + i) - row) * vfexp(fsplat(-log_s));
                sum -= fsplat(0.5f) * x * x + fsplat(log_s) + fsplat(0.918938533f);
            }
        }
        stf(logp + i, sum);
    }
}

/* sum over a of -pi log pi, of the samples from i on */
FN vf entropy_at(const struct actor *p, int i)
{
    vf sum = fsplat(0);
    for (int a = 0; a < p->A; a++) {
        vf row = ldf(p->row + a * p->most + i);
        sum -= vfexp(row) * row;
    }
    return sum;
}

double actor_entropy(const struct actor *p, const float *w, int n)
{
    double sum = 0;
    if (!p->discrete) {
        for (int a = 0; a < p->A; a++)
            sum += (double)w[p->log_std + (size_t)a] + 1.4189385332046727;
        return sum;
    }
    for (int i = 0; i < n; i += FLOATS) {
        float h[FLOATS];
        stf(h, entropy_at(p, i));
        for (int l = 0; l < FLOATS && i + l < n; l++)
            sum += (double)h[l];
    }
    return sum / n;
}

void actor_learn(struct actor *p, const float *w, const float *x, int n, const float *act, const float *c, double c_entropy, float *g)
{
    int A = p->A, most = p->most, wide = p->net.wide[p->net.layers];
    float *d = net_last(&p->net, p->d, n);
    vf bonus = fsplat((float)c_entropy);
    for (int i = 0; i < n * wide; i += FLOATS)
        stf(d + i, fsplat(0));
    for (int i = 0; i < n; i += FLOATS) {
        vf weight = ldf(c + i), H = p->discrete ? entropy_at(p, i) : fsplat(0);
        for (int a = 0; a < A; a++) {
            float part[FLOATS], spread[FLOATS] = { 0 };
            vf row = ldf(p->row + a * most + i), mine = ldf(act + (p->discrete ? 0 : a * most) + i);
            if (p->discrete) {
                vf chance = vfexp(row), is = one_of(vfeq(mine, fsplat((float)a)), fsplat(1));
                stf(part, weight * (is - chance) + bonus * chance * (row + H));
            } else {
                vf inverse = vfexp(fsplat(-w[p->log_std + (size_t)a])), z = (mine - row) * inverse;
                stf(part, weight * z * inverse), stf(spread, weight * (z * z - fsplat(1)) - bonus);
            }
            for (int l = 0; l < FLOATS && i + l < n; l++) {
                d[(i + l) * wide + a] = part[l];
                if (!p->discrete)
                    g[p->log_std + (size_t)a] += spread[l];
            }
        }
    }
    net_backward(&p->net, w, x, n, p->h, p->d, g, p->work);
}
