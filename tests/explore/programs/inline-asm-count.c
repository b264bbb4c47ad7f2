// incomplete
// An increment with a lock prefix, in a function that is inlined into none.
#include <pthread.h>
#include <stdio.h>

static long count;

static void increment(long *at)
{
    __asm__ volatile("lock; incq %0" : "+m"(*at) : : "memory");
}

static void *work(void *argument)
{
    increment(&count);
    return argument;
}

int main(void)
{
    pthread_t threads[3];

    for (int i = 0; i < 3; i++) {
        pthread_create(&threads[i], NULL, work, NULL);
    }
    for (int i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
    }
    printf("%ld\n", count);
    return 0;
}
