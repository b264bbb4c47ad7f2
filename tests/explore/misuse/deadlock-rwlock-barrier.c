// finds deadlock
/* The lock prefers writers: of two readers that meet while they read, the second may have to wait
 * for a writer, and that for the first. Set by attributes, and not by the initialiser. */
#define _GNU_SOURCE
#include <pthread.h>

static pthread_rwlock_t lock;
static pthread_barrier_t both;

static void *write_it(void *argument)
{
    pthread_rwlock_wrlock(&lock);
    pthread_rwlock_unlock(&lock);
    return argument;
}

static void *meet(void *argument)
{
    pthread_rwlock_rdlock(&lock);
    pthread_barrier_wait(&both);
    pthread_rwlock_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_rwlockattr_t attributes;
    pthread_t writer, reader;

    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&lock, &attributes);
    pthread_rwlockattr_destroy(&attributes);
    pthread_barrier_init(&both, NULL, 2);
    pthread_create(&reader, NULL, meet, NULL);
    pthread_create(&writer, NULL, write_it, NULL);
    meet(NULL);
    pthread_join(reader, NULL);
    pthread_join(writer, NULL);
    pthread_barrier_destroy(&both);
    pthread_rwlock_destroy(&lock);
    return 0;
}
