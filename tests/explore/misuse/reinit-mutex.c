// finds reinit
/* The mutex is initialised while it is held. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int main(void)
{
    pthread_mutex_lock(&mutex);
    pthread_mutex_init(&mutex, NULL);
    return 0;
}
