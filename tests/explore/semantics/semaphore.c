/*
 * Semaphores: POSIX.1-2017, sem_init, _wait, _trywait, _timedwait, _post,
 * _getvalue, _destroy; glibc's sem_clockwait.
 */
#define _GNU_SOURCE
#include "check.h"

#include <limits.h>
#include <semaphore.h>

static sem_t sem, early;
static int inside;

/* Before main: the value is still there in every schedule. */
__attribute__((constructor)) static void early_make(void)
{
    if (sem_init(&early, 0, 2) != 0) {
        abort();
    }
}

static int value_of(sem_t *of)
{
    int value = UNDEFINED;

    CHECK(sem_getvalue(of, &value), 0);
    return value;
}

static void early_check(void)
{
    CHECK(value_of(&early), 2);
    CHECK(sem_wait(&early), 0);
    CHECK(sem_trywait(&early), 0);
    CHECK_ERRNO(sem_trywait(&early), EAGAIN);
    CHECK(sem_destroy(&early), 0);
}

static void limits_check(void)
{
    CHECK(sem_init(&sem, 0, SEM_VALUE_MAX), 0);
    CHECK(value_of(&sem), SEM_VALUE_MAX);
    CHECK_ERRNO(sem_post(&sem), EOVERFLOW);
    CHECK(sem_wait(&sem), 0);
    CHECK(sem_post(&sem), 0);
    CHECK(sem_destroy(&sem), 0);
}

static void table_check(int shared)
{
    struct timespec until = later(CLOCK_REALTIME), monotonic = later(CLOCK_MONOTONIC);

    CHECK(sem_init(&sem, shared, 0), 0);
    CHECK_ERRNO(sem_trywait(&sem), EAGAIN);
    CHECK_ERRNO(sem_timedwait(&sem, &PAST), ETIMEDOUT);
    CHECK_ERRNO(sem_clockwait(&sem, CLOCK_MONOTONIC, &PAST), ETIMEDOUT);
    CHECK(value_of(&sem), 0);
    for (int i = 1; i <= 5; i++) {
        CHECK(sem_post(&sem), 0);
        CHECK(value_of(&sem), i);
    }
    CHECK(sem_wait(&sem), 0);
    CHECK(sem_trywait(&sem), 0);
    CHECK(sem_timedwait(&sem, &PAST), 0); /* it need not wait: the time does not matter */
    CHECK(sem_timedwait(&sem, &until), 0);
    CHECK(sem_clockwait(&sem, CLOCK_MONOTONIC, &monotonic), 0);
    CHECK(value_of(&sem), 0);
    CHECK(sem_destroy(&sem), 0);
}

static void *enter(void *argument)
{
    CHECK(sem_wait(&sem), 0);
    CHECK_TRUE(__atomic_fetch_add(&inside, 1, __ATOMIC_SEQ_CST) < 2);
    __atomic_fetch_sub(&inside, 1, __ATOMIC_SEQ_CST);
    CHECK(sem_post(&sem), 0);
    return argument;
}

static void *enter_timed(void *argument)
{
    struct timespec until = later(CLOCK_REALTIME);

    errno = 0;
    if (sem_timedwait(&sem, &until) != 0) {
        CHECK(errno, ETIMEDOUT);
        CHECK_TRUE(is_over(CLOCK_REALTIME, &until));
        return argument;
    }
    CHECK(sem_post(&sem), 0);
    return argument;
}

/* At most two are in. */
static void counting_check(void)
{
    CHECK(sem_init(&sem, 0, 2), 0);
    pthread_t first = start(enter, NULL), second = start(enter, NULL),
              third = start(enter_timed, NULL);
    enter(NULL);
    finish(first);
    finish(second);
    finish(third);
    CHECK(value_of(&sem), 2);
    CHECK(sem_destroy(&sem), 0);
}

/* What was written before a post is there after the wait. */
static int written;

static void *produce(void *argument)
{
    written = 1;
    CHECK(sem_post(&sem), 0);
    return argument;
}

static void order_check(void)
{
    CHECK(sem_init(&sem, 0, 0), 0);
    pthread_t producer = start(produce, NULL);
    int value = UNDEFINED;
    CHECK(sem_getvalue(&sem, &value), 0);
    CHECK_TRUE(value == 0 || value == 1);
    CHECK(sem_wait(&sem), 0);
    CHECK(written, 1);
    finish(producer);
    CHECK(sem_destroy(&sem), 0);
}

int main(void)
{
    early_check();
    limits_check();
    table_check(0);
    table_check(1);
    counting_check();
    order_check();
    return 0;
}
