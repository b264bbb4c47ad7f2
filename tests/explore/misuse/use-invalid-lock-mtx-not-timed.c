// finds use-invalid-lock
/* Only a mutex of a type with mtx_timed can be waited for up to a time. */
#include <threads.h>
#include <time.h>

static mtx_t mutex;

int main(void)
{
    struct timespec until;

    mtx_init(&mutex, mtx_plain);
    timespec_get(&until, TIME_UTC);
    mtx_timedlock(&mutex, &until);
    mtx_unlock(&mutex);
    mtx_destroy(&mutex);
    return 0;
}
