/* Policies with parameters: see policy.h. */
#include "policy.h"

static const double LOG_SQRT_TURN = 0.91893853320467274178;            /* log sqrt(2 pi) */

int policy_open(struct policy *p, struct run *u, const list *hidden, double sigma)
{
    const struct env *e = u->env;
    unsigned has = e->type->has;
    *p = (struct policy){ .L = u->L, .M = u->copies, .W = e->width, .sigma = sigma };
    p->table = (has & STATES) && (has & ACTIONS);
    p->gaussian = !p->table && (has & CONTROLS);
    p->out = p->gaussian ? e->act_dim : e->n_actions;
    if (p->out > MOST_ACTIONS)
        return fail("%s: %d actions: at most %d", u->type->name, p->out, MOST_ACTIONS);
    if (p->table) {
        p->n = e->n_states * p->out;
        return hidden->n ? fail("hidden: %s has states: its policy is a table", e->type->name) : 0;
    }
    if (hidden->n && p->gaussian)
        return fail("hidden: a policy whose actions are numbers is linear here");
    if (hidden->n > MOST_LAYERS - 1 || e->obs_dim > MOST_UNITS)
        return fail("hidden: %ld layers on %d numbers: at most %d, of %d units", hidden->n, e->obs_dim, MOST_LAYERS - 1, MOST_UNITS);
    p->size[p->layers++] = e->obs_dim;
    for (long k = 0; k < hidden->n; k++)
        p->size[p->layers++] = (int)hidden->v[k];
    p->size[p->layers] = p->out;
    for (int k = 1; k <= p->layers; k++)
        p->n += p->size[k] * (p->size[k - 1] + !p->gaussian);
    return 0;
}

int policy_block(const struct policy *p) { return p->table ? p->out : p->n; }

void policy_init(const struct policy *p, struct rng *g, double *theta)
{
    double u[64];
    int L = p->L;
    if (p->layers < 2)
        return;
    for (int k = 1; k <= p->layers; k++) {
        int in = p->size[k - 1], out = p->size[k];
        double most = sqrt_of(6.0 / (in + out));
        for (int i = 0; i < in * out; i++, theta += L) {
            draw_u01(g, u);
            strip(r)
                st(theta + r, splat(most) * (splat(2) * ld(u + r) - splat(1)));
        }
        theta += out * L;
    }
}

/* ---- forward and backward, LANES lanes of one copy --------------------------------------------------------------------------------- *
 * theta and v are those of lane r, x those of its number 0 in copy c. */
struct pass { vd h[MOST_LAYERS + 1][MOST_UNITS]; };

/* rows of the states where the lanes stand */
FN void table_rows(const struct policy *p, const double *table, const int32_t *state, vd *z)
{
    double x[LANES];
    for (int a = 0; a < p->out; a++) {
        for (int l = 0; l < LANES; l++)
            x[l] = table[(size_t)(state[l] * p->out + a) * (size_t)p->L + (size_t)l];
        z[a] = ld(x);
    }
}
FN void table_add(const struct policy *p, double *table, const int32_t *state, const vd *delta)
{
    double x[LANES];
    for (int a = 0; a < p->out; a++) {
        st(x, delta[a]);
        for (int l = 0; l < LANES; l++)
            table[(size_t)(state[l] * p->out + a) * (size_t)p->L + (size_t)l] += x[l];
    }
}

/* W h + b of one layer; returns where the next layer's parameters begin */
FN const double *affine(const struct policy *p, const double *w, int in, int out, const vd *h, vd *z)
{
    int L = p->L;
    for (int i = 0; i < out; i++) {
        vd sum = ld(w) * h[0];
        for (int j = 1; j < in; j++)
            sum = sum + ld(w + j * L) * h[j];
        z[i] = sum, w += in * L;
    }
    for (int i = 0; i < out && !p->gaussian; i++, w += L)
        z[i] = z[i] + ld(w);
    return w;
}

/* the outputs; a network keeps its units in `at` */
static __attribute__((noinline)) vd *forward(const struct policy *p, const double *theta, struct moment m, int w, struct pass *at)
{
    if (p->table) {
        table_rows(p, theta, m.state + w, at->h[0]);
        return at->h[0];
    }
    for (int j = 0; j < p->size[0]; j++)
        at->h[0][j] = ld(m.x + j * p->W + w);
    for (int k = 1; k <= p->layers; k++) {
        theta = affine(p, theta, p->size[k - 1], p->size[k], at->h[k - 1], at->h[k]);
        for (int i = 0; i < p->size[k] && k < p->layers; i++)
            at->h[k][i] = vtanh(at->h[k][i]);
    }
    return at->h[p->layers];
}

