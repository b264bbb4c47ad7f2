/* Two threads take two locks in opposite order. */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static int shared;

static void *forward(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);
    shared++;
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
    return NULL;
}

static void *backward(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&b);
    pthread_mutex_lock(&a);
    shared++;
    pthread_mutex_unlock(&a);
    pthread_mutex_unlock(&b);
    return NULL;
}

int main(void)
{
    pthread_t first, second;

    if (pthread_create(&first, NULL, forward, NULL) != 0 ||
        pthread_create(&second, NULL, backward, NULL) != 0) {
        return EXIT_FAILURE;
    }
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return EXIT_SUCCESS;
}
