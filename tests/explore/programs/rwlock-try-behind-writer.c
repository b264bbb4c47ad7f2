// clean
// traces 6
/*
 * Somebody tries to read while a reader holds the lock and a writer wants it.
 * The try comes before the writer has said so, after that, while the writer is
 * in, or when it is out; and in the first two cases before the reader lets go,
 * or after that.
 */
#define _GNU_SOURCE
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

static void *write_it(void *argument)
{
    pthread_rwlock_wrlock(&lock);
    pthread_rwlock_unlock(&lock);
    return argument;
}

static void *try_to_read(void *argument)
{
    if (pthread_rwlock_tryrdlock(&lock) == 0) {
        pthread_rwlock_unlock(&lock);
    }
    return argument;
}

int main(void)
{
    pthread_t writer, other;

    pthread_rwlock_rdlock(&lock);
    pthread_create(&writer, NULL, write_it, NULL);
    pthread_create(&other, NULL, try_to_read, NULL);
    pthread_rwlock_unlock(&lock);
    pthread_join(writer, NULL);
    pthread_join(other, NULL);
    return 0;
}
