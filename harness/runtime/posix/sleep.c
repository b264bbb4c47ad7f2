/*
 * Sleeping, in virtual time (POSIX.1-2017, nanosleep and clock_nanosleep).
 */
#include "runtime/posix/sleep.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/cancel.h"
#include "runtime/posix/time.h"

#include <errno.h>
#include <unistd.h>

static void sleep_for(uint64_t duration, uintptr_t pc)
{
    if (!schedule_active) {
        return;
    }
    cancel_point(pc);
    schedule_yield(OP_SLEEP, duration, pc);
    cancel_point(pc);
}

EXPORT unsigned sleep(unsigned seconds)
{
    sleep_for((uint64_t)seconds * 1000000000, CALLER);
    return 0;
}

EXPORT int usleep(useconds_t microseconds)
{
    sleep_for((uint64_t)microseconds * 1000, CALLER);
    return 0;
}

int sleep_duration(const struct timespec *duration, uintptr_t pc)
{
    if (!time_check(duration, pc) || duration->tv_sec < 0) {
        return EINVAL;
    }
    sleep_for(time_nanoseconds(duration), pc);
    return 0;
}

EXPORT int nanosleep(const struct timespec *duration, struct timespec *left)
{
    (void)left;
    if (sleep_duration(duration, CALLER) != 0) {
        errno = EINVAL;
        return -1;
    }
    return 0;
}

EXPORT int clock_nanosleep(clockid_t clock, int flags, const struct timespec *duration,
                           struct timespec *left)
{
    (void)left;
    if (!time_is_clock(clock) || clock == CLOCK_THREAD_CPUTIME_ID) {
        return EINVAL;
    }
    if (clock == CLOCK_MONOTONIC_RAW || clock == CLOCK_REALTIME_COARSE ||
        clock == CLOCK_MONOTONIC_COARSE) {
        return ENOTSUP; /* as in Linux */
    }
    if (!time_check(duration, CALLER) || duration->tv_sec < 0) {
        return EINVAL;
    }
    uint64_t time = time_nanoseconds(duration);
    if ((flags & TIMER_ABSTIME) != 0) {
        uint64_t deadline = time_of_clock(clock, duration);
        time = deadline > schedule_time ? deadline - schedule_time : 0;
    }
    sleep_for(time, CALLER);
    return 0;
}
