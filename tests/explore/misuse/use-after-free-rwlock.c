// finds use-after-free
/* A reader-writer lock in a block that was freed. */
#include <pthread.h>
#include <stdlib.h>

int main(void)
{
    pthread_rwlock_t *object = malloc(sizeof *object);

    pthread_rwlock_init(object, NULL);
    free(object);
    pthread_rwlock_rdlock(object);
    pthread_rwlock_unlock(object);
    return 0;
}
