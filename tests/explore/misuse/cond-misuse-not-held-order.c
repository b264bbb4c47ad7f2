// finds cond-misuse
// traces 2
/* A wait without the mutex, before the condition variable is destroyed, or after. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;

static void *run(void *argument)
{
    pthread_cond_wait(&cond, &mutex);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_cond_destroy(&cond);
    pthread_join(thread, NULL);
    return 0;
}
