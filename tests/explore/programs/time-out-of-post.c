// finds only-by-time-out
// The second post never comes.
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

static sem_t sem;

static void *post(void *unused)
{
    sem_post(&sem);
    return unused;
}

int main(void)
{
    struct timespec until;
    pthread_t thread;

    sem_init(&sem, 0, 0);
    pthread_create(&thread, NULL, post, NULL);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 5;
    pthread_join(thread, NULL);
    sem_timedwait(&sem, &until);
    sem_timedwait(&sem, &until);
    sem_destroy(&sem);
    return 0;
}
