// forks
// What is written to a file through memory is put back as well.
#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

static char *shared;

static void *write_there(void *unused)
{
    shared[0]++;
    return unused;
}

int main(void)
{
    pthread_t thread;
    int file = open("racetrap-mapped", O_RDWR | O_CREAT, 0600);

    assert(file >= 0 && lseek(file, 0, SEEK_END) == 0 && ftruncate(file, 4096) == 0);
    shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    assert(shared != MAP_FAILED && shared[0] == 0);
    pthread_create(&thread, NULL, write_there, NULL);
    pthread_join(thread, NULL);
    assert(shared[0] == 1);
    return 0;
}
