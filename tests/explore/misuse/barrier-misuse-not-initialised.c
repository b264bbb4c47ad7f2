// finds barrier-misuse
/* Zeroed memory is no barrier. */
#include <pthread.h>

static pthread_barrier_t barrier;

int main(void)
{
    pthread_barrier_wait(&barrier);
    return 0;
}
