// finds thread-leak
/* Nobody joins or detaches the thread. */
#include <pthread.h>

static void *run(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    return 0;
}
