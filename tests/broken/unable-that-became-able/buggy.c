/*
 * The story of the bug: what the program is for, and the interleaving that
 * breaks it.
 *
 *     main                        thread
 *     pthread_create
 *     reads answer: 0             (starting)
 *                                 answer = 42
 *     prints 0
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int answer;

static void *compute(void *unused)
{
    (void)unused;
    answer = 42; // want race
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, compute, NULL) != 0) {
        return EXIT_FAILURE;
    }
    printf("answer: %d\n", answer); // want race
    if (pthread_join(thread, NULL) != 0) {
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
