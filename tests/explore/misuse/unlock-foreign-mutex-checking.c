// finds unlock-foreign
// options --all
/* The mutex that tells says that another thread holds it, and is not listened to. */
#define _GNU_SOURCE
#include "../semantics/check.h"

static pthread_mutex_t checking = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP,
                       recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

static void *unlock(void *mutex)
{
    return (void *)(intptr_t)pthread_mutex_unlock(mutex);
}

int main(void)
{
    static pthread_mutex_t robust;
    pthread_mutexattr_t attributes;

    CHECK(pthread_mutexattr_init(&attributes), 0);
    CHECK(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST), 0);
    CHECK(pthread_mutex_init(&robust, &attributes), 0);
    CHECK(pthread_mutexattr_destroy(&attributes), 0);
    pthread_mutex_t *const mutexes[] = { &checking, &recursive, &robust };
    for (int i = 0; i < 3; i++) {
        CHECK(pthread_mutex_lock(mutexes[i]), 0);
        CHECK(elsewhere(unlock, mutexes[i]), EPERM);
        CHECK(pthread_mutex_unlock(mutexes[i]), 0);
    }
    CHECK(pthread_mutex_destroy(&robust), 0);
    return 0;
}
