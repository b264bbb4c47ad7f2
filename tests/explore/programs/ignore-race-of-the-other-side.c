// clean
// options --ignore race@publish
/* The known function is always the earlier side: whoever reads has seen its flag. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

static char message[16];
static atomic_int ready;

static void publish(void)
{
    strcpy(message, "hello");
    atomic_store_explicit(&ready, 1, memory_order_relaxed);
}

static void *send(void *unused)
{
    (void)unused;
    publish();
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, send, NULL) != 0) {
        return 1;
    }
    while (atomic_load_explicit(&ready, memory_order_relaxed) == 0) {
    }
    int length = (int)strlen(message);
    pthread_join(thread, NULL);
    return length == 5 ? 0 : 2;
}
