// finds lock-leak
// A thread ends and still holds the stream.
#include <pthread.h>
#include <stdio.h>

static void *lock(void *argument)
{
    flockfile(stdout);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, lock, NULL);
    pthread_join(thread, NULL);
    return 0;
}
