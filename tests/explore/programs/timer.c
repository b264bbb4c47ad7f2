// refused
// A signal comes at a time of its own.
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

static void *ask(void *argument)
{
    const struct itimerval time = { .it_value.tv_usec = 1000 };

    setitimer(ITIMER_REAL, &time, NULL);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, ask, NULL);
    pthread_create(&threads[1], NULL, ask, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
