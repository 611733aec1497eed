/* Generalised advantage estimation over lanes (Schulman, Moritz, Levine, Jordan and Abbeel 2016, equations 11 to 16):
 *     delta_t = r_t + gamma V_{t+1} - V_t,   adv_t = delta_t + gamma lambda adv_{t+1},   target_t = adv_t + V_t
 * where nothing follows the end of an episode.  lambda = 1 gives the return minus V, lambda = 0 gives delta.
 *
 * Rows of W lanes, a multiple of 8: reward, end, adv, target [n*W], value [(n+1)*W]. */
#ifndef GAE_H
#define GAE_H
#include "lane.h"

void gae(const double *reward, const double *value, const int32_t *end, int n, int W, double gamma, double lambda, double *adv,
         double *target);

/* (a - mean) / (standard deviation + 1e-8) of a batch; one number alone stays */
void standardize(float *a, int n);
#endif
