// finds wrong-exit thread-leak
/* A thread that nobody joins has always ended, but in a few schedules it was overtaken. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int total, done;

static void *add(void *unused)
{
    int seen = atomic_load(&total);

    (void)unused;
    atomic_store(&total, seen + 1);
    atomic_fetch_add(&done, 1);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        if (pthread_create(&threads[i], NULL, add, NULL) != 0) {
            return 2;
        }
    }
    while (atomic_load(&done) < 2) {
    }
    return atomic_load(&total) == 2 ? 0 : 3;
}
