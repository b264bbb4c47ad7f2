// finds use-invalid-lock
/* Zeroed memory is no spin lock: with glibc on x86-64 it is one that is held. */
#include <pthread.h>

static pthread_spinlock_t lock;

int main(void)
{
    pthread_spin_lock(&lock);
    pthread_spin_unlock(&lock);
    return 0;
}
