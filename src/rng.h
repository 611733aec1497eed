/* Counter-based randomness: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").
 *
 * A random number is a function of where it is used, not of what was drawn before:
 *     key     = master seed (56 bits) and domain (environment, algorithm, bootstrap, ...: 8 bits)
 *     counter = draw (32 bits), attempt (32), replicate (32), copy (12) and purpose (20)
 * so lanes, threads and ranks cannot disturb each other, and two algorithms can meet the same noise.
 * Sequential draws are made in every lane at once; a sampler that rejects counts its attempts, lane by lane. */
#ifndef RNG_H
#define RNG_H
#include "lane.h"

enum domain  { FOR_ENV = 1, FOR_ALGO = 2, FOR_BOOTSTRAP = 3, FOR_POINTS = 4 };
enum purpose { SEQUENCE = 0, NORMALS = 1, INSTANCE = 2, TIES = 3, STARTS = 4, DATA_SET = 5, SHUFFLES = 6, KEYED = 16 };    /* KEYED + i: the i-th thing (arm, state, ...) */
enum { MAX_KEYED = (1 << 20) - KEYED - 1 };

struct rng {
    uint64_t key[20];              /* the key's two words in each of the ten rounds: see rng_key()         */
    int width;                     /* W = copies * L                                                       */
    uint64_t *replicate, *copy;    /* [W] counter words of each lane: replicate; copy << 20                */
    uint64_t *draws;               /* [2] in the arena: sequential draws made so far: uniforms, normals    */
    double *spare;                 /* [2*W] in the arena: the second of each pair, not yet used            */
};

/* ---- the generator ------------------------------------------------------------------------------------------------------------ */

/* the key's words k0, k1 in all rounds */
FN void philox_key(uint64_t key[20], uint64_t k0, uint64_t k1)
{
    for (uint64_t round = 0; round < 10; round++) {
        key[2 * round] = (k0 + round * 0x9E3779B9) & 0xffffffff;
        key[2 * round + 1] = (k1 + round * 0xBB67AE85) & 0xffffffff;
    }
}
/* a stream's key: seed below 2^48; stream 0, or the number of an independent one */
FN void rng_key(struct rng *g, uint64_t seed, uint64_t stream, enum domain domain)
{
    stream *= 0x9E3779B97F4A7C15;
    philox_key(g->key, (seed ^ stream) & 0xffffffff, ((seed >> 32 ^ stream >> 40) & 0xffffff) << 8 | (uint64_t)domain);
}

/* ten rounds on four 32-bit words held in the low halves of 64-bit lanes; the high halves of the result are arbitrary */
FN void philox(const uint64_t key[20], vu c[4])
{
    vu m0 = usplat(0xD2511F53), m1 = usplat(0xCD9E8D57);
    for (int round = 0; round < 10; round++) {
        vu p0 = mul32(c[0], m0), p1 = mul32(c[2], m1);
        vu a = xor3(p1 >> 32, c[1], usplat(key[2 * round])), b = xor3(p0 >> 32, c[3], usplat(key[2 * round + 1]));
        c[0] = a, c[1] = p1, c[2] = b, c[3] = p0;
    }
}

/* two uniforms on (0, 1) from one counter */
FN void philox_u01(const struct rng *g, vu draw, vu attempt, vu replicate, vu purpose, vd *a, vd *b)
{
    vu c[4] = { draw, attempt, replicate, purpose }, low = usplat(0xffffffff);
    philox(g->key, c);
    *a = u01_of((c[0] << 32) | (c[1] & low)), *b = u01_of((c[2] << 32) | (c[3] & low));
}

/* two standard normals from two uniforms (Box and Muller 1958) */
FN void box_muller(vd u, vd v, vd *a, vd *b)
{
    vd r = vsqrt(splat(-2) * vlog(u)), s, c;
    vsincos_turn(v, &s, &c);
    *a = r * c, *b = r * s;
}

/* ---- draws at a place, for kernels: lanes r .. r+LANES-1 of the width ---------------------------------------------------------- */
FN void u01_at(const struct rng *g, int r, vu draw, vu attempt, vu purpose, vd *a, vd *b)
{
    philox_u01(g, draw, attempt, ldu(g->replicate + r), purpose | ldu(g->copy + r), a, b);
}

/* four uniforms on (0, 1), or four standard normals, from one block, of 32 bits each: for contexts, where so many are wanted that
 * they cost more than the learner */
FN void uniforms_at(const struct rng *g, int r, vu draw, vu attempt, vu purpose, vd u[4])
{
    vu c[4] = { draw, attempt, ldu(g->replicate + r), purpose | ldu(g->copy + r) };
    philox(g->key, c);
    for (int i = 0; i < 4; i++)
        u[i] = small_to_double(c[i] & usplat(0xffffffff)) * splat(0x1p-32) + splat(0x1p-33);
}
FN void normals_at(const struct rng *g, int r, vu draw, vu attempt, vu purpose, vd z[4])
{
    vd u[4];
    uniforms_at(g, r, draw, attempt, purpose, u);
    box_muller(u[0], u[1], &z[0], &z[1]), box_muller(u[2], u[3], &z[2], &z[3]);
}

/* ---- sequential draws: one number for each of the W lanes, the same count in all of them --------------------------------------- */
void draw_u01(struct rng *, double *out);          /* uniform on (0, 1)   */
void draw_normal(struct rng *, double *out);       /* standard normal     */

/* the sequential counter itself, for kernels that draw more than one pair a turn: returns it and moves it on by n */
FN uint64_t draws_take(struct rng *g, uint64_t n) { uint64_t d = g->draws[0]; g->draws[0] = d + n; return d; }

/* ---- one lane, one number: rejection samplers, random instances ------------------------------------------------------------------ */
double u01_once(const struct rng *, int lane, uint64_t draw, uint64_t attempt, uint64_t purpose);
double normal_once(const struct rng *, int lane, uint64_t draw, uint64_t attempt, uint64_t purpose);
/* the numbers 0 .. n-1 in random order (Fisher and Yates), the nth such order of the lane */
void shuffle_once(const struct rng *, int lane, uint64_t nth, int n, int32_t *out);
#endif
