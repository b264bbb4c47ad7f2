// finds crash
// needs fork
// Two processes lose an update of memory that they share.
#define _GNU_SOURCE
#include <assert.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    atomic_int *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t child = fork();

    atomic_store(shared, atomic_load(shared) + 1);
    if (child == 0) {
        _exit(0);
    }
    wait(NULL);
    assert(atomic_load(shared) == 2);
    return 0;
}
