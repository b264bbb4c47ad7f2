/*
 * What was found is shown once more, by a process of its own that never ran
 * anything before: there the schedule is recorded step by step.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_CONFIRMATION_H
#define RACETRAP_RUNTIME_SEARCH_CONFIRMATION_H

#include "runtime/search/witness.h"

/*
 * Follows witness->trace in a forked process, and fills in the record, the
 * output and the other side of a race. Returns whether it failed alike.
 */
bool confirmation_run(struct witness *witness, struct schedule_result *scratch);

/* Follows a given schedule, and adds whatever it does wrong to `list`. Returns whether it could be
 * followed. */
bool confirmation_replay(const uint8_t *trace, uint32_t length, struct witness_list *list,
                         struct schedule_result *scratch);

/* Follows a given schedule in this very process, for a debugger. */
void confirmation_here(const uint8_t *trace, uint32_t length, struct schedule_result *scratch);

#endif
