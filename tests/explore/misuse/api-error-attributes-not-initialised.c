// finds api-error
/* Attributes that were only allocated. */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t mutex;

int main(void)
{
    pthread_mutexattr_t *attributes = malloc(sizeof *attributes);

    pthread_mutexattr_settype(attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&mutex, attributes);
    pthread_mutex_destroy(&mutex);
    free(attributes);
    return 0;
}
