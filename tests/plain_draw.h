/* Rewards for the plain twins: lockstep's own stack of rewards, or xoshiro256++ (Blackman and Vigna 2021). */
#ifndef PLAIN_DRAW_H
#define PLAIN_DRAW_H
#include "plain.h"
#include "rng.h"

struct draws { uint64_t s[4], key[2], replicate; };

FN uint64_t splitmix(uint64_t *x)
{
    uint64_t z = *x += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}
FN struct draws draws_open(const struct plain_job *job, enum domain domain)
{
    struct draws d = { .replicate = (uint64_t)job->replicate };
    uint64_t x = job->seed * 0x2545F4914F6CDD1D + (uint64_t)job->replicate * 8 + (uint64_t)domain;
    for (int i = 0; i < 4; i++)
        d.s[i] = splitmix(&x);
    d.key[0] = job->seed & 0xffffffff, d.key[1] = (job->seed >> 32 & 0xffffff) << 8 | (uint64_t)domain;
    return d;
}
FN uint64_t xoshiro(uint64_t s[4])
{
    uint64_t sum = s[0] + s[3], out = (sum << 23 | sum >> 41) + s[0], t = s[1] << 17;
    s[2] ^= s[0], s[3] ^= s[1], s[1] ^= s[2], s[0] ^= s[3], s[2] ^= t, s[3] = s[3] << 45 | s[3] >> 19;
    return out;
}
/* the four words of counter (draw, purpose), as rng.h defines them */
FN void philox_words(const struct draws *d, uint64_t draw, uint64_t attempt, uint64_t purpose, uint64_t c[4])
{
    c[0] = draw, c[1] = attempt, c[2] = d->replicate, c[3] = purpose;
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (c[0] & 0xffffffff) * 0xD2511F53, p1 = (c[2] & 0xffffffff) * 0xCD9E8D57;
        uint64_t k0 = (d->key[0] + (uint64_t)round * 0x9E3779B9) & 0xffffffff, k1 = (d->key[1] + (uint64_t)round * 0xBB67AE85) & 0xffffffff;
        c[0] = (p1 >> 32 ^ c[1] ^ k0) & 0xffffffff, c[1] = p1 & 0xffffffff;
        c[2] = (p0 >> 32 ^ c[3] ^ k1) & 0xffffffff, c[3] = p0 & 0xffffffff;
    }
}
/* and two uniforms made of them */
FN void philox_pair(const struct draws *d, uint64_t draw, uint64_t attempt, uint64_t purpose, double *a, double *b)
{
    uint64_t c[4];
    philox_words(d, draw, attempt, purpose, c);
    *a = 0x1p-52 * (double)((c[0] << 32 | c[1]) >> 12) + 0x1p-53;
    *b = 0x1p-52 * (double)((c[2] << 32 | c[3]) >> 12) + 0x1p-53;
}
FN double uniform(struct draws *d) { return (double)(xoshiro(d->s) >> 11) * 0x1p-53; }

/* is the n-th pull of arm k, of mean p, a success? */
FN double bernoulli_reward(struct draws *d, const struct plain_job *job, int k, uint64_t n, double p)
{
    double a, b;
    if (!job->stack)
        return uniform(d) < p ? 1 : 0;
    philox_pair(d, n, 0, (uint64_t)k + KEYED, &a, &b);
    return a < p ? 1 : 0;
}
/* a replicate's preference between equal arms (index.h) */
FN double tie_of(struct draws *algo, const struct plain_job *job, int k)
{
    double a, b;
    if (!job->stack)
        return 0x1p-40 * uniform(algo);
    philox_pair(algo, (uint64_t)k, 0, TIES, &a, &b);
    return 0x1p-40 * a;
}
/* Kahan's sum, as the simulator adds regret */
FN void kahan(double *total, double *rest, double x)
{
    double y = x - *rest, t = *total + y;
    *rest = (t - *total) - y, *total = t;
}
#endif