/* their derivative along v: Rz_k = V_k h_{k-1} + v_k + W_k Rh_{k-1},  Rh_k = (1 - h_k^2) Rz_k */
static __attribute__((noinline)) vd *forward_along(const struct policy *p, const double *theta, const double *v, struct moment m, int w,
                                                   const struct pass *at, struct pass *R)
{
    int L = p->L;
    if (p->table) {
        table_rows(p, v, m.state + w, R->h[0]);
        return R->h[0];
    }
    for (int k = 1; k <= p->layers; k++) {
        int in = p->size[k - 1], out = p->size[k];
        v = affine(p, v, in, out, at->h[k - 1], R->h[k]);
        for (int i = 0; i < out; i++) {
            vd sum = R->h[k][i];
            for (int j = 0; j < in && k > 1; j++)
                sum = sum + ld(theta + (i * in + j) * L) * R->h[k - 1][j];
            if (k < p->layers)
                sum = (splat(1) - at->h[k][i] * at->h[k][i]) * sum;
            R->h[k][i] = sum;
        }
        theta += out * (in + !p->gaussian) * L;
    }
    return R->h[p->layers];
}

/* where the parameters of layer k begin */
FN size_t layer_at(const struct policy *p, int k)
{
    size_t i = 0;
    for (int j = 1; j < k; j++)
        i += (size_t)(p->size[j] * (p->size[j - 1] + !p->gaussian));
    return i * (size_t)p->L;
}

/* grad += J' delta */
FN void backward(const struct policy *p, const double *theta, struct moment m, int w, const struct pass *at, vd *delta, double *grad)
{
    vd below[MOST_UNITS];
    int L = p->L;
    if (p->table) {
        table_add(p, grad, m.state + w, delta);
        return;
    }
    for (int k = p->layers; k >= 1; k--) {
        int in = p->size[k - 1], out = p->size[k];
        const double *W = theta + layer_at(p, k);
        double *g = grad + layer_at(p, k), *b = g + in * out * L;
        for (int j = 0; j < in && k > 1; j++)
            below[j] = splat(0);
        for (int i = 0; i < out; i++) {
            vd d = delta[i];
            for (int j = 0; j < in; j++) {
                double *to = g + (i * in + j) * L;
                st(to, ld(to) + d * at->h[k - 1][j]);
                if (k > 1)
                    below[j] = below[j] + ld(W + (i * in + j) * L) * d;
            }
            if (!p->gaussian)
                st(b + i * L, ld(b + i * L) + d);
        }
        for (int j = 0; j < in && k > 1; j++)
            delta[j] = below[j] * (splat(1) - at->h[k - 1][j] * at->h[k - 1][j]);
    }
}

/* out += R (J' delta), given delta and R delta */
FN void backward_along(const struct policy *p, const double *theta, const double *v, struct moment m, int w, const struct pass *at,
                       const struct pass *R, vd *delta, vd *Rdelta, double *grad)
{
    vd below[MOST_UNITS], Rbelow[MOST_UNITS];
    int L = p->L;
    if (p->table) {
        table_add(p, grad, m.state + w, Rdelta);
        return;
    }
    for (int k = p->layers; k >= 1; k--) {
        int in = p->size[k - 1], out = p->size[k];
        const double *W = theta + layer_at(p, k), *V = v + layer_at(p, k);
        double *g = grad + layer_at(p, k), *b = g + in * out * L;
        for (int j = 0; j < in && k > 1; j++)
            below[j] = Rbelow[j] = splat(0);
        for (int i = 0; i < out; i++) {
            vd d = delta[i], Rd = Rdelta[i];
            for (int j = 0; j < in; j++) {
                size_t to = (size_t)((i * in + j) * L);
                vd sum = Rd * at->h[k - 1][j];
                if (k > 1) {
                    sum = sum + d * R->h[k - 1][j];
                    below[j] = below[j] + ld(W + to) * d;
                    Rbelow[j] = Rbelow[j] + (ld(V + to) * d + ld(W + to) * Rd);
                }
                st(g + to, ld(g + to) + sum);
            }
            if (!p->gaussian)
                st(b + i * L, ld(b + i * L) + Rd);
        }
        for (int j = 0; j < in && k > 1; j++) {
            vd h = at->h[k - 1][j], slope = splat(1) - h * h;
            Rdelta[j] = Rbelow[j] * slope - below[j] * (splat(2) * h * R->h[k - 1][j]);
            delta[j] = below[j] * slope;
        }
    }
}

