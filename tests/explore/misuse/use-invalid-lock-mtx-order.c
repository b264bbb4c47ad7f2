// finds use-invalid-lock
// traces 3
/* Destroyed before it is locked, while it is held, or after. */
#include <threads.h>

static mtx_t mutex;

static int run(void *argument)
{
    (void)argument;
    if (mtx_lock(&mutex) == thrd_success) {
        mtx_unlock(&mutex);
    }
    return 0;
}

int main(void)
{
    thrd_t thread;

    mtx_init(&mutex, mtx_plain);
    thrd_create(&thread, run, NULL);
    mtx_destroy(&mutex);
    thrd_join(thread, NULL);
    return 0;
}
