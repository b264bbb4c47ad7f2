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
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int answer;

static void ring(int signal_number)
{
    (void)signal_number;
}

static void *compute(void *unused)
{
    (void)unused;
    answer = 42; // want race
    return NULL;
}

int main(void)
{
    pthread_t thread;

    signal(SIGALRM, ring);
    alarm(600);
    if (pthread_create(&thread, NULL, compute, NULL) != 0) {
        return EXIT_FAILURE;
    }
    printf("answer: %d\n", answer); // want race
    if (pthread_join(thread, NULL) != 0) {
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
