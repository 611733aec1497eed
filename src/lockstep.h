/* What an environment and an algorithm see of lockstep: the one header a plug-in needs (numerics beside it: lane.h, rng.h, ...).
 *
 * A run advances L independent replicates in lock-step.  What differs between replicates is an array whose last index is the
 * lane, x[i*L + l]; what is the same for all of them is a plain scalar.  A replicate's numbers never depend on L, on the
 * instruction set, on threads or on ranks.
 *
 * An algorithm is one turn of its paper's outer loop, an environment one transition; the simulator owns all the rest:
 * memory, random streams, resets, time limits, counting, logging and checkpoints. */
#ifndef LOCKSTEP_H
#define LOCKSTEP_H
#include <stddef.h>
#include <stdint.h>
#include "fail.h"

/* ---- parameters: one row each; parsing, ranges, show, CSV columns, sweeps and completion come from these rows alone ---- */
typedef struct { long n; const double *v; } list;                                /* means=0.9/0.8 or means=@file.csv:column */
typedef struct { const char *path; long rows; int cols; const double *v; } grid; /* a CSV of numbers, v[row*cols + col]     */
typedef struct {
    const char *name; char type; size_t at;      /* 'i' long, 'r' double, 'c' int, 'l' list, 'f' grid, 's' text; at: offset */
    double dflt, lo, hi;                         /* default and inclusive range (list: of every element)                    */
    const char *text, *doc;                      /* choice: "a|b|c", the first is the default; list, text: its default     */
} param;
#define INT(T, f, dflt, lo, hi, doc)   { #f, 'i', offsetof(T, f), dflt, lo, hi, NULL, doc }
#define REAL(T, f, dflt, lo, hi, doc)  { #f, 'r', offsetof(T, f), dflt, lo, hi, NULL, doc }
#define CHOICE(T, f, choices, doc)     { #f, 'c', offsetof(T, f), 0, 0, 0, choices, doc }
#define LIST(T, f, dflt, lo, hi, doc)  { #f, 'l', offsetof(T, f), 0, lo, hi, dflt, doc }
#define GRID(T, f, doc)                { #f, 'f', offsetof(T, f), 0, 0, 0, "", doc }
#define TEXT(T, f, dflt, doc)          { #f, 's', offsetof(T, f), 0, 0, 0, dflt, doc }     /* const char *; @file: its lines */
#define END                            { NULL, 0, 0, 0, 0, 0, NULL, NULL }

/* ---- memory: all that changes lives in the run's arena and no pointer moves after init(): a checkpoint is these bytes -- */
struct arena;
double  *rows_f64(struct arena *, size_t rows, int width);     /* rows*width zeros, 64-byte aligned, freed with the run;     */
int32_t *rows_i32(struct arena *, size_t rows, int width);     /* never NULL: a run that does not fit is refused (exit 2)    */
uint64_t *rows_u64(struct arena *, size_t rows, int width);
double  *rows_own(struct arena *, size_t n, int L);            /* of large tables: a lane's n doubles stand together, x[l*n + i] */
float   *rows_f32(struct arena *, size_t n, int L);            /* of networks: the n floats of a lane stand together, x[l*n + i] */
double  *scratch(struct arena *, size_t n);                    /* n doubles for use within one call: no checkpoint holds them */

/* ---- randomness: rng.h ----------------------------------------------------------------------------------------------------- */
struct rng;

/* ---- what crosses the boundary in one step ---------------------------------------------------------------------------------
 * Arrays have the width W = M * L: an algorithm may ask for M copies of the environment in each replicate; copy c of replicate l
 * is lane c*L + l. */
enum { RUNNING = 0, TERMINAL = 1, TRUNCATED = 2 };
struct wire {
    int32_t *now;                  /* [W] the state each lane stands in: act from here                                         */
    int32_t *action;               /* [players*W] the algorithm's choices, 0 .. n_actions-1 (others freeze a lane)             */
    double  *u;                    /* [act_dim*W] with CONTROLS: its choices, real numbers                                     */
    int32_t *was, *next, *end;     /* [W] after sim_step(): was --action--> next, how the episode ended; `now` is next or, after */
    int32_t *stage;                /*     an end, a new start.  stage [W]: steps since the episode began                       */
    double  *reward;               /* [players*W]                                                                              */
    double  *gap;                  /* [W] of a bandit: the exact expected loss of the action against the best one              */
};

