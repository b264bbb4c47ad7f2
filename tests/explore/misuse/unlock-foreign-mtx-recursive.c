// finds unlock-foreign
/* Unlike POSIX, C has no error for it. */
#include <threads.h>

static mtx_t mutex;

static int run(void *argument)
{
    (void)argument;
    return mtx_unlock(&mutex) == thrd_success;
}

int main(void)
{
    thrd_t thread;

    mtx_init(&mutex, mtx_plain | mtx_recursive);
    mtx_lock(&mutex);
    thrd_create(&thread, run, NULL);
    thrd_join(thread, NULL);
    mtx_unlock(&mutex);
    return 0;
}
