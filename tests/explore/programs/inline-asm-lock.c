// incomplete
// A lock of inline asm is no lock that anybody sees: how many schedules there are is not known.
#include <pthread.h>

static int taken;

static void lock(void)
{
    for (int old = 1; old != 0;) {
        old = 1;
        __asm__ volatile("xchgl %0, %1" : "+r"(old), "+m"(taken) : : "memory");
    }
}

static void unlock(void)
{
    __asm__ volatile("movl $0, %0" : "=m"(taken) : : "memory");
}

static void *work(void *argument)
{
    lock();
    unlock();
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        pthread_create(&threads[i], NULL, work, NULL);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    return 0;
}
