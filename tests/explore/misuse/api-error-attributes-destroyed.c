// finds api-error
// options --all
/* Attributes that are destroyed are used. */
#define _GNU_SOURCE
#include "../semantics/check.h"

static void *end(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_attr_t thread_attributes;
    pthread_mutexattr_t mutex_attributes;
    pthread_condattr_t cond_attributes;
    pthread_rwlockattr_t lock_attributes;
    pthread_barrierattr_t barrier_attributes;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t cond;
    pthread_rwlock_t lock;
    pthread_barrier_t barrier;

    CHECK(pthread_attr_init(&thread_attributes), 0);
    CHECK(pthread_attr_destroy(&thread_attributes), 0);
    CHECK(pthread_create(&thread, &thread_attributes, end, NULL), EINVAL);
    CHECK(pthread_attr_destroy(&thread_attributes), EINVAL);
    CHECK(pthread_mutexattr_init(&mutex_attributes), 0);
    CHECK(pthread_mutexattr_destroy(&mutex_attributes), 0);
    CHECK(pthread_mutex_init(&mutex, &mutex_attributes), EINVAL);
    CHECK(pthread_condattr_init(&cond_attributes), 0);
    CHECK(pthread_condattr_destroy(&cond_attributes), 0);
    CHECK(pthread_cond_init(&cond, &cond_attributes), EINVAL);
    CHECK(pthread_rwlockattr_init(&lock_attributes), 0);
    CHECK(pthread_rwlockattr_destroy(&lock_attributes), 0);
    CHECK(pthread_rwlock_init(&lock, &lock_attributes), EINVAL);
    CHECK(pthread_barrierattr_init(&barrier_attributes), 0);
    CHECK(pthread_barrierattr_destroy(&barrier_attributes), 0);
    CHECK(pthread_barrier_init(&barrier, &barrier_attributes, 1), EINVAL);
    return 0;
}
