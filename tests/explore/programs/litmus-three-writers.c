// traces 6
// clean
// Three stores to one place: 3! orders.
#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 3 };

static atomic_int x, y;

static void *run1(void *unused)
{
    atomic_store(&x, 1);
    return unused;
}

static void *run2(void *unused)
{
    atomic_store(&x, 1);
    return unused;
}

static void *run3(void *unused)
{
    atomic_store(&x, 1);
    return unused;
}

int main(void)
{
    void *(*const runs[THREADS])(void *) = { run1, run2, run3 };
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, runs[i], NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    return 0;
}
