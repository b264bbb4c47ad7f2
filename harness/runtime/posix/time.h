/*
 * Virtual time: it passes when a thread sleeps, when a wait times out, and a
 * little with every look at a clock. All clocks show it, each from a moment of
 * its own on, which is the same in every schedule.
 */
#ifndef RACETRAP_RUNTIME_POSIX_TIME_H
#define RACETRAP_RUNTIME_POSIX_TIME_H

#include "runtime/engine/base.h"

#include <time.h>

/* Whether the kernel knows such a clock. */
bool time_is_clock(clockid_t clock);

/* Whether its nanoseconds are in range. */
bool time_is_valid(const struct timespec *time);

/* 0 where it is negative, and never more than a few hundred years. */
uint64_t time_nanoseconds(const struct timespec *time);

/* When a clock shows `until`, as a deadline for schedule_wait. */
uint64_t time_of_clock(clockid_t clock, const struct timespec *until);

/*
 * The same for the call at `pc`, which waits for a lock until then. EINVAL
 * where it is no time, or not of a clock that such a wait can have as its end:
 * which is told as a finding. time_clock_check only looks at the clock.
 */
bool time_clock_check(clockid_t clock, uintptr_t pc);
int time_deadline(clockid_t clock, const struct timespec *until, uint64_t *deadline, uintptr_t pc);

/* Whether its nanoseconds are in range. Where they are not, that is told, of the call at `pc`. */
bool time_check(const struct timespec *time, uintptr_t pc);

#endif
