/*
 * What a search takes for granted, as far as it depends on what the program
 * does: whoever takes it for granted says so when it comes to that. The words
 * are search/assumption_text.c's.
 */
#ifndef RACETRAP_RUNTIME_ENGINE_ASSUMPTION_H
#define RACETRAP_RUNTIME_ENGINE_ASSUMPTION_H

#include "runtime/engine/base.h"

enum assumption {
    /* of every program */
    ASSUMPTION_INPUT,
    ASSUMPTION_COMPILED,
    ASSUMPTION_MEMORY_ORDER,
    ASSUMPTION_LOOPS,
    /* of those that do something */
    ASSUMPTION_RESOURCES,
    ASSUMPTION_WAKE_UPS,
    ASSUMPTION_ONE_IS_WOKEN,
    ASSUMPTION_WEAK_EXCHANGE,
    ASSUMPTION_TRIES,
    ASSUMPTION_READERS_PASS,
    ASSUMPTION_SERIAL_THREAD,
    ASSUMPTION_SEMAPHORE_VALUE,
    ASSUMPTION_TIME,
    ASSUMPTION_RANDOM,
    ASSUMPTION_SIGNALS,
    ASSUMPTION_STALL,
    ASSUMPTION_VOLATILE,
    ASSUMPTION_COUNT
};

/* Which ones the program has given a reason for; in memory that all processes of a search share.
 * Made before any schedule. */
extern bool *assumption_made;

void assumptions_prepare(void);

static inline void assumption_rests(enum assumption assumption)
{
    assumption_made[assumption] = true;
}

#endif
