// finds wrong-exit
// options --ignore deadlock@take
/* A known deadlock ends some schedules; the others show what else there is. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;
static atomic_int order;

static void take(pthread_mutex_t *a, pthread_mutex_t *b)
{
    pthread_mutex_lock(a);
    pthread_mutex_lock(b);
    pthread_mutex_unlock(b);
    pthread_mutex_unlock(a);
}

static void *other(void *unused)
{
    (void)unused;
    take(&second, &first);
    atomic_store(&order, 1);
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, other, NULL) != 0) {
        return 1;
    }
    take(&first, &second);
    int seen = atomic_load(&order);
    pthread_join(thread, NULL);
    return seen == 0 ? 0 : 4;
}
