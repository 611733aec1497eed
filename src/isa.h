/* The instruction sets this binary was built for, and the plug-ins compiled for them. */
#ifndef ISA_H
#define ISA_H
#include "sim.h"

/* the best table this machine can run, or the one of that name; NULL after fail() */
const struct isa *isa_pick(const char *name);
/* every table this machine can run, best last; NULL at the end */
const struct isa *const *isa_all(void);
/* by registered name; NULL after fail() with the nearest one */
const struct algo_type *isa_algo(const struct isa *, const char *name);
const struct env_type *isa_env(const struct isa *, const char *name);
/* the simulator's metric, or an algorithm's own, of that name */
const struct metric *isa_metric(const struct isa *, const char *name);
#endif
