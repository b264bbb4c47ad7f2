// finds thread-misuse
// traces 3
/* Named before its end, after it, or when it was joined. */
#define _GNU_SOURCE
#include <pthread.h>

static pthread_t first;

static void *end(void *argument)
{
    return argument;
}

static void *run(void *argument)
{
    pthread_setname_np(first, "first");
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
