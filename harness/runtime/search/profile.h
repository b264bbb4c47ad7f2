/*
 * What has to be known of a program before the search: whether it can be run
 * at all, and in which mode; how long a schedule is; which parts of the
 * threads' stacks are shared.
 */
#ifndef RACETRAP_RUNTIME_SEARCH_PROFILE_H
#define RACETRAP_RUNTIME_SEARCH_PROFILE_H

#include "runtime/search/worker.h"

struct profile {
    const struct settings *settings;
    struct search_state *state;
    struct schedule_result *scratch;
    uint64_t diverged;       /* schedules that went otherwise in a process of their own */
    const char *mode_reason; /* why each schedule has a process of its own, where nobody asked */
};

/* Finds that out. Returns 0; -1 where the program cannot be explored: scratch->reason tells. */
int profile_send(struct profile *profile);

/* From now on each schedule has a process of its own, for this reason. */
void profile_choose_fork(struct profile *profile, const char *reason);

/* Makes good what has stopped a schedule, `scratch`, where that can be done. -1: it cannot. */
int profile_cure(struct profile *profile);

#endif
