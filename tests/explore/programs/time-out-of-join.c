// finds only-by-time-out
// The thread that is joined waits for a post that never comes.
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

static sem_t sem;

static void *wait(void *unused)
{
    sem_wait(&sem);
    return unused;
}

int main(void)
{
    struct timespec until;
    pthread_t thread;

    sem_init(&sem, 0, 0);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 5;
    pthread_create(&thread, NULL, wait, NULL);
    pthread_timedjoin_np(thread, NULL, &until);
    _Exit(EXIT_SUCCESS);
}
