/*
 * Virtual time: it passes when a thread sleeps, when a wait times out, and a
 * little with every look at a clock. All clocks show it, from the same moment
 * in every schedule on.
 */
#ifndef RACETRAP_EXPLORE_POSIX_TIME_H
#define RACETRAP_EXPLORE_POSIX_TIME_H

#include "explore/base.h"

#include <time.h>

/* An absolute time of a clock as a deadline for schedule_wait. EINVAL where it is none. */
int time_deadline(clockid_t clock, const struct timespec *until, uint64_t *deadline);

#endif
