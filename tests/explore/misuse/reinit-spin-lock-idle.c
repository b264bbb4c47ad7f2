// finds reinit
/* The spin lock is initialised twice, while nobody uses it. */
#include <pthread.h>

static pthread_spinlock_t object;

int main(void)
{
    pthread_spin_init(&object, PTHREAD_PROCESS_PRIVATE);
    pthread_spin_init(&object, PTHREAD_PROCESS_PRIVATE);
    return 0;
}
