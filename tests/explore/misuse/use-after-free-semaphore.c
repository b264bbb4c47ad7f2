// finds use-after-free
/* A semaphore in a block that was freed. */
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

int main(void)
{
    sem_t *object = malloc(sizeof *object);

    sem_init(object, 0, 1);
    free(object);
    sem_wait(object);
    return 0;
}
