// clean
// What is left open is closed: every schedule gets the same descriptors.
#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static void *open_some(void *argument)
{
    for (int i = 0; i < 3; i++) {
        assert(open("/proc/self/exe", O_RDONLY) >= 0);
        assert(fopen("/proc/self/exe", "r") != NULL);
    }
    assert(opendir("/") != NULL);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, open_some, NULL);
    pthread_create(&threads[1], NULL, open_some, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    int file = open("/dev/null", O_WRONLY);
    assert(file >= 0 && file < 40 && write(file, "x", 1) == 1);
    return 0;
}
