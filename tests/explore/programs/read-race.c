// finds race
// read writes to its buffer, and another thread looks there.
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

static char byte;

static void *fill(void *argument)
{
    int file = open("/proc/self/exe", O_RDONLY);
    ssize_t size = read(file, &byte, 1);

    close(file);
    return size == 1 ? NULL : argument;
}

static void *look(void *argument)
{
    return byte == 'x' ? argument : NULL;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, fill, NULL);
    pthread_create(&threads[1], NULL, look, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
