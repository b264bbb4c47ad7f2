// traces 15
// clean
// IRIW: two readers cannot see two independent stores in opposite orders: 16 ways less one.
#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 4 };

static atomic_int x, y;

static void *run1(void *unused)
{
    atomic_store(&x, 1);
    return unused;
}

static void *run2(void *unused)
{
    atomic_store(&y, 1);
    return unused;
}

static void *run3(void *unused)
{
    (void)atomic_load(&x);
    (void)atomic_load(&y);
    return unused;
}

static void *run4(void *unused)
{
    (void)atomic_load(&y);
    (void)atomic_load(&x);
    return unused;
}

int main(void)
{
    void *(*const runs[THREADS])(void *) = { run1, run2, run3, run4 };
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, runs[i], NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    return 0;
}
