// finds api-error
// options --all
/* A second of a thousand million nanoseconds. */
#define _GNU_SOURCE
#include "../semantics/check.h"

static const struct timespec NO_TIME = { 1, 1000000000 };
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

int main(void)
{
    CHECK(pthread_rwlock_timedrdlock(&lock, &NO_TIME), EINVAL);
    CHECK(pthread_rwlock_timedwrlock(&lock, &NO_TIME), EINVAL);
    CHECK(pthread_rwlock_clockrdlock(&lock, CLOCK_MONOTONIC, &NO_TIME), EINVAL);
    CHECK(pthread_rwlock_clockwrlock(&lock, CLOCK_MONOTONIC, &NO_TIME), EINVAL);
    return 0;
}
