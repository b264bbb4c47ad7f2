// finds use-after-free
/* The control of a once-only call in a block that was freed. */
#include <pthread.h>
#include <stdlib.h>

static void begin(void)
{
}

int main(void)
{
    pthread_once_t *control = malloc(sizeof *control);

    *control = (pthread_once_t)PTHREAD_ONCE_INIT;
    pthread_once(control, begin);
    free(control);
    pthread_once(control, begin);
    return 0;
}
