// finds deadlock
// traces 4
/* Whether a reader passes a writer that waits is not said, and so nobody may rely on it who reads
 * once more. The writer comes before the first read, after the second, or between them: then the
 * reader passes, or not. */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

static void *write_it(void *argument)
{
    pthread_rwlock_wrlock(&lock);
    pthread_rwlock_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t writer;

    pthread_create(&writer, NULL, write_it, NULL);
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_unlock(&lock);
    pthread_join(writer, NULL);
    return 0;
}
