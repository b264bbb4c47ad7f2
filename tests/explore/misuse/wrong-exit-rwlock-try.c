// finds wrong-exit
/* A lock that prefers writers: who relies on it that a reader gets in beside another reader forgets
 * the writer who waits. */
#define _GNU_SOURCE
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

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
    int status = pthread_rwlock_tryrdlock(&lock);
    if (status == 0) {
        pthread_rwlock_unlock(&lock);
    }
    pthread_rwlock_unlock(&lock);
    pthread_join(writer, NULL);
    return status != 0;
}
