/* Maximization bias: is the best of many noisy values any good?
 *
 * Two states, start in A.  Right (action 0) ends the episode and pays nothing; left (action 1) leads to B for nothing, from where each of
 * `actions` actions ends it and pays a normal reward of mean -0.1 and standard deviation 1.  Left is a mistake; a learner that takes
 * the largest of its noisy values in B for what B is worth believes otherwise, for long.  The metric `left` is 1 where the episode went
 * left: a learner that explores with chance epsilon cannot do better than epsilon/2. */
#include "tabular.h"

struct maxbias { long actions; double mean, sd; struct tabular t; double *noise; int32_t *choices; };

static const param maxbias_params[] = {
    INT(struct maxbias, actions, 10, 1, 1000, "actions in state B"),
    REAL(struct maxbias, mean, -0.1, -1e6, 1e6, "mean reward of each of them"),
    REAL(struct maxbias, sd, 1, 0, 1e6, "its standard deviation"),
    END
};
enum { A, B, OVER, STATES_OF_IT };
static const struct metric maxbias_metrics[] = { { "left", "1 where the episode went left in its first step, else 0", 0 }, { 0 } };

static int maxbias_init(struct env *e)
{
    struct maxbias *s = e->self;
    int n = s->actions % 2 ? 2 * (int)s->actions : (int)s->actions;      /* as often the choices of A as those of B */
    if (tabular_open(&s->t, e, STATES_OF_IT, n, 1, 0))
        return -1;
    tabular_start(&s->t, A, 1), tabular_end(&s->t, OVER);
    for (int a = 0; a < n; a++) {
        tabular_add(&s->t, 0, A, a, 1, a % 2 ? B : OVER, 0);
        tabular_add(&s->t, 0, B, a, 1, OVER, s->mean);
    }
    s->noise = rows_f64(e->mem, 1, e->width);
    s->choices = rows_i32(e->mem, STATES_OF_IT, 1);
    s->choices[A] = 2, s->choices[B] = (int32_t)s->actions, s->choices[OVER] = n;
    e->choices = s->choices;
    return tabular_close(&s->t, e, 0);
}

static void maxbias_reset(struct env *e, const int32_t *who) { tabular_reset(&((struct maxbias *)e->self)->t, e, who); }
static void maxbias_step(struct env *e)
{
    struct maxbias *s = e->self;
    struct wire io = e->io;
    int L = e->width;
    tabular_step(&s->t, e);
    draw_normal(e->rng, s->noise);
    each(l) {
        int first = io.now[l] == A;
        io.reward[l] += first ? 0 : s->sd * s->noise[l];
        e->metric[l] = first ? (double)(io.next[l] == B) : e->metric[l];
    }
}

ENVIRONMENT(maxbias) = {
    .name = "maxbias", .brief = "two states in which the largest of noisy values leads astray",
    .source = "Sutton and Barto 2018, Reinforcement learning: an introduction, example 6.7",
    .params = maxbias_params, .size = sizeof(struct maxbias), .has = ACTIONS | STATES | EPISODES | MODEL | PLACE,
    .init = maxbias_init, .reset = maxbias_reset, .step = maxbias_step, .place = tabular_place, .metrics = maxbias_metrics,
};
