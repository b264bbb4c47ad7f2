// finds unlock-foreign
/* Another thread unlocks the spin lock. */
#include <pthread.h>

static pthread_spinlock_t lock;

static void *run(void *argument)
{
    pthread_spin_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    pthread_spin_lock(&lock);
    pthread_create(&thread, NULL, run, NULL);
    pthread_join(thread, NULL);
    return 0;
}
