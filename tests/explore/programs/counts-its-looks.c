// clean
// A loop without end that counts as it looks: right, and there are more schedules than anybody can
// run.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int flag;

static void *set(void *unused)
{
    atomic_store(&flag, 1);
    return unused;
}

int main(void)
{
    pthread_t thread;
    unsigned long looks = 0;

    pthread_create(&thread, NULL, set, NULL);
    while (!atomic_load(&flag)) {
        looks++;
    }
    pthread_join(thread, NULL);
    return looks == 1000000;
}
