// finds use-invalid-lock
// traces 3
/* Destroyed before it is locked for writing, while it is held, or after. */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

static void *run(void *argument)
{
    if (pthread_rwlock_wrlock(&lock) == 0) {
        pthread_rwlock_unlock(&lock);
    }
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
