// refused
#include <pthread.h>
#include <semaphore.h>

enum { COUNT = 64 }; /* and main */

static sem_t sem;

static void *wait(void *unused)
{
    sem_wait(&sem);
    return unused;
}

int main(void)
{
    pthread_t threads[COUNT];

    sem_init(&sem, 0, 0);
    for (int i = 0; i < COUNT; i++) {
        pthread_create(&threads[i], NULL, wait, NULL);
    }
    for (int i = 0; i < COUNT; i++) {
        sem_post(&sem);
    }
    for (int i = 0; i < COUNT; i++) {
        pthread_join(threads[i], NULL);
    }
    return 0;
}
