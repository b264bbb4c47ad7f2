// finds wrong-exit
// options --expect-exit 0
// errx ends the process from within libc.
#include <err.h>
#include <pthread.h>

static void *run(void *argument)
{
    warnx("%s", "nothing yet");
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, run, NULL);
    pthread_create(&threads[1], NULL, run, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    errx(3, "no %s", "use");
}
