// finds api-error
// options --all
/* A clock that no lock can be waited for by. */
#define _GNU_SOURCE
#include "../semantics/check.h"

#include <semaphore.h>

static const clockid_t CPU = CLOCK_PROCESS_CPUTIME_ID;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static sem_t sem;

static void *end(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_t thread = start(end, NULL);

    CHECK(sem_init(&sem, 0, 0), 0);
    CHECK(pthread_mutex_clocklock(&mutex, CPU, &PAST), EINVAL);
    CHECK(pthread_mutex_lock(&mutex), 0);
    CHECK(pthread_mutex_clocklock(&mutex, CPU, &PAST), EINVAL);
    CHECK(pthread_cond_clockwait(&cond, &mutex, CPU, &PAST), EINVAL);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    CHECK(pthread_rwlock_clockrdlock(&lock, CPU, &PAST), EINVAL);
    CHECK(pthread_rwlock_clockwrlock(&lock, CPU, &PAST), EINVAL);
    CHECK_ERRNO(sem_clockwait(&sem, CPU, &PAST), EINVAL);
    CHECK(pthread_clockjoin_np(thread, NULL, CPU, &PAST), EINVAL);
    finish(thread);
    CHECK(sem_destroy(&sem), 0);
    return 0;
}
