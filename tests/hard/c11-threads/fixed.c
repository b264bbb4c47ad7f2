/*
 * The lock orders the additions.
 */
#include <stdio.h>
#include <threads.h>

static long counter;
static mtx_t lock;

static int count(void *unused)
{
    (void)unused;
    for (int i = 0; i < 10; i++) {
        mtx_lock(&lock);
        counter += 1;
        mtx_unlock(&lock);
    }
    return 0;
}

int main(void)
{
    thrd_t threads[2];

    mtx_init(&lock, mtx_plain);
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
