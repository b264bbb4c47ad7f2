// finds crash
// A signal without a handler is the end.
#include <pthread.h>
#include <signal.h>

static void *fail(void *argument)
{
    signal(SIGUSR1, SIG_IGN);
    raise(SIGUSR1);
    signal(SIGUSR1, SIG_DFL);
    raise(SIGUSR1);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, fail, NULL);
    pthread_create(&threads[1], NULL, fail, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
