// finds race
// options --volatile atomic
/* A volatile flag does not publish what was written before it. */
#include <pthread.h>
#include <stddef.h>

static volatile int ready;
static int message;

static void *send(void *unused)
{
    (void)unused;
    message = 42;
    ready = 1;
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, send, NULL) != 0) {
        return 1;
    }
    while (!ready) {
    }
    int found = message;
    pthread_join(thread, NULL);
    return found == 42 ? 0 : 2;
}
