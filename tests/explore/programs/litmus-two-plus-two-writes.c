// traces 3
// clean
// 2+2W: each store cannot be the last one of its place and the first in its thread.
#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 2 };

static atomic_int x, y;

static void *run1(void *unused)
{
    atomic_store(&x, 1);
    atomic_store(&y, 1);
    return unused;
}

static void *run2(void *unused)
{
    atomic_store(&y, 1);
    atomic_store(&x, 1);
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
