// finds sem-misuse
/* The semaphore was destroyed before. */
#include <semaphore.h>

static sem_t sem;

int main(void)
{
    sem_init(&sem, 0, 1);
    sem_destroy(&sem);
    sem_wait(&sem);
    return 0;
}
