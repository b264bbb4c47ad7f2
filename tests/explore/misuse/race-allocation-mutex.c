// finds race
/* A mutex in a block that another thread allocates, and gives out without any order. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static _Atomic(pthread_mutex_t *) given;

static void *run(void *argument)
{
    pthread_mutex_t *mutex = malloc(sizeof *mutex);

    pthread_mutex_init(mutex, NULL);
    atomic_store_explicit(&given, mutex, memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_mutex_t *seen = atomic_load_explicit(&given, memory_order_relaxed);
    if (seen != NULL) {
        pthread_mutex_lock(seen);
        pthread_mutex_unlock(seen);
    }
    pthread_join(thread, NULL);
    pthread_mutex_destroy(given);
    free(given);
    return 0;
}
