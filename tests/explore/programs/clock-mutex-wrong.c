// finds wrong-exit
// options --expect-exit 0
/* A time of MONOTONIC, to a wait that goes by REALTIME: it was over long ago. */
#define _GNU_SOURCE
#include <pthread.h>
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

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* Who waits in vain has waited for a tenth of a second. */
static void *lock(void *argument)
{
    struct timespec before;

    clock_gettime(CLOCK_MONOTONIC, &before);
    struct timespec until = soon(CLOCK_MONOTONIC);
    if (pthread_mutex_clocklock(&mutex, CLOCK_REALTIME, &until) == 0) {
        pthread_mutex_unlock(&mutex);
    } else if (since(&before) < 100) {
        exit(1);
    }
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_mutex_lock(&mutex);
    pthread_create(&thread, NULL, lock, NULL);
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    return 0;
}
