/*
 * A failing schedule made easy to read: the same violation with the fewest
 * preemptions, then the fewest threads, then the fewest switches.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_MINIMISE_H
#define RACETRAP_RUNTIME_SEARCH_MINIMISE_H

#include "runtime/search/witness.h"

/* Runs schedules in this process; what is better takes the place of what was found. `points` is how
 * many may be spent, `until` when it has to be done (budget_clock). */
void minimise(struct witness *witness, struct schedule_result *scratch, uint64_t points,
              double until);

#endif
