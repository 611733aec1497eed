/* Rollouts and gradients of actor-critic methods: see on_policy.h. */
#include "on_policy.h"
#include "gae.h"

const struct metric on_policy_metrics[] = {
    { "return100", "mean return of the last hundred episodes, of fewer as long as there are fewer; 0: none has ended", 1 },
    { "solved", "1 once return100 of a full hundred has reached `goal`", 1 },
    { "at_goal", "1 while it does", 1 },
    { "entropy", "mean entropy of the policy's choices in the last rollout, in nats", 0 },
    { NULL, NULL, 0 },
};

enum { RETURN100, SOLVED, AT_GOAL, ENTROPY, HUNDRED = 100 };

static double within(double x, double lo, double hi) { return x < lo ? lo : x > hi ? hi : x; }
static float *floats(struct run *u, size_t n) { return (float *)(void *)scratch(u->mem, (n + 1) / 2); }

int on_policy_open(struct on_policy *s, struct run *u, const struct on_policy_words *word)
{
    struct env *e = u->env;
    int L = u->L, M = u->copies, n = (int)word->rollout, W = e->width, inputs = e->obs_dim, units = (int)word->units;
    int most = wide_of(word->minibatch > W ? (int)word->minibatch : W), A = word->discrete ? e->n_actions : e->act_dim;
    if (inputs > MOST_UNITS || A > MOST_UNITS)
        return fail("%s has %d observations and %d actions: networks here take up to %d of each", e->type->name, inputs, A, MOST_UNITS);
    *s = (struct on_policy){ .M = M, .n = n, .W = W, .batch = n * M, .bootstrap = word->bootstrap, .gamma = word->gamma,
                                .lambda = word->lambda, .goal = word->goal };
    actor_open(&s->actor, u->mem, inputs, A, word->discrete, (int)word->hidden, units, (enum activation)word->activation, most);
    s->critic = net_of(inputs, (int)word->hidden, units, 1, (enum activation)word->activation);
    s->at_critic = s->actor.n, s->params = s->actor.n + s->critic.n;
    s->w = rows_f32(u->mem, s->params, L);
    size_t rows = (size_t)n + 1, k = (size_t)s->actor.k, seen = rows * (size_t)(W * inputs), cells = rows * (size_t)W;
    s->x = floats(u, seen), s->act = floats(u, cells * k), s->logp = floats(u, cells);
    s->reward = scratch(u->mem, cells), s->value = scratch(u->mem, cells);
    s->adv = scratch(u->mem, cells), s->target = scratch(u->mem, cells);
    s->end = (int32_t *)(void *)scratch(u->mem, cells);
    s->so_far = rows_f64(u->mem, 1, W), s->last = rows_f64(u->mem, HUNDRED, L), s->sum = rows_f64(u->mem, 1, L);
    s->ended = rows_u64(u->mem, 1, L);
    size_t m = (size_t)most;
    s->bx = floats(u, m * (size_t)inputs), s->bact = floats(u, m * k), s->badv = floats(u, m), s->btarget = floats(u, m);
    s->bold = floats(u, m), s->bvalue = floats(u, m), s->blogp = floats(u, m), s->noise = scratch(u->mem, m * k);
    s->drawn = scratch(u->mem, (size_t)W * k);
    s->g = floats(u, s->params), s->vh = floats(u, net_rows(&s->critic, most)), s->vd = floats(u, net_rows(&s->critic, most));
    s->vwork = floats(u, s->critic.work);
    /* first weights */
    double *work = scratch(u->mem, s->params);
    each(l) {
        uint64_t draw = 0;
        float *w = s->w + (size_t)l * s->params;
        actor_init(&s->actor, w, u->rng, l, &draw, work);
        net_init(&s->critic, w + s->at_critic, 1, u->rng, l, &draw, work);
    }
    return 0;
}

/* V of n rows of observations */
static void values(struct on_policy *s, const float *w, const float *x, int n, float *v)
{
    net_forward(&s->critic, w + s->at_critic, x, n, s->vh);
    const float *last = net_last(&s->critic, s->vh, n);
    for (int i = 0; i < n; i++)
        v[i] = last[i * WIDE];
}

/* ---- a rollout ----------------------------------------------------------------------------------------------------------------- */

/* what lane w of the environment sees, as floats */
static void look(const struct on_policy *s, const double *obs, int w, float *x)
{
    for (int i = 0; i < s->critic.units[0]; i++)
        x[i] = (float)obs[i * s->W + w];
}

/* observations of step t, and actions for them, into the rollout and to the environment */
static void act(struct on_policy *s, struct run *u, int t, double *entropy)
{
    struct env *e = u->env;
    struct actor *p = &s->actor;
    int L = u->L, M = s->M, W = s->W, inputs = s->critic.units[0], k = p->k;
    for (int i = 0; i < k * M; i++)
        (p->discrete ? draw_u01 : draw_normal)(u->rng, s->drawn + i * L);
    each(l) {
        const float *w = s->w + (size_t)l * s->params;
        size_t at = (size_t)(l * s->batch + t * M);
        float *x = s->x + (at + (size_t)(l * M)) * (size_t)inputs;
        for (int c = 0; c < M; c++)
            look(s, e->obs, c * L + l, x + c * inputs);
        for (int i = 0; i < k; i++)
            for (int c = 0; c < M; c++)
                s->noise[i * p->most + c] = s->drawn[(i * M + c) * L + l];
        actor_look(p, w, x, M);
        actor_sample(p, w, M, s->noise, s->bact);
        actor_logp(p, w, M, s->bact, s->blogp);
        entropy[l] += actor_entropy(p, w, M) / s->n;
        for (int c = 0; c < M; c++) {
            s->logp[at + (size_t)c] = s->blogp[c];
            for (int i = 0; i < k; i++) {
                float a = s->bact[i * p->most + c];
                s->act[(at + (size_t)c) * (size_t)k + (size_t)i] = a;
                if (p->discrete)
                    e->io.action[c * L + l] = (int32_t)a;
                else                          /* the density is that of the number drawn, as usual */
                    e->io.u[i * W + c * L + l] = within((double)a, e->act_range[2 * i], e->act_range[2 * i + 1]);
            }
        }
    }
}

