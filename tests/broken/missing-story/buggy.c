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
