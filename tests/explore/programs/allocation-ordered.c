// clean
/* Blocks go from thread to thread in every way that orders them: with the thread, with a lock, with
 * release and acquire, and back at its end; and parts of them are accessed in all sizes. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct node {
    char bytes[12];
    int number;
    pthread_mutex_t mutex;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct node *under_mutex;
static _Atomic(struct node *) released;

static void use(struct node *node)
{
    pthread_mutex_lock(&node->mutex);
    node->bytes[3]++;
    node->number += node->bytes[3];
    memset(node->bytes, 0, sizeof node->bytes);
    pthread_mutex_unlock(&node->mutex);
}

static struct node *node_make(void)
{
    struct node *node = calloc(1, sizeof *node);

    pthread_mutex_init(&node->mutex, NULL);
    return node;
}

static void *run(void *given)
{
    use(given);
    pthread_mutex_lock(&mutex);
    under_mutex = node_make();
    pthread_mutex_unlock(&mutex);
    atomic_store_explicit(&released, node_make(), memory_order_release);
    return node_make();
}

int main(void)
{
    struct node *given = node_make(), *seen;
    void *result;
    pthread_t thread;

    pthread_create(&thread, NULL, run, given);
    pthread_mutex_lock(&mutex);
    if (under_mutex != NULL) {
        use(under_mutex);
    }
    pthread_mutex_unlock(&mutex);
    seen = atomic_load_explicit(&released, memory_order_acquire);
    if (seen != NULL) {
        use(seen);
    }
    pthread_join(thread, &result);
    use(result);
    use(given);
    free(result);
    free(given);
    free(under_mutex);
    free(released);
    return 0;
}
