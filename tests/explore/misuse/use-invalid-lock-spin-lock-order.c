// finds use-invalid-lock
// traces 3
/* Destroyed before it is locked, while it is held, or after. */
#include <pthread.h>

static pthread_spinlock_t lock;

static void *run(void *argument)
{
    if (pthread_spin_lock(&lock) == 0) {
        pthread_spin_unlock(&lock);
    }
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    pthread_create(&thread, NULL, run, NULL);
    pthread_spin_destroy(&lock);
    pthread_join(thread, NULL);
    return 0;
}
