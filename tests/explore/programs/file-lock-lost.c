// finds deadlock
// needs fork
// A lock of a file that is never given back, and the descriptor never closed.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>

static void *enter(void *unused)
{
    int file = open("racetrap-lock-lost", O_RDWR | O_CREAT, 0600);

    assert(file >= 0 && flock(file, LOCK_EX) == 0);
    return unused;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, enter, NULL);
    pthread_create(&threads[1], NULL, enter, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
