/*
 * pthread_join waits until the thread has ended and then gives back what it
 * held. main cannot return before the last number is printed, however the
 * two threads are scheduled.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void *print_numbers(void *unused)
{
    const struct timespec pause = { .tv_nsec = 20 * 1000 * 1000 };

    (void)unused;
    for (int i = 1; i <= 5; i++) {
        printf("%d\n", i);
        if (fflush(stdout) != 0 || nanosleep(&pause, NULL) != 0) {
            exit(EXIT_FAILURE);
        }
    }
    return NULL;
}

int main(void)
{
    pthread_t printer;

    if (pthread_create(&printer, NULL, print_numbers, NULL) != 0) {
        return EXIT_FAILURE;
    }
    if (pthread_join(printer, NULL) != 0) {
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
