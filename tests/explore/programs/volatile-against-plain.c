// finds race
// options --volatile atomic
/* What one thread takes for volatile is plain to another one. */
#include <pthread.h>
#include <stddef.h>

static int value;

static void *set(void *unused)
{
    (void)unused;
    *(volatile int *)&value = 1;
    return NULL;
}

int main(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, set, NULL) != 0) {
        return 1;
    }
    int found = value;
    pthread_join(thread, NULL);
    return found > 1;
}
