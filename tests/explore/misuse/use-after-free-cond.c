// finds use-after-free
/* A condition variable in a block that was freed. */
#include <pthread.h>
#include <stdlib.h>

int main(void)
{
    pthread_cond_t *object = malloc(sizeof *object);

    pthread_cond_init(object, NULL);
    free(object);
    pthread_cond_signal(object);
    return 0;
}
