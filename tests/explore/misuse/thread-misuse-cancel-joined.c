// finds thread-misuse
/* The thread that is cancelled is gone. */
#include <pthread.h>

static void *run(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    pthread_cancel(thread);
    return 0;
}
