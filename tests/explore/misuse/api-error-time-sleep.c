// finds api-error
// options --all
/* Nanoseconds that are none. */
#define _GNU_SOURCE
#include "../semantics/check.h"

static const struct timespec NO_TIME = { 1, 1000000000 };

int main(void)
{
    const struct timespec below = { 0, -1 };

    CHECK_ERRNO(nanosleep(&NO_TIME, NULL), EINVAL);
    CHECK_ERRNO(nanosleep(&below, NULL), EINVAL);
    CHECK(clock_nanosleep(CLOCK_REALTIME, 0, &NO_TIME, NULL), EINVAL);
    CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &NO_TIME, NULL), EINVAL);
    return 0;
}
