// finds thread-misuse
// traces 2
/* Joined by two threads, of which one is too late. */
#include <pthread.h>

static pthread_t first;

static void *end(void *argument)
{
    return argument;
}

static void *run(void *argument)
{
    pthread_join(first, NULL);
    return argument;
}

int main(void)
{
    pthread_t second;

    pthread_create(&first, NULL, end, NULL);
    pthread_create(&second, NULL, run, NULL);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return 0;
}
