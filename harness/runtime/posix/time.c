/*
 * Clocks and sleeping, in virtual time (POSIX.1-2017, clock_gettime and clock_nanosleep).
 */
#include "runtime/posix/time.h"
#include "runtime/engine/schedule.h"
#include "runtime/posix/cancel.h"

#include <errno.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const uint64_t SECOND = 1000000000;
static const uint64_t START = (uint64_t)1000000000 * 1000000000; /* 2001-09-09, of every clock */
static const uint64_t LOOK = 1000; /* what a look at the clock costs */

static bool is_time(const struct timespec *time)
{
    return time != NULL && time->tv_nsec >= 0 && time->tv_nsec < (long)SECOND;
}

static uint64_t nanoseconds_of(const struct timespec *time)
{
    return time->tv_sec < 0 ? 0 : (uint64_t)time->tv_sec * SECOND + (uint64_t)time->tv_nsec;
}

/* clock_gettime(2); those of a process or a thread are negative. */
static bool is_clock(clockid_t clock)
{
    return clock <= CLOCK_TAI;
}

int time_deadline(clockid_t clock, const struct timespec *until, uint64_t *deadline)
{
    (void)clock; /* all of them show the same time */
    if (!is_time(until)) {
        return EINVAL;
    }
    uint64_t time = nanoseconds_of(until);
    *deadline = time > START ? time - START : 1;
    return 0;
}

static uint64_t now(void)
{
    schedule_time += LOOK;
    return START + schedule_time;
}

EXPORT int clock_gettime(clockid_t clock, struct timespec *time)
{
    static int (*real)(clockid_t, struct timespec *);

    if (!schedule_active) {
        if (real == NULL) {
            real = (int (*)(clockid_t, struct timespec *))base_next("clock_gettime");
        }
        return real(clock, time);
    }
    if (!is_clock(clock)) {
        errno = EINVAL;
        return -1;
    }
    uint64_t at = now();
    time->tv_sec = (time_t)(at / SECOND);
    time->tv_nsec = (long)(at % SECOND);
    return 0;
}

EXPORT int timespec_get(struct timespec *time, int base)
{
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, time) == 0 ? base : 0;
}

EXPORT int gettimeofday(struct timeval *time, void *zone)
{
    struct timespec at;

    (void)zone;
    clock_gettime(CLOCK_REALTIME, &at);
    time->tv_sec = at.tv_sec;
    time->tv_usec = at.tv_nsec / 1000;
    return 0;
}

EXPORT time_t time(time_t *store)
{
    struct timespec at;

    clock_gettime(CLOCK_REALTIME, &at);
    if (store != NULL) {
        *store = at.tv_sec;
    }
    return at.tv_sec;
}

EXPORT clock_t clock(void)
{
    return schedule_active ? (clock_t)((now() - START) / (SECOND / CLOCKS_PER_SEC)) : 0;
}

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
    sleep_for(seconds * SECOND, CALLER);
    return 0;
}

EXPORT int usleep(useconds_t microseconds)
{
    sleep_for((uint64_t)microseconds * 1000, CALLER);
    return 0;
}

int time_sleep(const struct timespec *duration, uintptr_t pc)
{
    if (!is_time(duration) || duration->tv_sec < 0) {
        return EINVAL;
    }
    sleep_for(nanoseconds_of(duration), pc);
    return 0;
}

EXPORT int nanosleep(const struct timespec *duration, struct timespec *left)
{
    (void)left;
    if (time_sleep(duration, CALLER) != 0) {
        errno = EINVAL;
        return -1;
    }
    return 0;
}

EXPORT int clock_nanosleep(clockid_t clock, int flags, const struct timespec *duration,
                           struct timespec *left)
{
    uint64_t time;

    (void)left;
    if (!is_clock(clock) || clock == CLOCK_THREAD_CPUTIME_ID || !is_time(duration) ||
        duration->tv_sec < 0) {
        return EINVAL;
    }
    time = nanoseconds_of(duration);
    if ((flags & TIMER_ABSTIME) != 0) {
        time = time > START + schedule_time ? time - START - schedule_time : 0;
    }
    sleep_for(time, CALLER);
    return 0;
}
