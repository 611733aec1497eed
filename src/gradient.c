/* Trajectories and gradients estimated from them: see gradient.h. */
#include "gradient.h"
#include "la.h"

static const double RIDGE = 1e-5;                /* of the value baseline's least squares, as in rllab and garage */

int batch_open(struct batch *b, struct run *u, const struct policy *p, const struct batch_options *o)
{
    const struct env *e = u->env;
    long limit = (e->type->has & STAGES) == STAGES ? e->model->H : e->max_len, H = o->horizon ? o->horizon : limit;
    double discount = o->discount > 0 ? o->discount : e->gamma;
    if (limit && H > limit)
        H = limit;
    if (!H)
        H = discount < 0.99 ? (long)(log_of(1000) / -log_of(discount)) + 1 : 1000;
    *b = (struct batch){ .o = *o, .p = p, .L = u->L, .M = u->copies, .W = e->width, .H = (int)H, .cut = H != limit };
    b->discount = discount;
    long n = o->steps ? o->steps + H - 1 : H;
    if (o->baseline == MEAN_BASELINE && o->copies < 2 && !o->steps)
        return fail("%s: baseline=mean of one episode leaves nothing of it: try batch=8", u->type->name);
    if (n > 10000000)
        return fail("%s: %ld steps for one gradient: at most 10000000", u->type->name, n);
    b->n = (int)n;
    b->power = rows_f64(u->mem, (size_t)H, 1);
    b->power[0] = 1;
    for (long h = 1; h < H; h++)
        b->power[h] = b->power[h - 1] * b->discount;
    size_t rows = (size_t)n * (size_t)b->W, means = 2 * (size_t)H * (size_t)b->L;
    b->x = scratch(u->mem, rows * (size_t)(p->table ? 0 : e->obs_dim)), b->u = scratch(u->mem, rows * (size_t)e->act_dim);
    b->reward = scratch(u->mem, rows), b->on = scratch(u->mem, rows), b->G = scratch(u->mem, rows), b->psi = scratch(u->mem, rows);
    b->work = scratch(u->mem, rows > means ? rows : means), b->done = scratch(u->mem, 2 * (size_t)b->W);
    int32_t **index[] = { &b->state, &b->action, &b->stage, &b->last };
    for (int i = 0; i < 4; i++)
        *index[i] = (int32_t *)(void *)scratch(u->mem, rows / 2);
    b->share = scratch(u->mem, (size_t)b->L);
    if (o->baseline != VALUE_BASELINE)
        return 0;
    b->F = (p->table ? e->n_states : 2 * e->obs_dim) + 4;
    if (b->F > MOST_DIMS)
        return fail("%s: baseline=value of %d states: at most %d", u->type->name, e->n_states, MOST_DIMS - 4);
    b->fit = rows_f64(u->mem, (size_t)b->F, b->L);
    b->normal = scratch(u->mem, (size_t)tri_rows(b->F) * (size_t)b->L);
    return 0;
}

int batch_open_beside(struct batch *b, struct run *u, const struct batch *first, const struct batch_options *o)
{
    struct batch_options own = *o;
    own.baseline = o->baseline == VALUE_BASELINE ? NO_BASELINE : o->baseline;
    if (batch_open(b, u, first->p, &own))
        return -1;
    b->o.baseline = o->baseline, b->F = first->F, b->fit = first->fit;
    return 0;
}

static struct moment moment_at(const struct batch *b, int h)
{
    size_t at = (size_t)h * (size_t)b->W;
    return (struct moment){ b->x + at * (size_t)(b->p->table ? 0 : b->p->size[0]), b->state + at, b->action + at,
                            b->u + at * (size_t)(b->p->gaussian ? b->p->out : 0) };
}
/* a policy's copy c alone: moments begin at its first lane */
static struct moment copy_of(struct moment m, int from) { return (struct moment){ m.x + from, m.state + from, m.action + from, m.u + from }; }

/* ---- collecting ----------------------------------------------------------------------------------------------------------------------- */
static void record(struct batch *b, const struct env *e, int h)
{
    size_t at = (size_t)h * (size_t)b->W, bytes = (size_t)b->W * sizeof(int32_t);
    if (b->p->table)
        memcpy(b->state + at, e->io.now, bytes);
    else
        memcpy(b->x + at * (size_t)e->obs_dim, e->obs, (size_t)(e->obs_dim * b->W) * sizeof *b->x);
    if (b->p->gaussian)
        memcpy(b->u + at * (size_t)e->act_dim, e->io.u, (size_t)(e->act_dim * b->W) * sizeof *b->u);
    else
        memcpy(b->action + at, e->io.action, bytes);
    memcpy(b->stage + at, e->io.stage, bytes);
}

