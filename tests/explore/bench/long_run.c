/* Two threads make a million accesses to shared memory: what one point costs. */
#include <pthread.h>
#include <stdlib.h>

enum { ROUNDS = 250000 };

static int ours, theirs;

static void step(int *own)
{
    (*own)++;
}

static void *work(void *own)
{
    for (int i = 0; i < ROUNDS; i++) {
        step(own);
    }
    return NULL;
}

int main(void)
{
    pthread_t first, second;

    if (pthread_create(&first, NULL, work, &ours) != 0 ||
        pthread_create(&second, NULL, work, &theirs) != 0) {
        return EXIT_FAILURE;
    }
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return ours == ROUNDS && theirs == ROUNDS ? EXIT_SUCCESS : EXIT_FAILURE;
}
