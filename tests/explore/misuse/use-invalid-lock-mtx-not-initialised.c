// finds use-invalid-lock
/* A mutex of C11 has no static initialiser. */
#include <pthread.h>
#include <threads.h>

static mtx_t mutex;

int main(void)
{
    mtx_lock(&mutex);
    mtx_unlock(&mutex);
    return 0;
}
