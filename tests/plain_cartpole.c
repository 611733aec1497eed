/* Cart-pole in plain C, one replicate, one loop: at random, and with a linear actor-critic.  Sine and cosine by the polynomials that
 * suffice for the small angles of a pole that stands. */
#include "plain_draw.h"

struct pole { double x, v, th, w; };

FN double pole_sine(double r)
{
    double z = r * r;
    double p = 8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04 + z * (2.75573137070700676789e-06
             + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
    return r + r * z * (-1.66666666666666324348e-01 + z * p);
}
FN double pole_cosine(double r)
{
    double z = r * r;
    double p = z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * (2.48015872894767294178e-05
             + z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
    double h = 0.5 * z, w = 1 - h;
    return w + (((1 - w) - h) + z * p);
}

FN struct pole pole_start(struct draws *d, int stack, uint64_t t)
{
    double u[4];
    uint64_t word[4];
    if (stack)
        philox_words(d, t, 0, STARTS, word);
    for (int i = 0; i < 4; i++)
        u[i] = stack ? 0x1p-32 * (double)word[i] + 0x1p-53 : uniform(d);
    return (struct pole){ -0.05 + 0.1 * u[0], -0.05 + 0.1 * u[1], -0.05 + 0.1 * u[2], -0.05 + 0.1 * u[3] };
}

/* 1 when it fell */
FN int pole_step(struct pole *s, int action)
{
    double force = action ? 10 : -10, sine = pole_sine(s->th), cosine = pole_cosine(s->th);
    double temp = (force + 0.1 * 0.5 * (s->w * s->w) * sine) * (1 / 1.1);
    double spin = (9.8 * sine - cosine * temp) / (0.5 * (4.0 / 3 - 0.1 / 1.1 * (cosine * cosine)));
    double push = temp - 0.1 * 0.5 / 1.1 * spin * cosine;
    s->x += 0.02 * s->v, s->v += 0.02 * push, s->th += 0.02 * s->w, s->w += 0.02 * spin;
    return __builtin_fabs(s->x) > 2.4 || __builtin_fabs(s->th) > 12 * 2 * 3.14159265358979323846 / 360;
}

/* the algorithm's t-th uniform number */
FN double toss(struct draws *d, int stack, uint64_t t, double *spare)
{
    double a = *spare;
    if (!stack)
        return uniform(d);
    if (t % 2 == 0)
        philox_pair(d, t, 0, SEQUENCE, &a, spare);
    return a;
}

/* where the loop ended: that it runs is what is measured */
static volatile double plain_cartpole_end;

FN double random_loop(const struct plain_job *job, int stack)
{
    struct plain_job j = *job;
    j.stack = stack;
    struct draws env = draws_open(&j, FOR_ENV), algo = draws_open(&j, FOR_ALGO);
    struct pole s = pole_start(&env, stack, 0);
    double spare = 0;
    int length = 0;
    for (long t = 0; t < j.T; t++) {
        int over = pole_step(&s, 2 * toss(&algo, stack, (uint64_t)t, &spare) >= 1);
        if (over || ++length == 500)
            s = pole_start(&env, stack, (uint64_t)t + 1), length = 0;
    }
    plain_cartpole_end = s.x;
    return 1;
}
static double plain_random_cartpole_run(const struct plain_job *job) { return job->stack ? random_loop(job, 1) : random_loop(job, 0); }

FN double actor_critic_loop(const struct plain_job *job, int stack)
{
    static const double alpha = 0.001, alpha_w = 0.001, lambda = 1, discount = 0.99;
    struct plain_job j = *job;
    j.stack = stack;
    struct draws env = draws_open(&j, FOR_ENV), algo = draws_open(&j, FOR_ALGO);
    struct pole s = pole_start(&env, stack, 0);
    double theta[2][5] = { 0 }, w[5] = { 0 }, z[2][5] = { 0 }, z_w[5] = { 0 }, spare = 0, fade = discount * lambda;
    int length = 0;
    for (long t = 0; t < j.T; t++) {
        double x[5] = { s.x, s.v, s.th, s.w, 1 }, score[2] = { theta[0][4], theta[1][4] }, v = w[4];
        for (int i = 0; i < 4; i++)
            score[0] += theta[0][i] * x[i], score[1] += theta[1][i] * x[i], v += w[i] * x[i];
        double right = 1 / (1 + exp_of(score[0] - score[1])), left = 1 - right, later = w[4];
        int action = left <= toss(&algo, stack, (uint64_t)t, &spare), fell = pole_step(&s, action), over = fell || ++length == 500;
        double next[4] = { s.x, s.v, s.th, s.w };
        for (int i = 0; i < 4; i++)
            later += w[i] * next[i];
        double delta = 1 + (fell ? 0 : discount * later) - v, step = alpha * delta, step_w = alpha_w * delta, keep = over ? 0 : 1;
        double back[2] = { (action ? 0 : 1) - left, (action ? 1 : 0) - right };
        for (int i = 0; i < 5; i++) {
            double trace = fade * z_w[i] + x[i];
            w[i] += step_w * trace, z_w[i] = keep * trace;
        }
        for (int a = 0; a < 2; a++)
            for (int i = 0; i < 5; i++) {
                double trace = fade * z[a][i] + back[a] * x[i];
                theta[a][i] += step * trace, z[a][i] = keep * trace;
            }
        if (over)
            s = pole_start(&env, stack, (uint64_t)t + 1), length = 0;
    }
    plain_cartpole_end = s.x;
    return 1;
}
static double plain_actor_critic_run(const struct plain_job *job)
{
    return job->stack ? actor_critic_loop(job, 1) : actor_critic_loop(job, 0);
}

static const struct plain_case plain_cartpole_cases[] = { { "default", "", 1 }, { 0 } };
PLAIN(random_cartpole) = { .algo = "random", .env = "cartpole", .exact = 1, .cases = plain_cartpole_cases, .run = plain_random_cartpole_run };
PLAIN(actor_critic) = { .algo = "actor-critic", .env = "cartpole", .exact = 1, .cases = plain_cartpole_cases,
                        .run = plain_actor_critic_run };
