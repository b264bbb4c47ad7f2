/*
 * Clocks and sleeping: POSIX.1-2017, clock_gettime, clock_nanosleep,
 * nanosleep, sleep, time, gettimeofday; C11's timespec_get; usleep.
 */
#include "check.h"

#include <sys/time.h>
#include <unistd.h>

static const clockid_t CLOCKS[] = { CLOCK_REALTIME,           CLOCK_MONOTONIC,
                                    CLOCK_MONOTONIC_RAW,      CLOCK_BOOTTIME,
                                    CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID,
                                    CLOCK_REALTIME_COARSE,    CLOCK_MONOTONIC_COARSE };

enum { MILLISECOND = 1000000 };

static int64_t nanoseconds(clockid_t clock)
{
    struct timespec time;

    CHECK(clock_gettime(clock, &time), 0);
    CHECK_TRUE(time.tv_nsec >= 0 && time.tv_nsec < 1000000000);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void clocks_check(void)
{
    struct timespec time;

    for (size_t i = 0; i < sizeof CLOCKS / sizeof CLOCKS[0]; i++) {
        int64_t before = nanoseconds(CLOCKS[i]);
        CHECK_TRUE(nanoseconds(CLOCKS[i]) >= before);
    }
    CHECK_ERRNO(clock_gettime(77, &time), EINVAL);
    CHECK(timespec_get(&time, TIME_UTC), TIME_UTC);
    CHECK(timespec_get(&time, 77), 0);
}

/* The clocks of the time of day agree. */
static void day_check(void)
{
    struct timeval day;
    time_t stored, first = time(&stored);

    CHECK(first, stored);
    CHECK(gettimeofday(&day, NULL), 0);
    CHECK_TRUE(day.tv_sec >= first && day.tv_sec <= first + 2);
    CHECK_TRUE(day.tv_usec >= 0 && day.tv_usec < 1000000);
    CHECK_TRUE(time(NULL) >= first);
}

static int sleep_relative(clockid_t clock, const struct timespec *duration)
{
    return clock_nanosleep(clock, 0, duration, NULL);
}

static void errors_check(void)
{
    const struct timespec none = { 0, 0 }, negative = { -1, 0 };

    CHECK_ERRNO(nanosleep(&negative, NULL), EINVAL);
    CHECK(sleep_relative(CLOCK_REALTIME, &negative), EINVAL);
    CHECK(sleep_relative(77, &none), EINVAL);
    CHECK(sleep_relative(CLOCK_THREAD_CPUTIME_ID, &none), EINVAL);
    CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &none, NULL), 0);
    CHECK(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &PAST, NULL), 0);
    CHECK(sleep_relative(CLOCK_MONOTONIC, &none), 0);
    CHECK(nanosleep(&none, NULL), 0);
    CHECK(sleep(0), 0);
    CHECK(usleep(0), 0);
}

/* Who sleeps does not come back before the time. */
static void sleep_check(clockid_t clock)
{
    struct timespec duration = { 0, 2 * MILLISECOND }, until, left = { 7, 7 };
    int64_t before = nanoseconds(clock);

    CHECK(clock_nanosleep(clock, 0, &duration, &left), 0);
    CHECK_TRUE(nanoseconds(clock) - before >= 2 * MILLISECOND);
    CHECK_TRUE(left.tv_sec == 7 && left.tv_nsec == 7);

    before = nanoseconds(clock) + 2 * MILLISECOND;
    until = (struct timespec){ before / 1000000000, before % 1000000000 };
    CHECK(clock_nanosleep(clock, TIMER_ABSTIME, &until, NULL), 0);
    CHECK_TRUE(nanoseconds(clock) >= before);
}

static void others_check(void)
{
    const struct timespec duration = { 0, 2 * MILLISECOND };
    int64_t before = nanoseconds(CLOCK_MONOTONIC);

    CHECK(nanosleep(&duration, NULL), 0);
    CHECK_TRUE(nanoseconds(CLOCK_MONOTONIC) - before >= 2 * MILLISECOND);
    before = nanoseconds(CLOCK_MONOTONIC);
    CHECK(usleep(2000), 0);
    CHECK_TRUE(nanoseconds(CLOCK_MONOTONIC) - before >= 2 * MILLISECOND);
    before = nanoseconds(CLOCK_MONOTONIC);
    CHECK(sleep(1), 0);
    CHECK_TRUE(nanoseconds(CLOCK_MONOTONIC) - before >= 1000 * MILLISECOND);
}

/* A thread that sleeps does not hold up the others, and each has slept its time. */
static void *sleep_elsewhere(void *argument)
{
    sleep_check(CLOCK_MONOTONIC);
    return argument;
}

int main(void)
{
    clocks_check();
    day_check();
    errors_check();
    sleep_check(CLOCK_REALTIME);
    sleep_check(CLOCK_MONOTONIC);
    others_check();
    pthread_t other = start(sleep_elsewhere, NULL);
    sleep_elsewhere(NULL);
    finish(other);
    return 0;
}
