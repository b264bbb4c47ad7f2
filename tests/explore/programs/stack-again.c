// clean
/* Threads one after the other, on stacks that were others' before, whose variables others use in
 * their time; with locks in them that nobody destroys. */
#include <pthread.h>
#include <semaphore.h>

struct request {
    pthread_mutex_t mutex;
    pthread_cond_t done;
    sem_t sem;
    int value, is_done;
};

static void *serve(void *argument)
{
    struct request *request = argument;

    pthread_mutex_lock(&request->mutex);
    request->value++;
    request->is_done = 1;
    pthread_cond_signal(&request->done);
    pthread_mutex_unlock(&request->mutex);
    sem_post(&request->sem);
    return NULL;
}

/* The server's end is not waited for, but it is done with the request. */
static void *ask(void *argument)
{
    struct request request = { .value = 1 };
    pthread_t server;

    pthread_mutex_init(&request.mutex, NULL);
    pthread_cond_init(&request.done, NULL);
    sem_init(&request.sem, 0, 0);
    pthread_create(&server, NULL, serve, &request);
    pthread_mutex_lock(&request.mutex);
    while (!request.is_done) {
        pthread_cond_wait(&request.done, &request.mutex);
    }
    pthread_mutex_unlock(&request.mutex);
    sem_wait(&request.sem);
    pthread_detach(server);
    return argument;
}

int main(void)
{
    for (int i = 0; i < 3; i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, ask, NULL);
        pthread_join(thread, NULL);
    }
    return 0;
}
