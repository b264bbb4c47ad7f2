/*
 * Thread-specific data: POSIX.1-2017, pthread_key_create, _delete,
 * pthread_setspecific, pthread_getspecific.
 */
#include "check.h"

#include <limits.h>

static pthread_key_t early, key, again;
static int destroyed, rounds;

__attribute__((constructor)) static void before_main(void)
{
    if (pthread_key_create(&early, NULL) != 0 || pthread_setspecific(early, &early) != 0) {
        abort();
    }
}

static void *early_elsewhere(void *argument)
{
    CHECK_TRUE(pthread_getspecific(early) == NULL);
    return argument;
}

static void early_check(void)
{
    CHECK_TRUE(pthread_getspecific(early) == &early);
    elsewhere(early_elsewhere, NULL);
    CHECK(pthread_key_delete(early), 0);
}

static void destroy(void *value)
{
    CHECK_TRUE(pthread_getspecific(key) == NULL); /* it is NULL before the call */
    destroyed += *(int *)value;
}

static void *set_twice(void *argument)
{
    static int one = 1, two = 2;

    CHECK_TRUE(pthread_getspecific(key) == NULL);
    CHECK(pthread_setspecific(key, &one), 0);
    CHECK_TRUE(pthread_getspecific(key) == &one);
    CHECK(pthread_setspecific(key, &two), 0);
    CHECK_TRUE(pthread_getspecific(key) == &two);
    return argument;
}

static void *set_and_clear(void *argument)
{
    static int one = 1;

    CHECK(pthread_setspecific(key, &one), 0);
    CHECK(pthread_setspecific(key, NULL), 0);
    return argument;
}

static void *set_and_exit(void *argument)
{
    static int hundred = 100;

    CHECK(pthread_setspecific(key, &hundred), 0);
    pthread_exit(argument);
}

static void destructor_check(void)
{
    CHECK(pthread_key_create(&key, destroy), 0);
    elsewhere(set_twice, NULL);
    CHECK(destroyed, 2);
    elsewhere(set_and_clear, NULL);
    CHECK(destroyed, 2);
    elsewhere(set_and_exit, NULL);
    CHECK(destroyed, 102);
    elsewhere(set_twice, NULL);
    CHECK(destroyed, 104);
    CHECK_TRUE(pthread_getspecific(key) == NULL);
    CHECK(pthread_key_delete(key), 0);
}

/* A destructor that sets a value again is called again, but not for ever. */
static void set_again(void *value)
{
    rounds++;
    CHECK(pthread_setspecific(again, value), 0);
}

static void *set(void *argument)
{
    CHECK(pthread_setspecific(again, &again), 0);
    return argument;
}

static void iterations_check(void)
{
    CHECK(pthread_key_create(&again, set_again), 0);
    elsewhere(set, NULL);
    CHECK(rounds, PTHREAD_DESTRUCTOR_ITERATIONS);
    CHECK(pthread_key_delete(again), 0);
}

/* A key that is deleted has no destructor any more, and its values are gone. */
static void *delete (void *argument)
{
    static int one = 1;

    CHECK(pthread_setspecific(key, &one), 0);
    CHECK(pthread_key_delete(key), 0);
    CHECK(pthread_setspecific(key, &one), EINVAL);
    CHECK(pthread_key_delete(key), EINVAL);
    CHECK(pthread_key_create(&key, destroy), 0);
    CHECK_TRUE(pthread_getspecific(key) == NULL);
    return argument;
}

static void delete_check(void)
{
    int before = destroyed;

    CHECK(pthread_key_create(&key, destroy), 0);
    elsewhere(delete, NULL);
    CHECK(destroyed, before);
    CHECK(pthread_key_delete(key), 0);
}

static void limit_check(void)
{
    static pthread_key_t keys[PTHREAD_KEYS_MAX + 1];
    int count = 0;

    while (count <= PTHREAD_KEYS_MAX && pthread_key_create(&keys[count], NULL) == 0) {
        count++;
    }
    CHECK_TRUE(count <= PTHREAD_KEYS_MAX && count > PTHREAD_KEYS_MAX - 16);
    CHECK(pthread_key_create(&keys[count], NULL), EAGAIN);
    while (count > 0) {
        CHECK(pthread_key_delete(keys[--count]), 0);
    }
}

int main(void)
{
    early_check();
    destructor_check();
    iterations_check();
    delete_check();
    limit_check();
    return 0;
}
