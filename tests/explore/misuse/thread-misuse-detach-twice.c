// finds thread-misuse
/* The thread was detached before. */
#include <pthread.h>

static void *run(void *argument)
{
    pthread_detach(pthread_self());
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_detach(thread);
    return 0;
}
