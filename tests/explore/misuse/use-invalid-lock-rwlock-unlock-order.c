// finds use-invalid-lock
// traces 2
/* Somebody who does not hold it unlocks it before it is destroyed, or after. */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

static void *run(void *argument)
{
    pthread_rwlock_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_rwlock_destroy(&lock);
    pthread_join(thread, NULL);
    return 0;
}
