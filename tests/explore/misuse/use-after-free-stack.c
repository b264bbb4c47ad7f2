// finds use-after-free
/* A thread gives out a variable on its stack, which ends with it. */
#include <pthread.h>

static int *given;

static void *run(void *argument)
{
    int local = 7;

    given = &local;
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    *given = 8;
    return 0;
}
