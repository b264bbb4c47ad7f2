/*
 * Every thread is handed the address of the same loop variable. A new thread
 * reads `*argument` when it gets to run, not when it is created, and by then
 * main has moved on:
 *
 *     main                            thread 0
 *     number = 0
 *     pthread_create(..., &number)
 *     number++                        (starting)
 *                                     reads number: 1, not 0
 *
 * Two threads believe that they are number 1, or one believes it is number 4,
 * which does not exist.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 4 };

static void *report_number(void *argument)
{
    int number = *(int *)argument; // want race
    return (void *)(intptr_t)number;
}

int main(void)
{
    pthread_t threads[THREADS];
    int number;

    for (number = 0; number < THREADS; number++) { // want race
        if (pthread_create(&threads[number], NULL, report_number, &number) != 0) {
            return EXIT_FAILURE;
        }
    }
    for (int i = 0; i < THREADS; i++) {
        void *told;
        if (pthread_join(threads[i], &told) != 0) {
            return EXIT_FAILURE;
        }
        printf("thread %d was told that it is number %d\n", i, (int)(intptr_t)told);
    }
    return EXIT_SUCCESS;
}
