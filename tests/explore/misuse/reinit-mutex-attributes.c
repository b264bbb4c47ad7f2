// finds reinit
/* The attributes object is initialised twice, while nobody uses it. */
#include <pthread.h>

static pthread_mutexattr_t object;

int main(void)
{
    pthread_mutexattr_init(&object);
    pthread_mutexattr_init(&object);
    return 0;
}
