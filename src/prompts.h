/* Prompts and responses: the policy on a graph of nodes, sampling, and what is exactly true of it.
 *
 *     cell      n*tokens + a: token a at node n.  Tables over cells are table[cell*L + l]
 *     theta     theta[l*theta_size + row*tokens + a]: what is learned, a lane's in one piece, because every lane is at another prompt;
 *               a node's logits are the base policy's plus the node's rows of theta
 *     log_pi    logarithms of the policy's chances, pi the chances themselves; at the end: token 0 for ever, which costs nothing
 *
 * The gradient of log pi(a|n) with respect to node n's logits is e_a - pi(.|n), and each of the node's rows receives it.  All nodes
 * lead to later ones, so that one pass in their order gives the expected visits, and with them everything else, exactly. */
#ifndef PROMPTS_H
#define PROMPTS_H
#include "lockstep.h"
#include "rng.h"

#define FORBIDDEN (-1e3)         /* the logit of a token that must not be chosen: exp of it is 0, and 0 times it is 0 */

enum { MOST_TABLES = 4, MOST_TOKENS = 64 };
FN size_t theta_size(const struct prompts *p) { return (size_t)((p->rows + 1) * p->tokens); }
FN int cells_of(const struct prompts *p) { return p->nodes * p->tokens; }

/* ---- building, in an environment's init ------------------------------------------------------------------------------------------- */

/* memory for all of it; n, train, nodes, tokens, rows, tables are set.  Everything ends at once, and theta is all learned */
struct maker { struct prompts *p; int32_t *next, *call, *row, *drawn; double *chance, *logit, *learned; };
struct maker prompts_open(struct env *, struct prompts *);
/* after base logits of any sum: their logarithms of chances; 0, or -1 after fail(): a token that does not lead to a later node */
int prompts_close(const struct maker *, struct env *);
/* the environment's step and reset: one prompt after the other; io.now = m*nodes + n */
void prompts_step(struct env *);
void prompts_reset(struct env *, const int32_t *who);

/* ---- the policy ------------------------------------------------------------------------------------------------------------------- */

/* of prompt m[l] in lane l */
void prompts_policy(const struct prompts *, int L, const int32_t *m, const double *theta, double *pi, double *log_pi);
/* theta += rate * slope, slope[cell*L + l] with respect to the logits of prompt m[l] */
void prompts_learn(const struct prompts *, int L, const int32_t *m, double rate, const double *slope, double *theta);

/* ---- responses -------------------------------------------------------------------------------------------------------------------- */

/* upto[cell*L + l]: the chance of this token or an earlier one, the last of a node infinite */
void prompts_upto(const struct prompts *, int L, const double *pi, double *upto);
/* One response in each lane, with the uniforms u[t*L + l], t = 0 .. length-1: cell[t*L + l], after the end (nodes-1)*tokens; its number
 * of tokens and of calls, and the chance that it is paid.  Returns the most tokens of all lanes: later cells are not written */
int prompts_respond(const struct prompts *, int L, const int32_t *m, const double *upto, const double *u, int32_t *cell, double *size,
                    double *calls, double *chance);

/* ---- the truth -------------------------------------------------------------------------------------------------------------------- */

/* expected, for one prompt: chance of being paid; tokens; sums over the tokens of the policy's entropy and of its divergence
 * KL(pi || base), in nats.  visits: [nodes*L], becomes the chance of passing each node */
struct truth { double *paid, *size, *entropy, *kl; };
void prompts_truth(const struct prompts *, int L, int m, const double *pi, const double *log_pi, double *visits, struct truth);

/* chance of at least one success in k tries, 1 - (1 - p)^k */
FN double pass_at(double p, long k)
{
    double miss = 1, power = 1 - p;
    for (; k; k >>= 1, power *= power)
        miss *= k & 1 ? power : 1;
    return 1 - miss;
}
#endif
