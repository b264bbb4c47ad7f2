// finds wrong-exit
// A status that differs from schedule to schedule is a finding, whatever is right.
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int value;

static void *add(void *unused)
{
    int old = atomic_load(&value);
    atomic_store(&value, old + 1);
    return unused;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        pthread_create(&threads[i], NULL, add, NULL);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    return 3 + (value == 2);
}
