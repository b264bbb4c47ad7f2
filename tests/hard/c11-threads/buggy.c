/*
 * Two threads count without the lock.
 */
#include <stdio.h>
#include <threads.h>

static long counter;

static int count(void *unused)
{
    (void)unused;
    for (int i = 0; i < 10; i++) {
        counter += 1; // want race
    }
    return 0;
}

int main(void)
{
    thrd_t threads[2];

    for (int i = 0; i < 2; i++) {
        if (thrd_create(&threads[i], count, NULL) != thrd_success) {
            return 1;
        }
    }
    for (int i = 0; i < 2; i++) {
        thrd_join(threads[i], NULL);
    }
    printf("%ld\n", counter);
    return 0;
}
