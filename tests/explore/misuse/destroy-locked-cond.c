// finds destroy-locked
/* The condition variable is destroyed while a thread waits for it. */
#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static sem_t ready;
static int done;

static void *run(void *argument)
{
    pthread_mutex_lock(&mutex);
    sem_post(&ready);
    while (!done) {
        pthread_cond_wait(&cond, &mutex);
    }
    pthread_mutex_unlock(&mutex);
    return argument;
}

int main(void)
{
    pthread_t thread;

    sem_init(&ready, 0, 0);
    pthread_create(&thread, NULL, run, NULL);
    sem_wait(&ready);
    pthread_mutex_lock(&mutex); /* so it waits by now */
    pthread_cond_destroy(&cond);
    done = 1;
    pthread_cond_signal(&cond);
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    sem_destroy(&ready);
    return 0;
}
