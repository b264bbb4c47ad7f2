// finds race
/* What calloc has zeroed is read by a thread that does not come after it. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct node {
    long pad[100];
    short value;
};

static _Atomic(struct node *) given;

static void *run(void *argument)
{
    atomic_store_explicit(&given, calloc(1, sizeof(struct node)), memory_order_relaxed);
    return argument;
}

int main(void)
{
    pthread_t thread;
    int value = 0;

    pthread_create(&thread, NULL, run, NULL);
    struct node *seen = atomic_load_explicit(&given, memory_order_relaxed);
    if (seen != NULL) {
        value = seen->value;
    }
    pthread_join(thread, NULL);
    free(given);
    return value;
}
