// finds deadlock reinit
/* The barrier is initialised while a thread waits at it; then nobody ever comes together there.
 * Where nobody waits, it is right: the memory is cleared, and begins anew. */
#include <pthread.h>
#include <string.h>

static pthread_barrier_t barrier;

static void *run(void *argument)
{
    pthread_barrier_wait(&barrier);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&thread, NULL, run, NULL);
    memset(&barrier, 0, sizeof barrier);
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_barrier_wait(&barrier);
    pthread_join(thread, NULL);
    pthread_barrier_destroy(&barrier);
    return 0;
}
