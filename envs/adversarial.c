/* The stochastically constrained adversary: the best arm and its gap never change, the level of all rewards does.
 *
 * Arm 0 is better by `gap` at every turn, but phases alternate between an easy world, where the arms pay 1 and 1 - gap, and
 * a poor one, where they pay gap and 0 (chances of a reward of 1).  Phase n = 0, 1, ... lasts growth^n turns, so each
 * outweighs all before it, and empirical means, hence every method for fixed means, are misled.  kind=stochastic is the same
 * bandit without the adversary: chances 1/2 + gap/2 and 1/2 - gap/2. */
#include "arms.h"

struct adversarial { long arms; double gap, growth; int kind; struct arms a; double *phase; };
enum { PHASES, STOCHASTIC };
enum { POOR, LENGTH, LAST };             /* of the phase: is it a poor one; how long it is; its last turn */

static const param adversarial_params[] = {
    INT(struct adversarial, arms, 8, 2, 100000, "number of arms; the first is the best"),
    REAL(struct adversarial, gap, 0.125, 0, 1, "how much better it is, in every phase"),
    REAL(struct adversarial, growth, 1.6, 1, 1000, "each phase is so many times longer than the one before"),
    CHOICE(struct adversarial, kind, "phases|stochastic", "alternating phases, or fixed means with the same gap"),
    END
};

static void adversarial_level(struct adversarial *s, struct env *e, double best)
{
    int L = e->width;
    for (int k = 0; k < s->a.K; k++)
        each(l)
            s->a.mean[k * L + l] = k ? best - s->gap : best;
    arms_truth(&s->a, e);
}

static int adversarial_init(struct env *e)
{
    struct adversarial *s = e->self;
    e->max_reward = 1;
    if (arms_open(&s->a, e, (int)s->arms))
        return -1;
    s->phase = rows_f64(e->mem, 3, 1);
    s->phase[LENGTH] = s->phase[LAST] = 1;
    adversarial_level(s, e, s->kind == PHASES ? 1 : 0.5 + s->gap / 2);
    return 0;
}

static void adversarial_step(struct env *e)
{
    struct adversarial *s = e->self;
    double *phase = s->phase;
    arms_flip(&s->a, e);
    /* is the next turn, number t + 2, the first of a phase? */
    if (s->kind == PHASES && (double)e->t + 2 > phase[LAST]) {
        phase[POOR] = 1 - phase[POOR];
        phase[LENGTH] *= s->growth;
        phase[LAST] += phase[LENGTH];
        adversarial_level(s, e, phase[POOR] > 0 ? s->gap : 1);
    }
}

ENVIRONMENT(adversarial) = {
    .name = "adversarial", .brief = "a fixed best arm in a world that swings between rich and poor",
    .source = "Zimmert and Seldin 2021, Tsallis-INF: an optimal algorithm for stochastic and adversarial bandits, section 6",
    .params = adversarial_params, .size = sizeof(struct adversarial), .has = ARMS | UNIT_REWARDS | TRUTH,
    .init = adversarial_init, .step = adversarial_step,
};
