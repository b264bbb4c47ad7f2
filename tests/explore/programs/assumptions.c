// clean
// assumes the same
// assumes this compiler
// assumes sequentially consistent
// assumes only looks again
// assumes never run out
// assumes wakes nobody
// assumes one of those who wait
// assumes weak
// assumes a try
// assumes a reader passes
// assumes serial
// assumes value of a semaphore
// assumes time passes
// assumes random bytes
// assumes no no signal
/* What the search takes for granted is told where the program gives a reason for it. */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static sem_t sem;
static atomic_int number;
static int ready;

static void *write_it(void *argument)
{
    pthread_rwlock_wrlock(&lock);
    pthread_rwlock_unlock(&lock);
    return argument;
}

static void *run(void *argument)
{
    int expected = 0;

    atomic_compare_exchange_weak(&number, &expected, 1);
    pthread_mutex_lock(&mutex);
    while (!ready) {
        pthread_cond_wait(&cond, &mutex);
    }
    pthread_mutex_unlock(&mutex);
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread, other, writer;
    struct timespec now;
    int value;
    char byte;

    clock_gettime(CLOCK_MONOTONIC, &now);
    if (getrandom(&byte, 1, 0) != 1) {
        abort();
    }
    sem_init(&sem, 0, 0);
    sem_getvalue(&sem, &value);
    pthread_barrier_init(&barrier, NULL, 1);
    pthread_barrier_wait(&barrier);
    pthread_rwlock_rdlock(&lock);
    pthread_create(&writer, NULL, write_it, NULL);
    pthread_create(&thread, NULL, run, NULL);
    pthread_create(&other, NULL, run, NULL);
    pthread_rwlock_unlock(&lock);
    if (pthread_mutex_trylock(&mutex) != 0) {
        pthread_mutex_lock(&mutex);
    }
    ready = 1;
    pthread_cond_signal(&cond);
    pthread_cond_signal(&cond);
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    pthread_join(other, NULL);
    pthread_join(writer, NULL);
    return 0;
}