/* the features of what was seen at one step; lanes w .. */
FN void features(const struct batch *b, struct moment m, const int32_t *stage, int w, vd *f)
{
    const struct policy *p = b->p;
    int n = 0;
    for (int s = 0; p->table && s < b->F - 4; s++)
        f[n++] = vsel(eq(ldi(m.state + w), splat(s)), splat(1), splat(0));
    for (int i = 0; !p->table && i < p->size[0]; i++) {
        vd x = vmax(splat(-10), vmin(splat(10), ld(m.x + i * b->W + w)));
        f[n++] = x, f[n++] = x * x;
    }
    vd h = ldi(stage + w) * splat(0.01);
    f[n++] = h, f[n++] = h * h, f[n++] = h * h * h, f[n] = splat(1);
}

static void returns(struct batch *b)
{
    int W = b->W;
    for (int h = b->n - 1; h >= 0; h--)
        for (int w = 0; w < W; w += LANES) {
            size_t at = (size_t)h * (size_t)W + (size_t)w;
            vd later = h + 1 < b->n ? ld(b->G + at + (size_t)W) : splat(0);
            later = vsel(gt(ldi(b->last + at), splat(0)), splat(0), later);
            st(b->G + at, ld(b->on + at) * (ld(b->reward + at) - splat(b->o.offset)) + splat(b->discount) * later);
        }
}

/* psi <- G less the mean, over the batch, of G at the same place of an episode */
static void less_mean(struct batch *b)
{
    int L = b->L;
    double *sum = b->work, *n = b->work + b->H * L;
    memset(sum, 0, (size_t)(2 * b->H * L) * sizeof *sum);
    for (int i = 0; i < b->n * b->M; i++)
        each(l) {
            size_t at = (size_t)(i * L + l), to = place(b->stage + i * L, L, l);
            sum[to] += b->on[at] * b->G[at], n[to] += b->on[at];
        }
    for (int i = 0; i < b->n * b->M; i++)
        each(l) {
            size_t at = (size_t)(i * L + l), to = place(b->stage + i * L, L, l);
            b->psi[at] = n[to] > 0 ? b->on[at] * (b->G[at] - sum[to] / n[to]) : 0;
        }
}

void batch_weigh(struct batch *b)
{
    int W = b->W, L = b->L;
    returns(b);
    memcpy(b->psi, b->G, (size_t)b->n * (size_t)W * sizeof *b->psi);
    if (b->o.baseline == MEAN_BASELINE)
        less_mean(b);
    for (int h = 0; h < b->n; h++)
        for (int w = 0; w < W; w += LANES) {
            size_t at = (size_t)h * (size_t)W + (size_t)w;
            vd psi = ld(b->psi + at);
            if (b->o.baseline == VALUE_BASELINE) {
                vd f[MOST_DIMS], v = splat(0);
                features(b, moment_at(b, h), b->stage + (size_t)h * (size_t)W, w, f);
                for (int i = 0; i < b->F; i++)
                    v = v + f[i] * ld(b->fit + i * L + w % L);
                psi = psi - v;
            }
            if (b->o.weight == DISCOUNTED)
                psi = psi * gather(b->power, ldi_u(b->stage + at));
            st(b->psi + at, psi * ld(b->on + at));
        }
    memset(b->share, 0, (size_t)L * sizeof *b->share);
    for (int i = 0; i < b->n * b->M; i++)
        strip(r) {
            size_t at = (size_t)(i * L + r);
            vd on = ld(b->on + at), counts = on;
            if (b->o.per == EPISODE)
                counts = on * vsel(gt(ldi(b->last + at), splat(0)), splat(1), splat(0));
            st(b->share + r, ld(b->share + r) + counts);
        }
    strip(r)
        st(b->share + r, splat(1) / vmax(splat(1), ld(b->share + r)));
}

void batch_collect(struct batch *b, struct run *u, const double *theta)
{
    struct env *e = u->env;
    int W = b->W;
    double *done = b->done;
    memset(done, 0, 2 * (size_t)W * sizeof *done);
    sim_restart(u, NULL);
    for (int h = 0; h < b->n; h++) {
        size_t at = (size_t)h * (size_t)W;
        policy_act(b->p, u, theta);
        record(b, e, h);
        sim_step(u);
        for (int w = 0; w < W; w += LANES) {
            vd idle = ld(done + W + w), on = splat(1) - idle, steps = ld(done + w) + on, zero = splat(0), one = splat(1);
            vm last = either(gt(ldi(e->io.end + w), zero), ge(ldi(b->stage + at + w), splat(b->H - 1)));
            sti(b->last + at + w, vsel(last, one, zero));
            st(b->on + at + w, on), st(b->reward + at + w, ld(e->io.reward + w));
            st(done + w, steps), st(done + W + w, vsel(both(last, ge(steps, splat((double)b->o.steps))), one, idle));
        }
        if (b->cut)
            sim_restart(u, b->last + at);
    }
    batch_weigh(b);
}

/* ---- gradients ------------------------------------------------------------------------------------------------------------------------ */
static void scale(const struct batch *b, double *x)
{
    int L = b->L;
    for (int i = 0; i < b->p->n; i++)
        strip(r)
            st(x + i * L + r, ld(x + i * L + r) * ld(b->share + r));
}
static void weighted_scores(struct batch *b, const double *theta, const double *weight, double *grad)
{
    memset(grad, 0, (size_t)(b->p->n * b->L) * sizeof *grad);
    for (int h = 0; h < b->n; h++)
        policy_score(b->p, theta, moment_at(b, h), weight + (size_t)h * (size_t)b->W, grad);
}

