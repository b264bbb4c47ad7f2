// finds race
/* Where nobody asks for it, volatile is no more than what the standard says of it. */
#include <pthread.h>
#include <stddef.h>

static volatile int ready;

static void *set(void *unused)
{
    (void)unused;
    ready = 1;
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, set, NULL) != 0) {
        return 1;
    }
    while (!ready) {
    }
    pthread_join(thread, NULL);
    return 0;
}
