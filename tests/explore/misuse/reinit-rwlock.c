// finds reinit
/* The lock is initialised while it is held. */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

int main(void)
{
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_init(&lock, NULL);
    return 0;
}
