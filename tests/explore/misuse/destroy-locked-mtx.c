// finds destroy-locked
/* The mutex is destroyed while it is held. */
#include <pthread.h>
#include <threads.h>

static mtx_t mutex;

int main(void)
{
    mtx_init(&mutex, mtx_plain);
    mtx_lock(&mutex);
    mtx_destroy(&mutex);
    mtx_unlock(&mutex);
    return 0;
}
