// finds use-after-free
// traces 2
/* The stream is closed before another thread locks it, or after. */
#include <pthread.h>
#include <stdio.h>

static FILE *stream;

static void *run(void *argument)
{
    flockfile(stream);
    funlockfile(stream);
    return argument;
}

int main(void)
{
    pthread_t thread;

    stream = fopen("/dev/null", "r");
    pthread_create(&thread, NULL, run, NULL);
    fclose(stream);
    pthread_join(thread, NULL);
    return 0;
}
