// finds relock
/* A spin lock is locked again by its owner. */
#include <pthread.h>

static pthread_spinlock_t lock;

int main(void)
{
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    pthread_spin_lock(&lock);
    pthread_spin_lock(&lock);
    pthread_spin_unlock(&lock);
    return 0;
}
