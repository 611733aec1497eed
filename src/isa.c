/* Choosing among the instruction sets the plug-ins were compiled for.  ISAS is the Makefile's list, best last. */
#include "isa.h"
#include "param.h"
#include <string.h>

#define X(name) extern const struct isa isa_##name;
ISAS
#undef X

static int runs_here(const char *name)
{
#ifdef __x86_64__
    if (!strcmp(name, "v2"))
        return __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt");
    if (!strcmp(name, "v3"))
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    if (!strcmp(name, "v4"))
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512vl");
#endif
    return name[0] != 0;
}

#define X(name) &isa_##name,
static const struct isa *const built[] = { ISAS NULL };
#undef X

const struct isa *const *isa_all(void)
{
    static const struct isa *here[sizeof built / sizeof *built];
    int n = 0;
    for (int i = 0; built[i]; i++)
        if (runs_here(built[i]->name))
            here[n++] = built[i];
    return here;
}

const struct isa *isa_pick(const char *name)
{
    const struct isa *best = NULL;
    char allowed[64] = "";
    for (const struct isa *const *i = isa_all(); *i; i++) {
        if (name && !strcmp(name, (*i)->name))
            return *i;
        strncat(strncat(allowed, " ", 2), (*i)->name, 8);
        best = *i;
    }
    if (name)
        return fail("--isa %.20s: this machine runs%s", name, allowed), NULL;
    return best;
}

/* ---- by name ------------------------------------------------------------------------------------------------------------------- */
enum { MOST = 512 };

static void *missing(const char *what, const char *name, const char *const *names, size_t n)
{
    const char *near = nearest(name, names, n);
    fail("unknown %s '%.64s'%s%s%s; 'lockstep list %ss' names them all", what, name,
         near ? ": did you mean '" : "", near ? near : "", near ? "'" : "", what[0] == 'a' ? "algo" : what[0] == 'e' ? "env" : what);
    return NULL;
}

const struct algo_type *isa_algo(const struct isa *isa, const char *name)
{
    const char *names[MOST];
    size_t n = 0;
    for (; isa->algo[n] && n < MOST; n++) {
        names[n] = isa->algo[n]->name;
        if (!strcmp(names[n], name))
            return isa->algo[n];
    }
    return missing("algorithm", name, names, n);
}

const struct env_type *isa_env(const struct isa *isa, const char *name)
{
    const char *names[MOST];
    size_t n = 0;
    for (; isa->env[n] && n < MOST; n++) {
        names[n] = isa->env[n]->name;
        if (!strcmp(names[n], name))
            return isa->env[n];
    }
    return missing("environment", name, names, n);
}

/* a plug-in's own metric of that name; else all their names */
static const struct metric *own_metric(const struct metric *m, const char *name, const char **names, size_t *n)
{
    for (; m && m->name && *n < MOST; m++) {
        names[(*n)++] = m->name;
        if (!strcmp(m->name, name))
            return m;
    }
    return NULL;
}

const struct metric *isa_metric(const struct isa *isa, const char *name)
{
    const struct metric *found = NULL;
    const char *names[MOST];
    size_t n = 0;
    for (int m = 0; m < N_METRICS; m++) {
        names[n++] = metrics[m].name;
        if (!strcmp(metrics[m].name, name))
            return &metrics[m];
    }
    for (int i = 0; !found && isa->algo[i]; i++)
        found = own_metric(isa->algo[i]->metrics, name, names, &n);
    for (int i = 0; !found && isa->env[i]; i++)
        found = own_metric(isa->env[i]->metrics, name, names, &n);
    return found ? found : missing("metric", name, names, n);
}
