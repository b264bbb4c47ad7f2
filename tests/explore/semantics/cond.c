/*
 * Condition variables: POSIX.1-2017, pthread_cond_wait, _timedwait, _signal,
 * _broadcast, _init, _destroy, pthread_condattr_setclock; glibc's
 * pthread_cond_clockwait.
 */
#define _GNU_SOURCE
#include "check.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER, other = PTHREAD_COND_INITIALIZER;
static int waiting, let_go, gone;

/* What comes back at once, and has let go of nothing. */
static void errors_check(void)
{
    pthread_mutex_t checking = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;

    CHECK(pthread_mutex_lock(&mutex), 0);
    CHECK(pthread_cond_timedwait(&cond, &mutex, &PAST), ETIMEDOUT);
    CHECK(pthread_cond_clockwait(&cond, &mutex, CLOCK_MONOTONIC, &PAST), ETIMEDOUT);
    CHECK(pthread_mutex_trylock(&mutex), EBUSY);
    CHECK(pthread_mutex_unlock(&mutex), 0);

    CHECK(pthread_mutex_lock(&checking), 0);
    CHECK(pthread_cond_timedwait(&cond, &checking, &PAST), ETIMEDOUT);
    CHECK(pthread_mutex_lock(&checking), EDEADLK);
    CHECK(pthread_mutex_unlock(&checking), 0);
}

/* With nobody there to be woken. */
static void nobody_check(void)
{
    CHECK(pthread_cond_signal(&cond), 0);
    CHECK(pthread_cond_broadcast(&cond), 0);
}

static void *wait_for_it(void *argument)
{
    CHECK(pthread_mutex_lock(&mutex), 0);
    waiting++;
    CHECK(pthread_cond_signal(&other), 0);
    while (let_go == 0) {
        CHECK(pthread_cond_wait(&cond, &mutex), 0);
    }
    let_go--;
    gone++;
    CHECK(pthread_mutex_trylock(&mutex), EBUSY); /* it is ours again */
    CHECK(pthread_mutex_unlock(&mutex), 0);
    return argument;
}

static void wait_until_waiting(int count)
{
    CHECK(pthread_mutex_lock(&mutex), 0);
    while (waiting < count) {
        CHECK(pthread_cond_wait(&other, &mutex), 0);
    }
    CHECK(pthread_mutex_unlock(&mutex), 0);
}

static void wake_check(int (*wake)(pthread_cond_t *), int times, int together)
{
    waiting = gone = 0;
    pthread_t first = start(wait_for_it, NULL), second = start(wait_for_it, NULL);
    wait_until_waiting(2);
    for (int i = 0; i < times; i++) {
        CHECK(pthread_mutex_lock(&mutex), 0);
        let_go += together;
        CHECK(wake(&cond), 0);
        CHECK(pthread_mutex_unlock(&mutex), 0);
    }
    finish(first);
    finish(second);
    CHECK(gone, 2);
    CHECK(let_go, 0);
}

/* A wait with an end far away: it is signalled, or the end has really come. */
static void *wait_up_to(void *argument)
{
    pthread_cond_t *with = argument;
    clockid_t clock = with == &cond ? CLOCK_REALTIME : CLOCK_MONOTONIC;
    struct timespec until = later(clock);
    int status = 0;

    CHECK(pthread_mutex_lock(&mutex), 0);
    while (let_go == 0 && status == 0) {
        status = pthread_cond_timedwait(with, &mutex, &until);
    }
    CHECK_TRUE(status == 0 || (status == ETIMEDOUT && is_over(clock, &until)));
    CHECK(pthread_mutex_unlock(&mutex), 0);
    return NULL;
}

static void timed_check(pthread_cond_t *with)
{
    pthread_t waiter = start(wait_up_to, with);

    CHECK(pthread_mutex_lock(&mutex), 0);
    let_go = 1;
    CHECK(pthread_cond_signal(with), 0);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    finish(waiter);
    let_go = 0;
}

static void attributes_check(void)
{
    pthread_condattr_t attributes;
    pthread_cond_t made;

    CHECK(pthread_condattr_init(&attributes), 0);
    CHECK(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC), 0);
    CHECK(pthread_cond_init(&made, &attributes), 0);
    CHECK(pthread_condattr_destroy(&attributes), 0);
    timed_check(&made);
    CHECK(pthread_mutex_lock(&mutex), 0);
    CHECK(pthread_cond_timedwait(&made, &mutex, &PAST), ETIMEDOUT);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    CHECK(pthread_cond_destroy(&made), 0);
    CHECK(pthread_cond_init(&made, NULL), 0);
    CHECK(pthread_cond_destroy(&made), 0);
}

/* The mutex's owner ended while we waited. */
static pthread_mutex_t robust;
static int taken;

static void *take_and_end(void *argument)
{
    CHECK(pthread_mutex_lock(&robust), 0);
    taken = 1;
    CHECK(pthread_cond_signal(&cond), 0);
    return argument;
}

static void robust_check(void)
{
    pthread_mutexattr_t attributes;

    CHECK(pthread_mutexattr_init(&attributes), 0);
    CHECK(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST), 0);
    CHECK(pthread_mutex_init(&robust, &attributes), 0);
    CHECK(pthread_mutexattr_destroy(&attributes), 0);
    CHECK(pthread_mutex_lock(&robust), 0);
    pthread_t thread = start(take_and_end, NULL);
    int status = 0;
    while (status == 0) {
        status = pthread_cond_wait(&cond, &robust);
    }
    CHECK(status, EOWNERDEAD);
    CHECK(taken, 1);
    CHECK(pthread_mutex_consistent(&robust), 0);
    CHECK(pthread_mutex_unlock(&robust), 0);
    finish(thread);
    CHECK(pthread_mutex_destroy(&robust), 0);
}

/* Woken threads need not have returned: it may be destroyed as soon as nobody waits. */
static void destroy_check(void)
{
    CHECK(pthread_cond_destroy(&cond), 0);
    CHECK(pthread_cond_init(&cond, NULL), 0);
    waiting = 0;
    pthread_t thread = start(wait_for_it, NULL);
    wait_until_waiting(1);
    CHECK(pthread_mutex_lock(&mutex), 0);
    let_go = 1;
    CHECK(pthread_cond_broadcast(&cond), 0);
    CHECK(pthread_cond_destroy(&cond), 0);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    finish(thread);
}

int main(void)
{
    errors_check();
    nobody_check();
    wake_check(pthread_cond_signal, 2, 1);
    wake_check(pthread_cond_broadcast, 1, 2);
    timed_check(&cond);
    attributes_check();
    robust_check();
    destroy_check();
    return 0;
}
