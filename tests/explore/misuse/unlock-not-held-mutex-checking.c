// finds unlock-not-held
// options --all
/* The mutex that tells says that nobody holds it, and is not listened to. */
#define _GNU_SOURCE
#include "../semantics/check.h"

static pthread_mutex_t checking = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP,
                       recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

int main(void)
{
    static pthread_mutex_t robust;
    pthread_mutexattr_t attributes;

    CHECK(pthread_mutexattr_init(&attributes), 0);
    CHECK(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST), 0);
    CHECK(pthread_mutex_init(&robust, &attributes), 0);
    CHECK(pthread_mutexattr_destroy(&attributes), 0);
    CHECK(pthread_mutex_unlock(&checking), EPERM);
    CHECK(pthread_mutex_unlock(&recursive), EPERM);
    CHECK(pthread_mutex_lock(&recursive), 0);
    CHECK(pthread_mutex_unlock(&recursive), 0);
    CHECK(pthread_mutex_unlock(&recursive), EPERM);
    CHECK(pthread_mutex_unlock(&robust), EPERM);
    CHECK(pthread_mutex_destroy(&robust), 0);
    return 0;
}
