// finds crash
// Ten attempts at a lock that another thread holds all the time.
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t barrier;

static void *set(void *unused)
{
    pthread_mutex_lock(&mutex);
    pthread_barrier_wait(&barrier);
    pthread_mutex_unlock(&mutex);
    return unused;
}

static bool wait_for_it(void)
{
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < 10; i++) {
        if (pthread_mutex_trylock(&mutex) == 0) {
            pthread_mutex_unlock(&mutex);
            return true;
        }
    }
    return false;
}

int main(void)
{
    pthread_t thread;

    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&thread, NULL, set, NULL);
    assert(wait_for_it());
    pthread_join(thread, NULL);
    return 0;
}
