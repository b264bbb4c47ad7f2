/*
 * Loops that look again and again at what another thread is going to change,
 * each in a way of its own: no schedule may take one for a livelock, however
 * long the other thread is not let go on.
 */
#define _GNU_SOURCE
#include "check.h"

#include <sched.h>
#include <semaphore.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static sem_t sem;
static int flag, other_flag;

static void *set_under_mutex(void *argument)
{
    CHECK(pthread_mutex_lock(&mutex), 0);
    flag = 1;
    CHECK(pthread_mutex_unlock(&mutex), 0);
    return argument;
}

static void poll_under_mutex(void)
{
    int seen = 0;
    pthread_t other = start(set_under_mutex, NULL);

    while (!seen) {
        CHECK(pthread_mutex_lock(&mutex), 0);
        seen = flag;
        CHECK(pthread_mutex_unlock(&mutex), 0);
    }
    finish(other);
}

static void *set_under_lock(void *argument)
{
    CHECK(pthread_rwlock_wrlock(&lock), 0);
    other_flag = 1;
    CHECK(pthread_rwlock_unlock(&lock), 0);
    return argument;
}

static void poll_under_lock(void)
{
    int seen = 0;
    pthread_t other = start(set_under_lock, NULL);

    while (!seen) {
        CHECK(pthread_rwlock_rdlock(&lock), 0);
        seen = other_flag;
        CHECK(pthread_rwlock_unlock(&lock), 0);
    }
    finish(other);
}

static void *unlock_late(void *argument)
{
    CHECK(pthread_mutex_lock(&mutex), 0);
    CHECK(sem_post(&sem), 0);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    return argument;
}

/* With calls that do not wait. */
static void poll_trying(void)
{
    CHECK(sem_init(&sem, 0, 0), 0);
    pthread_t other = start(unlock_late, NULL);
    while (sem_trywait(&sem) != 0) {
    }
    while (pthread_mutex_trylock(&mutex) != 0) {
        sched_yield();
    }
    CHECK(pthread_mutex_unlock(&mutex), 0);
    while (pthread_tryjoin_np(other, NULL) != 0) {
    }
    CHECK(sem_destroy(&sem), 0);
}

static void *post_after_wait(void *argument)
{
    CHECK(sem_post(&sem), 0);
    return argument;
}

/* A wait that gives up every time before it comes to something. */
static void poll_timed(void)
{
    CHECK(sem_init(&sem, 0, 0), 0);
    pthread_t other = start(post_after_wait, NULL);
    while (sem_timedwait(&sem, &PAST) != 0) {
        CHECK(errno, ETIMEDOUT);
    }
    finish(other);
    CHECK(sem_destroy(&sem), 0);
}

int main(void)
{
    poll_under_mutex();
    poll_under_lock();
    poll_trying();
    poll_timed();
    return 0;
}
