/*
 * A failing schedule made easy to read: the same violation with the fewest
 * preemptions, then the fewest threads, then the fewest switches.
 */
#ifndef RACETRAP_EXPLORE_MINIMISE_H
#define RACETRAP_EXPLORE_MINIMISE_H

#include "explore/found.h"

/* Runs schedules in this process; what is better takes the place of what was found. `points` is how
 * many may be spent. */
void minimise(struct found *found, struct schedule_result *scratch, uint64_t points);

#endif