/* An exact finite model: the truth behind metrics, and what planners work on (mdp.h).  Chances P[(s*A + a)*S + next], mean rewards
 * R[s*A + a], first states rho[s]; rows of P add up to 1, those of a terminal state to 0, and so are its rewards. */
struct mdp {
    int S, A, H;                   /* states, actions; H > 0: episodes of exactly H steps                                      */
    int width;                     /* 0: the same model in all lanes; else the lane is the last index, P[(...)*width + lane]   */
    double gamma;                  /* discount, 1 with H                                                                       */
    const double *P, *R, *rho;
};

/* Prompts with answers that can be checked, as a language model meets them: each is a graph of nodes.  A response to prompt m begins at
 * node 0; a token leads to a later node or to the last one, the end, and the token that ends it may be paid 1.  The policy chooses by
 * softmax of logits, which are those of a base policy plus what is learned in tables of rows that nodes share (prompts.h):
 *     logit[m,n,a] + sum over i < tables of theta[row[m,n,i], a] */
struct prompts {
    int n, train;                  /* prompts; the first so many are for training, the others are only tested                  */
    int n_drawn; const int32_t *drawn;    /* those among them that training draws from, all with the same chance               */
    int nodes, tokens, length;     /* of each prompt; the most tokens in a response                                            */
    const int32_t *next;           /* [(m*nodes + n)*tokens + a] the node after token a                                        */
    const int32_t *call;           /* the same shape: 1 where the token calls a tool                                           */
    const double *chance;          /* the same shape: of being paid, where the token ends the response                         */
    const double *logit;           /* the same shape: logarithms of the base policy's chances; FORBIDDEN: not to be chosen     */
    int rows, tables;
    const int32_t *row;            /* [(m*nodes + n)*tables + i] of theta, which has rows + 1 of them: the last stays 0        */
    const double *learned;         /* the shape of next: 1, or 0 where the token's logit is not learned                        */
};

/* ---- environments ----------------------------------------------------------------------------------------------------------- */
enum {                             /* what an environment has and an algorithm needs; a pair fits when needs is within has       */
    ACTIONS = 1,                   /* finitely many actions                                                                    */
    ARMS = 2 | ACTIONS,            /* a bandit: no states, exact gap and best                                                  */
    UNIT_REWARDS = 4,              /* rewards in [0, 1]                                                                        */
    TRUTH = 8,                     /* env->mean holds the arms' true means: only `oracle` may look                             */
    FEATURES = 16,                 /* env->features: a vector for each action, anew on each step if there is a context         */
    STATES = 32,                   /* finitely many states                                                                     */
    EPISODES = 64,                 /* what begins may end: io.end                                                              */
    STAGES = 128 | EPISODES,       /* every episode has model->H steps, and the last one is TERMINAL                           */
    MODEL = 256,                   /* env->model                                                                               */
    PLACE = 512,                   /* sim_place(): from any state, as a generative model                                       */
    OBSERVATIONS = 1024,           /* env->obs: real numbers                                                                   */
    CONTROLS = 2048,               /* io.u: actions that are real numbers                                                      */
    GAME = 4096,                   /* several players act at once                                                              */
    LINEAR = 8192,                 /* value(): the truth about policies that are linear in obs                                 */
    DATA = 16384,                  /* env->data: transitions that somebody else made                                          */
    PROMPTS = 32768                /* env->prompts                                                                             */
};
struct metric { const char *name, *doc; int more_is_better; };
struct env {
    const struct env_type *type; void *self; struct arena *mem; struct rng *rng; struct wire io;
    int width;                     /* W                                                                                        */
    int n_states, n_actions;       /* 1 unless init() says otherwise                                                           */
    int players;                   /* with GAME: player p acts with io.action[p*W + w]; else 1                                 */
    const int32_t *choices;        /* [n_states] how many different actions a state has: action a is a mod choices, and all of */
                                   /* them are repeated equally often; NULL: all are different                                 */
    int obs_dim, act_dim, n_features;
    double *obs, *obs_next;        /* [obs_dim*W] at now, at next: the environment writes obs_next in step(), obs in reset()   */
    const double *obs_range, *act_range;     /* [2*dim] lowest, highest of each number: the same in all lanes                  */
    double *features;              /* [n_states*n_actions*n_features*W], features[((s*n_actions + a)*n_features + i)*W + w]    */
    double gamma;                  /* the problem's discount, 1 unless init() says otherwise                                   */
    long t, horizon;               /* steps taken; steps the run will take at most: the same in every lane                     */
    long max_len;                  /* the simulator truncates episodes here; 0: never                                          */
    double *best;                  /* [W] the truth: the best arm's mean now                                                   */
    double *mean;                  /* [n_actions*W] with TRUTH: every arm's mean now                                           */
    double max_reward;             /* length of the rewards' range, known to the learner; inf: unbounded                       */
    const struct mdp *model;       /* with MODEL; with STAGES alone its sizes, H and discount                                  */
    const struct dataset *data;    /* with DATA: see dataset.h                                                                 */
    double *metric;                /* [rows of type->metrics][W] their values now, of the environment's own: the simulator logs them, */
                                   /* averaged over copies                                                                     */
    const struct prompts *prompts; /* with PROMPTS                                                                             */
    const double *payoff;          /* with GAME: mean reward of player 0, payoff[(a*n_actions + b)*W + w]; player 1 loses it   */
};
struct env_type {
    const char *name, *brief, *source; const param *params; size_t size; unsigned has;
    int  (*init)(struct env *);                              /* draw each replicate's instance; 0, or fail()                   */
    void (*reset)(struct env *, const int32_t *who);         /* a new episode where who[w]: now, obs; NULL: no state           */
    void (*step)(struct env *);                              /* now, action -> next, reward, gap, end, obs_next                */
    void (*place)(struct env *, const int32_t *state);       /* with PLACE: now = state                                        */
    void (*value)(struct env *, int L, const double *pi, double *v);         /* with LINEAR: v[l], exact, of a linear policy() */
    const struct metric *metrics;                            /* optional: its own columns, ends with a NULL name               */
};

