// clean
// assumes the same
// assumes sequentially consistent
// assumes no wakes nobody
// assumes no weak
// assumes no a try
// assumes no a reader passes
// assumes no serial
// assumes no time passes
// assumes no random bytes
// assumes no no signal
/* A program that rests on little. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *run(void *argument)
{
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    run(NULL);
    pthread_join(thread, NULL);
    return 0;
}
