// finds use-after-free
// A string function reads a block that was freed.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static char *shared;
static size_t length;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *give_back(void *argument)
{
    pthread_mutex_lock(&mutex);
    free(shared);
    pthread_mutex_unlock(&mutex);
    return argument;
}

static void *use(void *argument)
{
    pthread_mutex_lock(&mutex);
    length = strlen(shared);
    pthread_mutex_unlock(&mutex);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    shared = strdup("text");
    pthread_create(&threads[0], NULL, give_back, NULL);
    pthread_create(&threads[1], NULL, use, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
