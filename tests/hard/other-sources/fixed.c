/*
 * Whoever puts something into the queue holds the lock.
 */
#include "queue.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *fill(void *unused)
{
    for (int i = 0; i < SIZE / 2; i++) {
        pthread_mutex_lock(&lock);
        queue_put(i);
        pthread_mutex_unlock(&lock);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        if (pthread_create(&threads[i], NULL, fill, NULL) != 0) {
            return EXIT_FAILURE;
        }
    }
    for (int i = 0; i < 2; i++) {
        if (pthread_join(threads[i], NULL) != 0) {
            return EXIT_FAILURE;
        }
    }
    printf("%d\n", queue_count());
    return EXIT_SUCCESS;
}
