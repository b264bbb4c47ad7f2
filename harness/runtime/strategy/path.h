/*
 * The schedule that dynamic partial order reduction ran last, and at each of
 * its steps what is still to be tried there. It lies in shared memory.
 */
#ifndef RACETRAP_RUNTIME_STRATEGY_PATH_H
#define RACETRAP_RUNTIME_STRATEGY_PATH_H

#include "runtime/engine/strategy.h"

enum { PATH_STEPS_MAX = 1 << 14 };

struct step {
    struct operation operation;
    uint64_t candidates, expiring, sleep; /* in the state before */
    uint64_t backtrack, done;             /* threads to be tried there, and tried */
    uint64_t ends;                        /* of these: whose step ended the program */
    uint32_t cause; /* 1 + the step without which this one would not be possible */
    uint8_t thread;
    uint8_t alternative,
        alternatives;   /* which waiter a signal wakes; 0 alternatives: no such choice */
    int32_t earlier[2]; /* the step before that touches the same place, for each place */
};

struct path {
    uint32_t length; /* of the last run */
    uint32_t prefix; /* how much of it the next run has to follow */
    uint32_t width;  /* how many threads there ever were: entries of a clock beyond are zero */
    const char *cut; /* why not all can be seen, in a sentence; NULL: it can */
    bool full;       /* a schedule was longer than can be kept: there is no use in going on */
    struct step steps[PATH_STEPS_MAX];
    uint32_t clocks[PATH_STEPS_MAX][THREADS_MAX]; /* how many steps of each thread happen before */
};

#endif
