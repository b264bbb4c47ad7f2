// finds thread-misuse
/* A detached thread cannot be joined. */
#include <pthread.h>

static void *run(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_detach(thread);
    pthread_join(thread, NULL);
    return 0;
}
