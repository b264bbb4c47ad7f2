/*
 * An atomic addition is one for handlers and for threads.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_int counter;
static pthread_t waiting;

static void on_usr1(int signal_number)
{
    (void)signal_number;
    counter++;
}

static void *work(void *unused)
{
    counter++;
    pthread_kill(waiting, SIGUSR1);
    return unused;
}

int main(void)
{
    pthread_t thread;

    waiting = pthread_self();
    if (signal(SIGUSR1, on_usr1) == SIG_ERR || pthread_create(&thread, NULL, work, NULL) != 0) {
        return EXIT_FAILURE;
    }
    if (pthread_join(thread, NULL) != 0) {
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
