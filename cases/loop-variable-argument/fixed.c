/*
 * Every thread gets the address of an int of its own, which nobody changes any
 * more once the thread exists. pthread_create itself orders the write before
 * everything that the new thread does.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 4 };

static void *report_number(void *argument)
{
    int number = *(int *)argument;
    return (void *)(intptr_t)number;
}

int main(void)
{
    pthread_t threads[THREADS];
    int numbers[THREADS];

    for (int number = 0; number < THREADS; number++) {
        numbers[number] = number;
        if (pthread_create(&threads[number], NULL, report_number, &numbers[number]) != 0) {
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
