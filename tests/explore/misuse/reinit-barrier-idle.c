// finds reinit
/* The barrier is initialised twice, while nobody uses it. */
#include <pthread.h>

static pthread_barrier_t object;

int main(void)
{
    pthread_barrier_init(&object, NULL, 2);
    pthread_barrier_init(&object, NULL, 2);
    return 0;
}
