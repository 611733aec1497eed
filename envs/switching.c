/* Piecewise stationary Bernoulli bandit: the means hold for a segment of turns, then change at once.
 *
 * `changes` lists the last turn of every segment but the last one, `means` the arms' means segment after segment:
 *     means=0.9/0.1/0.1/0.9 changes=1000        two arms that swap after turn 1000
 * Without means, a standard instance with three arms and five segments of 1000 turns is used: ns1, where in turn each single
 * arm changes, or ns2, where all do. */
#include "arms.h"

struct switching { list means, changes; int instance; struct arms a; list level; int32_t *segment; };

static const param switching_params[] = {
    CHOICE(struct switching, instance, "ns1|ns2", "the standard instance, when no means are given"),
    LIST(struct switching, means, "", 0, 1, "chances of a reward: every arm's in the first segment, then in the second, ..."),
    LIST(struct switching, changes, "1000/2000/3000/4000", 1, 0x1p53, "turns after which the means change, increasing"),
    END
};

static const double standard[2][15] = {
    { .3,.5,.9,  .3,.2,.9,  .3,.2,.1,  .7,.2,.1,  .7,.5,.1 },
    { .4,.5,.9,  .5,.4,.7,  .6,.3,.5,  .7,.2,.3,  .8,.1,.1 },
};

static int switching_init(struct env *e)
{
    struct switching *s = e->self;
    long segments = s->changes.n + 1;
    e->max_reward = 1;
    s->level = s->means.n ? s->means : (list){ 15, standard[s->instance] };
    if (s->level.n % segments)
        return fail("switching: %ld means for %ld segments (changes=%ld turns): every segment needs as many means as there are arms",
                    s->level.n, segments, s->changes.n);
    for (long i = 1; i < s->changes.n; i++)
        if (s->changes.v[i] <= s->changes.v[i-1])
            return fail("switching: changes: %g after %g: must increase", s->changes.v[i], s->changes.v[i-1]);
    if (arms_open(&s->a, e, (int)(s->level.n / segments)))
        return -1;
    s->segment = rows_i32(e->mem, 1, 1);
    arms_set(&s->a, e, s->level.v);
    return 0;
}

static void switching_step(struct env *e)
{
    struct switching *s = e->self;
    arms_flip(&s->a, e);
    /* was turn t + 1 the last of its segment? */
    if (*s->segment < s->changes.n && (double)e->t + 1 >= s->changes.v[*s->segment])
        arms_set(&s->a, e, s->level.v + ++*s->segment * s->a.K);
}

ENVIRONMENT(switching) = {
    .name = "switching", .brief = "Bernoulli arms whose means change at given turns",
    .source = "Garivier and Moulines 2011, On upper-confidence bound policies for switching bandit problems; ns1 and ns2: "
              "SMPyBandits, non-stationary problems",
    .params = switching_params, .size = sizeof(struct switching), .has = ARMS | UNIT_REWARDS | TRUTH,
    .init = switching_init, .step = switching_step,
};
