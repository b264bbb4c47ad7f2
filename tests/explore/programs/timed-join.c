// finds wrong-exit
// options --strategy dpor
// A timed join, as long as a busy machine may hold up a thread, that times out although the
// schedule tried first has the other thread end before: both are found, and there is nothing else.
#define _GNU_SOURCE // pthread_timedjoin_np
#include <errno.h>
#include <pthread.h>
#include <time.h>

static void *run(void *unused)
{
    return unused;
}

int main(void)
{
    struct timespec until;
    pthread_t thread;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 50 * 1000 * 1000;
    pthread_create(&thread, NULL, run, NULL);
    if (pthread_timedjoin_np(thread, NULL, &until) == ETIMEDOUT) {
        pthread_join(thread, NULL);
        return 1;
    }
    return 0;
}
