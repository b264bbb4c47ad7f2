/*
 * The thread has ended before main counts.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static int message, counter;
static atomic_int ready;

static void *send(void *unused)
{
    counter++;
    message = 42;
    atomic_store_explicit(&ready, 1, memory_order_release);
    return unused;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, send, NULL) != 0) {
        return EXIT_FAILURE;
    }
    while (atomic_load_explicit(&ready, memory_order_acquire) == 0) {
    }
    int seen = message;
    if (pthread_join(thread, NULL) != 0) {
        return EXIT_FAILURE;
    }
    counter++;
    printf("%d\n", seen);
    return EXIT_SUCCESS;
}
