/* Choosing an arm at random from weights: what the policies that toss a coin share.
 *
 * Arm k has the chance w_k / (w_0 + ... + w_{K-1}): it is the first whose prefix sum exceeds u times the total, u uniform on
 * (0, 1).  An arm of weight 0 is never chosen, and no number, not even NaN, leads outside 0 .. K-1.
 *
 * Most weights are exponentials of scores, w_k = exp(scale (a_k - shift)), the "softmax" of Luce (1959).  Where one score
 * changes a turn, scores_set() costs one exponential; the shift stays until the total leaves [2^-100, 2^100], then it moves
 * to the largest score, so that nothing overflows and no weight that matters is lost. */
#ifndef CHOICE_H
#define CHOICE_H
#include "lockstep.h"
#include "rng.h"

/* ---- weights in rows w[k*L + l], for kernels: lanes r .. r+LANES-1 ------------------------------------------------------------- */
FN vd total_of(const double *w, int K, int L, int r)
{
    vd sum = ld(w + r);
    for (int k = 1; k < K; k++)
        sum = sum + ld(w + k * L + r);
    return sum;
}
/* the arm at u, of weights that add up to total_of() */
FN vd choose(const double *w, int K, int L, int r, vd total, vd u)
{
    vd mark = u * total, sum = splat(0), arm = splat(0);
    for (int k = 0; k + 1 < K; k++) {
        sum = sum + ld(w + k * L + r);
        arm = arm + vsel(le(sum, mark), splat(1), splat(0));
    }
    return arm;
}

/* action[l] drawn with the uniforms u[l]; chance[l] is what it had */
void weights_choose(const double *w, int K, int L, const double *u, int32_t *action, double *chance);
/* pi[k*L + l] = w_k / total */
void weights_chances(const double *w, int K, int L, double *pi);
/* all the chance on io.action: the policy of a turn that tosses no coin */
void sure_choice(struct run *, double *pi);

/* ---- weights that are exponentials of scores ------------------------------------------------------------------------------------ */
struct scores {
    int K, L;
    double *a;               /* [K*L] the scores                              */
    double *w;               /* [K*L] exp(scale (a - shift))                  */
    double *shift;           /* [L]                                           */
};
/* K scores of 0, weights of 1 */
void scores_open(struct scores *, struct run *);
/* all weights anew, after any of the scores or the scale changed */
void scores_weigh(struct scores *, double scale);
/* one score in every lane, and its weight: a[action[l]] = score[l] */
void scores_set(struct scores *, double scale, const int32_t *action, const double *score);
/* weights_choose(), moving the shift of lanes where it is time */
void scores_choose(struct scores *, double scale, const double *u, int32_t *action, double *chance);
#endif
