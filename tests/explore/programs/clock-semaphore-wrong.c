// finds wrong-exit
// options --expect-exit 0
/* A time of REALTIME, to a wait that goes by MONOTONIC. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

/* A tenth of a second from now. */
static struct timespec soon(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    time.tv_nsec += 100000000;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

/* What has passed since, in milliseconds. */
static long since(const struct timespec *before)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - before->tv_sec) * 1000 + (now.tv_nsec - before->tv_nsec) / 1000000;
}

/* The wait has taken a tenth of a second, and not more than a second. */
static void expect_right(const struct timespec *before)
{
    long passed = since(before);

    if (passed < 100 || passed > 1000) {
        exit(1);
    }
}

static sem_t sem;

static void *take(void *argument)
{
    struct timespec *until = argument;

    while (sem_clockwait(&sem, CLOCK_MONOTONIC, until) != 0 && errno != ETIMEDOUT) {
    }
    return NULL;
}

int main(void)
{
    struct timespec before;

    clock_gettime(CLOCK_MONOTONIC, &before);
    sem_init(&sem, 0, 0);
    struct timespec until = soon(CLOCK_REALTIME);
    take(&until);
    expect_right(&before);
    sem_destroy(&sem);
    return 0;
}
