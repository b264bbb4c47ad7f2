// finds use-after-free
// A stream is printed to after it was closed.
#include <pthread.h>
#include <stdio.h>

static char text[32];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *print(void *argument)
{
    pthread_mutex_lock(&mutex);
    fputs("text", argument);
    pthread_mutex_unlock(&mutex);
    return NULL;
}

static void *end(void *argument)
{
    pthread_mutex_lock(&mutex);
    fclose(argument);
    pthread_mutex_unlock(&mutex);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    FILE *stream = fmemopen(text, sizeof text, "w");

    pthread_create(&threads[0], NULL, print, stream);
    pthread_create(&threads[1], NULL, end, stream);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
