// finds relock
/* A mutex that is not recursive is locked again by its owner. */
#include <pthread.h>
#include <threads.h>

static mtx_t mutex;

int main(void)
{
    mtx_init(&mutex, mtx_plain);
    mtx_lock(&mutex);
    mtx_lock(&mutex);
    mtx_unlock(&mutex);
    return 0;
}
