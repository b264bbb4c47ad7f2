// finds api-error
// options --all
/* Attributes are set to what they cannot be. */
#define _GNU_SOURCE
#include "../semantics/check.h"

int main(void)
{
    pthread_attr_t thread;
    pthread_mutexattr_t mutex;
    pthread_condattr_t cond;
    pthread_rwlockattr_t lock;
    pthread_barrierattr_t barrier;

    CHECK(pthread_attr_init(&thread), 0);
    CHECK(pthread_attr_setdetachstate(&thread, 77), EINVAL);
    CHECK(pthread_attr_setstacksize(&thread, 7), EINVAL);
    CHECK(pthread_attr_destroy(&thread), 0);
    CHECK(pthread_mutexattr_init(&mutex), 0);
    CHECK(pthread_mutexattr_settype(&mutex, 77), EINVAL);
    CHECK(pthread_mutexattr_setrobust(&mutex, 77), EINVAL);
    CHECK(pthread_mutexattr_destroy(&mutex), 0);
    CHECK(pthread_condattr_init(&cond), 0);
    CHECK(pthread_condattr_setclock(&cond, CLOCK_PROCESS_CPUTIME_ID), EINVAL);
    CHECK(pthread_condattr_destroy(&cond), 0);
    CHECK(pthread_rwlockattr_init(&lock), 0);
    CHECK(pthread_rwlockattr_setkind_np(&lock, 77), EINVAL);
    CHECK(pthread_rwlockattr_destroy(&lock), 0);
    CHECK(pthread_barrierattr_init(&barrier), 0);
    CHECK(pthread_barrierattr_setpshared(&barrier, 77), EINVAL);
    CHECK(pthread_barrierattr_destroy(&barrier), 0);
    return 0;
}
