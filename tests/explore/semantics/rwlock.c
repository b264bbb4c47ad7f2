/*
 * Reader-writer locks: POSIX.1-2017, pthread_rwlock_rdlock, _wrlock, their try
 * and timed kin, _unlock, _init, _destroy; glibc's pthread_rwlock_clockrdlock
 * and _clockwrlock. That EDEADLK is told, and to whom, is glibc's choice.
 */
#define _GNU_SOURCE
#include "check.h"

enum state { FREE, MINE_READ, MINE_WRITE, OTHERS_READ, OTHERS_WRITE, STATE_COUNT };

enum call {
    READ,
    READ_TRY,
    READ_PAST,
    READ_LATER,
    READ_CLOCK_PAST,
    WRITE,
    WRITE_TRY,
    WRITE_PAST,
    WRITE_LATER,
    WRITE_CLOCK_PAST,
    CALL_COUNT
};

static const int EXPECTED[CALL_COUNT][STATE_COUNT] = {
    [READ] = { 0, 0, EDEADLK, 0, UNDEFINED },
    [READ_TRY] = { 0, 0, EBUSY, 0, EBUSY },
    [READ_PAST] = { 0, 0, EDEADLK, 0, ETIMEDOUT },
    [READ_LATER] = { 0, 0, EDEADLK, 0, UNDEFINED },
    [READ_CLOCK_PAST] = { 0, 0, EDEADLK, 0, ETIMEDOUT },
    [WRITE] = { 0, UNDEFINED, EDEADLK, UNDEFINED, UNDEFINED },
    [WRITE_TRY] = { 0, EBUSY, EBUSY, EBUSY, EBUSY },
    [WRITE_PAST] = { 0, ETIMEDOUT, EDEADLK, ETIMEDOUT, ETIMEDOUT },
    [WRITE_LATER] = { 0, UNDEFINED, EDEADLK, UNDEFINED, UNDEFINED },
    [WRITE_CLOCK_PAST] = { 0, ETIMEDOUT, EDEADLK, ETIMEDOUT, ETIMEDOUT },
};

static pthread_rwlock_t lock;

static int call(enum call which)
{
    struct timespec until;

    switch (which) {
    case READ:
        return pthread_rwlock_rdlock(&lock);
    case READ_TRY:
        return pthread_rwlock_tryrdlock(&lock);
    case READ_PAST:
        return pthread_rwlock_timedrdlock(&lock, &PAST);
    case READ_LATER:
        until = later(CLOCK_REALTIME);
        return pthread_rwlock_timedrdlock(&lock, &until);
    case READ_CLOCK_PAST:
        return pthread_rwlock_clockrdlock(&lock, CLOCK_MONOTONIC, &PAST);
    case WRITE:
        return pthread_rwlock_wrlock(&lock);
    case WRITE_TRY:
        return pthread_rwlock_trywrlock(&lock);
    case WRITE_PAST:
        return pthread_rwlock_timedwrlock(&lock, &PAST);
    case WRITE_LATER:
        until = later(CLOCK_REALTIME);
        return pthread_rwlock_timedwrlock(&lock, &until);
    case WRITE_CLOCK_PAST:
        return pthread_rwlock_clockwrlock(&lock, CLOCK_MONOTONIC, &PAST);
    case CALL_COUNT:
        break;
    }
    return UNDEFINED;
}

static void *try(void *which)
{
    int status = call((enum call)(intptr_t)which);

    if (status == 0) {
        CHECK(pthread_rwlock_unlock(&lock), 0);
    }
    return (void *)(intptr_t)status;
}

static void state_enter(enum state state)
{
    if (state == MINE_READ || state == OTHERS_READ) {
        CHECK(pthread_rwlock_rdlock(&lock), 0);
    } else if (state == MINE_WRITE || state == OTHERS_WRITE) {
        CHECK(pthread_rwlock_wrlock(&lock), 0);
    }
}

static void table_check(void)
{
    for (intptr_t which = 0; which < CALL_COUNT; which++) {
        for (int state = 0; state < STATE_COUNT; state++) {
            int expected = EXPECTED[which][state];
            char what[64];
            if (expected == UNDEFINED) {
                continue;
            }
            snprintf(what, sizeof what, "call %d in state %d", (int)which, state);
            CHECK(pthread_rwlock_init(&lock, NULL), 0);
            state_enter((enum state)state);
            long got = state >= OTHERS_READ ? elsewhere(try, (void *)which)
                                            : (long)(intptr_t)try((void *)which);
            check(__FILE__, __LINE__, what, got, expected);
            if (state != FREE) {
                CHECK(pthread_rwlock_unlock(&lock), 0);
            }
            CHECK(elsewhere(try, (void *)WRITE_TRY), 0); /* it is free for others */
            CHECK(pthread_rwlock_destroy(&lock), 0);
        }
    }
}

/* A reader may hold it several times, and lets go as often. */
static void recursion_check(void)
{
    CHECK(pthread_rwlock_init(&lock, NULL), 0);
    for (int i = 0; i < 3; i++) {
        CHECK(pthread_rwlock_rdlock(&lock), 0);
    }
    for (int i = 0; i < 3; i++) {
        CHECK(elsewhere(try, (void *)READ_TRY), 0);
        CHECK(elsewhere(try, (void *)WRITE_TRY), EBUSY);
        CHECK(pthread_rwlock_unlock(&lock), 0);
    }
    CHECK(elsewhere(try, (void *)WRITE_TRY), 0);
    CHECK(pthread_rwlock_destroy(&lock), 0);
}

static pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER,
                        prefers_writers = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
static int value, copy;

static void *write_both(void *argument)
{
    CHECK(pthread_rwlock_wrlock(&shared), 0);
    value++;
    copy++;
    CHECK(pthread_rwlock_unlock(&shared), 0);
    return argument;
}

static void *read_both(void *argument)
{
    CHECK(pthread_rwlock_rdlock(&shared), 0);
    CHECK(value, copy);
    CHECK(pthread_rwlock_unlock(&shared), 0);
    return argument;
}

static void exclusion_check(void)
{
    CHECK(pthread_rwlock_rdlock(&shared), 0);
    pthread_t writer = start(write_both, NULL), reader = start(read_both, NULL);
    CHECK(value, copy);
    CHECK(pthread_rwlock_unlock(&shared), 0);
    pthread_t other = start(write_both, NULL);
    finish(writer);
    finish(reader);
    finish(other);
    CHECK(value, 2);
    CHECK(copy, 2);
    CHECK(pthread_rwlock_destroy(&shared), 0);
}

/* Two readers are in at the same time: each waits in there for the other. */
static pthread_barrier_t both;

static void *meet(void *argument)
{
    CHECK(pthread_rwlock_rdlock(&prefers_writers), 0);
    int status = pthread_barrier_wait(&both);
    CHECK_TRUE(status == 0 || status == PTHREAD_BARRIER_SERIAL_THREAD);
    CHECK(pthread_rwlock_unlock(&prefers_writers), 0);
    return argument;
}

static void sharing_check(void)
{
    CHECK(pthread_barrier_init(&both, NULL, 2), 0);
    pthread_t other = start(meet, NULL);
    meet(NULL);
    finish(other);
    CHECK(pthread_barrier_destroy(&both), 0);
}

int main(void)
{
    table_check();
    recursion_check();
    exclusion_check();
    sharing_check();
    return 0;
}
