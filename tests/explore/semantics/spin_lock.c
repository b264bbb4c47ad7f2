/*
 * Spin locks: POSIX.1-2017, pthread_spin_lock, _trylock, _unlock, _init,
 * _destroy.
 */
#include "check.h"

static pthread_spinlock_t lock;
static int counter;

static void *try(void *argument)
{
    int status = pthread_spin_trylock(&lock);

    (void)argument;
    if (status == 0) {
        CHECK(pthread_spin_unlock(&lock), 0);
    }
    return (void *)(intptr_t)status;
}

static void *count(void *argument)
{
    for (int i = 0; i < 2; i++) {
        CHECK(pthread_spin_lock(&lock), 0);
        counter++;
        CHECK(pthread_spin_unlock(&lock), 0);
    }
    return argument;
}

static void *count_trying(void *argument)
{
    while (pthread_spin_trylock(&lock) != 0) {
    }
    counter++;
    CHECK(pthread_spin_unlock(&lock), 0);
    return argument;
}

int main(void)
{
    for (int shared = PTHREAD_PROCESS_PRIVATE; shared <= PTHREAD_PROCESS_SHARED; shared++) {
        CHECK(pthread_spin_init(&lock, shared), 0);
        CHECK(elsewhere(try, NULL), 0);
        CHECK(pthread_spin_lock(&lock), 0);
        CHECK(pthread_spin_trylock(&lock), EBUSY);
        CHECK(elsewhere(try, NULL), EBUSY);
        CHECK(pthread_spin_unlock(&lock), 0);
        CHECK(pthread_spin_trylock(&lock), 0);
        CHECK(elsewhere(try, NULL), EBUSY);
        CHECK(pthread_spin_unlock(&lock), 0);
        CHECK(elsewhere(try, NULL), 0);
        CHECK(pthread_spin_destroy(&lock), 0);
    }
    CHECK(pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE), 0);
    pthread_t first = start(count, NULL), second = start(count_trying, NULL);
    count(NULL);
    finish(first);
    finish(second);
    CHECK(counter, 5);
    CHECK(pthread_spin_destroy(&lock), 0);
    return 0;
}
