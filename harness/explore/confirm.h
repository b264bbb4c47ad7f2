/*
 * What was found is shown once more, by a process of its own that never ran
 * anything before: there the schedule is recorded step by step.
 */
#ifndef RACETRAP_EXPLORE_CONFIRM_H
#define RACETRAP_EXPLORE_CONFIRM_H

#include "explore/found.h"

/*
 * Follows found->trace in a forked process, and fills in the record, the
 * output and the other side of a race. Returns whether it failed alike.
 */
bool confirm(struct found *found, struct schedule_result *scratch);

/* Follows a given schedule, and adds whatever it does wrong to `list`. Returns whether it could be
 * followed. */
bool confirm_replay(const uint8_t *trace, uint32_t length, struct found_list *list,
                    struct schedule_result *scratch);

/* Follows a given schedule in this very process, for a debugger. */
void confirm_here(const uint8_t *trace, uint32_t length, struct schedule_result *scratch);

#endif
