/*
 * The message is published as it should be; the counter is not protected.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static int message, counter;
static atomic_int ready;

static void *send(void *unused)
{
    counter++; // want race
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
    counter++; // want race
    while (atomic_load_explicit(&ready, memory_order_acquire) == 0) {
    }
    int seen = message;
    if (pthread_join(thread, NULL) != 0) {
        return EXIT_FAILURE;
    }
    printf("%d\n", seen);
    return EXIT_SUCCESS;
}
