/*
 * Why the fix holds: pthread_join orders everything that the thread did before
 * everything that main does after it.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int answer;

static void *compute(void *unused)
{
    (void)unused;
    answer = 42;
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, compute, NULL) != 0) {
        return EXIT_FAILURE;
    }
    if (pthread_join(thread, NULL) != 0) {
        return EXIT_FAILURE;
    }
    printf("answer: %d\n", answer);
    return EXIT_SUCCESS;
}