/* ---- outputs and actions -------------------------------------------------------------------------------------------------------------- */

/* chances of the outputs z */
FN void chances_of(const struct policy *p, const vd *z, vd *pi)
{
    vd top = splat(-INFINITY), sum = splat(0);
    for (int a = 0; a < p->out; a++)
        top = vmax(top, z[a]);
    for (int a = 0; a < p->out; a++)
        pi[a] = vexp(z[a] - top), sum = sum + pi[a];
    vd share = splat(1) / sum;
    for (int a = 0; a < p->out; a++)
        pi[a] = pi[a] * share;
}
/* log of the sum of exp z, and the largest z */
FN vd log_sum(const struct policy *p, const vd *z, vd *top)
{
    vd sum = splat(0);
    *top = z[0];
    for (int a = 1; a < p->out; a++)
        *top = vmax(*top, z[a]);
    for (int a = 0; a < p->out; a++)
        sum = sum + vexp(z[a] - *top);
    return vlog(sum);
}

/* d log pi / dz of what was done, times the weight; pi: chances, of a softmax */
FN void slope(const struct policy *p, const vd *z, struct moment m, int w, vd weight, vd *pi, vd *delta)
{
    if (p->gaussian) {
        vd scale = weight * splat(1 / (p->sigma * p->sigma));
        for (int i = 0; i < p->out; i++)
            delta[i] = scale * (ld(m.u + i * p->W + w) - z[i]);
        return;
    }
    vd action = ldi(m.action + w);
    chances_of(p, z, pi);
    for (int a = 0; a < p->out; a++)
        delta[a] = weight * (vsel(eq(action, splat(a)), splat(1), splat(0)) - pi[a]);
}

void policy_act(const struct policy *p, struct run *u, const double *theta)
{
    struct env *e = u->env;
    struct moment m = { .x = e->obs, .state = e->io.now };
    int L = p->L, n = p->gaussian ? p->out : 1;
    for (int c = 0; c < p->M; c++) {
        double noise[MOST_ACTIONS * 64];
        for (int i = 0; i < n; i++)
            p->gaussian ? draw_normal(u->rng, noise + i * L) : draw_u01(u->rng, noise);
        strip(r) {
            struct pass at;
            int w = c * L + r;
            vd *z = forward(p, theta + r, m, w, &at), sum = splat(0), action = splat(0), pi[MOST_ACTIONS];
            for (int i = 0; i < p->out && p->gaussian; i++)
                st(e->io.u + i * p->W + w, z[i] + splat(p->sigma) * ld(noise + i * L + r));
            if (p->gaussian)
                continue;
            chances_of(p, z, pi);
            for (int a = 0; a + 1 < p->out; a++) {
                sum = sum + pi[a];
                action = action + vsel(le(sum, ld(noise + r)), splat(1), splat(0));
            }
            /* a policy that lost its numbers chooses what does not exist */
            sti(e->io.action + w, vsel(eq(sum, sum), action, splat(-1)));
        }
    }
}

void policy_score(const struct policy *p, const double *theta, struct moment m, const double *weight, double *grad)
{
    int L = p->L;
    for (int c = 0; c < p->M; c++)
        strip(r) {
            struct pass at;
            vd pi[MOST_ACTIONS], delta[MOST_UNITS], *z = forward(p, theta + r, m, c * L + r, &at);
            slope(p, z, m, c * L + r, ld(weight + c * L + r), pi, delta);
            backward(p, theta + r, m, c * L + r, &at, delta, grad + r);
        }
}

void policy_along(const struct policy *p, const double *theta, struct moment m, const double *v, double *out)
{
    int L = p->L;
    for (int c = 0; c < p->M; c++)
        strip(r) {
            struct pass at, R;
            int w = c * L + r;
            vd pi[MOST_ACTIONS], delta[MOST_UNITS], *z = forward(p, theta + r, m, w, &at), sum = splat(0);
            vd *y = forward_along(p, theta + r, v + r, m, w, &at, &R);
            slope(p, z, m, w, splat(1), pi, delta);
            for (int i = 0; i < p->out; i++)
                sum = sum + delta[i] * y[i];
            st(out + w, sum);
        }
}

