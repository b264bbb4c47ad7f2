// finds cond-misuse
/* Two threads wait at the same time, each with a mutex of its own. */
#include <pthread.h>
#include <time.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;

static void *run(void *argument)
{
    struct timespec until = { 2000000000, 0 };

    pthread_mutex_lock(argument);
    pthread_cond_timedwait(&cond, argument, &until);
    pthread_mutex_unlock(argument);
    return argument;
}

int main(void)
{
    pthread_t one, other;

    pthread_create(&one, NULL, run, &first);
    pthread_create(&other, NULL, run, &second);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    return 0;
}
