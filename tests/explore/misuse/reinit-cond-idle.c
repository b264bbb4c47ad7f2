// finds reinit
/* The condition variable is initialised twice, while nobody uses it. */
#include <pthread.h>

static pthread_cond_t object;

int main(void)
{
    pthread_cond_init(&object, NULL);
    pthread_cond_init(&object, NULL);
    return 0;
}
