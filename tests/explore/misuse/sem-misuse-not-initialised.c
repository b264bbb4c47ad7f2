// finds sem-misuse
/* Zeroed memory is no semaphore. */
#include <semaphore.h>

static sem_t sem;

int main(void)
{
    sem_post(&sem);
    sem_wait(&sem);
    return 0;
}
