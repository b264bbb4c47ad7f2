// clean
// A wait for what no other thread knows is a way to sleep; and a limit that is not what lets a
// thread go on is none either.
#include <pthread.h>
#include <time.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int ready;

static struct timespec in_a_second(void)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    return until;
}

static void *sleep_and_set(void *unused)
{
    pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t alarm = PTHREAD_COND_INITIALIZER;
    struct timespec until = in_a_second();

    pthread_mutex_lock(&own);
    pthread_cond_timedwait(&alarm, &own, &until);
    pthread_mutex_unlock(&own);
    pthread_mutex_lock(&mutex);
    ready = 1;
    pthread_cond_signal(&cond);
    pthread_mutex_unlock(&mutex);
    return unused;
}

int main(void)
{
    struct timespec until = in_a_second();
    pthread_t thread;

    pthread_create(&thread, NULL, sleep_and_set, NULL);
    pthread_mutex_lock(&mutex);
    while (!ready) {
        pthread_cond_timedwait(&cond, &mutex, &until);
    }
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    return 0;
}
