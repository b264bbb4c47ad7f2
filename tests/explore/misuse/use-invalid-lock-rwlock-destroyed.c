// finds use-invalid-lock
/* The lock was destroyed before. */
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

int main(void)
{
    pthread_rwlock_destroy(&lock);
    pthread_rwlock_rdlock(&lock);
    return 0;
}