/* ---- algorithms -------------------------------------------------------------------------------------------------------------- */
struct run {
    const struct algo_type *type; void *self; struct arena *mem; struct rng *rng;
    struct env *env; int L, copies;
    long t, horizon;               /* steps so far, over all copies; steps asked for (-T), as papers that tune to T need        */
    int stages;                    /* of policy() and values(): model->H of a staged algorithm where there are STAGES, else 1    */
    double *metric;                /* [rows of type->metrics][L] their values now: the simulator logs them                     */
    int32_t *done;                 /* [L] of an algorithm that stops: set to 1 after a replicate's last turn                   */
};
struct algo_type {
    const char *name, *brief, *source; const param *params; size_t size; unsigned needs, needs_one;      /* all of, one of  */
    int exact;                                               /* 1: turns are sim_tick(): it works on model, data or prompts    */
    int stops;                                               /* 1: replicates may stop by themselves: run->done                */
    int evaluates;                                           /* 1: values() are those of its own policy, not of the best one   */
    int staged;                                              /* 1: they and policy() are different at every stage              */
    const struct metric *metrics;                            /* optional: its own columns, ends with a NULL name               */
    int  (*copies)(const void *self);                        /* optional: M                                                    */
    int  (*init)(struct run *);                              /* 0, or fail()                                                   */
    void (*iterate)(struct run *);                           /* one turn of the paper's outer loop                             */
    void (*measure)(struct run *);                           /* optional: run->metric, once before each time it is logged      */
    void (*policy)(struct run *, double *pi);                /* optional: chances now, pi[((stage*S + s)*A + a)*L + l]; with   */
                                                             /* LINEAR u = K obs + deviation * noise: K[(i*obs_dim + j)*L + l], */
                                                             /* then the deviations [i*L + l]                                  */
    void (*values)(struct run *, double *v);                 /* optional: its values of states, v[(stage*S + s)*L + l]         */
};
void sim_step(struct run *);       /* acts with io.action in every lane: step, count, log, truncate, reset what ended            */
void sim_tick(struct run *);       /* exact methods: counts and logs an iteration without a step                               */
void sim_restart(struct run *, const int32_t *who);          /* lanes in who (NULL: all) leave their episode for a new one       */
void sim_place(struct run *, const int32_t *state);          /* with PLACE: every lane goes on from state[w], in a new episode  */

/* One such line in a file under envs/ or algorithms/ is the whole registration; the build finds it. */
#define ENVIRONMENT(id) const struct env_type  env_##id
#define ALGORITHM(id)   const struct algo_type algo_##id
#endif
