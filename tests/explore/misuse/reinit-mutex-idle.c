// finds reinit
/* The mutex is initialised twice, while nobody uses it. */
#include <pthread.h>

static pthread_mutex_t object;

int main(void)
{
    pthread_mutex_init(&object, NULL);
    pthread_mutex_init(&object, NULL);
    return 0;
}
