// finds crash
// Ten attempts at a semaphore.
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

static sem_t semaphore;

static void *set(void *unused)
{
    sem_post(&semaphore);
    return unused;
}

static bool wait_for_it(void)
{
    for (int i = 0; i < 10; i++) {
        if (sem_trywait(&semaphore) == 0) {
            return true;
        }
    }
    return false;
}

int main(void)
{
    pthread_t thread;

    sem_init(&semaphore, 0, 0);
    pthread_create(&thread, NULL, set, NULL);
    assert(wait_for_it());
    pthread_join(thread, NULL);
    return 0;
}
