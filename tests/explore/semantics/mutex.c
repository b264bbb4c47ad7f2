/*
 * Mutexes: POSIX.1-2017, pthread_mutex_lock, _trylock, _timedlock, _unlock,
 * _init, _destroy, _consistent; glibc's pthread_mutex_clocklock.
 */
#define _GNU_SOURCE
#include "check.h"

enum state { FREE, MINE, OTHERS, STATE_COUNT };

enum call {
    LOCK,
    TRYLOCK,
    TIMEDLOCK_PAST,
    TIMEDLOCK_LATER,
    CLOCKLOCK_PAST,
    UNLOCK,
    CONSISTENT,
    CALL_COUNT
};

struct type {
    int type, robust;
    int expected[CALL_COUNT][STATE_COUNT];
};

static const struct type TYPES[] = {
    { PTHREAD_MUTEX_NORMAL,
      PTHREAD_MUTEX_STALLED,
      { [LOCK] = { 0, UNDEFINED, UNDEFINED },
        [TRYLOCK] = { 0, EBUSY, EBUSY },
        [TIMEDLOCK_PAST] = { 0, ETIMEDOUT, ETIMEDOUT },
        [TIMEDLOCK_LATER] = { 0, UNDEFINED, UNDEFINED },
        [CLOCKLOCK_PAST] = { 0, ETIMEDOUT, ETIMEDOUT },
        [UNLOCK] = { UNDEFINED, 0, UNDEFINED },
        [CONSISTENT] = { EINVAL, EINVAL, EINVAL } } },
    { PTHREAD_MUTEX_ERRORCHECK,
      PTHREAD_MUTEX_STALLED,
      { [LOCK] = { 0, EDEADLK, UNDEFINED },
        [TRYLOCK] = { 0, EBUSY, EBUSY },
        [TIMEDLOCK_PAST] = { 0, EDEADLK, ETIMEDOUT },
        [TIMEDLOCK_LATER] = { 0, EDEADLK, UNDEFINED },
        [CLOCKLOCK_PAST] = { 0, EDEADLK, ETIMEDOUT },
        [UNLOCK] = { UNDEFINED, 0, UNDEFINED },
        [CONSISTENT] = { EINVAL, EINVAL, EINVAL } } },
    { PTHREAD_MUTEX_RECURSIVE,
      PTHREAD_MUTEX_STALLED,
      { [LOCK] = { 0, 0, UNDEFINED },
        [TRYLOCK] = { 0, 0, EBUSY },
        [TIMEDLOCK_PAST] = { 0, 0, ETIMEDOUT },
        [TIMEDLOCK_LATER] = { 0, 0, UNDEFINED },
        [CLOCKLOCK_PAST] = { 0, 0, ETIMEDOUT },
        [UNLOCK] = { UNDEFINED, 0, UNDEFINED },
        [CONSISTENT] = { EINVAL, EINVAL, EINVAL } } },
    { PTHREAD_MUTEX_NORMAL,
      PTHREAD_MUTEX_ROBUST,
      { [LOCK] = { 0, UNDEFINED, UNDEFINED },
        [TRYLOCK] = { 0, EBUSY, EBUSY },
        [TIMEDLOCK_PAST] = { 0, ETIMEDOUT, ETIMEDOUT },
        [TIMEDLOCK_LATER] = { 0, UNDEFINED, UNDEFINED },
        [CLOCKLOCK_PAST] = { 0, ETIMEDOUT, ETIMEDOUT },
        [UNLOCK] = { UNDEFINED, 0, UNDEFINED },
        [CONSISTENT] = { EINVAL, EINVAL, EINVAL } } },
};

static pthread_mutex_t mutex;

static void mutex_make(int type, int robust)
{
    pthread_mutexattr_t attributes;

    CHECK(pthread_mutexattr_init(&attributes), 0);
    CHECK(pthread_mutexattr_settype(&attributes, type), 0);
    CHECK(pthread_mutexattr_setrobust(&attributes, robust), 0);
    CHECK(pthread_mutex_init(&mutex, &attributes), 0);
    CHECK(pthread_mutexattr_destroy(&attributes), 0);
}

