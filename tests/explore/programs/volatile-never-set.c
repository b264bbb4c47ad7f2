// finds livelock
// options --volatile atomic
/* Who waits for a volatile flag that nobody sets only looks. */
#include <pthread.h>
#include <stddef.h>

static volatile int ready, reset;

static void *set(void *unused)
{
    (void)unused;
    if (!reset) {
        ready = 1;
    }
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, set, NULL) != 0) {
        return 1;
    }
    reset = 1;
    while (!ready) {
    }
    pthread_join(thread, NULL);
    return 0;
}
