// finds reinit
/* The semaphore is initialised twice, while nobody uses it. */
#include <pthread.h>
#include <semaphore.h>

static sem_t object;

int main(void)
{
    sem_init(&object, 0, 1);
    sem_init(&object, 0, 1);
    return 0;
}
