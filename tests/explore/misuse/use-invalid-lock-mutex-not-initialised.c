// finds use-invalid-lock
/* The memory holds anything but a mutex. */
#include <pthread.h>

static union {
    char bytes[sizeof(pthread_mutex_t)];
    pthread_mutex_t mutex;
} memory = { "this is a text" };

int main(void)
{
    pthread_mutex_lock(&memory.mutex);
    return 0;
}
