// refused
// The contents of /dev/urandom differ from run to run.
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

static void *draw(void *argument)
{
    close(open("/dev/urandom", O_RDONLY));
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, draw, NULL);
    pthread_create(&threads[1], NULL, draw, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
