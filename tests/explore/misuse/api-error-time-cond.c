// finds api-error
// options --all
/* A second of a thousand million nanoseconds: the wait does not begin, and lets go of nothing. */
#define _GNU_SOURCE
#include "../semantics/check.h"

static const struct timespec NO_TIME = { 1, 1000000000 };
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;

int main(void)
{
    CHECK(pthread_mutex_lock(&mutex), 0);
    CHECK(pthread_cond_timedwait(&cond, &mutex, &NO_TIME), EINVAL);
    CHECK(pthread_cond_clockwait(&cond, &mutex, CLOCK_MONOTONIC, &NO_TIME), EINVAL);
    CHECK(pthread_mutex_trylock(&mutex), EBUSY);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    return 0;
}
