// finds race
// memcpy reads all of its source, and somebody writes a byte in the midst of it.
#include <pthread.h>
#include <string.h>

static char from[64], to[64];

static void *copy(void *argument)
{
    (void)argument;
    memcpy(to, from, sizeof to);
    return NULL;
}

static void *change(void *argument)
{
    (void)argument;
    from[40] = 1;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, copy, NULL);
    pthread_create(&threads[1], NULL, change, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