void policy_bend(const struct policy *p, const double *theta, struct moment m, const double *v, const double *weight, double *out)
{
    int L = p->L;
    for (int c = 0; c < p->M; c++)
        strip(r) {
            struct pass at, R;
            int w = c * L + r;
            vd k = ld(weight + w), pi[MOST_ACTIONS], delta[MOST_UNITS], Rdelta[MOST_UNITS], mean = splat(0);
            vd *z = forward(p, theta + r, m, w, &at), *y = forward_along(p, theta + r, v + r, m, w, &at, &R);
            slope(p, z, m, w, k, pi, delta);
            for (int a = 0; a < p->out && !p->gaussian; a++)
                mean = mean + pi[a] * y[a];
            for (int i = 0; i < p->out; i++) {
                vd curve = y[i] * splat(1 / (p->sigma * p->sigma));
                if (!p->gaussian)
                    curve = pi[i] * (y[i] - mean);
                Rdelta[i] = splat(0) - k * curve;
            }
            backward_along(p, theta + r, v + r, m, w, &at, &R, delta, Rdelta, out + r);
        }
}

void policy_log(const struct policy *p, const double *theta, struct moment m, double *out)
{
    int L = p->L;
    for (int c = 0; c < p->M; c++)
        strip(r) {
            struct pass at;
            int w = c * L + r;
            vd *z = forward(p, theta + r, m, w, &at), sum = splat(0), top, mine = splat(0);
            for (int i = 0; i < p->out && p->gaussian; i++) {
                vd d = (ld(m.u + i * p->W + w) - z[i]) * splat(1 / p->sigma);
                sum = sum - splat(0.5) * d * d - splat(log_of(p->sigma) + LOG_SQRT_TURN);
            }
            if (!p->gaussian) {
                for (int a = 0; a < p->out; a++)
                    mine = vsel(eq(ldi(m.action + w), splat(a)), z[a], mine);
                vd total = log_sum(p, z, &top);
                sum = (mine - top) - total;
            }
            st(out + w, sum);
        }
}

void policy_entropy(const struct policy *p, const double *theta, struct moment m, double *out)
{
    int L = p->L;
    for (int c = 0; c < p->M; c++)
        strip(r) {
            struct pass at;
            int w = c * L + r;
            vd *z = forward(p, theta + r, m, w, &at), pi[MOST_ACTIONS], top, sum = log_sum(p, z, &top);
            chances_of(p, z, pi);
            for (int a = 0; a < p->out; a++)
                sum = sum - pi[a] * (z[a] - top);
            if (p->gaussian)
                sum = splat(p->out * (log_of(p->sigma) + LOG_SQRT_TURN + 0.5));
            st(out + w, sum);
        }
}

void policy_kl(const struct policy *p, const double *theta, const double *other, struct moment m, double *out)
{
    int L = p->L;
    for (int c = 0; c < p->M; c++)
        strip(r) {
            struct pass at, than;
            int w = c * L + r;
            vd *z = forward(p, theta + r, m, w, &at), *y = forward(p, other + r, m, w, &than), sum = splat(0), top, top_y;
            for (int i = 0; i < p->out && p->gaussian; i++)
                sum = sum + splat(0.5 / (p->sigma * p->sigma)) * (z[i] - y[i]) * (z[i] - y[i]);
            if (!p->gaussian) {
                vd pi[MOST_ACTIONS];
                chances_of(p, z, pi);
                sum = log_sum(p, y, &top_y) - log_sum(p, z, &top);
                for (int a = 0; a < p->out; a++)
                    sum = sum + pi[a] * ((z[a] - top) - (y[a] - top_y));
            }
            st(out + w, sum);
        }
}

void policy_chances(const struct policy *p, const double *theta, double *pi)
{
    int L = p->L;
    if (p->gaussian) {
        memcpy(pi, theta, (size_t)(p->n * L) * sizeof *pi);
        for (int i = 0; i < p->out * L; i++)
            pi[p->n * L + i] = p->sigma;
        return;
    }
    for (int s = 0; s < p->n / p->out; s++)
        strip(r) {
            vd z[MOST_ACTIONS], chance[MOST_ACTIONS];
            for (int a = 0; a < p->out; a++)
                z[a] = ld(theta + (s * p->out + a) * L + r);
            chances_of(p, z, chance);
            for (int a = 0; a < p->out; a++)
                st(pi + (s * p->out + a) * L + r, chance[a]);
        }
}
