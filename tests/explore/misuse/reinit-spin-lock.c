// finds reinit
/* The spin lock is initialised while it is held. */
#include <pthread.h>

static pthread_spinlock_t lock;

int main(void)
{
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    pthread_spin_lock(&lock);
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    return 0;
}
