// finds use-after-free
/* Who drops the last reference frees the object, while the other thread still unlocks it. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct object {
    pthread_mutex_t mutex;
    atomic_int references;
};

static void *drop(void *argument)
{
    struct object *object = argument;

    pthread_mutex_lock(&object->mutex);
    int left = atomic_fetch_sub(&object->references, 1) - 1;
    if (left == 0) {
        pthread_mutex_unlock(&object->mutex);
        pthread_mutex_destroy(&object->mutex);
        free(object);
    } else {
        pthread_mutex_unlock(&object->mutex);
    }
    return NULL;
}

static void *drop_early(void *argument)
{
    struct object *object = argument;

    atomic_fetch_sub(&object->references, 1);
    pthread_mutex_lock(&object->mutex);
    pthread_mutex_unlock(&object->mutex);
    return NULL;
}

int main(void)
{
    struct object *object = malloc(sizeof *object);
    pthread_t first, second;

    pthread_mutex_init(&object->mutex, NULL);
    atomic_init(&object->references, 2);
    pthread_create(&first, NULL, drop, object);
    pthread_create(&second, NULL, drop_early, object);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return 0;
}
