// finds deadlock
/* Two readers both want to write, and each waits for the other to stop reading. */
#include <pthread.h>

static pthread_rwlock_t first = PTHREAD_RWLOCK_INITIALIZER, second = PTHREAD_RWLOCK_INITIALIZER;

static void *run(void *argument)
{
    pthread_rwlock_rdlock(&second);
    pthread_rwlock_wrlock(&first);
    pthread_rwlock_unlock(&first);
    pthread_rwlock_unlock(&second);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_rwlock_rdlock(&first);
    pthread_rwlock_wrlock(&second);
    pthread_rwlock_unlock(&second);
    pthread_rwlock_unlock(&first);
    pthread_join(thread, NULL);
    return 0;
}
