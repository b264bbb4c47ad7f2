// clean
// traces 7
// Six loads of one atomic variable in a loop: the other thread's store comes before any of them, or
// after all.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int shared;

static void *store(void *unused)
{
    atomic_store(&shared, 1);
    return unused;
}

int main(void)
{
    pthread_t thread;
    int sum = 0;

    pthread_create(&thread, NULL, store, NULL);
    for (int i = 0; i < 6; i++) {
        sum += atomic_load(&shared);
    }
    pthread_join(thread, NULL);
    return sum > 6;
}
