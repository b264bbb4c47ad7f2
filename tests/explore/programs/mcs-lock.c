// clean
/* The lock of Mellor-Crummey and Scott: each thread waits at a variable on its own stack, which the
 * one before it is going to change. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

struct node {
    _Atomic(struct node *) next;
    atomic_int locked;
};

static _Atomic(struct node *) tail;
static int counter;

static void lock(struct node *node)
{
    atomic_store(&node->next, NULL);
    atomic_store(&node->locked, 1);
    struct node *before = atomic_exchange(&tail, node);
    if (before != NULL) {
        atomic_store(&before->next, node);
        while (atomic_load(&node->locked)) {
        }
    }
}

static void unlock(struct node *node)
{
    struct node *expected = node, *next = atomic_load(&node->next);

    if (next == NULL) {
        if (atomic_compare_exchange_strong(&tail, &expected, NULL)) {
            return;
        }
        while ((next = atomic_load(&node->next)) == NULL) {
        }
    }
    atomic_store(&next->locked, 0);
}

static void *run(void *argument)
{
    struct node node;

    lock(&node);
    counter++;
    unlock(&node);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        pthread_create(&threads[i], NULL, run, NULL);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    return counter != 2;
}