/* rewards and ends of step t; returns of what ended */
static void remember(struct on_policy *s, struct run *u, int t)
{
    const struct wire *io = &u->env->io;
    int L = u->L, W = s->W;
    double *reward = s->reward + t * W;
    memcpy(reward, io->reward, (size_t)W * sizeof *reward);
    memcpy(s->end + t * W, io->end, (size_t)W * sizeof *io->end);
    for (int w = 0; w < W; w++) {
        int l = w % L;
        s->so_far[w] += reward[w];
        if (io->end[w] == RUNNING)
            continue;
        double *last = s->last + s->ended[l] % HUNDRED * (size_t)L + l;
        s->sum[l] += s->so_far[w] - *last, *last = s->so_far[w];
        s->ended[l]++, s->so_far[w] = 0;
        u->metric[RETURN100 * L + l] = s->sum[l] / (double)(s->ended[l] < HUNDRED ? s->ended[l] : HUNDRED);
        double there = s->ended[l] >= HUNDRED && u->metric[RETURN100 * L + l] >= s->goal;
        u->metric[AT_GOAL * L + l] = there;
        u->metric[SOLVED * L + l] = there > 0 ? 1 : u->metric[SOLVED * L + l];
        if (s->bootstrap && io->end[w] == TRUNCATED) {
            float v;
            look(s, u->env->obs_next, w, s->bx);
            values(s, s->w + (size_t)l * s->params, s->bx, 1, &v);
            reward[w] += s->gamma * (double)v;
        }
    }
}

int on_policy_collect(struct on_policy *s, struct run *u)
{
    int L = u->L, M = s->M, W = s->W, inputs = s->critic.units[0], most = s->actor.most;
    double entropy[64] = { 0 };
    for (int t = 0; t < s->n; t++) {
        if (u->t >= u->horizon)
            return 0;
        act(s, u, t, entropy);
        sim_step(u);
        remember(s, u, t);
    }
    memcpy(u->metric + ENTROPY * L, entropy, (size_t)L * sizeof *entropy);
    /* values of all that was seen, and of where it led */
    each(l) {
        float *x = s->x + (size_t)(l * (s->batch + M)) * (size_t)inputs;
        for (int c = 0; c < M; c++)
            look(s, u->env->obs, c * L + l, x + (s->batch + c) * inputs);
        for (int from = 0; from < s->batch + M; from += most) {
            int n = s->batch + M - from < most ? s->batch + M - from : most;
            values(s, s->w + (size_t)l * s->params, x + from * inputs, n, s->bvalue);
            for (int i = 0; i < n; i++)
                s->value[(from + i) / M * W + (from + i) % M * L + l] = (double)s->bvalue[i];
        }
    }
    gae(s->reward, s->value, s->end, s->n, W, s->gamma, s->lambda, s->adv, s->target);
    return 1;
}

/* ---- learning -------------------------------------------------------------------------------------------------------------------- */
void on_policy_batch(struct on_policy *s, struct run *u, int lane, const int32_t *which, int n)
{
    struct actor *p = &s->actor;
    int L = u->L, M = s->M, inputs = s->critic.units[0], k = p->k;
    const float *w = s->w + (size_t)lane * s->params;
    for (int j = 0; j < n; j++) {
        int i = which ? which[j] : j;
        size_t mine = (size_t)(lane * s->batch + i), cell = (size_t)(i / M * s->W + i % M * L + lane);
        memcpy(s->bx + j * inputs, s->x + (mine + (size_t)(lane * M)) * (size_t)inputs, (size_t)inputs * sizeof *s->bx);
        for (int a = 0; a < k; a++)
            s->bact[a * p->most + j] = s->act[mine * (size_t)k + (size_t)a];
        s->badv[j] = (float)s->adv[cell], s->btarget[j] = (float)s->target[cell], s->bold[j] = (float)s->value[cell];
        s->blogp[j] = s->logp[mine];
    }
    actor_look(p, w, s->bx, n);
    values(s, w, s->bx, n, s->bvalue);
}

void on_policy_gradient(struct on_policy *s, int lane, int n, const float *c, double c_entropy, const float *dv)
{
    const float *w = s->w + (size_t)lane * s->params;
    float *last = net_last(&s->critic, s->vd, n);
    memset(s->g, 0, s->params * sizeof *s->g);
    actor_learn(&s->actor, w, s->bx, n, s->bact, c, c_entropy, s->g);
    memset(last, 0, (size_t)(n * WIDE) * sizeof *last);
    for (int i = 0; i < n; i++)
        last[i * WIDE] = dv[i];
    net_backward(&s->critic, w + s->at_critic, s->bx, n, s->vh, s->vd, s->g + s->at_critic, s->vwork);
}
