/*
 * Clocks, in virtual time (POSIX.1-2017, clock_gettime).
 */
#include "runtime/posix/time.h"
#include "runtime/engine/schedule.h"

#include <errno.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const uint64_t SECOND = 1000000000;
static const uint64_t START = (uint64_t)1000000000 * 1000000000; /* 2001-09-09, of every clock */
static const uint64_t LOOK = 1000; /* what a look at the clock costs */

bool time_is_valid(const struct timespec *time)
{
    return time != NULL && time->tv_nsec >= 0 && time->tv_nsec < (long)SECOND;
}

uint64_t time_nanoseconds(const struct timespec *time)
{
    return time->tv_sec < 0 ? 0 : (uint64_t)time->tv_sec * SECOND + (uint64_t)time->tv_nsec;
}

/* clock_gettime(2); those of a process or a thread are negative. */
bool time_is_clock(clockid_t clock)
{
    return clock <= CLOCK_TAI;
}

int time_deadline(clockid_t clock, const struct timespec *until, uint64_t *deadline)
{
    (void)clock; /* all of them show the same time */
    if (!time_is_valid(until)) {
        return EINVAL;
    }
    uint64_t time = time_nanoseconds(until);
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
    if (!time_is_clock(clock)) {
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
