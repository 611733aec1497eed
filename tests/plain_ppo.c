/* PPO on CartPole in plain C: see plain_ppo.h. */
#include "plain_ppo.h"

static double plain_ppo_run(const struct plain_job *job)
{
    /* every step pays 1: were only that asked for, the compiler would leave out all learning */
    double return100, reward = job->stack ? plain_ppo_loop(job, 1, &return100) : plain_ppo_loop(job, 0, &return100);
    return return100 >= 0 ? reward : NAN;
}

static const struct plain_case one[] = { { "default", "", 1 }, { 0 } };
PLAIN(ppo) = { .algo = "ppo", .env = "cartpole", .exact = 1, .cases = one, .run = plain_ppo_run };
