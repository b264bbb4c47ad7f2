// clean
/* What may be initialised again: what was destroyed, what was freed, what was overwritten, and what
 * was only declared so far. */
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

struct slot {
    pthread_mutex_t mutex;
    pthread_cond_t cond;
    pthread_rwlock_t lock;
    sem_t sem;
};

static struct slot slot;
static pthread_mutex_t unused = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t unused_cond = PTHREAD_COND_INITIALIZER;
static pthread_attr_t attributes;

static void slot_init(struct slot *at)
{
    pthread_mutex_init(&at->mutex, NULL);
    pthread_cond_init(&at->cond, NULL);
    pthread_rwlock_init(&at->lock, NULL);
    sem_init(&at->sem, 0, 1);
    pthread_mutex_lock(&at->mutex);
    pthread_cond_signal(&at->cond);
    pthread_rwlock_rdlock(&at->lock);
    sem_wait(&at->sem);
    pthread_rwlock_unlock(&at->lock);
    pthread_mutex_unlock(&at->mutex);
}

static void slot_destroy(struct slot *at)
{
    pthread_mutex_destroy(&at->mutex);
    pthread_cond_destroy(&at->cond);
    pthread_rwlock_destroy(&at->lock);
    sem_destroy(&at->sem);
}

int main(void)
{
    for (int i = 0; i < 3; i++) {
        slot_init(&slot);
        slot_destroy(&slot);
        pthread_attr_init(&attributes);
        pthread_attr_destroy(&attributes);
    }
    for (int i = 0; i < 3; i++) { /* a pool that clears a slot before it is used again */
        memset(&slot, 0, sizeof slot);
        slot_init(&slot);
    }
    for (int i = 0; i < 3; i++) {
        struct slot *block = malloc(sizeof *block);
        slot_init(block);
        free(block);
    }
    pthread_mutex_init(&unused, NULL);
    pthread_cond_init(&unused_cond, NULL);
    return 0;
}
