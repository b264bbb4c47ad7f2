// finds thread-misuse
/* A joined thread cannot be asked for, not even by signal 0. */
#include <pthread.h>
#include <signal.h>

static void *run(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    pthread_kill(thread, 0);
    return 0;
}
