// finds use-after-free
/* A spin lock in a block that was freed. */
#include <pthread.h>
#include <stdlib.h>

int main(void)
{
    pthread_spinlock_t *object = malloc(sizeof *object);

    pthread_spin_init(object, PTHREAD_PROCESS_PRIVATE);
    free(object);
    pthread_spin_lock(object);
    pthread_spin_unlock(object);
    return 0;
}
