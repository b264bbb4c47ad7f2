/*
 * Four threads increment one counter 100,000 times each, and nothing
 * protects it. `counter += 1` is three steps: load, add, store. When two
 * threads interleave them, an update is lost:
 *
 *     thread 1            thread 2            counter
 *     load  7                                 7
 *                         load  7             7
 *     add, store 8                            8
 *                         add, store 8        8    two increments, one counted
 *
 * The program prints a different number each time it is run.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 4, INCREMENTS = 100000 };

static long counter;

static void *count(void *unused)
{
    (void)unused;
    for (int i = 0; i < INCREMENTS; i++) {
        counter += 1; // want race
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
