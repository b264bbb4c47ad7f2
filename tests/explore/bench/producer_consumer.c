/* One producer and two consumers share a slot, with one condition variable. */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool full;
static int taken;

static void *produce(void *unused)
{
    (void)unused;
    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&lock);
        while (full) {
            pthread_cond_wait(&changed, &lock);
        }
        full = true;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static void *consume(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    while (!full) {
        pthread_cond_wait(&changed, &lock);
    }
    full = false;
    taken++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t producer, first, second;

    if (pthread_create(&producer, NULL, produce, NULL) != 0 ||
        pthread_create(&first, NULL, consume, NULL) != 0 ||
        pthread_create(&second, NULL, consume, NULL) != 0) {
        return EXIT_FAILURE;
    }
    pthread_join(producer, NULL);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return taken == 2 ? EXIT_SUCCESS : EXIT_FAILURE;
}
