/*
 * The mutex makes load, add and store one step: whoever holds it sees the
 * value that the last holder stored, and nobody else can come in between.
 * No update is lost, in any interleaving.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 4, INCREMENTS = 100000 };

static long counter;
static pthread_mutex_t counter_lock = PTHREAD_MUTEX_INITIALIZER;

static void *count(void *unused)
{
    (void)unused;
    for (int i = 0; i < INCREMENTS; i++) {
        if (pthread_mutex_lock(&counter_lock) != 0) {
            exit(EXIT_FAILURE);
        }
        counter += 1;
        if (pthread_mutex_unlock(&counter_lock) != 0) {
            exit(EXIT_FAILURE);
        }
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, count, NULL) != 0) {
            return EXIT_FAILURE;
        }
    }
    for (int i = 0; i < THREADS; i++) {
        if (pthread_join(threads[i], NULL) != 0) {
            return EXIT_FAILURE;
        }
    }
    printf("Counter: %ld\n", counter);
    return EXIT_SUCCESS;
}
