// incomplete
// says memory that processes share
// needs fork
// Memory that both use: what each finds there is explored, and races are not looked for.
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

    assert(shared != MAP_FAILED);
    if (fork() == 0) {
        atomic_fetch_add(shared, 1);
        _exit(0);
    }
    atomic_fetch_add(shared, 1);
    wait(NULL);
    assert(atomic_load(shared) == 2);
    return 0;
}
