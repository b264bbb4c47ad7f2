// finds unlock-not-held
/* Unlike POSIX, C has no error for it. */
#include <pthread.h>
#include <threads.h>

static mtx_t mutex;

int main(void)
{
    mtx_init(&mutex, mtx_plain | mtx_recursive);
    mtx_lock(&mutex);
    mtx_unlock(&mutex);
    mtx_unlock(&mutex);
    return 0;
}
