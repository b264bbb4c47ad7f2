// finds use-invalid-lock
// traces 3
/* Initialised only when another thread may have begun to use it: before that, in between, or in
 * time. */
#include <threads.h>

static mtx_t mutex;

static int run(void *argument)
{
    (void)argument;
    if (mtx_trylock(&mutex) == thrd_success) {
        mtx_unlock(&mutex);
    }
    return 0;
}

int main(void)
{
    thrd_t thread;

    thrd_create(&thread, run, NULL);
    mtx_trylock(&mutex);
    mtx_init(&mutex, mtx_plain);
    thrd_join(thread, NULL);
    mtx_destroy(&mutex);
    return 0;
}
