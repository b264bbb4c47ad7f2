/*
 * The strategy that follows a recorded schedule.
 */
#ifndef RACETRAP_EXPLORE_STRATEGY_REPLAY_H
#define RACETRAP_EXPLORE_STRATEGY_REPLAY_H

#include "explore/base.h"

/* What is followed from the next schedule on: entries as in schedule_result.trace. Borrowed. */
void replay_use(const uint8_t *recorded, uint32_t length);

/* Whether the last schedule could not be followed. */
bool replay_has_diverged(void);

#endif
