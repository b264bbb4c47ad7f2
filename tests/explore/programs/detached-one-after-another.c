// finds race
// options --strategy no-preemption
// The second thread begins when the first one has ended, and nothing tells it so: that they may
// have used the same slot does not order them.
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

static int shared;

static void *run(void *unused)
{
    shared++;
    return unused;
}

int main(void)
{
    pthread_attr_t detached;
    pthread_t thread;

    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_create(&thread, &detached, run, NULL);
    sleep(1);
    pthread_create(&thread, &detached, run, NULL);
    pthread_attr_destroy(&detached);
    pthread_exit(NULL);
}