static int call(enum call which)
{
    struct timespec until;

    switch (which) {
    case LOCK:
        return pthread_mutex_lock(&mutex);
    case TRYLOCK:
        return pthread_mutex_trylock(&mutex);
    case TIMEDLOCK_PAST:
        return pthread_mutex_timedlock(&mutex, &PAST);
    case TIMEDLOCK_LATER:
        until = later(CLOCK_REALTIME);
        return pthread_mutex_timedlock(&mutex, &until);
    case CLOCKLOCK_PAST:
        return pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, &PAST);
    case UNLOCK:
        return pthread_mutex_unlock(&mutex);
    case CONSISTENT:
        return pthread_mutex_consistent(&mutex);
    case CALL_COUNT:
        break;
    }
    return UNDEFINED;
}

/* The call, and undoes what it did. */
static void *try(void *which)
{
    enum call now = (enum call)(intptr_t)which;
    int status = call(now);

    if (status == 0 && now < UNLOCK) {
        CHECK(pthread_mutex_unlock(&mutex), 0);
    }
    return (void *)(intptr_t)status;
}

static void table_check(const struct type *type)
{
    for (intptr_t which = 0; which < CALL_COUNT; which++) {
        const int *expected = type->expected[which];
        char what[64];
        snprintf(what, sizeof what, "type %d, robust %d, call %d", type->type, type->robust,
                 (int)which);
        mutex_make(type->type, type->robust);
        if (expected[FREE] != UNDEFINED) {
            check(__FILE__, __LINE__, what, (long)(intptr_t)try((void *)which), expected[FREE]);
        }
        CHECK(pthread_mutex_lock(&mutex), 0);
        if (expected[OTHERS] != UNDEFINED) {
            check(__FILE__, __LINE__, what, elsewhere(try, (void *)which), expected[OTHERS]);
        }
        if (expected[MINE] != UNDEFINED) {
            check(__FILE__, __LINE__, what, (long)(intptr_t)try((void *)which), expected[MINE]);
        }
        if (which != UNLOCK) {
            CHECK(pthread_mutex_unlock(&mutex), 0);
        }
        CHECK(elsewhere(try, (void *)TRYLOCK), 0); /* it is free for others */
        CHECK(pthread_mutex_destroy(&mutex), 0);
    }
}

static void recursion_check(void)
{
    mutex_make(PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_STALLED);
    for (int i = 0; i < 3; i++) {
        CHECK(pthread_mutex_lock(&mutex), 0);
    }
    for (int i = 0; i < 3; i++) {
        CHECK(elsewhere(try, (void *)TRYLOCK), EBUSY);
        CHECK(pthread_mutex_unlock(&mutex), 0);
    }
    CHECK(elsewhere(try, (void *)TRYLOCK), 0);
    CHECK(pthread_mutex_destroy(&mutex), 0);
}

/* Takes it and ends. */
static void *die(void *argument)
{
    CHECK(pthread_mutex_lock(&mutex), 0);
    return argument;
}

static void robust_check(enum call which, int type)
{
    mutex_make(type, PTHREAD_MUTEX_ROBUST);
    elsewhere(die, NULL);
    CHECK(call(which), EOWNERDEAD); /* and it is ours */
    CHECK(elsewhere(try, (void *)TRYLOCK), EBUSY);
    CHECK(pthread_mutex_consistent(&mutex), 0);
    CHECK(pthread_mutex_consistent(&mutex), EINVAL);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    CHECK(elsewhere(try, (void *)(intptr_t)which), 0);

    elsewhere(die, NULL);
    CHECK(call(which), EOWNERDEAD);
    CHECK(pthread_mutex_unlock(&mutex), 0); /* without having repaired it */
    CHECK(call(LOCK), ENOTRECOVERABLE);
    CHECK(call(TIMEDLOCK_LATER), ENOTRECOVERABLE);
    CHECK(call(TRYLOCK), ENOTRECOVERABLE); /* the last: glibc 2.36 keeps it locked then */
    CHECK(pthread_mutex_destroy(&mutex), 0);
}

