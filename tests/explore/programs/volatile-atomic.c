// clean
// options --volatile atomic
/* Written when there was no stdatomic.h: volatile flags that threads wait for, and count with. */
#include <pthread.h>
#include <stddef.h>

static volatile int ready;
static volatile char seen;

static void *set(void *unused)
{
    (void)unused;
    seen = 1;
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
    int found = seen;
    pthread_join(thread, NULL);
    return found == 1 ? 0 : 2;
}
