// finds api-error
// options --all
/* A second of a thousand million nanoseconds: POSIX lets it be looked at only where the mutex
 * cannot be had at once, but it is never right. */
#define _GNU_SOURCE
#include "../semantics/check.h"

static const struct timespec NO_TIME = { 1, 1000000000 };
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER,
                       checking = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP,
                       recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

static void *lock(void *argument)
{
    int status = pthread_mutex_timedlock(argument, &NO_TIME);

    if (status == 0) {
        CHECK(pthread_mutex_unlock(argument), 0);
    }
    return (void *)(intptr_t)status;
}

int main(void)
{
    CHECK(elsewhere(lock, &mutex), 0);
    CHECK(pthread_mutex_lock(&mutex), 0);
    CHECK(elsewhere(lock, &mutex), EINVAL);
    CHECK(pthread_mutex_timedlock(&mutex, &NO_TIME), EINVAL);
    CHECK(pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, &NO_TIME), EINVAL);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    CHECK(pthread_mutex_lock(&checking), 0);
    CHECK(pthread_mutex_timedlock(&checking, &NO_TIME), EDEADLK);
    CHECK(elsewhere(lock, &checking), EINVAL);
    CHECK(pthread_mutex_unlock(&checking), 0);
    CHECK(pthread_mutex_lock(&recursive), 0);
    CHECK(pthread_mutex_timedlock(&recursive, &NO_TIME), 0);
    CHECK(pthread_mutex_unlock(&recursive), 0);
    CHECK(pthread_mutex_unlock(&recursive), 0);
    return 0;
}