/* Somebody waits for it when its owner ends. */
static void *wait_for_dead(void *argument)
{
    int status = pthread_mutex_lock(&mutex);

    (void)argument;
    if (status == EOWNERDEAD) {
        CHECK(pthread_mutex_consistent(&mutex), 0);
    }
    CHECK(pthread_mutex_unlock(&mutex), 0);
    return (void *)(intptr_t)status;
}

static void robust_wait_check(void)
{
    mutex_make(PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_ROBUST);
    pthread_t dying = start(die, NULL), other = start(wait_for_dead, NULL);
    finish(dying);
    long status = finish(other);
    CHECK_TRUE(status == 0 || status == EOWNERDEAD);
    CHECK(call(LOCK), status == 0 ? EOWNERDEAD : 0);
    CHECK(pthread_mutex_unlock(&mutex), 0);
    CHECK(pthread_mutex_destroy(&mutex), 0);
}

static pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER,
                       recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP,
                       checking = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP,
                       adaptive = PTHREAD_ADAPTIVE_MUTEX_INITIALIZER_NP;

static void initialisers_check(void)
{
    pthread_mutex_t local = PTHREAD_MUTEX_INITIALIZER;

    CHECK(pthread_mutex_lock(&plain), 0);
    CHECK(pthread_mutex_trylock(&plain), EBUSY);
    CHECK(pthread_mutex_unlock(&plain), 0);
    CHECK(pthread_mutex_lock(&recursive), 0);
    CHECK(pthread_mutex_lock(&recursive), 0);
    CHECK(pthread_mutex_unlock(&recursive), 0);
    CHECK(pthread_mutex_unlock(&recursive), 0);
    CHECK(pthread_mutex_lock(&checking), 0);
    CHECK(pthread_mutex_lock(&checking), EDEADLK);
    CHECK(pthread_mutex_unlock(&checking), 0);
    CHECK(pthread_mutex_lock(&adaptive), 0);
    CHECK(pthread_mutex_trylock(&adaptive), EBUSY);
    CHECK(pthread_mutex_unlock(&adaptive), 0);
    CHECK(pthread_mutex_lock(&local), 0);
    CHECK(pthread_mutex_unlock(&local), 0);
    CHECK(pthread_mutex_destroy(&local), 0);
    local = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER; /* a new one in the same memory */
    CHECK(pthread_mutex_lock(&local), 0);
    CHECK(pthread_mutex_unlock(&local), 0);
}

static int inside, counter;

static void *enter(void *argument)
{
    struct timespec until = later(CLOCK_MONOTONIC);
    int status = argument == NULL ? pthread_mutex_lock(&plain)
                                  : pthread_mutex_clocklock(&plain, CLOCK_MONOTONIC, &until);

    if (status == ETIMEDOUT) {
        CHECK_TRUE(is_over(CLOCK_MONOTONIC, &until));
        return (void *)1;
    }
    CHECK(status, 0);
    CHECK(inside++, 0);
    counter++;
    CHECK(--inside, 0);
    CHECK(pthread_mutex_unlock(&plain), 0);
    return NULL;
}

static void exclusion_check(void)
{
    CHECK(pthread_mutex_lock(&plain), 0);
    pthread_t first = start(enter, NULL), second = start(enter, &plain);
    CHECK(inside++, 0);
    counter = 1;
    CHECK(--inside, 0);
    CHECK(pthread_mutex_unlock(&plain), 0);
    CHECK(finish(first), 0);
    long missed = finish(second);
    CHECK(counter, 3 - missed);
}

int main(void)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        table_check(&TYPES[i]);
    }
    recursion_check();
    robust_check(LOCK, PTHREAD_MUTEX_NORMAL);
    robust_check(TRYLOCK, PTHREAD_MUTEX_NORMAL);
    robust_check(TIMEDLOCK_LATER, PTHREAD_MUTEX_ERRORCHECK);
    robust_check(LOCK, PTHREAD_MUTEX_RECURSIVE);
    robust_wait_check();
    initialisers_check();
    exclusion_check();
    return 0;
}
