// finds hang
// A loop in which nothing is seen: the watchdog ends it.
#include <pthread.h>

static void *run(void *unused)
{
    volatile int own = 0;

    for (;;) {
        own++;
    }
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    return 0;
}
