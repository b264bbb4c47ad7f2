// clean
/*
 * Objects in the frames of functions that are left without destroying them:
 * entered anew, in a loop, by another function at the same place, and by
 * another thread that was handed them.
 */
#include <pthread.h>
#include <semaphore.h>
#include <threads.h>

enum { ROUNDS = 3 };

struct objects {
    pthread_mutex_t mutex;
    pthread_cond_t cond;
    pthread_rwlock_t lock;
    pthread_barrier_t barrier;
    pthread_spinlock_t spin;
    sem_t sem;
    mtx_t mtx;
    cnd_t cnd;
};

static void objects_init(struct objects *objects)
{
    pthread_mutexattr_t mutex_attributes;
    pthread_condattr_t cond_attributes;

    pthread_mutexattr_init(&mutex_attributes);
    pthread_mutexattr_settype(&mutex_attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_condattr_init(&cond_attributes);
    pthread_mutex_init(&objects->mutex, &mutex_attributes);
    pthread_cond_init(&objects->cond, &cond_attributes);
    pthread_rwlock_init(&objects->lock, NULL);
    pthread_barrier_init(&objects->barrier, NULL, 1);
    pthread_spin_init(&objects->spin, PTHREAD_PROCESS_PRIVATE);
    sem_init(&objects->sem, 0, 1);
    mtx_init(&objects->mtx, mtx_plain);
    cnd_init(&objects->cnd);
}

static void objects_use(struct objects *objects)
{
    pthread_mutex_lock(&objects->mutex);
    pthread_cond_signal(&objects->cond);
    pthread_rwlock_rdlock(&objects->lock);
    pthread_barrier_wait(&objects->barrier);
    pthread_spin_lock(&objects->spin);
    sem_wait(&objects->sem);
    mtx_lock(&objects->mtx);
    cnd_signal(&objects->cnd);
    mtx_unlock(&objects->mtx);
    sem_post(&objects->sem);
    pthread_spin_unlock(&objects->spin);
    pthread_rwlock_unlock(&objects->lock);
    pthread_mutex_unlock(&objects->mutex);
}

__attribute__((noinline)) static void one(void)
{
    struct objects objects;

    objects_init(&objects);
    objects_use(&objects);
}

__attribute__((noinline)) static void other(void)
{
    pthread_mutex_t many[8];

    for (int i = 0; i < 8; i++) {
        pthread_mutex_init(&many[i], NULL);
        pthread_mutex_lock(&many[i]);
        pthread_mutex_unlock(&many[i]);
    }
}

static void *init_elsewhere(void *argument)
{
    objects_init(argument);
    objects_use(argument);
    return NULL;
}

__attribute__((noinline)) static void with_thread(void)
{
    struct objects objects;
    pthread_t thread;

    pthread_create(&thread, NULL, init_elsewhere, &objects);
    pthread_join(thread, NULL);
    objects_use(&objects);
}

int main(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_t inner;
        pthread_mutex_init(&inner, NULL);
        one();
        other();
        with_thread();
    }
    return 0;
}
