// finds livelock
// Each waits for the other one to go first, and looks again and again.
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int left_done, right_done;

static void *left(void *argument)
{
    while (!atomic_load(&right_done)) {
    }
    atomic_store(&left_done, 1);
    return argument;
}

static void *right(void *argument)
{
    while (!atomic_load(&left_done)) {
    }
    atomic_store(&right_done, 1);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, left, NULL);
    pthread_create(&threads[1], NULL, right, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
