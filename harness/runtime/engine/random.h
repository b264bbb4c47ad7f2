/*
 * Random numbers: splitmix64 (Steele, Lea and Flood, OOPSLA 2014). The same
 * seed gives the same numbers on every machine.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_RANDOM_H
#define RACETRAP_RUNTIME_ENGINE_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

static inline uint64_t random_next(struct random *random)
{
    uint64_t z = (random->state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* A number of its own for each seed, strategy and schedule. */
static inline struct random random_of(uint64_t seed, uint64_t stream, uint64_t number)
{
    struct random random = { seed * 0x2545f4914f6cdd1du + stream };

    random.state = random_next(&random) + number;
    random.state = random_next(&random);
    return random;
}

/* Below `bound`, which is small: the bias is not noticeable. */
static inline unsigned random_below(struct random *random, unsigned bound)
{
    return (unsigned)(((random_next(random) >> 32) * bound) >> 32);
}

#endif
