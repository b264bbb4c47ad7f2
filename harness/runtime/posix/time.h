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

/* Whether the kernel knows such a clock. */
bool time_is_clock(clockid_t clock);

/* Whether its nanoseconds are in range. */
bool time_is_valid(const struct timespec *time);

/* 0 where it is negative. */
uint64_t time_nanoseconds(const struct timespec *time);

#endif
