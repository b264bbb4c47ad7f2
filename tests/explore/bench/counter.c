/* Two threads increment a counter without a lock, INCREMENTS times each (2 if it is not said). */
#include <pthread.h>
#include <stdlib.h>

#ifndef INCREMENTS
#define INCREMENTS 2
#endif

static int counter;

static void *count(void *unused)
{
    (void)unused;
    for (int i = 0; i < INCREMENTS; i++) {
        counter++;
    }
    return NULL;
}

int main(void)
{
    pthread_t first, second;

    if (pthread_create(&first, NULL, count, NULL) != 0 ||
        pthread_create(&second, NULL, count, NULL) != 0) {
        return EXIT_FAILURE;
    }
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return counter == 2 * INCREMENTS ? EXIT_SUCCESS : EXIT_FAILURE;
}
