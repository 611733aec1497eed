/* Successive elimination: pull all arms in turn, and drop those that are surely not the best.
 *
 * A lap pulls every arm still in the race once.  After lap n, arms of mean m_k leave when
 *     max m - m_k > 2 sqrt(ln(4 K n^2 / delta) / (2 n))
 * so that, for rewards in [0, 1], all decisions together are right with chance 1 - delta. */
#include "index.h"

struct successive_elimination {
    double delta;
    struct stats s;
    int32_t *out;            /* [K*L] 1: this arm has left the race           */
    int32_t *at;             /* [L] where the lap stands                      */
    double *laps;            /* [L] laps done                                 */
};

static const param successive_elimination_params[] = {
    REAL(struct successive_elimination, delta, 0, 0, 1, "chance of ever dropping the best arm; 0: 1/T"),
    END
};

static int successive_elimination_init(struct run *u)
{
    struct successive_elimination *s = u->self;
    int K = u->env->n_actions, L = u->L;
    if (!(s->delta > 0))
        s->delta = 1 / (double)u->horizon;
    stats_open(&s->s, u, 0);
    s->out = rows_i32(u->mem, (size_t)K, L);
    s->at = rows_i32(u->mem, 1, L);
    s->laps = rows_f64(u->mem, 1, L);
    return 0;
}

/* the end of lane l's lap: who leaves? */
static void successive_elimination_lap(struct successive_elimination *s, int l)
{
    int L = s->s.L, K = s->s.K;
    double n = s->laps[l] += 1, best = -INFINITY;
    double r = sqrt_of(log_of(4 * K * n * n / s->delta) / (2 * n));
    for (int k = 0; k < K; k++)
        if (!s->out[k * L + l] && s->s.mean[k * L + l] > best)
            best = s->s.mean[k * L + l];
    for (int k = 0; k < K; k++)
        if (best - s->s.mean[k * L + l] > 2 * r)
            s->out[k * L + l] = 1;
}

static void successive_elimination_iterate(struct run *u)
{
    struct successive_elimination *s = u->self;
    struct wire *io = &u->env->io;
    int L = u->L, K = s->s.K;
    each(l)
        io->action[l] = s->at[l];
    sim_step(u);
    stats_add(&s->s, io->action, io->reward);
    /* lanes have different arms left, hence scalar code: the next of them, in this lap or the next */
    each(l) {
        do {
            if (++s->at[l] == K) {
                successive_elimination_lap(s, l);
                s->at[l] = 0;
            }
        } while (s->out[place(s->at, L, l)]);
    }
}

ALGORITHM(successive_elimination) = {
    .name = "successive-elimination", .brief = "all arms in turn, dropping those that are surely worse than the best",
    .source = "Even-Dar, Mannor and Mansour 2006, Action elimination and stopping conditions, algorithm 3",
    .params = successive_elimination_params, .size = sizeof(struct successive_elimination), .needs = ARMS,
    .init = successive_elimination_init, .iterate = successive_elimination_iterate,
};
