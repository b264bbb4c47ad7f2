// finds api-error
// options --all
/* A second of a thousand million nanoseconds. */
#define _GNU_SOURCE
#include "../semantics/check.h"

#include <semaphore.h>

static const struct timespec NO_TIME = { 1, 1000000000 };
static sem_t sem;

int main(void)
{
    CHECK(sem_init(&sem, 0, 0), 0);
    CHECK_ERRNO(sem_timedwait(&sem, &NO_TIME), EINVAL);
    CHECK_ERRNO(sem_clockwait(&sem, CLOCK_MONOTONIC, &NO_TIME), EINVAL);
    CHECK(sem_destroy(&sem), 0);
    return 0;
}
