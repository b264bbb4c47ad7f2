// finds cond-misuse
// options --all
/* The wait says that the mutex is not held, and is not listened to. */
#define _GNU_SOURCE
#include "../semantics/check.h"

static pthread_mutex_t checking = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;

int main(void)
{
    static pthread_mutex_t robust;
    pthread_mutexattr_t attributes;

    CHECK(pthread_mutexattr_init(&attributes), 0);
    CHECK(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST), 0);
    CHECK(pthread_mutex_init(&robust, &attributes), 0);
    CHECK(pthread_mutexattr_destroy(&attributes), 0);
    CHECK(pthread_cond_wait(&cond, &checking), EPERM);
    CHECK(pthread_cond_timedwait(&cond, &checking, &PAST), EPERM);
    CHECK(pthread_cond_wait(&cond, &robust), EPERM);
    CHECK(pthread_mutex_destroy(&robust), 0);
    return 0;
}
