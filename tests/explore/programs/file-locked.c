// forks
// Two descriptors of one file, each locked by a thread: one waits for the other.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <unistd.h>

static int count;

static void *enter(void *unused)
{
    int file = open("racetrap-locked", O_RDWR | O_CREAT, 0600);

    assert(file >= 0 && flock(file, LOCK_EX) == 0);
    count++;
    assert(count == 1);
    count--;
    assert(flock(file, LOCK_UN) == 0 && close(file) == 0);
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
