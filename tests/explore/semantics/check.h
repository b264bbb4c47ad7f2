/*
 * What the programs of this folder share: each calls the functions of one
 * primitive in each of its states and compares what they return with what
 * POSIX says. It ends with status 1 and a line on standard error at the first
 * that is not so.
 *
 * They pass as ordinary programs and in every schedule of the explorer.
 */
#ifndef CHECK_H
#define CHECK_H

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { UNDEFINED = -1000 }; /* in a table: undefined, or it would wait for ever */

static const struct timespec PAST = { 1, 0 };

static inline void check(const char *file, int line, const char *what, long got, long expected)
{
    if (got != expected) {
        fprintf(stderr, "%s:%d: %s is %ld, not %ld\n", file, line, what, got, expected);
        exit(1);
    }
}

#define CHECK(expression, expected) check(__FILE__, __LINE__, #expression, expression, expected)
#define CHECK_TRUE(expression) check(__FILE__, __LINE__, #expression, !!(expression), 1)

/* -1, and this errno. */
#define CHECK_ERRNO(expression, expected)                                                          \
    do {                                                                                           \
        errno = 0;                                                                                 \
        CHECK(expression, -1);                                                                     \
        check(__FILE__, __LINE__, "errno after " #expression, errno, expected);                    \
    } while (0)

/* An hour from now: nobody waits that long, but it is a time. */
static inline struct timespec later(clockid_t clock)
{
    struct timespec time;

    CHECK(clock_gettime(clock, &time), 0);
    time.tv_sec += 3600;
    return time;
}

static inline int is_over(clockid_t clock, const struct timespec *until)
{
    struct timespec time;

    CHECK(clock_gettime(clock, &time), 0);
    return time.tv_sec > until->tv_sec ||
           (time.tv_sec == until->tv_sec && time.tv_nsec >= until->tv_nsec);
}

static inline pthread_t start(void *(*function)(void *), void *argument)
{
    pthread_t thread;

    CHECK(pthread_create(&thread, NULL, function, argument), 0);
    return thread;
}

static inline long finish(pthread_t thread)
{
    void *result;

    CHECK(pthread_join(thread, &result), 0);
    return (long)(intptr_t)result;
}

/* What the function returns in a thread of its own. */
static inline long elsewhere(void *(*function)(void *), void *argument)
{
    return finish(start(function, argument));
}

#endif
