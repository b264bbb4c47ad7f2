/*
 * Virtual time: it passes when a thread sleeps, when a wait times out, and a
 * little with every look at a clock. All clocks show it, from the same moment
 * in every schedule on.
 */
#ifndef RACETRAP_RUNTIME_POSIX_TIME_H
#define RACETRAP_RUNTIME_POSIX_TIME_H

#include "runtime/engine/base.h"

#include <time.h>

/* Whether it is a clock whose time a wait for a lock can have as its end. */
static inline bool time_is_waitable(clockid_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
}

/* An absolute time of a clock as a deadline for schedule_wait. EINVAL where it is none. */
int time_deadline(clockid_t clock, const struct timespec *until, uint64_t *deadline);

/* nanosleep. EINVAL where it is no duration. */
int time_sleep(const struct timespec *duration, uintptr_t pc);

#endif
