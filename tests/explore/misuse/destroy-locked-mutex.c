// finds destroy-locked
/* The mutex is destroyed while it is held. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int main(void)
{
    pthread_mutex_lock(&mutex);
    pthread_mutex_destroy(&mutex);
    pthread_mutex_unlock(&mutex);
    return 0;
}
