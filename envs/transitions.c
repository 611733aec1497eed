/* A log of transitions from a file, to learn from: one row each of state, action, reward, next state, end.
 *
 * States and actions are whole numbers from 0 on; end is 1 where the episode ended with the transition, so that nothing follows.  The
 * rows of an episode stand one after the other: where one ends, the next begins.  Every replicate has the same rows.  There is no
 * process behind the log to act in: only learners from data fit, and what they say of their policy's worth (`estimate`) is all there is
 * to see. */
#include "dataset.h"

struct transitions { grid file; double gamma; struct dataset d; };

static const param transitions_params[] = {
    GRID(struct transitions, file, "CSV of five columns: state, action, reward, next state, end (0 or 1)"),
    REAL(struct transitions, gamma, 0.99, 0, 0.999999, "discount"),
    END
};

static int transitions_init(struct env *e)
{
    struct transitions *s = e->self;
    e->gamma = s->gamma;
    return dataset_read(&s->d, e, &s->file);
}

ENVIRONMENT(transitions) = {
    .name = "transitions", .brief = "a log of transitions read from a CSV, for learners from data",
    .source = "Levine, Kumar, Tucker and Fu 2020, Offline reinforcement learning: tutorial, review, and perspectives on open problems",
    .params = transitions_params, .size = sizeof(struct transitions), .has = DATA, .init = transitions_init,
};
