/* Poisson bandit: arm k pays a count X with P(X = j) = exp(-m) m^j / j!, m = mean[k]; with a cap c it pays min(X, c).
 *
 * A reward is found by inversion: the number of entries of the arm's table of P(X <= j) that are no larger than the uniform
 * of this pull, by halving, hence in as many steps in every lane.  The tables end where 1 - P < 2^-53.  The capped reward's
 * mean is the sum of P(X > j) over j < c. */
#include "arms.h"

struct poisson { list means; long arms, cap; double top, gap; struct arms a; double *table; int size; };

static const param poisson_params[] = {
    LIST(struct poisson, means, "", 0, 500, "mean reward of each arm before the cap, as 2/1.5/1 or @file.csv:column"),
    INT(struct poisson, arms, 5, 2, 10000, "number of arms, when no means are given"),
    REAL(struct poisson, top, 2, 0, 500, "mean of the best arm, when no means are given"),
    REAL(struct poisson, gap, 0.5, 0, 500, "how far the other arms lie below it"),
    INT(struct poisson, cap, 0, 0, 1000000, "the largest reward (10 in the paper on kl-ucb); 0: no cap"),
    END
};

static int poisson_init(struct env *e)
{
    struct poisson *s = e->self;
    int L = e->width;
    if (arms_from(&s->a, e, &s->means, s->arms, s->top, s->gap, 0))
        return -1;
    for (s->size = 32; s->size < e->best[0] + 10 * sqrt_of(e->best[0]) + 24; s->size *= 2)
        ;
    s->table = rows_f64(e->mem, (size_t)s->a.K * (size_t)s->size, 1);
    for (int k = 0; k < s->a.K; k++) {
        double m = s->a.mean[k * L], p = exp_of(-m), sum = 0, capped = 0, *table = s->table + k * s->size;
        for (int j = 0; j < s->size; j++, p *= m / j) {
            table[j] = sum += p;
            capped += j < s->cap ? 1 - sum : 0;
        }
        if (s->cap)
            each(l)
                s->a.mean[k * L + l] = capped;
    }
    if (s->cap)
        e->max_reward = (double)s->cap;
    arms_truth(&s->a, e);
    return 0;
}

static void poisson_step(struct env *e)
{
    struct poisson *s = e->self;
    int L = e->width;
    vd cap = splat(s->cap ? (double)s->cap : INFINITY);
    arms_pull(&s->a, e);
    strip(r) {
        vd u = ld(s->a.u + r), x = splat(0), base = ldi(e->io.action + r) * splat(s->size);
        for (int half = s->size / 2; half; half /= 2) {
            vd probe = gather(s->table, small_from_double(base + x + splat(half - 1)));
            x = x + vsel(ge(u, probe), splat(half), splat(0));
        }
        st(e->io.reward + r, vmin(cap, x));
    }
}

ENVIRONMENT(poisson) = {
    .name = "poisson", .brief = "arms that pay a Poisson count, capped on request",
    .source = "Cappe, Garivier, Maillard, Munos and Stoltz 2013, Kullback-Leibler upper confidence bounds, section 6",
    .params = poisson_params, .size = sizeof(struct poisson), .has = ARMS | TRUTH,
    .init = poisson_init, .step = poisson_step,
};
