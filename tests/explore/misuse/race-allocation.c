// finds race
/* The pointer goes to the other thread without any order: not even that it was allocated before. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static _Atomic(int *) given;

static void *run(void *argument)
{
    atomic_store_explicit(&given, malloc(sizeof(int)), memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    int *seen = atomic_load_explicit(&given, memory_order_relaxed);
    if (seen != NULL) {
        *seen = 1;
    }
    pthread_join(thread, NULL);
    free(given);
    return 0;
}
