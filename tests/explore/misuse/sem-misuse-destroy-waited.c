// finds sem-misuse
/* The semaphore is destroyed while a thread waits for it. */
#include <pthread.h>
#include <semaphore.h>

static sem_t sem;

static void *run(void *argument)
{
    sem_wait(&sem);
    return argument;
}

int main(void)
{
    pthread_t thread;

    sem_init(&sem, 0, 0);
    pthread_create(&thread, NULL, run, NULL);
    sem_destroy(&sem);
    sem_post(&sem);
    pthread_join(thread, NULL);
    return 0;
}
