// finds reinit
/* The attributes object is initialised twice, while nobody uses it. */
#include <pthread.h>

static pthread_attr_t object;

int main(void)
{
    pthread_attr_init(&object);
    pthread_attr_init(&object);
    return 0;
}
