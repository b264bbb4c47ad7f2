// finds wrong-exit
// A limit of 30 ms, and a sleep of 20 ms: a busy machine may well let the one come before the
// other.
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static bool done;

static void *work(void *unused)
{
    nanosleep(&(struct timespec){ 0, 20000000 }, NULL);
    pthread_mutex_lock(&mutex);
    done = true;
    pthread_cond_signal(&cond);
    pthread_mutex_unlock(&mutex);
    return unused;
}

int main(void)
{
    struct timespec until;
    pthread_t thread;
    int status = 0;

    pthread_create(&thread, NULL, work, NULL);
    pthread_mutex_lock(&mutex);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 0;
    until.tv_nsec += 30000000;
    while (!done && status == 0) {
        status = pthread_cond_timedwait(&cond, &mutex, &until);
    }
    bool late = status == ETIMEDOUT && !done;
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    return late;
}
