// finds deadlock
// A stream and a mutex, taken in opposite orders.
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *stream_first(void *argument)
{
    flockfile(stdout);
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    funlockfile(stdout);
    return argument;
}

static void *mutex_first(void *argument)
{
    pthread_mutex_lock(&mutex);
    puts("held");
    pthread_mutex_unlock(&mutex);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, stream_first, NULL);
    pthread_create(&threads[1], NULL, mutex_first, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
