// clean
/* A lock that prefers writers: a reader with a time for it waits behind the writer, and when the
 * writer's own time is over, others read again. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;

static struct timespec after(long nanoseconds)
{
    struct timespec time;

    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_nsec += nanoseconds;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

static void *write_it(void *argument)
{
    struct timespec until = after(1000000);

    if (pthread_rwlock_timedwrlock(&lock, &until) == 0) {
        pthread_rwlock_unlock(&lock);
    }
    return argument;
}

static void *read_it(void *argument)
{
    struct timespec until = after(2000000);
    int status = pthread_rwlock_timedrdlock(&lock, &until);

    if (status == 0) {
        pthread_rwlock_unlock(&lock);
    } else if (status != ETIMEDOUT) {
        abort();
    }
    return argument;
}

int main(void)
{
    pthread_t writer, reader;

    pthread_rwlock_rdlock(&lock);
    pthread_create(&writer, NULL, write_it, NULL);
    pthread_create(&reader, NULL, read_it, NULL);
    nanosleep(&(struct timespec){ 1, 0 }, NULL);
    pthread_rwlock_unlock(&lock);
    pthread_join(writer, NULL);
    pthread_join(reader, NULL);
    return 0;
}
