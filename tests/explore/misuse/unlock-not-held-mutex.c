// finds unlock-not-held
/* Nobody holds the mutex. */
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int main(void)
{
    pthread_mutex_unlock(&mutex);
    return 0;
}
