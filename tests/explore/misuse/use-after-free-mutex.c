// finds use-after-free
/* A mutex in a block that was freed. */
#include <pthread.h>
#include <stdlib.h>

int main(void)
{
    pthread_mutex_t *object = malloc(sizeof *object);

    pthread_mutex_init(object, NULL);
    free(object);
    pthread_mutex_lock(object);
    pthread_mutex_unlock(object);
    return 0;
}
