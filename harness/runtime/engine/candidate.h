/*
 * Who can take a step. A thread that waits is no candidate while the number at
 * its gate is not zero, unless its wait has a deadline; one that spins is none
 * while others can go on.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_CANDIDATE_H
#define RACETRAP_RUNTIME_ENGINE_CANDIDATE_H

#include "runtime/engine/base.h"
#include "runtime/engine/spin.h"
#include "runtime/engine/thread.h"

/* Sets of threads are a bit a thread. */
struct candidates {
    const uint32_t *gates[THREADS_MAX];
    uint32_t causes[THREADS_MAX]; /* 1 + the step that let a thread go on; 0: none */
    uint64_t timed;               /* who waits with a deadline */
    uint64_t yielding;            /* who lets others go first */
};

extern struct candidates candidates;

/* Gates for who never waits, and who has ended. */
extern const uint32_t GATE_OPEN, GATE_CLOSED;

static inline uint64_t candidate_bit(unsigned thread)
{
    return (uint64_t)1 << thread;
}

/* Begins a schedule: nobody waits, nobody yields. */
void candidates_begin(void);

/* Whose gates are open. */
static inline uint64_t candidates_open(void)
{
    uint64_t open = 0;

    for (unsigned i = 0; i < thread_count; i++) {
        open |= (uint64_t)(*candidates.gates[i] == 0) << i;
    }
    return open;
}

/* The same where all that could go on spin: they look again. Ends the schedule where nobody can. */
uint64_t candidates_press(uint64_t open);

/* Those of whom a wait may time out now: before its time only within what a busy machine may hold
 * up the others for (schedule_settings.stall). */
uint64_t candidates_expiring(uint64_t open);

/* Who can take a step, given whose gates are open. */
static inline uint64_t candidates_find(uint64_t open)
{
    uint64_t found = open & ~spin_threads;

    if (UNLIKELY((candidates.timed & ~open) != 0)) {
        found |= candidates_expiring(open);
    }

    return LIKELY(found != 0) ? found : candidates_press(open);
}

/* A thread's wait ends before it was let go. */
void candidate_expire(unsigned thread, uint64_t open);

#endif
