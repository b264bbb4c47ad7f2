// finds use-after-free
/* A mutex on the stack of a thread that has ended. */
#include <pthread.h>

static pthread_mutex_t *given;

static void *run(void *argument)
{
    pthread_mutex_t local = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&local);
    pthread_mutex_unlock(&local);
    given = &local;
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    pthread_mutex_lock(given);
    pthread_mutex_unlock(given);
    return 0;
}
