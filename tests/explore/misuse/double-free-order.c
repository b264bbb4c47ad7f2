// finds double-free
// traces 2
/* Two threads free the block, each in the belief that it is the only one. */
#include <pthread.h>
#include <stdlib.h>

static void *block;

static void *run(void *argument)
{
    free(block);
    return argument;
}

int main(void)
{
    pthread_t thread;

    block = malloc(8);
    pthread_create(&thread, NULL, run, NULL);
    free(block);
    pthread_join(thread, NULL);
    return 0;
}
