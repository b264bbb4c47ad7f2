/*
 * A thread prints the numbers 1 to 5. main starts it, never joins it, and
 * returns. Returning from main ends the process, and with it every thread,
 * wherever it happens to be:
 *
 *     main                    printer
 *     pthread_create
 *                             prints 1
 *     return 0                (pausing)
 *     the process is gone     2, 3, 4, 5 are never printed
 *
 * Nobody ever asks for the thread's end, so its stack and its identity are
 * never given back either: the thread leaks.
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

    if (pthread_create(&printer, NULL, print_numbers, NULL) != 0) { // want thread-leak
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
