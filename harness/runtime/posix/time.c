/*
 * Clocks, in virtual time (POSIX.1-2017, clock_gettime).
 */
#include "runtime/posix/time.h"
#include "runtime/diagnose/diagnosis.h"
#include "runtime/engine/assumption.h"
#include "runtime/engine/schedule.h"

#include <errno.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const uint64_t SECOND = 1000000000;
static const uint64_t LOOK = 1000; /* what a look at the clock costs */
static const uint64_t NEVER = (uint64_t)1 << 62;

/*
 * What a clock shows at the beginning, in seconds. Far apart: so a time of one
 * that is taken for a time of another lies days in the past, or ahead.
 */
static const uint64_t DAY_BEGIN = 1000000000; /* 2001-09-09 */
static const uint64_t TAI_BEGIN = 1000000037;
static const uint64_t MONOTONIC_BEGIN = 1000000, RAW_BEGIN = 2000000, BOOT_BEGIN = 3000000;

static uint64_t begin_of(clockid_t clock)
{
    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_REALTIME_ALARM:
        return DAY_BEGIN * SECOND;
    case CLOCK_TAI:
        return TAI_BEGIN * SECOND;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_COARSE:
        return MONOTONIC_BEGIN * SECOND;
    case CLOCK_MONOTONIC_RAW:
        return RAW_BEGIN * SECOND;
    case CLOCK_BOOTTIME:
    case CLOCK_BOOTTIME_ALARM:
        return BOOT_BEGIN * SECOND;
    default: /* of a process, or of a thread */
        return 0;
    }
}

bool time_is_valid(const struct timespec *time)
{
    return time != NULL && time->tv_nsec >= 0 && time->tv_nsec < (long)SECOND;
}

uint64_t time_nanoseconds(const struct timespec *time)
{
    if (time->tv_sec < 0) {
        return 0;
    }
    return (uint64_t)time->tv_sec >= NEVER / SECOND
               ? NEVER
               : (uint64_t)time->tv_sec * SECOND + (uint64_t)time->tv_nsec;
}

/* clock_gettime(2); those of a process or a thread are negative. */
bool time_is_clock(clockid_t clock)
{
    return clock <= CLOCK_BOOTTIME_ALARM || clock == CLOCK_TAI;
}

uint64_t time_of_clock(clockid_t clock, const struct timespec *until)
{
    uint64_t time = time_nanoseconds(until), begin = begin_of(clock);

    return time > begin ? time - begin : 1;
}

bool time_check(const struct timespec *time, uintptr_t pc)
{
    bool valid = time_is_valid(time);

    if (!valid && schedule_active) {
        diagnosis_current(VIOLATION_API_ERROR, NULL, pc, "gives a time",
                          time == NULL ? "it is NULL"
                                       : "its tv_nsec is %ld, which is not from 0 to 999999999",
                          time == NULL ? 0 : time->tv_nsec);
    }
    return valid;
}

bool time_clock_check(clockid_t clock, uintptr_t pc)
{
    bool valid = clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;

    if (!valid && schedule_active) {
        diagnosis_current(VIOLATION_API_ERROR, NULL, pc, "gives a time",
                          "the call cannot wait by clock %d", (int)clock);
    }
    return valid;
}

int time_deadline(clockid_t clock, const struct timespec *until, uint64_t *deadline, uintptr_t pc)
{
    if (!time_clock_check(clock, pc) || !time_check(until, pc)) {
        return EINVAL;
    }
    *deadline = time_of_clock(clock, until);
    return 0;
}

static uint64_t now(clockid_t clock)
{
    assumption_rests(ASSUMPTION_TIME);
    schedule_time += LOOK;
    return begin_of(clock) + schedule_time;
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
    uint64_t at = now(clock);
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
    return schedule_active ? (clock_t)(now(CLOCK_PROCESS_CPUTIME_ID) / (SECOND / CLOCKS_PER_SEC))
                           : 0;
}
