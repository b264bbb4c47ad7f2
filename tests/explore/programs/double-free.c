// finds double-free
// Both threads free the block, one after the other.
#include <pthread.h>
#include <stdlib.h>

static void *shared;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *give_back(void *argument)
{
    pthread_mutex_lock(&mutex);
    free(shared);
    pthread_mutex_unlock(&mutex);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    shared = malloc(8);
    pthread_create(&threads[0], NULL, give_back, NULL);
    pthread_create(&threads[1], NULL, give_back, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
