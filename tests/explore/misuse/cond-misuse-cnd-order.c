// finds cond-misuse
// traces 2
/* Signalled before it is destroyed, or after. */
#include <threads.h>

static cnd_t cond;

static int run(void *argument)
{
    (void)argument;
    cnd_signal(&cond);
    return 0;
}

int main(void)
{
    thrd_t thread;

    cnd_init(&cond);
    thrd_create(&thread, run, NULL);
    cnd_destroy(&cond);
    thrd_join(thread, NULL);
    return 0;
}
