// clean
/* Each clock has an origin of its own, the coarse ones that of their fine ones, and the processor's
 * time begins with the program. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long seconds(clockid_t clock)
{
    struct timespec time;

    if (clock_gettime(clock, &time) != 0) {
        abort();
    }
    return time.tv_sec;
}

static int near(long a, long b)
{
    return labs(a - b) <= 1;
}

int main(void)
{
    struct timespec utc;
    struct timeval day;

    timespec_get(&utc, TIME_UTC);
    gettimeofday(&day, NULL);
    if (!near(seconds(CLOCK_REALTIME), seconds(CLOCK_REALTIME_COARSE)) ||
        !near(seconds(CLOCK_REALTIME), time(NULL)) || !near(day.tv_sec, utc.tv_sec) ||
        !near(seconds(CLOCK_MONOTONIC), seconds(CLOCK_MONOTONIC_COARSE)) ||
        !near(seconds(CLOCK_PROCESS_CPUTIME_ID), 0) || !near(seconds(CLOCK_THREAD_CPUTIME_ID), 0) ||
        clock() > CLOCKS_PER_SEC) {
        return 1;
    }
    if (seconds(CLOCK_REALTIME) - seconds(CLOCK_MONOTONIC) < 20 * 365 * 86400L ||
        seconds(CLOCK_MONOTONIC) < 86400 ||
        near(seconds(CLOCK_MONOTONIC), seconds(CLOCK_BOOTTIME))) {
        return 2;
    }
    return 0;
}
