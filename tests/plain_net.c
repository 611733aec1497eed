/* The kernels under PPO: a network 4-64-64-2 forward, and forward, backward and a step of Adam on batches of 96, in plain C: one sample,
 * one unit, one weight after the other. */
#include "adam.h"
#include "plain_ppo.h"

enum { FORWARD = 128, STEP = 96 };              /* samples in a batch */

struct ours { struct net net; float *w, *m, *v, *g, *h, *d, *work, *x; };
struct theirs { struct plain_mlp w, m, v, g; float *x; };

/* some weights and samples, made once */
static struct ours *ours(void)
{
    static _Thread_local struct ours s;
    if (!s.w) {
        uint64_t lane[8] = { 0 }, draw = 0;
        struct rng g = { .width = 8, .replicate = lane, .copy = lane };
        s.net = net_of(4, 2, PPO_U, 2, TANH);
        size_t n = s.net.n, rows = net_rows(&s.net, FORWARD);
        double *work = calloc(n, sizeof *work);
        s.w = calloc(n * 4 + rows * 2 + s.net.work + 4 * FORWARD, sizeof *s.w);
        s.m = s.w + n, s.v = s.m + n, s.g = s.v + n, s.h = s.g + n, s.d = s.h + rows, s.work = s.d + rows, s.x = s.work + s.net.work;
        rng_key(&g, 1, 0, FOR_ALGO);
        net_init(&s.net, s.w, 1, &g, 0, &draw, work);
        for (uint64_t i = 0; i < 4 * FORWARD; i++)
            s.x[i] = (float)normal_once(&g, 0, i, 1, INSTANCE);
        free(work);
    }
    return &s;
}
static struct theirs *theirs(void)
{
    static _Thread_local struct theirs s;
    if (!s.x)
        s.x = ours()->x, mlp_from(&s.w, &ours()->net, ours()->w);
    return &s;
}

/* the sum of all outputs, of T samples in batches */
static double forward_ours(const struct plain_job *job)
{
    struct ours *s = ours();
    double sum = 0;
    for (long t = 0; t < job->T; t += FORWARD) {
        net_forward(&s->net, s->w, s->x, FORWARD, s->h);
        const float *z = net_last(&s->net, s->h, FORWARD);
        for (int i = 0; i < FORWARD; i++)
            sum += (double)z[i * WIDE] + (double)z[i * WIDE + 1];
    }
    return sum;
}
FN double forward_loop(const struct plain_job *job, int stack)
{
    struct theirs *s = theirs();
    double sum = 0;
    for (long t = 0; t < job->T; t += FORWARD)
        for (int i = 0; i < FORWARD; i++) {
            struct plain_pass p;
            mlp_forward(&s->w, s->x + 4 * i, 2, &p, stack);
            sum += (double)p.z[0] + (double)p.z[1];
        }
    return sum;
}
static double forward_plain(const struct plain_job *job) { return job->stack ? forward_loop(job, 1) : forward_loop(job, 0); }

/* the same while the outputs are drawn to 0 */
static double step_ours(const struct plain_job *job)
{
    const struct adam adam = { .rate = 1e-3, .b1 = 0.9, .b2 = 0.999, .eps = 1e-5 };
    struct ours *s = ours();
    size_t n = s->net.n, outputs = (size_t)(STEP * WIDE);
    float *w = malloc(n * sizeof *w);
    double sum = 0;
    memcpy(w, s->w, n * sizeof *w), memset(s->m, 0, 2 * n * sizeof *w);
    for (long t = 0; t < job->T; t += STEP) {
        net_forward(&s->net, w, s->x, STEP, s->h);
        const float *z = net_last(&s->net, s->h, STEP);
        for (int i = 0; i < STEP; i++)
            sum += (double)z[i * WIDE] + (double)z[i * WIDE + 1];
        memcpy(net_last(&s->net, s->d, STEP), z, outputs * sizeof *z);
        memset(s->g, 0, n * sizeof *w);
        net_backward(&s->net, w, s->x, STEP, s->h, s->d, s->g, s->work);
        adam_step(&adam, t / STEP + 1, w, s->m, s->v, s->g, n, 1);
    }
    free(w);
    return sum;
}
FN double step_loop(const struct plain_job *job, int stack)
{
    struct theirs *s = theirs();
    struct plain_mlp net = s->w;
    double sum = 0;
    memset(&s->m, 0, sizeof s->m), memset(&s->v, 0, sizeof s->v);
    for (long t = 0; t < job->T; t += STEP) {
        memset(&s->g, 0, sizeof s->g);
        for (int i = 0; i < STEP; i++) {
            struct plain_pass p;
            mlp_forward(&net, s->x + 4 * i, 2, &p, stack);
            sum += (double)p.z[0] + (double)p.z[1];
            mlp_backward(&net, s->x + 4 * i, 2, &p, p.z, &s->g);
        }
        mlp_adam((float *)&net, (float *)&s->m, (float *)&s->v, (const float *)&s->g, PPO_P, 1e-3, t / STEP + 1, 1);
    }
    return sum;
}
static double step_plain(const struct plain_job *job) { return job->stack ? step_loop(job, 1) : step_loop(job, 0); }

PLAIN(net_forward) = { .algo = "net-forward", .env = "none", .exact = 1, .part = forward_ours, .run = forward_plain };
PLAIN(net_step)    = { .algo = "net-step", .env = "none", .exact = 1, .part = step_ours, .run = step_plain };
