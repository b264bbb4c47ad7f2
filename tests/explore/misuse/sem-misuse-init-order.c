// finds sem-misuse
// traces 2
/* Initialised before somebody waits for it, or after. */
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

    pthread_create(&thread, NULL, run, NULL);
    sem_init(&sem, 0, 1);
    pthread_join(thread, NULL);
    return 0;
}
