/*
 * Random programs for a simulation: small, and locked in pairs, so that most
 * of them do what real ones do; deadlocks are not avoided.
 */
#ifndef RACETRAP_TESTS_GENERATOR_H
#define RACETRAP_TESTS_GENERATOR_H

#include "runtime/engine/random.h"
#include "simulation.h"

/* What they are made of, beside reads and writes; a bit each. */
enum ingredient {
    WITH_LOCKS = 1,
    WITH_TRIES = 2, /* of locks */
    WITH_SEMAPHORES = 4,
    WITH_TRIED_SEMAPHORES = 8,
    WITH_SHARED_LOCKS = 16,
    WITH_CONDITIONS = 32,
    WITH_TIMES = 64, /* waits for conditions that may time out */
    WITH_CREATION = 128,
    WITH_FREES = 256,
    WITH_MISUSE = 512, /* unlocks by who does not hold it */
    WITH_WIDE = 1024,  /* accesses across granules */
    WITH_ENDS = 2048,  /* exits, and asserts that fail */
    WITH_FORKS = 4096,
};

/* At most `threads` threads of about `operations` operations each. */
void program_make(struct sim_program *program, struct random *random, unsigned ingredients,
                  unsigned threads, unsigned operations);

#endif