void batch_gradient(struct batch *b, const double *theta, double *grad)
{
    weighted_scores(b, theta, b->psi, grad);
    scale(b, grad);
}

void batch_gradient_whole(struct batch *b, const double *theta, double *grad)
{
    int W = b->W;
    for (int h = 0; h < b->n; h++)
        for (int w = 0; w < W; w += LANES) {
            size_t at = (size_t)h * (size_t)W + (size_t)w;
            vd before = h ? ld(b->work + at - (size_t)W) : splat(0), psi = ld(b->psi + at);
            st(b->work + at, ld(b->on + at) * vsel(eq(ldi(b->stage + at), splat(0)), psi, before));
        }
    weighted_scores(b, theta, b->work, grad);
    scale(b, grad);
}

void batch_curvature(struct batch *b, const double *theta, const double *v, double *out)
{
    int W = b->W;
    /* score . v of whole episodes: sums so far, then their last value everywhere, times psi */
    for (int h = 0; h < b->n; h++) {
        double *now = b->work + (size_t)h * (size_t)W;
        policy_along(b->p, theta, moment_at(b, h), v, now);
        for (int w = 0; w < W; w += LANES) {
            vd before = h ? ld(now - W + w) : splat(0);
            st(now + w, ld(now + w) + vsel(eq(ldi(b->stage + (size_t)h * (size_t)W + (size_t)w), splat(0)), splat(0), before));
        }
    }
    for (int h = b->n - 1; h >= 0; h--)
        for (int w = 0; w < W; w += LANES) {
            size_t at = (size_t)h * (size_t)W + (size_t)w;
            vd after = h + 1 < b->n ? ld(b->G + at + (size_t)W) : splat(0);
            vd total = vsel(gt(ldi(b->last + at), splat(0)), ld(b->work + at), after);
            st(b->G + at, total), st(b->work + at, ld(b->psi + at) * total);
        }
    weighted_scores(b, theta, b->work, out);
    for (int h = 0; h < b->n; h++)
        policy_bend(b->p, theta, moment_at(b, h), v, b->psi + (size_t)h * (size_t)W, out);
    scale(b, out);
}

void batch_fisher(struct batch *b, const double *theta, double *score, double *out)
{
    struct policy one = *b->p;
    int L = b->L, n = one.n, d = policy_block(&one), each_block = tri_rows(d);
    size_t numbers = (size_t)(n / d * each_block) * (size_t)L;
    double count[64] = { 0 };
    one.M = 1;
    memset(out, 0, numbers * sizeof *out);
    for (int i = 0; i < b->n * b->M; i++) {
        const double *on = b->on + (size_t)i * (size_t)L;
        memset(score, 0, (size_t)(n * L) * sizeof *score);
        policy_score(&one, theta, copy_of(moment_at(b, i / b->M), i % b->M * L), on, score);
        for (int k = 0; k < n / d; k++)
            sym_add(out + (size_t)(k * each_block) * (size_t)L, score + k * d * L, on, d, L);
        strip(r)
            st(count + r, ld(count + r) + ld(on + r));
    }
    for (size_t i = 0; i < numbers; i += (size_t)L)
        strip(r)
            st(out + i + r, ld(out + i + r) / vmax(splat(1), ld(count + r)));
}

/* ---- least squares ---------------------------------------------------------------------------------------------------------------------- */
void batch_fit(struct batch *b)
{
    int F = b->F, L = b->L, W = b->W;
    if (!F)
        return;
    memset(b->normal, 0, (size_t)(tri_rows(F) * L) * sizeof *b->normal);
    memset(b->fit, 0, (size_t)(F * L) * sizeof *b->fit);
    returns(b);
    for (int i = 0; i < b->n * b->M; i++)
        strip(r) {
            int h = i / b->M, w = i % b->M * L + r;
            vd f[MOST_DIMS], on = ld(b->on + (size_t)h * (size_t)W + w), G = ld(b->G + (size_t)h * (size_t)W + w);
            features(b, moment_at(b, h), b->stage + (size_t)h * (size_t)W, w, f);
            for (int j = 0; j < F; j++) {
                vd x = on * f[j];
                double *to = b->fit + j * L + r;
                st(to, ld(to) + x * G);
                for (int k = 0; k <= j; k++) {
                    double *at = b->normal + tri(j, k) * L + r;
                    st(at, ld(at) + x * f[k]);
                }
            }
        }
    for (int j = 0; j < F; j++)
        strip(r) {
            double *at = b->normal + tri(j, j) * L + r;
            st(at, ld(at) + splat(RIDGE));
        }
    chol(b->normal, F, L, b->normal);
    chol_solve(b->normal, b->fit, F, L, b->fit);
}
