// finds use-after-free
// traces 3
/* It depends on who is faster: main sees no pointer yet, it looks in time, or too late. */
#include <pthread.h>
#include <stdatomic.h>

static _Atomic(atomic_int *) given;

static void *run(void *argument)
{
    atomic_int local = 7;

    atomic_store(&given, &local);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, run, NULL);
    atomic_int *seen = atomic_load(&given);
    if (seen != NULL) {
        atomic_load(seen);
    }
    pthread_join(thread, NULL);
    return 0;
}
