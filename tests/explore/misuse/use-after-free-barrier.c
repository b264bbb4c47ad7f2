// finds use-after-free
/* A barrier in a block that was freed. */
#include <pthread.h>
#include <stdlib.h>

int main(void)
{
    pthread_barrier_t *object = malloc(sizeof *object);

    pthread_barrier_init(object, NULL, 1);
    free(object);
    pthread_barrier_wait(object);
    return 0;
}
