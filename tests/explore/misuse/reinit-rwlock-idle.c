// finds reinit
/* The lock is initialised twice, while nobody uses it. */
#include <pthread.h>

static pthread_rwlock_t object;

int main(void)
{
    pthread_rwlock_init(&object, NULL);
    pthread_rwlock_init(&object, NULL);
    return 0;
}
