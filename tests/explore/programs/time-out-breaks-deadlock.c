// finds only-by-time-out
// AB-BA, with a limit on one side: the deadlock lasts until then.
#include <pthread.h>
#include <time.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static void *forwards(void *unused)
{
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
    return unused;
}

int main(void)
{
    struct timespec until;
    pthread_t thread;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    pthread_create(&thread, NULL, forwards, NULL);
    pthread_mutex_lock(&b);
    if (pthread_mutex_timedlock(&a, &until) == 0) {
        pthread_mutex_unlock(&a);
    }
    pthread_mutex_unlock(&b);
    pthread_join(thread, NULL);
    return 0;
}
