// forks
// Shared memory of a new name is the schedule's own.
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#define NAME "/racetrap-shared-memory"

static void *look(void *unused)
{
    int file = shm_open(NAME, O_RDONLY, 0);

    assert(file >= 0 && close(file) == 0);
    return unused;
}

int main(void)
{
    pthread_t thread;

    assert(shm_unlink(NAME) == -1 && errno == ENOENT);
    int file = shm_open(NAME, O_RDWR | O_CREAT | O_EXCL, 0600);
    assert(file >= 0 && ftruncate(file, 4096) == 0);
    pthread_create(&thread, NULL, look, NULL);
    pthread_join(thread, NULL);
    return 0;
}
