/*
 * The strategy that follows a plan as far as it can be followed.
 */
#ifndef RACETRAP_RUNTIME_STRATEGY_GUIDED_H
#define RACETRAP_RUNTIME_STRATEGY_GUIDED_H

#include "runtime/engine/strategy.h"

extern const struct strategy STRATEGY_GUIDED;

/* One thread runs for so many steps. */
struct guide {
    uint8_t entry; /* as in schedule_result.trace: a thread, or which waiter is woken */
    uint32_t steps;
};

/* What is followed from the next schedule on. Borrowed. */
void guided_use(const struct guide *guides, uint32_t count);

#endif
