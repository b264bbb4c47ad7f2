// finds race
// snprintf writes to its buffer; two threads share one.
#include <pthread.h>
#include <stdio.h>

static char buffer[32];

static void *format(void *argument)
{
    (void)argument;
    snprintf(buffer, sizeof buffer, "%d", 5);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, format, NULL);
    pthread_create(&threads[1], NULL, format, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
