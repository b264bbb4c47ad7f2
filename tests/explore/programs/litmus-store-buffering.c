// traces 3
// clean
// Store buffering: two pairs that conflict, and one of the four ways to order them is a cycle.
#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 2 };

static atomic_int x, y;

static void *run1(void *unused)
{
    atomic_store(&x, 1);
    (void)atomic_load(&y);
    return unused;
}

static void *run2(void *unused)
{
    atomic_store(&y, 1);
    (void)atomic_load(&x);
    return unused;
}

int main(void)
{
    void *(*const runs[THREADS])(void *) = { run1, run2 };
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, runs[i], NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    return 0;
}
