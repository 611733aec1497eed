/* What this binary is; the Makefile says how it was compiled. */
#ifndef VERSION_H
#define VERSION_H
#define LOCKSTEP_VERSION "0.1.0"
#define LOCKSTEP_DATE "2026-11-21"     /* of this version */
#define LOCKSTEP_RESULTS 2            /* one more whenever a result's bytes or plan.json change: other plans, other run directories */
#ifdef __clang__
#define LOCKSTEP_COMPILER "clang " __clang_version__
#else
#define LOCKSTEP_COMPILER "gcc " __VERSION__
#endif
#ifndef LOCKSTEP_FLAGS
#define LOCKSTEP_FLAGS ""
#endif
#ifndef LOCKSTEP_COMMIT
#define LOCKSTEP_COMMIT "none"
#endif
#endif
