// finds race
// A local variable is published only where two loads gave 3 and 5: an order that no first schedules
// show.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int number;
static _Atomic(int *) published;

static void *change(void *unused)
{
    atomic_store(&number, 3);
    atomic_store(&number, 4);
    atomic_store(&number, 5);
    int *other = atomic_load(&published);
    if (other != NULL) {
        *other = 9;
    }
    return unused;
}

static void *watch(void *unused)
{
    int local = 1;
    int first = atomic_load(&number), second = atomic_load(&number);

    if (first == 3 && second == 5) {
        atomic_store(&published, &local);
        local = 2;
        assert(local == 2);
        atomic_store(&published, NULL);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, change, NULL);
    pthread_create(&threads[1], NULL, watch, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
