// clean
// write to standard output, past the stream; and a watchdog that is never needed.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static void *print(void *argument)
{
    struct iovec part = { .iov_base = argument, .iov_len = 2 };

    assert(write(STDOUT_FILENO, argument, 2) == 2);
    assert(writev(STDOUT_FILENO, &part, 1) == 2);
    assert(dprintf(STDERR_FILENO, "%s", (char *)argument) == 2);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];

    alarm(10);
    pthread_create(&threads[0], NULL, print, (char[]){ "a\n" });
    pthread_create(&threads[1], NULL, print, (char[]){ "b\n" });
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
