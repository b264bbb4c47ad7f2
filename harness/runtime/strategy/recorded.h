/*
 * The strategy that follows a recorded schedule.
 */
#ifndef RACETRAP_RUNTIME_STRATEGY_RECORDED_H
#define RACETRAP_RUNTIME_STRATEGY_RECORDED_H

#include "runtime/engine/base.h"

/* What is followed from the next schedule on: entries as in schedule_result.trace. Borrowed. */
void recorded_use(const uint8_t *recorded, uint32_t length);

/* Whether the last schedule could not be followed. */
bool recorded_has_diverged(void);

#endif
